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
import {DriverMemory, failureTest} from './driver-memory.ts';
import {isEcho} from './echo.ts';
import {l3} from './l3/driver.ts';
import type {RouterItem} from './l3/plan.ts';
import {l2population} from './l2population.ts';
import type {L2populationItem} from './l2population.ts';
import {lbaas} from './lbaas/driver.ts';
import type {LbaasItem} from './lbaas/plan.ts';
import {linuxbridge} from './linuxbridge/driver.ts';
import type {LinuxbridgeItem} from './linuxbridge/plan.ts';
import type {NodeFindings} from './driver.ts';
import type {OpenvswitchIntent} from './openvswitch/difference.ts';
import {openvswitch} from './openvswitch/driver.ts';
import {planOpenvswitch} from './openvswitch/plan.ts';
import type {OpenvswitchItem} from './openvswitch/plan.ts';
import {seenBySwitchAgent} from './configuration/switch-agent.ts';
import type {SwitchSettings} from './configuration/switch-agent.ts';
import {hostsOfPort} from './model.ts';
import type {AgentKind, CloudState, NodeName} from './model.ts';
import type {Failures} from './failures.ts';
import {portFilter} from './port-filter/driver.ts';
import type {PortFilterDesired, PortFilterItem} from './port-filter/plan.ts';
import {qos} from './qos/driver.ts';
import type {QosItem} from './qos/plan.ts';
import {remembered, NO_MEMORY} from './openvswitch/switch-memory.ts';
import type {SwitchMemory} from './openvswitch/switch-memory.ts';
import {isNothing, wanted} from './wanted.ts';
import type {Items, Wanted} from './wanted.ts';

/** What each driver of a node has to see to now. */
export interface Intent {
  readonly cloud: CloudState;
  readonly node: NodeName;
  readonly dhcp: Wanted<DhcpItem>;
  readonly metadata: Wanted<ProxyItem>;
  readonly l3: Wanted<RouterItem>;
  readonly instances: Wanted<InstanceItem>;
  readonly linuxbridge: Wanted<LinuxbridgeItem>;
  /** All that the bridge agent has to do with, whether it changed or not: it wires what is plugged anew. */
  readonly wires: Items<LinuxbridgeItem>;
  readonly openvswitch: OpenvswitchIntent;
  readonly portFilter: PortFilterDesired;
  readonly qos: Wanted<QosItem>;
  readonly l2population: Wanted<L2populationItem>;
  readonly lbaas: Wanted<LbaasItem>;
  /** Whether it is about what nobody waits for: metadata proxies start only then, routers' ones, too. */
  readonly isLater?: true;
  readonly isNothing: boolean;
}

/** Of the agents that run; a dead one does nothing, and knows nothing when it is started again. */
export interface RunningSettings {
  readonly bridge: BridgeSettings | undefined;
  readonly switch: SwitchSettings | undefined;
  readonly dhcp: DhcpSettings | undefined;
}

type DriverName =
  | 'dhcp'
  | 'metadata'
  | 'l3'
  | 'instances'
  | 'linuxbridge'
  | 'openvswitch'
  | 'portFilter'
  | 'qos'
  | 'l2population'
  | 'lbaas';

const DRIVERS_OF: Readonly<Partial<Record<AgentKind | 'nova-compute', readonly DriverName[]>>> = {
  'DHCP agent': ['dhcp', 'metadata'],
  'L3 agent': ['l3'],
  'Linux bridge agent': ['linuxbridge', 'portFilter', 'qos', 'l2population'],
  'Open vSwitch agent': ['openvswitch', 'portFilter'],
  'nova-compute': ['instances'],
  'Loadbalancerv2 agent': ['lbaas'],
};

const NOTHING = {
  dhcp: wanted<DhcpItem>({}),
  metadata: wanted<ProxyItem>({}),
  l3: wanted<RouterItem>({}),
  instances: wanted<InstanceItem>({}),
  linuxbridge: wanted<LinuxbridgeItem>({}),
  openvswitch: wanted<OpenvswitchItem>({}),
  portFilter: wanted<PortFilterItem>({}),
  qos: wanted<QosItem>({}),
  l2population: wanted<L2populationItem>({}),
  lbaas: wanted<LbaasItem>({}),
} as const;

