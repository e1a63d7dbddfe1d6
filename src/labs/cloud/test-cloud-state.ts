import type {CloudState, Network, Port} from '../../drivers/neutron/model.ts';

/** For tests: a cloud with one VXLAN network `blue` and an instance `vm1` in it. */

export const BLUE = 'd4fbe39f-21a8-4c1e-9b60-5d0c2b7a4f11';
const SUBNET = '77c04a1e-5b1f-4a0e-8f3b-0d6f9f0e2b55';
export const VM1_PORT = '1c12862c-b5d0-4f6e-a6a1-93a2f6b0c1d2';
const DHCP = '6a3b7c55-0e12-4d1b-8c55-2f6d1c9e7a33';
export const VM1 = '9e0d4a6b-3f57-4be1-a5c0-7b1d2e8f6a90';

const network: Network = {
  id: BLUE,
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
};

const port = (id: string, deviceOwner: string, deviceId: string, host: string, ipAddress: string): Port => ({
  id,
  name: '',
  projectId: 'demo',
  networkId: BLUE,
  macAddress: 'fa:16:3e:a2:30:1f',
  adminStateUp: true,
  status: 'ACTIVE',
  deviceId,
  deviceOwner,
  fixedIps: [{subnetId: SUBNET, ipAddress}],
  binding: {host, vifType: 'bridge'},
  portSecurityEnabled: true,
  securityGroups: [],
  allowedAddressPairs: [],
  extraDhcpOpts: [],
});

export const sampleCloud: CloudState = {
  networks: {[BLUE]: network},
  subnets: {},
  ports: {
    [DHCP]: port(DHCP, 'network:dhcp', 'dhcp', 'controller', '172.16.1.2'),
    [VM1_PORT]: port(VM1_PORT, 'compute:nova', VM1, 'compute1', '172.16.1.3'),
  },
  agents: {},
  instances: {
    [VM1]: {
      id: VM1,
      name: 'vm1',
      projectId: 'demo',
      instanceName: 'instance-00000001',
      host: 'compute1',
      power: 'running',
      portIds: [VM1_PORT],
    },
  },
  nodes: {},
  dhcpHosts: {[BLUE]: ['controller']},
  options: {
    l2Population: true,
    arpResponder: true,
    vxlanGroup: '224.0.0.1',
    dnsDomain: 'openstacklocal',
    leaseSeconds: 86_400,
    isolatedMetadata: true,
  },
};
