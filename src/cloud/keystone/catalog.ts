/** The services of this cloud, under one address as devstack serves them. */
export const SERVICES = [
  {type: 'identity', name: 'keystone', path: '/identity'},
  {type: 'network', name: 'neutron', path: '/networking'},
  {type: 'compute', name: 'nova', path: '/compute/v2.1'},
  {type: 'image', name: 'glance', path: '/image'},
  {type: 'load-balancer', name: 'octavia', path: '/load-balancer'},
  {type: 'key-manager', name: 'barbican', path: '/key-manager'},
  {type: 'placement', name: 'placement', path: '/placement'},
] as const;
export type Service = (typeof SERVICES)[number];

export const REGION = 'RegionOne';

/** Ids need not be random: there is one endpoint of each interface for each service. */
export const serviceId = (service: Service): string => `${service.name}0000000000000000000000000000`.slice(0, 32);
export const endpointId = (service: Service, face: string): string =>
  `${face}${service.name}0000000000000000000000000000`.slice(0, 32);

export const INTERFACES = ['public', 'internal', 'admin'] as const;

export const catalog = (baseUrl: string) =>
  SERVICES.map((service) => ({
    type: service.type,
    id: serviceId(service),
    name: service.name,
    endpoints: INTERFACES.map((face) => ({
      id: endpointId(service, face),
      interface: face,
      region: REGION,
      region_id: REGION,
      url: `${baseUrl}${service.path}`,
    })),
  }));
