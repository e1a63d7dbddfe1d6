import type {Item} from '../change.ts';
import {flowKey, mainInterface} from '../openvswitch.ts';
import type {OvsBridge, OvsFdbEntry, OvsFlow, OvsPort} from '../openvswitch.ts';
import type {Reading} from '../snapshot.ts';
import {detailsOf, fieldChanged, fieldChanges, itemAdded, itemRemoved, printed} from './items.ts';
import {differingPairs, sidesOf} from './pairs.ts';
import type {Keyed, Pair} from './pairs.ts';

type Bridges = Reading<Keyed<OvsBridge>> | undefined;

/** A node's switches: bridges, ports, flows, and what was learned. A switch that is not there has no bridges. */
export const diffOpenvswitch = (before: Bridges, after: Bridges): readonly Item[] => {
  if (before === after) return [];
  const sides = sidesOf(before, after);
  const items = [
    ...(sides === undefined ? [] : differingPairs(sides.before, sides.after).flatMap(diffBridge)),
    ...readingChange('openvswitch', before, after),
  ];
  return items.toSorted((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
};

const ORDER: readonly string[] = ['ovs-bridge', 'ovs-port', 'ovs-flow', 'ovs-fdb', 'reading'];

const diffBridge = ({key, before, after}: Pair<OvsBridge>): readonly Item[] => {
  const bridge = after ?? before;
  if (bridge === undefined) return [];
  const about = {what: 'ovs-bridge', key, details: detailsOf({datapath: bridge.datapath})} as const;
  const isGone = after === undefined;
  const isWhole = before !== undefined && after !== undefined;
  const flows = sidesOf(before?.flows, after?.flows);
  const fdb = sidesOf(before?.fdb, after?.fdb);
  return [
    ...(before === undefined ? [itemAdded(about)] : isGone ? [itemRemoved(about)] : []),
    ...(isWhole ? fieldChanges(about, bridgeFields(before), bridgeFields(after)) : []),
    ...differingPairs(before?.ports ?? {}, after?.ports ?? {}).flatMap((pair) =>
      // A bridge comes and goes with the port that bears its name.
      diffPort(key, pair, isGone || (before === undefined && pair.key === key)),
    ),
    ...(flows === undefined
      ? []
      : differingPairs(flows.before, flows.after).flatMap((pair) => diffFlow(key, pair, !isWhole))),
    ...(fdb === undefined ? [] : differingPairs(fdb.before, fdb.after).flatMap((pair) => diffFdbEntry(key, pair))),
    // A bridge that is just being made has nothing to tell yet, which is no news.
    ...(isWhole && isMade(before) && isMade(after) ? readingChange(`flows ${key}`, before.flows, after.flows) : []),
  ];
};

const isMade = ({name, ports}: OvsBridge): boolean => {
  const own = ports[name];
  return own !== undefined && mainInterface(own)?.ofport !== undefined;
};

const bridgeFields = ({datapath, failMode}: OvsBridge) => ({datapath, failMode: failMode ?? 'standalone'});

const diffPort = (bridge: string, {key, before, after}: Pair<OvsPort>, isIncidental: boolean): readonly Item[] => {
  const port = after ?? before;
  if (port === undefined) return [];
  const details = detailsOf({bridge, port: key, ...portFields(port)});
  const about = {what: 'ovs-port', key: `${bridge} ${key}`, details} as const;
  if (before === undefined) return [itemAdded(about, isIncidental)];
  if (after === undefined) return [itemRemoved(about, isIncidental)];
  // The number is the switch's own affair.
  return fieldChanges(about, portFields(before), portFields(after), (field) => field === 'ofport');
};

const portFields = (port: OvsPort) => {
  const main = mainInterface(port);
  const {peer, remote_ip: remote, ...others} = main?.options ?? {};
  return {
    tag: printed(port.tag),
    trunks: port.trunks.length === 0 ? undefined : port.trunks.join(','),
    vlanMode: port.vlanMode,
    type: main?.type,
    peer,
    remote,
    options:
      Object.keys(others).length === 0
        ? undefined
        : Object.entries(others)
            .map(([name, value]) => `${name}=${value}`)
            .join(' '),
    error: main?.error,
    ofport: printed(main?.ofport),
  };
};

const diffFlow = (bridge: string, {before, after}: Pair<OvsFlow>, isIncidental: boolean): readonly Item[] => {
  const flow = after ?? before;
  if (flow === undefined) return [];
  const {table, priority, match, actions} = flow;
  const about = {
    what: 'ovs-flow',
    key: `${bridge} ${flowKey(flow)}`,
    details: {bridge, table: String(table), priority: String(priority), match, actions},
  } as const;
  if (before === undefined) return [itemAdded(about, isIncidental)];
  if (after === undefined) return [itemRemoved(about, isIncidental)];
  return fieldChanges(about, flowFields(before), flowFields(after), (field) => field === 'packets');
};

const flowFields = ({actions, cookie, options, packets}: OvsFlow) => ({
  actions,
  cookie,
  options: options.join(' '),
  packets: String(packets),
});

const diffFdbEntry = (bridge: string, {key, before, after}: Pair<OvsFdbEntry>): readonly Item[] => {
  const entry = after ?? before;
  if (entry === undefined) return [];
  const details = {bridge, mac: entry.mac, vlan: String(entry.vlan), port: entry.port};
  const about = {what: 'ovs-fdb', key: `${bridge} ${key}`, details} as const;
  if (before === undefined) return [itemAdded(about, true)];
  if (after === undefined) return [itemRemoved(about, true)];
  return fieldChanges(about, {port: before.port}, {port: after.port}, () => true);
};

const readingChange = (
  key: string,
  before: Reading<unknown> | undefined,
  after: Reading<unknown> | undefined,
): readonly Item[] => {
  const whyOf = (reading: Reading<unknown> | undefined) => (reading?.ok === false ? reading.why : undefined);
  const [old, now] = [whyOf(before), whyOf(after)];
  if (old === now) return [];
  const about = {what: 'reading', key, details: detailsOf({why: now ?? old})} as const;
  return [fieldChanged(about, 'why', {before: old, after: now})];
};
