import type {
  HealthMonitor,
  L7Policy,
  L7Rule,
  Listener,
  LoadBalancer,
  LoadBalancing,
  Member,
  Pool,
} from '../../../src/drivers/neutron/lbaas/model.ts';
import {VIP_PORT} from '../../../src/drivers/neutron/lbaas/model.ts';
import type {CloudState, Port} from '../../../src/drivers/neutron/model.ts';
import {NETWORK_ID} from './make-cloud.ts';
import {address, cloudWith} from './make-cloud.ts';
import {emptyCloud} from './open-cloud.ts';

export const VIP = '10.0.100.100';
export const BALANCER_ID = '9d5e2c1a-7b35-4f0e-8b1d-3a5cf0f7d901';
export const LISTENER_ID = '0c9be1fa-52f8-4d3c-a6b3-8ef1b8b4aa02';
export const POOL_ID = 'a872c1fe-4044-42f4-8ef8-76dad02ff635';
export const OTHER_POOL_ID = 'b872c1fe-4044-42f4-8ef8-76dad02ff636';
export const VIP_PORT_ID = '259ee763-8f01-4b67-8d1a-6f0c51a3b299';
export const memberId = (number: number): string => `1f0c7d5e-0b1c-4b67-8d1a-6f0c51a3b20${number}`;

const ACTIVE = {adminStateUp: true, provisioningStatus: 'ACTIVE'} as const;

export const listener = (change: Partial<Listener> = {}): Listener => ({
  id: LISTENER_ID,
  loadBalancerId: BALANCER_ID,
  protocol: 'HTTP',
  protocolPort: 80,
  connectionLimit: -1,
  defaultPoolId: POOL_ID,
  insertHeaders: {},
  timeoutClientData: 50_000,
  timeoutMemberConnect: 5000,
  timeoutMemberData: 50_000,
  timeoutTcpInspect: 0,
  certificates: [],
  ...ACTIVE,
  ...change,
});

export const pool = (change: Partial<Pool> = {}): Pool => ({
  id: POOL_ID,
  loadBalancerId: BALANCER_ID,
  protocol: 'HTTP',
  lbAlgorithm: 'ROUND_ROBIN',
  sessionPersistence: null,
  ...ACTIVE,
  ...change,
});

/** The instance of this number, as {@link cloudWith} makes it. */
export const member = (number: number, change: Partial<Member> = {}): Member => ({
  id: memberId(number),
  poolId: POOL_ID,
  address: address(number),
  protocolPort: 80,
  weight: 1,
  backup: false,
  monitorAddress: null,
  monitorPort: null,
  ...ACTIVE,
  ...change,
});

export const monitor = (change: Partial<HealthMonitor> = {}): HealthMonitor => ({
  id: 'c872c1fe-4044-42f4-8ef8-76dad02ff637',
  poolId: POOL_ID,
  type: 'HTTP',
  delay: 1,
  timeout: 1,
  maxRetries: 1,
  maxRetriesDown: 1,
  httpMethod: 'GET',
  urlPath: '/',
  expectedCodes: '200',
  httpVersion: null,
  domainName: null,
  ...ACTIVE,
  ...change,
});

export const policy = (position: number, change: Partial<L7Policy>): L7Policy => ({
  id: `policy-${position}`,
  listenerId: LISTENER_ID,
  action: 'REJECT',
  redirectPoolId: null,
  redirectUrl: null,
  redirectPrefix: null,
  redirectHttpCode: null,
  position,
  ...ACTIVE,
  ...change,
});

export const rule = (policyPosition: number, change: Partial<L7Rule>): L7Rule => ({
  id: `rule-${policyPosition}-${change.type ?? 'PATH'}`,
  policyId: `policy-${policyPosition}`,
  type: 'PATH',
  compareType: 'STARTS_WITH',
  key: null,
  value: '/',
  invert: false,
  ...ACTIVE,
  ...change,
});

export interface Parts {
  readonly loadBalancer?: Partial<LoadBalancer>;
  readonly listeners?: readonly Listener[];
  readonly pools?: readonly Pool[];
  readonly members?: readonly Member[];
  readonly monitors?: readonly HealthMonitor[];
  readonly policies?: readonly L7Policy[];
  readonly rules?: readonly L7Rule[];
}

const byId = <R extends {readonly id: string}>(records: readonly R[]): Readonly<Record<string, R>> =>
  Object.fromEntries(records.map((record) => [record.id, record]));

let revision = 0;

/** A load balancer of two members on port 80, but for what is given. Each one made is a newer revision. */
export function balancing(parts: Parts = {}): LoadBalancing {
  revision += 1;
  return {
    loadBalancers: byId([
      {
        id: BALANCER_ID,
        name: 'lb1',
        vipAddress: VIP,
        vipPortId: VIP_PORT_ID,
        vipSubnetId: '',
        revision,
        ...ACTIVE,
        ...parts.loadBalancer,
      },
    ]),
    listeners: byId(parts.listeners ?? [listener()]),
    pools: byId(parts.pools ?? [pool()]),
    members: byId(parts.members ?? [member(1), member(2)]),
    healthMonitors: byId(parts.monitors ?? []),
    l7Policies: byId(parts.policies ?? []),
    l7Rules: byId(parts.rules ?? []),
  };
}

/** `vm1`, `vm2`… on the hosts, without filters, and the address of a load balancer on the controller. */
export function balancedCloud(hosts: readonly string[]): CloudState {
  const cloud = cloudWith(hosts, {}, withBalancingAgent(emptyCloud()));
  const subnetId = Object.keys(cloud.subnets)[0] ?? '';
  const vip: Port = {
    id: VIP_PORT_ID,
    name: `octavia-lb-${BALANCER_ID}`,
    projectId: 'demo',
    networkId: NETWORK_ID,
    macAddress: 'fa:16:3e:24:bf:64',
    adminStateUp: true,
    status: 'ACTIVE',
    deviceId: `lb-${BALANCER_ID}`,
    deviceOwner: VIP_PORT,
    fixedIps: [{subnetId, ipAddress: VIP}],
    binding: {host: 'controller', vifType: 'bridge'},
    portSecurityEnabled: false,
    securityGroups: [],
    allowedAddressPairs: [],
    extraDhcpOpts: [],
  };
  const open = Object.values(cloud.ports).map((port) => ({...port, portSecurityEnabled: false, securityGroups: []}));
  return {...cloud, ports: byId([...open, vip])};
}

const withBalancingAgent = (cloud: CloudState): CloudState => {
  const id = 'Loadbalancerv2 agent controller';
  const agent = {id, kind: 'Loadbalancerv2 agent', host: 'controller', adminStateUp: true, alive: true} as const;
  return {...cloud, agents: {...cloud.agents, [id]: agent}};
};
