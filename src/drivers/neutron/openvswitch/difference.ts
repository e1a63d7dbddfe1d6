import type {Text} from '../../../state/text.ts';
import {forPort, run} from '../command-words.ts';
import type {Command} from '../driver.ts';
import {CouldNotLook} from '../reading.ts';
import type {Items} from '../wanted.ts';
import {DEAD_VLAN} from './bridge-flows.ts';
import type {FoundPort, OpenvswitchFound} from './found.ts';
import {flowKey, flowText, matchText} from './flow.ts';
import type {Flow} from './flow.ts';
import {INTEGRATION_BRIDGE, TUNNEL_BRIDGE, integrationPatch, providerPatch} from './naming.ts';
import {TABLES} from './tables.ts';
import type {OpenvswitchDesired, SwitchItem, SwitchPortItem, TunnelItem} from './plan.ts';
import type {OpenvswitchItem} from './plan.ts';
import {NO_MEMORY, flowsFor, tagsFor} from './switch-memory.ts';
import type {SwitchMemory} from './switch-memory.ts';

/** What the agent wants, with all that it has to do with, and what it remembers. */
export interface OpenvswitchIntent extends OpenvswitchDesired {
  /** All items, changed or not. */
  readonly all?: Items<OpenvswitchItem>;
  readonly memory?: SwitchMemory;
}

const text = (en: string, zh: string): Text => ({en, zh});

/** All ports of the node: what is wrong with a bridge concerns them all. */
const EVERYTHING = forPort('');

/**
 * Bridges and patches in one transaction, tunnels, the ports that somebody put into br-int, and the flows of each
 * bridge in one bundle, so that no packet meets half of them.
 */
export function openvswitchDifference(desired: OpenvswitchIntent, found: OpenvswitchFound): readonly Command[] {
  const {present, absent, all = present, memory = NO_MEMORY} = desired;
  const tags = tagsFor(all, memory, found);
  const items = Object.values(present);
  const taps = Object.values(all).filter((item) => item.kind === 'tap');
  return [
    ...items.flatMap((item) => (item.kind === 'switch' ? makeBridges(item, found) : [])),
    ...Object.values(absent).flatMap((item) => (item.kind === 'tunnel' ? removeTunnel(item, found) : [])),
    ...items.flatMap((item) => (item.kind === 'tunnel' ? makeTunnel(item, found) : [])),
    ...Object.values(absent).flatMap((item) => (item.kind === 'tap' ? killPort(item, taps, found) : [])),
    ...taps
      .filter((item) => present[`tap ${item.portId}`] !== undefined || isNew(found.ports[item.tap]))
      .flatMap((item) => wirePort(item, tags[item.networkId], found.ports[item.tap])),
    ...changeFlows(all, memory, found),
  ];
}

/** Somebody plugged it (again) since the agent looked: nothing of the agent's is noted at it. */
const isNew = (port: FoundPort | undefined): boolean => port !== undefined && port.notes['net_uuid'] === undefined;

function makeBridges({providers, tunnels}: SwitchItem, {bridges, ports}: OpenvswitchFound): readonly Command[] {
  const steps: string[] = [];
  const own = [INTEGRATION_BRIDGE, ...(tunnels ? [TUNNEL_BRIDGE] : [])];
  for (const name of own)
    if (bridges[name] === undefined) steps.push(`add-br ${name} -- set Bridge ${name} datapath_type=netdev`);
  for (const name of [...own, ...providers])
    if (bridges[name]?.failMode !== 'secure') steps.push(`set-fail-mode ${name} secure`);
  const patch = (bridge: string, name: string, peer: string, more = '') => {
    const {[name]: port} = ports;
    if (port?.bridge === bridge && port.type === 'patch' && port.options['peer'] === peer) return;
    steps.push(
      `--if-exists del-port ${name} -- add-port ${bridge} ${name}${more} -- set Interface ${name} type=patch options:peer=${peer}`,
    );
  };
  const isQuiet = (name: string) =>
    ` -- set Port ${name} other_config:mcast-snooping-flood=False other_config:mcast-snooping-flood-reports=False`;
  for (const bridge of providers) {
    const [inner, outer] = [integrationPatch(bridge), providerPatch(bridge)];
    patch(INTEGRATION_BRIDGE, inner, outer, isQuiet(inner));
    patch(bridge, outer, inner);
  }
  if (tunnels) {
    patch(INTEGRATION_BRIDGE, 'patch-tun', 'patch-int', isQuiet('patch-tun'));
    patch(TUNNEL_BRIDGE, 'patch-int', 'patch-tun');
  }
  if (steps.length === 0) return [];
  return [
    run(
      EVERYTHING,
      text(
        'The bridges, which drop what no flow lets through, and the patches between them.',
        '创建网桥（没有流表项放行的帧一律丢弃），并用 patch 端口把它们连起来。',
      ),
      `ovs-vsctl --timeout=10 -- ${steps.join(' -- ')}`,
    ),
  ];
}

/** Of this driver's: the agent made its bridges when it started, before anybody plugged something. */
export const makesBridges = (command: Command): boolean => command.kind === 'run' && command.argv.includes('add-br');

function makeTunnel({port, local, remote}: TunnelItem, {ports}: OpenvswitchFound): readonly Command[] {
  const {[port]: there} = ports;
  const {options = {}} = there ?? {};
  const isRight = options['local_ip'] === local && options['remote_ip'] === remote && there?.type === 'vxlan';
  if (isRight) return [];
  return [
    run(
      EVERYTHING,
      text(`A tunnel to ${remote}, for all networks.`, `通往 ${remote} 的隧道，所有网络共用。`),
      `ovs-vsctl --timeout=10 -- --if-exists del-port ${port} -- add-port ${TUNNEL_BRIDGE} ${port} -- set Interface ${port} type=vxlan options:df_default=true options:egress_pkt_mark=0 options:in_key=flow options:local_ip=${local} options:out_key=flow options:remote_ip=${remote}`,
    ),
  ];
}

