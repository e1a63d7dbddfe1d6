import type {FilterTable} from '../../../state/snapshot.ts';
import {IPSET_SAVE, parseIpsetSave} from '../../kernel/ipset.ts';
import {forPort, run} from '../command-words.ts';
import type {Command, Driver, NodeFindings} from '../driver.ts';
import {known, ownNamespace} from '../reading.ts';
import {setEdits} from './address-sets.ts';
import {filterNames} from './filter-names.ts';
import type {FilterNames} from './filter-names.ts';
import {planPortFilter, versionsInQuestion} from './plan.ts';
import type {FilterItem, GuardItem, PortFilterDesired, PortFilterItem, SetItem} from './plan.ts';
import {filterTables, isProtected} from './port-rules.ts';
import type {FilteredPort, Refused} from './port-rules.ts';
import {ruleEdits} from './rule-edits.ts';
import {ebtablesInput, guardEdits, guardRemoval, parseEbtablesSave} from './source-guard.ts';
import type {GuardChains} from './source-guard.ts';
import {CONNTRACK_LIST, forgottenFlows, mayForget, parseTrackedFlows} from './tracked-flows.ts';
import type {TrackedFlow} from './tracked-flows.ts';

const EBTABLES_SAVE = 'ebtables-save';

type Tables = Readonly<Record<string, FilterTable>>;

export interface PortFilterFound {
  readonly tables: Readonly<Record<4 | 6, Tables>>;
  readonly sets: ReadonlyMap<string, ReadonlySet<string>>;
  readonly guards: GuardChains;
  /** Empty where nobody asked for them. */
  readonly flows: readonly TrackedFlow[];
}

function find(found: NodeFindings): PortFilterFound {
  const own = ownNamespace(found);
  /** What was not asked is needed by nobody. */
  const asked = (command: string): string =>
    found.outputs?.[command] === undefined ? '' : known(found.outputs[command], command);
  return {
    tables: {
      get 4() {
        return known(own.iptables, 'iptables');
      },
      get 6() {
        return known(own.ip6tables, 'ip6tables');
      },
    },
    sets: new Map(
      Object.values(parseIpsetSave(asked(IPSET_SAVE))).map(({name, members}) => [name, new Set(Object.keys(members))]),
    ),
    guards: parseEbtablesSave(asked(EBTABLES_SAVE)),
    flows: parseTrackedFlows(asked(CONNTRACK_LIST)),
  };
}

/** What is asked of a node besides its rules: only what these items are about. */
export function portFilterOutputs(desired: PortFilterDesired): readonly string[] {
  const items = [...Object.values(desired.present), ...Object.values(desired.absent)];
  const has = (kind: PortFilterItem['kind']) => items.some((item) => item.kind === kind);
  return [
    ...(has('set') ? [IPSET_SAVE] : []),
    ...(has('guard') ? [EBTABLES_SAVE] : []),
    ...(mayForget(desired) ? [CONNTRACK_LIST] : []),
  ];
}

function difference(desired: PortFilterDesired, found: PortFilterFound): readonly Command[] {
  const present = Object.values(desired.present);
  const absent = Object.values(desired.absent);
  const ofKind = <K extends string, I extends {readonly kind: string}>(items: readonly I[], kind: K) =>
    items.filter((item): item is Extract<I, {readonly kind: K}> => item.kind === kind);
  const filter = ofKind(present, 'filter')[0] ?? emptied(ofKind(absent, 'filter')[0]);
  const sets = ofKind(present, 'set');
  const writes = [
    ...writeSets(sets, found),
    ...writeFilters(filter, versionsInQuestion(desired), found, desired.refused),
  ];
  return [
    ...writes,
    // Forgetting is done once, with the change; looked at again, there is nothing left to do.
    ...(writes.length === 0
      ? []
      : forgetFlows(ofKind(Object.values(desired.before ?? {}), 'filter')[0], filter, sets, found)),
    ...writeGuards(ofKind(present, 'guard'), ofKind(absent, 'guard'), found.guards),
    ...dropSets(ofKind(absent, 'set'), found),
  ];
}

/** The last port is gone: the agent's empty chains stay. */
const emptied = (item: FilterItem | undefined): FilterItem | undefined => item && {...item, ports: []};

function writeFilters(
  item: FilterItem | undefined,
  versions: readonly (4 | 6)[],
  {tables}: PortFilterFound,
  refused?: Refused,
): readonly Command[] {
  if (item === undefined) return [];
  const names = filterNames(item);
  const zones = conntrackZones(item.ports, tables[4], names);
  return versions.flatMap((version) => {
    const wanted = filterTables(item.ports, version, zones, refused, names);
    const input = ruleEdits(wanted, tables[version], (chain) => chain.startsWith(`${names.prefix}-`));
    if (input === '') return [];
    const why = {
      en: `The IPv${version} rules of every port of the node, and of no other.`,
      zh: `写入本节点所有端口的 IPv${version} 规则，多余的规则被删除。`,
    };
    return [run(ANY_PORT, why, version === 4 ? 'iptables-restore -n' : 'ip6tables-restore -n', {input})];
  });
}

