import {z} from 'zod';
import type {Queue} from '../../state/snapshot.ts';
import {parseJsonList, sortedRecord} from './json-output.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/** How to ask a namespace for the queueing disciplines of all its interfaces. */
export const QUEUES_ARGV = ['tc', '-j', 'qdisc', 'show'] as const;

const discipline = z.object({
  kind: z.string(),
  handle: z.string(),
  dev: z.string(),
  root: z.boolean().optional(),
  parent: z.string().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});

/** Kinds that let nothing wait: they hold filters. */
const HOLDS_FILTERS: ReadonlySet<string> = new Set(['ingress', 'clsact']);

/**
 * What `tc -j qdisc show` printed, keyed by `dev place`, without filters. What the kernel chose by itself has the
 * handle `0:`, and is left out.
 * @throws {UnreadableOutput}
 */
export const parseQueues = (text: string): Readonly<Record<string, Queue>> =>
  sortedRecord(
    parseJsonList('tc -j qdisc show', text, discipline)
      .filter(({handle}) => handle !== '0:')
      .map(({kind, dev, root, parent, options}): [string, Queue] => {
        const place = HOLDS_FILTERS.has(kind) ? kind : root === true ? 'root' : (parent ?? 'root');
        return [`${dev} ${place}`, {dev, place, kind, options: flat(options ?? {}), filters: []}];
      }),
  );

/** `{delay: {delay: 0.1}}` as `{'delay.delay': '0.1'}`. Zeros say that something is not wanted. */
const flat = (options: object, prefix = ''): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]: [string, unknown]): [string, string][] => {
      if (typeof value === 'object' && value !== null) return Object.entries(flat(value, `${prefix}${name}.`));
      if (value === null || value === 0 || value === false) return [];
      return [[`${prefix}${name}`, value === true ? '' : typeof value === 'string' ? value : JSON.stringify(value)]];
    }),
  );

/** Lets bash ask for the filters of the interfaces that are its arguments; read by {@link parseFilters}. */
export const FILTERS_SCRIPT = 'for dev; do echo "dev $dev"; tc filter show dev "$dev" ingress || exit; done';

/** The interfaces that may have filters on what comes in. */
export const filteredDevices = (queues: Readonly<Record<string, Queue>>): readonly string[] =>
  Object.values(queues).flatMap(({kind, dev}) => (HOLDS_FILTERS.has(kind) ? [dev] : []));

/**
 * What `tc filter show dev DEV ingress` printed for each of some interfaces, each after a line `dev DEV`: the filters,
 * a line each, as `tc` words them. Lines that only announce a hash table are left out.
 * @throws {UnreadableOutput}
 */
export const parseFilters = (text: string): ReadonlyMap<string, readonly string[]> => {
  const filters = new Map<string, string[]>();
  let open: string[] | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const dev = /^dev (\S+)$/.exec(line)?.[1];
    if (dev !== undefined) {
      open = [];
      filters.set(dev, open);
    } else if (line.startsWith('filter ') && open !== undefined) open.push(line);
    else if (line.trim() === '') continue;
    else if (/^\s/.test(line) && open !== undefined && open.length > 0) open.push(`${open.pop() ?? ''} ${line.trim()}`);
    else throw new UnreadableOutput('tc filter show', index + 1, line, 'expected a filter');
  }
  return new Map([...filters].map(([dev, lines]) => [dev, lines.filter(matches).map(inShort)]));
};

/** Before the filters of a priority comes a line for itself, and with u32 one for each of its hash tables. */
const matches = (line: string): boolean => !/ chain \d+ (?:fh \S+ ht divisor \d+)?\s*$/.test(line);

/** Without what the kernel numbers and counts by itself. */
const inShort = (line: string): string =>
  line
    .replace(/^filter (?:parent \S+ )?/, '')
    .replaceAll(/ (?:fh|order|key ht|bkt|flowid|handle|index|ref|bind|overhead) \S+/g, '')
    .replace(' random type none pass val 0', '')
    .replaceAll(/ police 0x\w+/g, ' police')
    .replaceAll(/ (?:terminal|not_in_hw|in_hw)\b/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The same queues with their filters. */
export const withFilters = (
  queues: Readonly<Record<string, Queue>>,
  filters: ReadonlyMap<string, readonly string[]>,
): Readonly<Record<string, Queue>> =>
  Object.fromEntries(
    Object.entries(queues).map(([key, queue]) => [
      key,
      HOLDS_FILTERS.has(queue.kind) ? {...queue, filters: filters.get(queue.dev) ?? []} : queue,
    ]),
  );
