import type {CloudState, Network, Port} from '../../../src/drivers/neutron/model.ts';
import {emptyCloud} from './open-cloud.ts';

/** Ids that differ in their first characters, which are all that device names keep. */
const id = (kind: string, number: number): string => {
  const head = `${kind}${number.toString(16).padStart(7, '0')}`;
  return `${head}-00${kind}0-4000-8000-${number.toString(16).padStart(12, '0')}`;
};

export const NETWORK_ID = id('a', 1);
export const DHCP_PORT_ID = id('d', 1);
export const portId = (number: number): string => id('b', number);
export const address = (number: number): string => `10.0.${100 + Math.floor(number / 250)}.${(number % 250) + 4}`;
const mac = (number: number): string =>
  `fa:16:3e:00:${(number >> 8).toString(16).padStart(2, '0')}:${(number & 255).toString(16).padStart(2, '0')}`;

/** A network with a subnet that has DHCP, and instances `vm1`, `vm2`… on the hosts, all ports active. */
export function cloudWith(
  hosts: readonly string[],
  network: Partial<Network> = {},
  base: CloudState = emptyCloud(),
): CloudState {
  const made: Network = {
    id: NETWORK_ID,
    name: 'blue',
    projectId: 'demo',
    adminStateUp: true,
    shared: false,
    external: false,
    mtu: 1450,
    networkType: 'vxlan',
    physicalNetwork: null,
    segmentationId: 100,
    portSecurityEnabled: true,
    ...network,
  };
  const subnetId = id('c', 1);
  const port = (own: Pick<Port, 'id' | 'macAddress' | 'deviceId' | 'deviceOwner'>, host: string, ip: string): Port => ({
    name: '',
    projectId: 'demo',
    networkId: made.id,
    adminStateUp: true,
    status: 'ACTIVE',
    fixedIps: [{subnetId, ipAddress: ip}],
    binding: {host, vifType: host === '' ? 'unbound' : 'bridge'},
    portSecurityEnabled: own.deviceOwner !== 'network:dhcp',
    securityGroups: own.deviceOwner === 'network:dhcp' ? [] : [id('e', 1)],
    allowedAddressPairs: [],
    extraDhcpOpts: [],
    ...own,
  });
  const dhcp = port(
    {id: DHCP_PORT_ID, macAddress: 'fa:16:3e:ff:ff:01', deviceId: 'dhcp', deviceOwner: 'network:dhcp'},
    'controller',
    '10.0.100.2',
  );
  const ports = hosts.map((host, index) =>
    port(
      {
        id: portId(index + 1),
        macAddress: mac(index + 1),
        deviceId: host === '' ? '' : `vm${index + 1}`,
        deviceOwner: host === '' ? '' : 'compute:nova',
      },
      host,
      address(index + 1),
    ),
  );
  return {
    ...base,
    networks: {[made.id]: made},
    subnets: {
      [subnetId]: {
        id: subnetId,
        name: 'blue',
        projectId: 'demo',
        networkId: made.id,
        ipVersion: 4,
        cidr: '10.0.96.0/20',
        gatewayIp: '10.0.96.1',
        enableDhcp: true,
        allocationPools: [],
        dnsNameservers: [],
        hostRoutes: [],
        ipv6RaMode: null,
        ipv6AddressMode: null,
      },
    },
    ports: Object.fromEntries([dhcp, ...ports].map((one) => [one.id, one])),
    instances: Object.fromEntries(
      ports
        .filter((one) => one.deviceId !== '')
        .map((one) => [
          one.deviceId,
          {
            id: one.deviceId,
            name: one.deviceId,
            projectId: 'demo',
            instanceName: `instance-${one.deviceId}`,
            host: one.binding.host,
            power: 'running' as const,
            portIds: [one.id],
          },
        ]),
    ),
    dhcpHosts: {[made.id]: ['controller']},
  };
}

/** The cloud with a change to one port. */
export const withPort = (cloud: CloudState, port: string, change: Partial<Port>): CloudState => {
  const found = cloud.ports[port];
  if (found === undefined) throw new Error(`No port ${port}`);
  return {...cloud, ports: {...cloud.ports, [port]: {...found, ...change}}};
};

/** The cloud with an agent alive or not. */
export const withAgent = (cloud: CloudState, id: string, alive: boolean): CloudState => {
  const found = cloud.agents[id];
  if (found === undefined) throw new Error(`No agent ${id}`);
  return {...cloud, agents: {...cloud.agents, [id]: {...found, alive}}};
};