function forgetFlows(
  before: FilterItem | undefined,
  now: FilterItem | undefined,
  sets: readonly SetItem[],
  {tables, sets: foundSets, flows}: PortFilterFound,
): readonly Command[] {
  // Only sets changed: the ports that use them are those of the last time.
  const item = now ?? before;
  if (item === undefined) return [];
  const names = filterNames(item);
  const zones = {...zonesThere(tables[4], names), ...conntrackZones(item.ports, tables[4], names)};
  const lines = forgottenFlows({
    before: now === undefined ? undefined : before,
    now: item,
    zones,
    sets: sets.map((set) => ({...set, found: foundSets.get(set.name)})),
    flows,
  });
  if (lines.length === 0) return [];
  const why = {
    en: 'Connections that no rule allows any more are forgotten, or they would go on.',
    zh: '清除规则不再允许的连接跟踪条目，否则这些连接会继续通行。',
  };
  return [run(ANY_PORT, why, 'conntrack --load-file /proc/self/fd/0', {input: `${lines.join('\n')}\n`})];
}

/** From 4097 upward: below are VLAN ids, which the Open vSwitch firewall uses. */
const FIRST_ZONE = 4097;

/** By device, as the rules have them. */
function zonesThere(tables: Tables, {prefix}: FilterNames): Readonly<Record<string, number>> {
  const zones: Record<string, number> = {};
  for (const {spec} of tables['raw']?.chains[`${prefix}-PREROUTING`]?.rules ?? []) {
    const match = /^-i ((?:brq|qvb)\S+) .*--zone (\d+)$/.exec(spec);
    if (match !== null) zones[match[1] ?? ''] = Number(match[2]);
  }
  return zones;
}

/** A zone for each device: the one its rules have now, else the one above all others. */
function conntrackZones(
  ports: readonly FilteredPort[],
  tables: Tables,
  names: FilterNames,
): Readonly<Record<string, number>> {
  const there = zonesThere(tables, names);
  let last = Math.max(FIRST_ZONE - 1, ...Object.values(there));
  const devices = [...new Set(ports.flatMap(({port}) => (isProtected(port) ? [names.zoneDevice(port)] : [])))];
  return Object.fromEntries(devices.map((device) => [device, there[device] ?? (last += 1)]));
}

function writeSets(items: readonly SetItem[], {sets}: PortFilterFound): readonly Command[] {
  const why = {en: 'The addresses of a group that a rule here names.', zh: '本节点有规则引用的组的地址集合。'};
  return items.flatMap(({name, version, members, portIds}) => {
    const input = setEdits(name, version, members, sets.get(name));
    return input === '' ? [] : [run(forPort(portIds[0] ?? ''), why, 'ipset restore', {input})];
  });
}

function dropSets(items: readonly SetItem[], {sets}: PortFilterFound): readonly Command[] {
  const why = {en: 'No rule names the group here any more.', zh: '本节点已没有规则引用该组。'};
  return items.filter(({name}) => sets.has(name)).map(({name}) => run(ANY_PORT, why, `ipset destroy ${name}`));
}

/** Of the node as a whole. */
const ANY_PORT = forPort('');

function writeGuards(
  present: readonly GuardItem[],
  absent: readonly GuardItem[],
  found: GuardChains,
): readonly Command[] {
  const guard = (item: GuardItem, lines: readonly string[], why: Command['why']) =>
    lines.length === 0
      ? []
      : [run(forPort(item.portId), why, 'ebtables-restore --noflush', {input: ebtablesInput(lines)})];
  return [
    ...absent.flatMap((item) =>
      guard(item, guardRemoval(item, found), {en: 'The port is gone.', zh: '该端口已不存在。'}),
    ),
    ...present.flatMap((item) =>
      guard(item, guardEdits(item, found), {
        en: 'Only its own MAC, and ARP only for its own addresses.',
        zh: '只允许使用自己的 MAC；ARP 只允许声明自己的地址。',
      }),
    ),
  ];
}

/**
 * What the linuxbridge agent writes with port security on: iptables, ipset and ebtables. The Open vSwitch agent writes
 * the first two for ports that have a Linux bridge of their own.
 */
export const portFilter: Driver<PortFilterDesired, PortFilterFound> = {
  name: 'port-filter',
  plan: planPortFilter,
  find,
  difference,
};
