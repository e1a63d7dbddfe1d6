import type {Host, Node} from '../../../src/drivers/hosts/host.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {openAgents} from '../../../src/drivers/neutron/agents.ts';
import type {LoadBalancerHealth} from '../../../src/drivers/neutron/lbaas/model.ts';
import type {CloudAgents} from '../../../src/drivers/neutron/agents.ts';
import {SWITCH, cloudHostPlan, prepareServer, prepareSwitch} from '../../../src/drivers/neutron/cloud-wires.ts';
import type {ConfiguredNode} from '../../../src/drivers/neutron/configuration/server-files.ts';
import type {AgentKind, CloudState, Ml2Options} from '../../../src/drivers/neutron/model.ts';
import type {Reports, Work} from '../../../src/drivers/neutron/work.ts';

/** The servers of the reference cloud. */
export const SERVERS: readonly ConfiguredNode[] = ['controller', 'compute1', 'compute2'].map((name, index) => ({
  name,
  managementIp: `192.168.104.${10 + index}`,
  tunnelIp: `172.16.16.${10 + index}`,
  tunnelLink: 'eth1',
  interfaceMappings: {external: 'eth2', physflat: 'eth3'},
  agents: name === 'controller' ? ['Linux bridge agent', 'DHCP agent', 'L3 agent'] : ['Linux bridge agent'],
}));

export const OPTIONS: Ml2Options = {
  l2Population: true,
  arpResponder: true,
  vxlanGroup: '224.0.0.1',
  dnsDomain: 'openstacklocal',
  leaseSeconds: 86_400,
  isolatedMetadata: true,
};

const ML2 = {
  typeDrivers: ['local', 'flat', 'vlan', 'vxlan'],
  tenantNetworkTypes: ['vxlan'],
  flatNetworks: ['external', 'physflat'],
  vlanRanges: {physflat: {from: 100, to: 199}},
  vniRanges: [{from: 100, to: 1000}],
} as const;

/** Nothing but nodes and agents that are alive. */
export function emptyCloud(
  servers: readonly ConfiguredNode[] = SERVERS,
  options: Partial<Ml2Options> = {},
): CloudState {
  const agent = (kind: AgentKind, host: string) =>
    [`${kind} ${host}`, {id: `${kind} ${host}`, kind, host, adminStateUp: true, alive: true}] as const;
  return {
    networks: {},
    subnets: {},
    ports: {},
    instances: {},
    agents: Object.fromEntries(servers.flatMap(({name, agents}) => agents.map((kind) => agent(kind, name)))),
    nodes: Object.fromEntries(servers.map((server) => [server.name, server])),
    dhcpHosts: {},
    options: {...OPTIONS, ...options},
  };
}

export interface TestCloud extends AsyncDisposable {
  readonly host: Host;
  readonly agents: CloudAgents;
  readonly node: (name: string) => Node;
  /** All that agents did so far. */
  readonly works: readonly Work[];
  /** What they told while they were at it, in the order they told it. */
  readonly told: readonly (Reports & {readonly node: string})[];
  /** What haproxies were heard to say. */
  readonly health: readonly LoadBalancerHealth[];
  /** Until everything is done. Fails where an agent could not do its work. */
  settle(cloud: CloudState): Promise<Reports>;
}

/** @param options what the servers' files say */
export async function openTestCloud(
  options: Partial<Ml2Options> = {},
  servers: readonly ConfiguredNode[] = SERVERS,
): Promise<TestCloud> {
  const host = await openSandbox(cloudHostPlan(servers));
  await Promise.all([
    prepareSwitch(host.node(SWITCH), servers),
    ...servers.map((server) =>
      prepareServer(host.node(server.name), servers, {options: {...OPTIONS, ...options}, ml2: ML2}),
    ),
  ]);
  const told: (Reports & {node: string})[] = [];
  const health: LoadBalancerHealth[] = [];
  const agents = openAgents(
    host,
    servers.map(({name}) => name),
    {
      onReports: (node, reports) => told.push({node, ...reports}),
      onHealth: (_node, news) => health.push(news),
    },
  );
  // They have read their files before a test changes anything.
  await agents.reconcile(emptyCloud(servers, options));
  const works: Work[] = [];
  agents.subscribe((work) => works.push(work));
  return {
    host,
    agents,
    works,
    told,
    health,
    node: (name) => host.node(name),
    async settle(cloud) {
      const seen = works.length;
      const reports = await agents.reconcile(cloud);
      await agents.idle();
      const problems = works
        .slice(seen)
        .flatMap(({node, problem}) => (problem === undefined ? [] : [`${node}: ${problem}`]));
      if (problems.length > 0) throw new Error(problems.join('\n'));
      return reports;
    },
    async [Symbol.asyncDispose]() {
      await agents[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    },
  };
}
