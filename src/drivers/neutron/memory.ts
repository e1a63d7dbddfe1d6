import {instances} from '../nova/driver.ts';
import type {InstanceItem} from '../nova/plan.ts';
import {dhcp} from './dhcp/driver.ts';
import type {DhcpItem} from './dhcp/plan.ts';
import {l2population} from './l2population.ts';
import type {L2populationItem} from './l2population.ts';
import {lbaas} from './lbaas/driver.ts';
import type {LbaasItem} from './lbaas/plan.ts';
import {linuxbridge} from './linuxbridge/driver.ts';
import type {LinuxbridgeItem} from './linuxbridge/plan.ts';
import type {AgentKind, CloudState, NodeName} from './model.ts';
import type {Failures} from './failures.ts';
import {portFilter} from './port-filter/driver.ts';
import type {PortFilterItem} from './port-filter/plan.ts';
import {isNothing, since, wanted} from './wanted.ts';
import type {Items, Wanted} from './wanted.ts';

/** What each driver of a node has to see to now. */
export interface Intent {
  readonly cloud: CloudState;
  readonly node: NodeName;
  readonly dhcp: Wanted<DhcpItem>;
  readonly instances: Wanted<InstanceItem>;
  readonly linuxbridge: Wanted<LinuxbridgeItem>;
  readonly portFilter: Wanted<PortFilterItem>;
  readonly l2population: Wanted<L2populationItem>;
  readonly lbaas: Wanted<LbaasItem>;
  readonly isNothing: boolean;
}

type DriverName = 'dhcp' | 'instances' | 'linuxbridge' | 'portFilter' | 'l2population' | 'lbaas';

const DRIVERS_OF: Readonly<Partial<Record<AgentKind | 'nova-compute', readonly DriverName[]>>> = {
  'DHCP agent': ['dhcp'],
  'Linux bridge agent': ['linuxbridge', 'portFilter', 'l2population'],
  'nova-compute': ['instances'],
  'Loadbalancerv2 agent': ['lbaas'],
};

/** What the agents of a node know of what they did. */
export class Memory {
  readonly #dhcp = new DriverMemory<DhcpItem>();
  readonly #instances = new DriverMemory<InstanceItem>();
  readonly #linuxbridge = new DriverMemory<LinuxbridgeItem>();
  readonly #portFilter = new DriverMemory<PortFilterItem>();
  readonly #l2population = new DriverMemory<L2populationItem>();
  readonly #lbaas = new DriverMemory<LbaasItem>();

  intend(cloud: CloudState, node: NodeName): Intent {
    const alive = (kind: AgentKind) =>
      Object.values(cloud.agents).some((agent) => agent.kind === kind && agent.host === node && agent.alive);
    const bridging = this.#wakeOrSleep('Linux bridge agent', alive('Linux bridge agent'));
    const serving = this.#wakeOrSleep('DHCP agent', alive('DHCP agent'));
    const balancing = this.#wakeOrSleep('Loadbalancerv2 agent', alive('Loadbalancerv2 agent'));
    const parts = {
      dhcp: serving ? this.#dhcp.intend(dhcp.plan(cloud, node).present) : wanted<DhcpItem>({}),
      instances: this.#instances.intend(instances.plan(cloud, node).present),
      linuxbridge: bridging
        ? this.#linuxbridge.intend(
            linuxbridge.plan(cloud, node).present,
            // A bridge and its way out go with their network, not with its last port.
            (item) => item.kind === 'segment' && cloud.networks[item.networkId] !== undefined,
          )
        : wanted<LinuxbridgeItem>({}),
      portFilter: bridging ? this.#portFilter.intend(portFilter.plan(cloud, node).present) : wanted<PortFilterItem>({}),
      l2population: bridging
        ? this.#l2population.intend(l2population.plan(cloud, node).present, (item) => isUntold(item, cloud, node))
        : wanted<L2populationItem>({}),
      lbaas: balancing ? this.#lbaas.intend(lbaas.plan(cloud, node).present) : wanted<LbaasItem>({}),
    };
    return {cloud, node, ...parts, isNothing: Object.values(parts).every((part) => isNothing<unknown>(part))};
  }

  learn(intent: Intent, failures: Failures): void {
    const failed = failureTest(failures);
    this.#dhcp.learn(intent.dhcp, failed);
    this.#instances.learn(intent.instances, failed);
    this.#linuxbridge.learn(intent.linuxbridge, failed);
    this.#portFilter.learn(intent.portFilter, failed);
    this.#l2population.learn(intent.l2population, failed);
    this.#lbaas.learn(intent.lbaas, failed);
  }

  /** The load balancers that have a haproxy here. */
  get balancers(): readonly string[] {
    return this.#lbaas.known.flatMap((item) => (item.kind === 'serve' ? [item.loadBalancerId] : []));
  }

  forget(kind: AgentKind | 'nova-compute'): void {
    const of = {
      dhcp: this.#dhcp,
      instances: this.#instances,
      linuxbridge: this.#linuxbridge,
      portFilter: this.#portFilter,
      l2population: this.#l2population,
      lbaas: this.#lbaas,
    };
    for (const name of DRIVERS_OF[kind] ?? []) of[name].forget();
  }

  /** A dead agent does nothing, and knows nothing when it is started again. */
  #wakeOrSleep(kind: AgentKind, alive: boolean): boolean {
    if (!alive) this.forget(kind);
    return alive;
  }
}

