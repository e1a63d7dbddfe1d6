import type {CloudState, NodeName} from '../../drivers/neutron/model.ts';
import type {Work} from '../../drivers/neutron/work.ts';
import type {CloudChange} from '../../cloud/store/store.ts';
import {recordChanges} from './record-changes.ts';
import {partWork, touchedBy, type Touched} from './shared-turn.ts';
import type {Cause, RecordChange, Timeline, TimelineEntry} from './timeline.ts';

/** Entries kept; older ones are forgotten. */
const MOST = 500;

/** Puts together what belongs together: a call, what it changed, and what each node did about it. */
export interface TimelineRecorder {
  readonly timeline: Timeline;
  /** A call changed the store; its answer comes later, by {@link answered}. */
  changed(callId: string | undefined, changes: readonly CloudChange[], state: CloudState): void;
  answered(callId: string, cause: Cause): void;
  /** The call was answered, and is not shown. */
  forget(callId: string): void;
  /** Something other than a call: an agent was stopped or started. What it does in the store until it returns is its. */
  act(cause: Cause, effect: () => void): void;
  /** A node begins to bring itself to this state. */
  turn(node: NodeName, state: CloudState): void;
  worked(work: Work): void;
  /** What the node reports, and does in the store by it. */
  reporting(node: NodeName, effect: () => void): void;
  /** Every node has done what it could about this state. */
  settled(state: CloudState): void;
}

interface Open {
  number: number | undefined;
  readonly at: number;
  /** Of the newest state that holds what it caused. */
  version: number;
  /** Nodes that have had a turn for that state. */
  readonly seenBy: Set<NodeName>;
  readonly touched: Touched[];
}

export function recordTimeline(now: () => number = Date.now): TimelineRecorder {
  let entries: readonly TimelineEntry[] = [];
  let count = 0;
  const listeners = new Set<() => void>();
  /** Calls whose answer has not come, and what they changed already. */
  const unanswered = new Map<string, {records: RecordChange[]; open: Open; works: Work[]}>();
  /** Causes whose effects are still being seen to. */
  const open = new Set<Open>();
  const versions = new WeakMap<CloudState, number>();
  let newest = 0;
  /** The causes that each node's newest turn is about. */
  const turns = new Map<NodeName, readonly Open[]>();
  /** Whose doing a change of the store is that is no call's. */
  let acting: readonly Open[] = [];

  const versionOf = (state: CloudState): number => {
    const known = versions.get(state);
    if (known !== undefined) return known;
    newest += 1;
    versions.set(state, newest);
    return newest;
  };
  const publish = (next: readonly TimelineEntry[]): void => {
    entries = next.length > MOST ? next.slice(next.length - MOST) : next;
    for (const listener of listeners) listener();
  };
  const add = (entry: Omit<TimelineEntry, 'number'>): number => {
    count += 1;
    publish([...entries, {number: count, ...entry}]);
    return count;
  };
  const update = (causes: readonly Open[], change: (entry: TimelineEntry, cause: Open) => TimelineEntry): void => {
    const byNumber = new Map(causes.flatMap((cause) => (cause.number === undefined ? [] : [[cause.number, cause]])));
    if (byNumber.size === 0) return;
    publish(
      entries.map((entry) => {
        const cause = byNumber.get(entry.number);
        return cause === undefined ? entry : change(entry, cause);
      }),
    );
  };

  return {
    timeline: {
      get entries() {
        return entries;
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    changed(callId, changes, state) {
      const version = versionOf(state);
      const records = recordChanges(changes);
      if (callId !== undefined) {
        const waiting = unanswered.get(callId) ?? {
          records: [],
          open: {number: undefined, at: now(), version, seenBy: new Set<NodeName>(), touched: []},
          works: [],
        };
        waiting.records.push(...records);
        waiting.open.touched.push(...touchedBy(changes));
        waiting.open.version = version;
        open.add(waiting.open);
        unanswered.set(callId, waiting);
        return;
      }
      for (const cause of acting) {
        cause.version = version;
        cause.seenBy.clear();
        open.add(cause);
      }
      update(acting, (entry) => ({...entry, reported: [...entry.reported, ...records]}));
    },
    answered(callId, cause) {
      const waiting = unanswered.get(callId);
      unanswered.delete(callId);
      const at = waiting?.open.at ?? now();
      const entry = {
        at,
        cause: withoutSecret(cause),
        records: waiting?.records ?? [],
        works: waiting?.works ?? [],
        reported: [],
      };
      const number = add(waiting === undefined ? {...entry, settledMs: 0} : entry);
      if (waiting !== undefined) waiting.open.number = number;
    },
    forget(callId) {
      const waiting = unanswered.get(callId);
      unanswered.delete(callId);
      if (waiting !== undefined) open.delete(waiting.open);
    },
    act(cause, effect) {
      const at = now();
      const doing: Open = {
        number: add({at, cause, records: [], works: [], reported: []}),
        at,
        version: newest,
        seenBy: new Set(),
        touched: [],
      };
      open.add(doing);
      acting = [doing];
      try {
        effect();
      } finally {
        acting = [];
      }
    },
    turn(node, state) {
      const version = versionOf(state);
      const causes = [...open].filter((cause) => cause.version <= version && !cause.seenBy.has(node));
      for (const cause of causes) cause.seenBy.add(node);
      turns.set(node, causes);
    },
    worked(work) {
      const causes = turns.get(work.node) ?? [];
      if (causes.length === 0) return;
      const touched = causes.map((cause) => cause.touched);
      const parts = new Map<Open, Work>();
      for (const [index, part] of partWork(work, touched).entries()) {
        const cause = causes[index];
        if (cause !== undefined && part !== undefined) parts.set(cause, part);
      }
      const partOf = (cause: Open): readonly Work[] => {
        const part = parts.get(cause);
        return part === undefined ? [] : [part];
      };
      for (const {open: cause, works} of unanswered.values()) works.push(...partOf(cause));
      update([...parts.keys()], (entry, cause) => ({...entry, works: [...entry.works, ...partOf(cause)]}));
    },
    reporting(node, effect) {
      acting = turns.get(node) ?? [];
      try {
        effect();
      } finally {
        acting = [];
      }
    },
    settled(state) {
      const version = versionOf(state);
      const done = [...open].filter((cause) => cause.version <= version && cause.number !== undefined);
      for (const cause of done) open.delete(cause);
      update(done, (entry, cause) => ({...entry, settledMs: now() - cause.at}));
    },
  };
}

/** A secret's payload is often a private key, which should not stand on a screen that others see. */
function withoutSecret(cause: Cause): Cause {
  if (cause.kind !== 'request' || !/^\/key-manager\/v1\/secrets\b/.test(cause.path)) return cause;
  const {body} = cause;
  if (typeof body !== 'object' || body === null || !('payload' in body) || typeof body.payload !== 'string')
    return cause;
  return {...cause, body: {...body, payload: `(${body.payload.length} characters)`}};
}
