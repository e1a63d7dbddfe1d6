import {isDeepStrictEqual} from 'node:util';
import {instances} from '../nova/driver.ts';
import type {InstanceItem} from '../nova/plan.ts';
import {seenByBridgeAgent} from './configuration/bridge-agent.ts';
import type {BridgeSettings} from './configuration/bridge-agent.ts';
import {seenByDhcpAgent} from './configuration/dhcp-agent.ts';
import type {DhcpSettings} from './configuration/dhcp-agent.ts';
import {dhcp} from './dhcp/driver.ts';
import {metadataProxy} from './dhcp/metadata-proxy.ts';
import type {ProxyItem} from './dhcp/metadata-proxy.ts';
import type {DhcpItem} from './dhcp/plan.ts';
import {isEcho} from './echo.ts';
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
  readonly metadata: Wanted<ProxyItem>;
  readonly instances: Wanted<InstanceItem>;
  readonly linuxbridge: Wanted<LinuxbridgeItem>;
  readonly portFilter: Wanted<PortFilterItem>;
  readonly l2population: Wanted<L2populationItem>;
  readonly lbaas: Wanted<LbaasItem>;
  readonly isNothing: boolean;
}

/** Of the agents that run; a dead one does nothing, and knows nothing when it is started again. */
export interface RunningSettings {
  readonly bridge: BridgeSettings | undefined;
  readonly dhcp: DhcpSettings | undefined;
}

type DriverName = 'dhcp' | 'metadata' | 'instances' | 'linuxbridge' | 'portFilter' | 'l2population' | 'lbaas';

const DRIVERS_OF: Readonly<Partial<Record<AgentKind | 'nova-compute', readonly DriverName[]>>> = {
  'DHCP agent': ['dhcp', 'metadata'],
  'Linux bridge agent': ['linuxbridge', 'portFilter', 'l2population'],
  'nova-compute': ['instances'],
  'Loadbalancerv2 agent': ['lbaas'],
};

const NOTHING = {
  dhcp: wanted<DhcpItem>({}),
  metadata: wanted<ProxyItem>({}),
  instances: wanted<InstanceItem>({}),
  linuxbridge: wanted<LinuxbridgeItem>({}),
  portFilter: wanted<PortFilterItem>({}),
  l2population: wanted<L2populationItem>({}),
  lbaas: wanted<LbaasItem>({}),
} as const;

/** What the agents of a node know of what they did. */
export class Memory {
  readonly #dhcp = new DriverMemory<DhcpItem>();
  readonly #metadata = new DriverMemory<ProxyItem>();
  readonly #instances = new DriverMemory<InstanceItem>();
  readonly #linuxbridge = new DriverMemory<LinuxbridgeItem>();
  readonly #portFilter = new DriverMemory<PortFilterItem>();
  readonly #l2population = new DriverMemory<L2populationItem>();
  readonly #lbaas = new DriverMemory<LbaasItem>();
  /** Of the last turn. */
  #cloud: CloudState | undefined;
  #node: NodeName | undefined;
  /** Proxies to be started once ports are up. */
  #proxies: Items<ProxyItem> = {};

  /** What failed is tried again whenever somebody wants something, but not because it was reported as failed. */
  intend(cloud: CloudState, node: NodeName, settings: RunningSettings): Intent {
    const retries = this.#cloud === undefined || !isEcho(this.#cloud, cloud);
    this.#cloud = cloud;
    this.#node = node;
    if (settings.bridge === undefined) this.forget('Linux bridge agent');
    if (settings.dhcp === undefined) this.forget('DHCP agent');
    const parts = {
      ...this.#serving(cloud, node, settings.dhcp, retries),
      instances: this.#instances.intend(instances.plan(cloud, node).present, retries),
      ...this.#bridging(cloud, node, settings.bridge, retries),
      lbaas: this.#balancing(cloud, node, retries),
    };
    return {cloud, node, ...parts, isNothing: Object.values(parts).every((part) => isNothing<unknown>(part))};
  }

  /** What nobody waits for: done when there is nothing else to do. */
  intendLater(): Intent | undefined {
    const proxies = Object.entries(this.#proxies).filter(([networkId]) => this.#dhcp.did(`plug ${networkId}`));
    this.#proxies = {};
    if (this.#cloud === undefined || this.#node === undefined || proxies.length === 0) return undefined;
    return {
      ...NOTHING,
      cloud: this.#cloud,
      node: this.#node,
      metadata: wanted(Object.fromEntries(proxies)),
      isNothing: false,
    };
  }

  get hasLater(): boolean {
    return Object.keys(this.#proxies).length > 0;
  }

  /** Proxies end at once and start {@link intendLater}: no port waits for one. */
  #serving(cloud: CloudState, node: NodeName, settings: DhcpSettings | undefined, retries: boolean) {
    this.#proxies = {};
    if (settings === undefined) return {dhcp: NOTHING.dhcp, metadata: NOTHING.metadata};
    const seen = seenByDhcpAgent(cloud, settings);
    const {present, absent} = this.#metadata.intend(metadataProxy.plan(seen, node).present, retries);
    this.#proxies = present;
    return {dhcp: this.#dhcp.intend(dhcp.plan(seen, node).present, retries), metadata: {present: {}, absent}};
  }

  #bridging(cloud: CloudState, node: NodeName, settings: BridgeSettings | undefined, retries: boolean) {
    const {linuxbridge: none, portFilter: noFilter, l2population: noEntries} = NOTHING;
    if (settings === undefined) return {linuxbridge: none, portFilter: noFilter, l2population: noEntries};
    const {itself, told} = seenByBridgeAgent(cloud, node, settings);
    return {
      linuxbridge: this.#linuxbridge.intend(
        linuxbridge.plan(itself, node).present,
        retries,
        // A bridge and its way out go with their network, not with its last port.
        (item) => item.kind === 'segment' && cloud.networks[item.networkId] !== undefined,
      ),
      portFilter: this.#portFilter.intend(portFilter.plan(cloud, node).present, retries),
      l2population: this.#l2population.intend(l2population.plan(told, node).present, retries, (item) =>
        isUntold(item, cloud, node),
      ),
    };
  }