/**
 * The server tells a node of ports elsewhere when its own first port comes up, and takes back what goes elsewhere; it
 * does not take anything back because the node's own last port went.
 */
const isUntold = (item: L2populationItem, cloud: CloudState, node: NodeName): boolean => {
  const ports = Object.values(cloud.ports).filter(
    (port) => port.networkId === item.networkId && port.status === 'ACTIVE',
  );
  if (ports.some((port) => port.binding.host === node)) return false;
  if (item.kind === 'flood') return ports.some((port) => cloud.nodes[port.binding.host]?.tunnelIp === item.vtep);
  return ports.some((port) => port.id === item.portId);
};

class DriverMemory<I> {
  /** What it acted on; undefined after a start. */
  #before: Items<I> | undefined;
  #made: Items<I> = {};
  #now: Items<I> = {};

  intend(now: Items<I>, stays?: (item: I) => boolean): Wanted<I> {
    this.#now = now;
    return since(this.#before, this.#made, now, stays);
  }

  /** What failed is not remembered as done, so that the next turn tries it again. */
  learn({present, absent}: Wanted<I>, failed: (item: I) => boolean): void {
    const done = Object.entries(present).filter(([, item]) => !failed(item));
    const kept = Object.entries(this.#before ?? {}).filter(
      ([key]) => present[key] === undefined && this.#now[key] !== undefined,
    );
    this.#before = Object.fromEntries([...kept, ...done]);
    const gone = new Set(Object.entries(absent).flatMap(([key, item]) => (failed(item) ? [] : [key])));
    this.#made = Object.fromEntries(Object.entries({...this.#made, ...present}).filter(([key]) => !gone.has(key)));
  }

  /** What it acted on, and did not fail on. */
  get known(): readonly I[] {
    return Object.values(this.#before ?? {});
  }

  forget(): void {
    this.#before = undefined;
  }
}

/** Whether an item is of an object on which something failed. */
function failureTest({all, of}: Failures): (item: object) => boolean {
  if (all !== undefined) return () => true;
  const nodeWide = of.has('port ');
  return (item) => {
    const has = (type: string, id: unknown) => typeof id === 'string' && of.has(`${type} ${id}`);
    const {
      portId,
      networkId,
      instanceId,
      loadBalancerId,
      interfaces = [],
      ports = [],
    } = item as {
      portId?: string;
      networkId?: string;
      instanceId?: string;
      loadBalancerId?: string;
      interfaces?: readonly {portId: string}[];
      ports?: readonly {port: {id: string; networkId: string}}[];
    };
    return (
      has('port', portId) ||
      has('network', networkId) ||
      has('server', instanceId) ||
      has('loadbalancer', loadBalancerId) ||
      interfaces.some((card) => has('port', card.portId)) ||
      ports.some(({port}) => has('port', port.id) || has('network', port.networkId)) ||
      (nodeWide && (ports.length > 0 || 'members' in item))
    );
  };
}