/** What the agents of a node know of what they did. */
export class Memory {
  readonly #dhcp = new DriverMemory<DhcpItem>();
  readonly #metadata = new DriverMemory<ProxyItem>();
  readonly #l3 = new DriverMemory<RouterItem>();
  readonly #instances = new DriverMemory<InstanceItem>();
  readonly #linuxbridge = new DriverMemory<LinuxbridgeItem>();
  readonly #openvswitch = new DriverMemory<OpenvswitchItem>();
  #switch: SwitchMemory = NO_MEMORY;
  readonly #portFilter = new DriverMemory<PortFilterItem>();
  readonly #qos = new DriverMemory<QosItem>();
  readonly #l2population = new DriverMemory<L2populationItem>();
  readonly #lbaas = new DriverMemory<LbaasItem>();
  /** Of the last turn. */
  #cloud: CloudState | undefined;
  #node: NodeName | undefined;
  /** Proxies to be started once ports are up. */
  #proxies: Items<ProxyItem> = {};
  /** Routers that changed since the last time their proxies were looked after. */
  #routers: Items<RouterItem> = {};

  /** What failed is tried again whenever somebody wants something, but not because it was reported as failed. */
  intend(cloud: CloudState, node: NodeName, settings: RunningSettings): Intent {
    const retries = this.#cloud === undefined || !isEcho(this.#cloud, cloud);
    this.#cloud = cloud;
    this.#node = node;
    const isSwitched = cloud.options.mechanism === 'openvswitch';
    if (!isSwitched && settings.bridge === undefined) this.forget('Linux bridge agent');
    if (isSwitched && settings.switch === undefined) this.forget('Open vSwitch agent');
    if (settings.dhcp === undefined) this.forget('DHCP agent');
    const routes = isAlive(cloud, node, 'L3 agent');
    if (!routes) this.forget('L3 agent');
    const {wires, ...bridging} = isSwitched
      ? this.#switching(cloud, node, settings.switch, retries)
      : this.#bridging(cloud, node, settings.bridge, retries);
    const parts = {
      ...this.#serving(cloud, node, settings.dhcp, retries),
      l3: routes ? this.#l3.intend(l3.plan(cloud, node).present, retries) : NOTHING.l3,
      instances: this.#instances.intend(instances.plan(cloud, node).present, retries),
      ...bridging,
      lbaas: this.#balancing(cloud, node, retries),
    };
    this.#routers = {...this.#routers, ...parts.l3.present};
    return {cloud, node, ...parts, wires, isNothing: Object.values(parts).every((part) => isNothing<unknown>(part))};
  }

  /** What nobody waits for: done when there is nothing else to do. */
  intendLater(): Intent | undefined {
    const proxies = Object.entries(this.#proxies).filter(([networkId]) => this.#dhcp.did(`plug ${networkId}`));
    const routers = this.#l3.still(this.#routers);
    this.#proxies = {};
    this.#routers = {};
    if (this.#cloud === undefined || this.#node === undefined) return undefined;
    if (proxies.length + Object.keys(routers).length === 0) return undefined;
    return {
      ...NOTHING,
      wires: {},
      cloud: this.#cloud,
      node: this.#node,
      metadata: wanted(Object.fromEntries(proxies)),
      l3: wanted(routers),
      isLater: true,
      isNothing: false,
    };
  }

  get hasLater(): boolean {
    return Object.keys(this.#proxies).length + Object.keys(this.#routers).length > 0;
  }

  /** Networks' proxies end at once and start {@link intendLater}: no port waits for one. */
  #serving(cloud: CloudState, node: NodeName, settings: DhcpSettings | undefined, retries: boolean) {
    this.#proxies = {};
    if (settings === undefined) return {dhcp: NOTHING.dhcp, metadata: NOTHING.metadata};
    const seen = seenByDhcpAgent(cloud, settings);
    const {present, absent} = this.#metadata.intend(metadataProxy.plan(seen, node).present, retries);
    this.#proxies = present;
    return {dhcp: this.#dhcp.intend(dhcp.plan(seen, node).present, retries), metadata: {present: {}, absent}};
  }

  #bridging(cloud: CloudState, node: NodeName, settings: BridgeSettings | undefined, retries: boolean) {
    if (settings === undefined) {
      const {linuxbridge: none, portFilter: noFilter, qos: noLimits, l2population: noEntries} = NOTHING;
      return {
        wires: {},
        linuxbridge: none,
        openvswitch: NOTHING.openvswitch,
        portFilter: noFilter,
        qos: noLimits,
        l2population: noEntries,
      };
    }
    const {itself, told} = seenByBridgeAgent(cloud, node, settings);
    const wires = linuxbridge.plan(itself, node).present;
    return {
      wires,
      openvswitch: NOTHING.openvswitch,
      linuxbridge: this.#linuxbridge.intend(
        wires,
        retries,
        // A bridge and its way out go with their network, not with its last port.
        (item) => item.kind === 'segment' && cloud.networks[item.networkId] !== undefined,
      ),
      portFilter: this.#portFilter.intend(portFilter.plan(cloud, node).present, retries),
      qos: this.#qos.intend(qos.plan(cloud, node).present, retries),
      l2population: this.#l2population.intend(l2population.plan(told, node).present, retries, (item) =>
        isUntold(item, cloud, node),
      ),
    };
  }