  #balancing(cloud: CloudState, node: NodeName, retries: boolean): Wanted<LbaasItem> {
    const isAlive = Object.values(cloud.agents).some(
      ({kind, host, alive}) => kind === 'Loadbalancerv2 agent' && host === node && alive,
    );
    if (isAlive) return this.#lbaas.intend(lbaas.plan(cloud, node).present, retries);
    this.forget('Loadbalancerv2 agent');
    return NOTHING.lbaas;
  }

  /** The load balancers that have a haproxy here. */
  get balancers(): readonly string[] {
    return this.#lbaas.known.flatMap((item) => (item.kind === 'serve' ? [item.loadBalancerId] : []));
  }

  learn(intent: Intent, failures: Failures): void {
    const failed = failureTest(failures);
    this.#dhcp.learn(intent.dhcp, failed);
    this.#metadata.learn(intent.metadata, failed);
    this.#instances.learn(intent.instances, failed);
    this.#linuxbridge.learn(intent.linuxbridge, failed);
    this.#portFilter.learn(intent.portFilter, failed);
    this.#l2population.learn(intent.l2population, failed);
    this.#lbaas.learn(intent.lbaas, failed);
  }

  /** It was killed in the middle: what comes next, whatever it is, completes it. */
  interrupt(): void {
    this.#cloud = undefined;
  }

  forget(kind: AgentKind | 'nova-compute'): void {
    const of = {
      dhcp: this.#dhcp,
      metadata: this.#metadata,
      instances: this.#instances,
      linuxbridge: this.#linuxbridge,
      portFilter: this.#portFilter,
      l2population: this.#l2population,
      lbaas: this.#lbaas,
    };
    for (const name of DRIVERS_OF[kind] ?? []) of[name].forget();
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
  /** What failed, as it was wanted then. */
  #failed: Items<I> = {};

  intend(now: Items<I>, retries: boolean, stays?: (item: I) => boolean): Wanted<I> {
    this.#now = now;
    const {present, absent} = since(this.#before, this.#made, now, stays);
    const untried = (items: Items<I>): Items<I> =>
      Object.fromEntries(Object.entries(items).filter(([key, item]) => !isDeepStrictEqual(this.#failed[key], item)));
    return retries ? {present, absent} : {present: untried(present), absent: untried(absent)};
  }

  /** What failed is not remembered as done, so that it can be tried again. */
  learn({present, absent}: Wanted<I>, failed: (item: I) => boolean): void {
    const done = Object.entries(present).filter(([, item]) => !failed(item));
    const kept = Object.entries(this.#before ?? {}).filter(
      ([key]) => present[key] === undefined && this.#now[key] !== undefined,
    );
    this.#before = Object.fromEntries([...kept, ...done]);
    const gone = new Set(Object.entries(absent).flatMap(([key, item]) => (failed(item) ? [] : [key])));
    this.#made = Object.fromEntries(Object.entries({...this.#made, ...present}).filter(([key]) => !gone.has(key)));
    const tried = {...present, ...absent};
    this.#failed = Object.fromEntries([
      ...Object.entries(this.#failed).filter(([key]) => tried[key] === undefined),
      ...Object.entries(tried).filter(([, item]) => failed(item)),
    ]);
  }

  /** Whether it succeeded when it was last wanted. */
  did(key: string): boolean {
    return this.#before?.[key] !== undefined;
  }

  /** What it acted on, and did not fail on. */
  get known(): readonly I[] {
    return Object.values(this.#before ?? {});
  }

  forget(): void {
    this.#before = undefined;
    this.#failed = {};
  }
}

/** Whether an item is of an object on which something failed. */
function failureTest({all, of, missing}: Failures): (item: object) => boolean {
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
      ('tap' in item && 'isInstance' in item && missing.has(portId ?? '')) ||
      has('network', networkId) ||
      has('server', instanceId) ||
      has('loadbalancer', loadBalancerId) ||
      interfaces.some((card) => has('port', card.portId)) ||
      ports.some(({port}) => has('port', port.id) || has('network', port.networkId)) ||
      (nodeWide && (ports.length > 0 || 'members' in item))
    );
  };
}
