import {z} from 'zod';
import {type Route, type RoutingRule, routeKey} from '../../state/snapshot.ts';
import {parseJsonList, sortedRecord} from './json-output.ts';

/** Question to `ip -j -d -batch`: with `table all` it answers for IPv4 and IPv6 together. */
export const ROUTES_COMMAND = 'route show table all';
/** Question to `ip -j -d -batch`: answers for IPv4 only, see {@link RULES6_ARGV}. */
export const RULES_COMMAND = 'rule show';
/** In `ip -batch` the family cannot be chosen a line, so the IPv6 rules need a process of their own. */
export const RULES6_ARGV = ['ip', '-6', '-j', '-d', 'rule', 'show'] as const;

const hop = {
  gateway: z.string().optional(),
  /** A gateway of the other family. */
  via: z.object({host: z.string()}).optional(),
  dev: z.string().optional(),
  flags: z.array(z.string()).optional(),
};

const routeItem = z.object({
  ...hop,
  type: z.string(),
  dst: z.string(),
  table: z.string(),
  protocol: z.string(),
  scope: z.string().optional(),
  prefsrc: z.string().optional(),
  metric: z.number().optional(),
  /** Router preference: the kernel adds it to every IPv6 route and to no other. */
  pref: z.string().optional(),
  nexthops: z.array(z.object(hop)).optional(),
});

type RouteItem = z.infer<typeof routeItem>;

/**
 * The routes that `ip -j -d route show table all` printed, without table `local` and multicast routes. A route with
 * several next hops becomes one entry a hop.
 * @throws {UnreadableOutput}
 */
export const parseRoutes = (text: string): Readonly<Record<string, Route>> =>
  sortedRecord(
    parseJsonList('ip -j -d route show table all', text, routeItem)
      .filter((item) => item.table !== 'local' && item.type !== 'multicast')
      .flatMap((item) => (item.nexthops ?? [item]).map((next) => routeOf(item, next)))
      .map((route) => [routeKey(route), route]),
  );

const routeOf = (item: RouteItem, next: Pick<RouteItem, 'gateway' | 'via' | 'dev' | 'flags'>): Route => {
  const via = next.gateway ?? next.via?.host;
  return {
    family: item.pref !== undefined || item.dst.includes(':') ? 'inet6' : 'inet',
    destination: item.dst,
    type: item.type,
    table: item.table,
    ...(via !== undefined && {via}),
    ...(next.dev !== undefined && {dev: next.dev}),
    ...(item.prefsrc !== undefined && {source: item.prefsrc}),
    ...(item.metric !== undefined && {metric: item.metric}),
    protocol: item.protocol,
    scope: item.scope ?? 'global',
    flags: next.flags ?? [],
  };
};

const word = z.union([z.string(), z.number()]);

const ruleItem = z.looseObject({
  priority: z.number(),
  src: z.string().optional(),
  srclen: z.number().optional(),
  dst: z.string().optional(),
  dstlen: z.number().optional(),
  fwmark: word.optional(),
  fwmask: word.optional(),
  iif: z.string().optional(),
  oif: z.string().optional(),
  table: z.string().optional(),
  action: z.string().optional(),
});

type RuleItem = z.infer<typeof ruleItem>;

/**
 * The rules that `ip -j -d rule show` printed for one family.
 * @throws {UnreadableOutput}
 */
export const parseRules = (text: string, family: RoutingRule['family']): Readonly<Record<string, RoutingRule>> => {
  const rules = new Map<string, RoutingRule>();
  for (const item of parseJsonList('ip -j -d rule show', text, ruleItem)) {
    const selector = selectorOf(item);
    const table = item.table ?? item.action ?? '';
    const rule: RoutingRule = {family, priority: item.priority, selector, table};
    const key = `${family} ${item.priority} ${selector}`;
    rules.set(rules.has(key) ? `${key} lookup ${table}` : key, rule);
  }
  return sortedRecord(rules);
};

/** In the order and words of `ip rule`: `from 10.0.0.0/24 fwmark 0x1/0xff iif br0`. */
const selectorOf = (item: RuleItem): string => {
  const words: string[] = [];
  if ('not' in item) words.push('not');
  words.push('from', prefix(item.src ?? 'all', item.srclen));
  if (item.dst !== undefined) words.push('to', prefix(item.dst, item.dstlen));
  if (item.fwmark !== undefined)
    words.push('fwmark', item.fwmask === undefined ? `${item.fwmark}` : `${item.fwmark}/${item.fwmask}`);
  if (item.iif !== undefined) words.push('iif', item.iif);
  if (item.oif !== undefined) words.push('oif', item.oif);
  for (const key of ['tos', 'ipproto', 'sport', 'dport', 'uid_start', 'uid_end', 'tun_id']) {
    const value = item[key];
    if (typeof value === 'string' || typeof value === 'number') words.push(key, `${value}`);
  }
  return words.join(' ');
};

const prefix = (address: string, length: number | undefined): string =>
  length === undefined ? address : `${address}/${length}`;