  #switching(cloud: CloudState, node: NodeName, settings: SwitchSettings | undefined, retries: boolean) {
    const {linuxbridge: none, portFilter: noFilter, qos: noLimits, l2population: noEntries} = NOTHING;
    const others = {wires: {}, linuxbridge: none, portFilter: noFilter, qos: noLimits, l2population: noEntries};
    if (settings === undefined) return {...others, openvswitch: NOTHING.openvswitch};
    const {itself, told} = seenBySwitchAgent(cloud, node, settings);
    const all = planOpenvswitch(itself, node, told).present;
    const filtered = settings.firewall === 'iptables_hybrid' ? portFilter.plan(itself, node).present : {};
    return {
      ...others,
      openvswitch: {...this.#openvswitch.intend(all, retries), all, memory: this.#switch},
      portFilter: this.#portFilter.intend(filtered, retries),
    };
  }

  #balancing(cloud: CloudState, node: NodeName, retries: boolean): Wanted<LbaasItem> {
    if (isAlive(cloud, node, 'Loadbalancerv2 agent'))
      return this.#lbaas.intend(lbaas.plan(cloud, node).present, retries);
    this.forget('Loadbalancerv2 agent');
    return NOTHING.lbaas;
  }

  /** The routers of which there is one copy of several here. */
  get haRouters(): readonly string[] {
    return this.#l3.known.flatMap(({ha, routerId}) => (ha === undefined ? [] : [routerId]));
  }

  /** The load balancers that have a haproxy here. */
  get balancers(): readonly string[] {
    return this.#lbaas.known.flatMap((item) => (item.kind === 'serve' ? [item.loadBalancerId] : []));
  }

  /** @param found what was seen of the node at the end of the turn, where anything was */
  learn(intent: Intent, failures: Failures, found?: NodeFindings): void {
    const failed = failureTest(failures);
    this.#openvswitch.learn(intent.openvswitch, failed);
    const {all, memory} = intent.openvswitch;
    const isWhole = failures.all === undefined && !failures.of.has('port ');
    if (all !== undefined && memory !== undefined && isWhole && found !== undefined && !isNothing(intent.openvswitch))
      this.#switch = remembered(all, memory, openvswitch.find(found));
    this.#dhcp.learn(intent.dhcp, failed);
    this.#metadata.learn(intent.metadata, failed);
    this.#l3.learn(intent.l3, failed);
    this.#instances.learn(intent.instances, failed);
    this.#linuxbridge.learn(intent.linuxbridge, failed);
    this.#portFilter.learn(intent.portFilter, failed);
    this.#qos.learn(intent.qos, failed);
    this.#l2population.learn(intent.l2population, failed);
    this.#lbaas.learn(intent.lbaas, failed);
  }

  /** keepalived of this copy ended: what belongs to its role is seen to again, as if the role were new. */
  doubtCopy(routerId: string): void {
    this.#l3.change((item) => {
      const isDoubted = item.routerId === routerId && item.ha !== undefined;
      return isDoubted ? {...item, ha: {...item.ha, state: undefined}} : item;
    });
  }

  /** It was killed in the middle: what comes next, whatever it is, completes it. */
  interrupt(): void {
    this.#cloud = undefined;
  }

  forget(kind: AgentKind | 'nova-compute'): void {
    const of = {
      dhcp: this.#dhcp,
      metadata: this.#metadata,
      l3: this.#l3,
      instances: this.#instances,
      linuxbridge: this.#linuxbridge,
      openvswitch: this.#openvswitch,
      portFilter: this.#portFilter,
      qos: this.#qos,
      l2population: this.#l2population,
      lbaas: this.#lbaas,
    };
    for (const name of DRIVERS_OF[kind] ?? []) of[name].forget();
    if (kind === 'Open vSwitch agent') this.#switch = NO_MEMORY;
  }
}

const isAlive = (cloud: CloudState, node: NodeName, kind: AgentKind): boolean =>
  Object.values(cloud.agents).some((agent) => agent.kind === kind && agent.host === node && agent.alive);

/**
 * The server tells a node of ports elsewhere when its own first port comes up, and takes back what goes elsewhere; it
 * does not take anything back because the node's own last port went.
 */
const isUntold = (item: L2populationItem, cloud: CloudState, node: NodeName): boolean => {
  const ports = Object.values(cloud.ports).filter(
    (port) => port.networkId === item.networkId && port.status === 'ACTIVE',
  );
  const hosts = new Set(ports.flatMap((port) => hostsOfPort(cloud, port)));
  if (hosts.has(node)) return false;
  if (item.kind === 'flood') return [...hosts].some((host) => cloud.nodes[host]?.tunnelIp === item.vtep);
  return ports.some((port) => port.id === item.portId);
};