const removeTunnel = ({port, remote}: TunnelItem, {ports}: OpenvswitchFound): readonly Command[] =>
  ports[port] === undefined
    ? []
    : [
        run(
          EVERYTHING,
          text(`No network is left behind ${remote}.`, `${remote} 之后已没有本节点的网络。`),
          `ovs-vsctl --timeout=10 -- del-port ${TUNNEL_BRIDGE} ${port}`,
        ),
      ];

/** @param port undefined while nobody has put it there: an agent wires what it finds */
function wirePort(
  {portId, tap, up, notes}: SwitchPortItem,
  localVlan: number | undefined,
  port: FoundPort | undefined,
): readonly Command[] {
  if (port === undefined || localVlan === undefined || port.bridge !== INTEGRATION_BRIDGE) return [];
  const wanted = {...notes, tag: String(localVlan)};
  const tag = up ? localVlan : DEAD_VLAN;
  const stale = Object.entries(wanted).filter(([key, value]) => port.notes[key] !== value);
  if (stale.length === 0 && port.tag === tag) return [];
  return [
    run(
      forPort(portId),
      up
        ? text(`Its network is local VLAN ${localVlan} on this node.`, `该网络在本节点的本地 VLAN 为 ${localVlan}。`)
        : text('The port is administratively down.', '端口被管理性关闭。'),
      `ovs-vsctl --timeout=10 -- set Port ${tap} tag=${tag}${stale.map(([key, value]) => ` other_config:${key}=${value}`).join('')}`,
    ),
  ];
}

/** The port is gone from the API and still plugged: it is cut off from all others. */
const killPort = (
  {portId, tap}: SwitchPortItem,
  stay: readonly SwitchPortItem[],
  {ports}: OpenvswitchFound,
): readonly Command[] =>
  ports[tap]?.bridge !== INTEGRATION_BRIDGE || ports[tap].tag === DEAD_VLAN || stay.some((item) => item.tap === tap)
    ? []
    : [
        run(
          forPort(portId),
          text('The port is gone; nothing leaves the dead VLAN.', '端口已不存在；没有任何帧能离开 VLAN 4095。'),
          `ovs-vsctl --timeout=10 -- set Port ${tap} tag=${DEAD_VLAN}`,
        ),
      ];

/** The key of the only flow of the table {@link TABLES.CANARY}. */
const CANARY = flowKey({bridge: INTEGRATION_BRIDGE, table: TABLES.CANARY, priority: 0, match: '', actions: ''});

/**
 * After a start all flows are written that are missing, and those go that nobody wants. Later only what changed since
 * is, so that what somebody did by hand stays.
 */
function changeFlows(
  all: Items<OpenvswitchItem>,
  memory: SwitchMemory,
  {flows: there, unread, ports, bridges}: OpenvswitchFound,
): readonly Command[] {
  const {flows: wanted} = flowsFor(all, memory, {ports});
  const found = new Map(there.map((flow) => [flowKey(flow), flow]));
  const own = bridgesOf(all);
  for (const bridge of own)
    if (unread[bridge] !== undefined) throw new CouldNotLook(`flows of ${bridge}: ${unread[bridge]}`);
  // Without the canary ovs-vswitchd was started anew, or somebody took all flows: all are written again.
  const known = found.has(CANARY) ? memory.flows : undefined;
  const before = known ?? new Map(there.filter(({bridge}) => own.has(bridge)).map((flow) => [flowKey(flow), flow]));
  const isThere = (flow: Flow) => sameFlow(found.get(flowKey(flow)), flow);
  const isKnown = (flow: Flow) => known !== undefined && sameFlow(known.get(flowKey(flow)), flow);
  const added = [...wanted.values()].filter((flow) => !isKnown(flow) && !isThere(flow));
  const removed = [...before].flatMap(([key, flow]) => (!wanted.has(key) && found.has(key) ? [flow] : []));
  const lines = Map.groupBy(
    [
      ...removed.map((flow) => ({bridge: flow.bridge, line: `delete_strict ${matchText(flow)}`})),
      ...added.map((flow) => ({bridge: flow.bridge, line: `add ${flowText(flow)}`})),
    ],
    ({bridge}) => bridge,
  );
  return [...lines]
    .filter(([bridge]) => bridges[bridge] !== undefined)
    .map(([bridge, changes]) =>
      run(
        EVERYTHING,
        text(`What ${bridge} does with a frame, all at once.`, `一次写入 ${bridge} 的全部流表变化。`),
        `ovs-ofctl -O OpenFlow14 --bundle add-flows ${bridge} -`,
        {input: changes.map(({line}) => line).join('\n')},
      ),
    );
}

/** Whose flows are the agent's alone. */
const bridgesOf = (all: Items<OpenvswitchItem>): ReadonlySet<string> =>
  new Set(
    Object.values(all).flatMap((item) =>
      item.kind === 'switch' ? [INTEGRATION_BRIDGE, ...item.providers, ...(item.tunnels ? [TUNNEL_BRIDGE] : [])] : [],
    ),
  );

const sameFlow = (one: Flow | undefined, other: Flow): boolean =>
  one?.actions === other.actions && one.resetCounts === other.resetCounts;
