import {setTimeout as delay} from 'node:timers/promises';
import type {Node} from '../hosts/host.ts';
import {openMonitors} from './monitors.ts';
import {ALL_ASPECTS, type Aspect, openNamespaceReading} from './namespace-reading.ts';
import type {NamespaceIds, RawNamespace} from './raw-namespace.ts';

/** One namespace that is kept current: readers, monitors, and what is stale. */
export interface WatchedNamespace extends Disposable {
  readonly node: Node;
  readonly name: string;
  /** Resolves when monitors hear and everything was read once. */
  readonly opened: Promise<void>;
  readonly isOpen: boolean;
  readonly raw: RawNamespace;
  readonly isStale: boolean;
  markStale(aspects: readonly Aspect[]): void;
  /** Reads what is stale. */
  readStale(): Promise<void>;
  /** Names of other namespaces by the ids that are valid here, as long as the links stay; else undefined. */
  readonly namespaceIds: NamespaceIds | undefined;
  nameIds(ids: NamespaceIds): void;
}

/** How long to wait for monitors to hear. A monitor that cannot start does not stop us from reading. */
const SUBSCRIBE_MS = 3000;
/** Where their hearing cannot be seen (the processes run on another machine): long enough for them to start. */
const BLIND_MS = 300;
const LOOK_AGAIN_MS = 4;

/**
 * @param tools what is read besides: see {@link openNamespaceReading}
 * @param onStale called when an event made something stale
 */
export const watchNamespace = (
  node: Node,
  name: string,
  tools: ReadonlySet<string>,
  onStale: () => void,
): WatchedNamespace => {
  const reading = openNamespaceReading(node, name, tools);
  const stale = new Set<Aspect>();
  let closed = false;
  let isOpen = false;
  let named: {readonly links: RawNamespace['links']; readonly ids: NamespaceIds} | undefined;
  const markStale = (aspects: readonly Aspect[]): void => {
    for (const aspect of aspects) stale.add(aspect);
    // Before the first reading all is stale anyway.
    if (isOpen && !closed) onStale();
  };
  const readStale = async (): Promise<void> => {
    const aspects = new Set(stale);
    stale.clear();
    await reading.read(aspects);
  };
  /** Reading before somebody listens would lose what changes in between. */
  const settle = async (): Promise<void> => {
    const end = performance.now() + SUBSCRIBE_MS;
    for (;;) {
      const heard = await reading.isHeard();
      if (heard === undefined) await delay(BLIND_MS);
      if (heard !== false || closed || performance.now() > end) return;
      await delay(LOOK_AGAIN_MS);
    }
  };
  const monitors = openMonitors(node, name, {
    stale: markStale,
    restarted() {
      void settle().then(() => {
        markStale(ALL_ASPECTS);
      });
    },
  });
  const open = async (): Promise<void> => {
    await settle();
    for (const aspect of ALL_ASPECTS) stale.add(aspect);
    await readStale();
    isOpen = true;
  };

  return {
    node,
    name,
    opened: open(),
    get isOpen() {
      return isOpen;
    },
    get raw() {
      return reading.raw;
    },
    get isStale() {
      return stale.size > 0;
    },
    markStale,
    readStale,
    get namespaceIds() {
      // An id can come to stand for another namespace, but not while a link here leads into the old one.
      return named?.links === reading.raw.links ? named.ids : undefined;
    },
    nameIds(ids) {
      named = {links: reading.raw.links, ids};
    },
    [Symbol.dispose]() {
      closed = true;
      monitors[Symbol.dispose]();
      reading[Symbol.dispose]();
    },
  };
};
