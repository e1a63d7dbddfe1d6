import type {Item} from '../change.ts';
import type {Listener, NamespaceSnapshot, Reading} from '../snapshot.ts';
import {detailsOf, fieldChanged, fieldChanges, itemAdded, itemRemoved, printed} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Sides} from './pairs.ts';

const FORWARDING = /^net\.ipv([46])\.conf\..+\.(mc_)?forwarding$/;
const OF_AN_INTERFACE = /^net\.ipv[46]\.(conf|neigh)\.(?!(all|default)\.)/;

/**
 * Kernel settings. Those of an interface come and go with it, which the link's own change tells; and the kernel
 * copies `ip_forward` (for IPv6 `conf.all.forwarding`) to every interface.
 */
export const diffSysctls = (sides: Sides<string>): readonly Item[] => {
  const pairs = differingPairs(sides.before, sides.after);
  const changed = new Set(pairs.filter(({before}) => before !== undefined).map(({key}) => key));
  const copied = (key: string) => {
    const version = key.match(FORWARDING)?.[1];
    if (version === '4') return changed.has('net.ipv4.ip_forward');
    const all = 'net.ipv6.conf.all.forwarding';
    return version === '6' && key !== all && changed.has(all);
  };
  return pairs.flatMap(({key, before, after}) => {
    const about = {what: 'sysctl', key} as const;
    if (before !== undefined && after !== undefined)
      return [fieldChanged(about, 'value', {before, after}, copied(key))];
    if (OF_AN_INTERFACE.test(key)) return [];
    const withValue = {...about, details: detailsOf({value: after ?? before})};
    return [after === undefined ? itemRemoved(withValue, true) : itemAdded(withValue, true)];
  });
};

/** On a link-local address, which the kernel gives by itself, and seconds after the link came up. */
const comesByItself = ({address}: Listener): boolean => /^fe[89ab][\da-f]:/i.test(address);

export const diffListeners = (sides: Sides<Listener>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const listener = after ?? before;
    if (listener === undefined) return [];
    const {protocol, address, port, program, pid} = listener;
    const details = detailsOf({protocol, address, port: String(port), program, pid: printed(pid)});
    const about = {what: 'listener', key, details} as const;
    if (before === undefined) return [itemAdded(about, comesByItself(listener))];
    if (after === undefined) return [itemRemoved(about, comesByItself(listener))];
    const fields = (of: Listener) => ({program: of.program, pid: printed(of.pid)});
    return fieldChanges(about, fields(before), fields(after));
  });

/** The readings of a namespace that diff compares, in the order of reading. */
export const PARTS = [
  'links',
  'routes',
  'rules',
  'neighbours',
  'fdb',
  'bridgeVlans',
  'iptables',
  'ip6tables',
  'nftables',
  'sysctls',
  'listeners',
] as const satisfies readonly (keyof NamespaceSnapshot)[];
export type Part = (typeof PARTS)[number];

const whyOf = (reading: Reading<unknown> | undefined) => (reading?.ok === false ? reading.why : undefined);

/** Parts that could no longer be read, or can be again. What is in them is unknown meanwhile, not gone. */
export const diffReadings = (
  before: NamespaceSnapshot | undefined,
  after: NamespaceSnapshot | undefined,
): readonly Item[] =>
  PARTS.flatMap((part) => {
    const old = whyOf(before?.[part]);
    const now = whyOf(after?.[part]);
    if (old === now) return [];
    const about = {what: 'reading', key: part, details: detailsOf({why: now ?? old})} as const;
    return [fieldChanged(about, 'why', {before: old, after: now})];
  });
