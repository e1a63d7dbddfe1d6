import type {Change, ItemChange} from '../state/change.ts';
import type {ChangeGroup, SessionEvent} from './session.ts';

/** How long after a command's end, or after its last change, a change is still put down to it. In milliseconds. */
export const SETTLE_MS = 300;
/**
 * The same for what is asked by programs, libvirt's and Open vSwitch's: that takes as long as a short command. For what
 * no event announces: sockets that listen, sysctls. And for what comes after the cloud's agents: guests boot, and ask
 * for their addresses.
 */
export const SLOW_SETTLE_MS = 1500;
/** So long before a command something may be heard that is read together with what the command does. */
const HEARD_TOGETHER_MS = 100;
/** Groups kept; older ones are forgotten. */
export const MOST_GROUPS = 200;
/** Changes kept in one group: a shell loop must not eat the memory. */
export const MOST_CHANGES = 500;

type History = readonly ChangeGroup[];

const bounded = (history: History): History =>
  history.length > MOST_GROUPS ? history.slice(history.length - MOST_GROUPS) : history;

const nextNumber = (history: History): number => (history.at(-1)?.number ?? 0) + 1;

const identity = (change: Change): string =>
  change.what === 'node'
    ? change.node
    : [
        change.what,
        change.node,
        change.namespace,
        'key' in change ? change.key : '',
        'field' in change ? change.field : '',
        // A table is one thing, and each of its lines changes for itself.
        ...(change.what === 'nft-table' ? [change.details?.['number'], change.details?.['line']] : []),
      ].join(' ');

/** Adds one change: two changes of the same field become one from first to last, and one that came back is dropped. */
const addChange = (changes: readonly Change[], change: Change): readonly Change[] => {
  if (!('key' in change) || change.how !== 'changed') return [...changes, change];
  const named = peerNamed(changes, change);
  if (named !== undefined) return named;
  const id = identity(change);
  const index = changes.findLastIndex((one) => identity(one) === id);
  const earlier = changes[index];
  if (earlier === undefined || !('key' in earlier) || earlier.how !== 'changed') return [...changes, change];
  const rest = changes.toSpliced(index, 1);
  if (earlier.before === change.after) return rest;
  const {before: _between, ...later} = change;
  return [
    ...rest,
    {
      ...later,
      ...(earlier.before === undefined ? {} : {before: earlier.before}),
      incidental: earlier.incidental && change.incidental,
    },
  ];
};

/**
 * A cable made while its other end's namespace had no name yet: once that is known, the adding is told with it. `#6` is
 * an end in a namespace without a name.
 */
const peerNamed = (changes: readonly Change[], change: ItemChange): readonly Change[] | undefined => {
  const {what, field, after, node, namespace, key} = change;
  if (what !== 'link' || field !== 'peer' || after === undefined) return undefined;
  const index = changes.findLastIndex(
    (one) =>
      one.what === 'link' && one.how === 'added' && one.node === node && one.namespace === namespace && one.key === key,
  );
  const added = changes[index];
  if (added === undefined || !('details' in added) || added.details?.['peer']?.startsWith('#') !== true)
    return undefined;
  return changes.with(index, {...added, details: {...added.details, peer: after}});
};

const grown = (group: ChangeGroup, changes: readonly Change[], at: number): ChangeGroup => ({
  ...group,
  lastAt: Math.max(group.lastAt, at),
  changes: changes.reduce(addChange, group.changes).slice(-MOST_CHANGES),
});

/** What programs are asked about, and what no event announces, so that the next look sees it. */
const SEEN_LATE: ReadonlySet<Change['what']> = new Set([
  'ovs-bridge',
  'ovs-port',
  'ovs-flow',
  'ovs-fdb',
  'domain',
  'virtual-network',
  'virtual-lease',
  'storage-pool',
  'storage-volume',
  'sysctl',
  'listener',
  'set',
  'set-member',
  'queue',
  'queue-filter',
]);

const isIncidental = (change: Change): boolean => 'incidental' in change && change.incidental;

/** A command begins: a group of its own, that takes the changes from now on. */
export const openGroup = (history: History, node: string, command: string, at: number): History =>
  bounded([...history, {number: nextNumber(history), at, lastAt: at, node, command, running: true, changes: []}]);

/** The newest running command of a node ended. */
export const closeGroup = (
  history: History,
  {node, exitCode, at, trace}: Omit<Extract<SessionEvent, {type: 'command-ended'}>, 'type'>,
): History => {
  const index = history.findLastIndex((group) => group.running && group.node === node);
  const group = history[index];
  return group === undefined
    ? history
    : history.with(index, {
        ...group,
        running: false,
        exitCode,
        lastAt: Math.max(group.lastAt, at),
        ...(trace && {trace}),
      });
};

/** The command that runs gave the cloud's agents something to do. */
export const agentsBegan = (history: History): History => {
  const index = history.findLastIndex(({running}) => running);
  const group = history[index];
  return group === undefined ? history : history.with(index, {...group, agents: 'working'});
};

/** The agents have done all they were given. */
export const agentsDone = (history: History, at: number): History =>
  history.map((group) =>
    group.agents === 'working' ? {...group, agents: 'worked', lastAt: Math.max(group.lastAt, at)} : group,
  );

/**
 * Puts changes down to the newest group that can still have caused them: a running command, one whose call agents are
 * at work for, or one that ended less than {@link SETTLE_MS} ago ({@link SLOW_SETTLE_MS} for what is
 * {@link SEEN_LATE}, and after agents). Otherwise they are a group without a command, unless all of them are incidental.
 * @param at when they were heard of, in milliseconds since the epoch
 * @param byChecks checks were sending packets: what is incidental is theirs, and only mentioned. @default false
 */
export const addChanges = (history: History, changes: readonly Change[], at: number, byChecks = false): History => {
  if (byChecks) {
    const deliberate = changes.filter((change) => !isIncidental(change));
    const told = addChanges(history, deliberate, at);
    return deliberate.length < changes.length ? markProbed(told) : told;
  }
  if (changes.length === 0) return history;
  const isSlow = changes.some(({what}) => SEEN_LATE.has(what));
  const index = history.findLastIndex(
    ({at: began, lastAt, running, agents}) =>
      began - at <= HEARD_TOGETHER_MS &&
      (running || agents === 'working' || at - lastAt <= (isSlow || agents === 'worked' ? SLOW_SETTLE_MS : SETTLE_MS)),
  );
  const group = history[index];
  if (group !== undefined) return history.with(index, grown(group, changes, at));
  if (changes.every((change) => isIncidental(change))) return history;
  const alone = {number: nextNumber(history), at, lastAt: at, running: false, changes: []};
  return bounded([...history, grown(alone, changes, at)]);
};

/** The newest group says that checks moved something, too. */
const markProbed = (history: History): History => {
  const newest = history.at(-1);
  return newest === undefined || newest.probed === true
    ? history
    : [...history.slice(0, -1), {...newest, probed: true}];
};
