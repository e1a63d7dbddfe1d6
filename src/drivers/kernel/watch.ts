import type {Host, Node, Watch, Watcher} from '../hosts/host.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import {assemble} from './assemble.ts';
import {coalesce} from './coalesce.ts';
import {readConntrack} from './conntrack.ts';
import {readNamespaceIds} from './ip-namespaces.ts';
import {CHEAP_ASPECTS, unreadNamespace} from './namespace-reading.ts';
import {type OvsReading, openOvsReading} from './ovs/reading.ts';
import type {Place} from './peers.ts';
import type {RawNamespace, RawNode} from './raw-namespace.ts';
import {watchLibvirt, type WatchedLibvirt} from './libvirt/watched-libvirt.ts';
import {type WatchedNamespace, watchNamespace} from './watched-namespace.ts';

/** Kernel events come in bursts: one `ip link add` makes a dozen. */
const COALESCE = {quietMs: 8, maxMs: 40};

/**
 * Follows every namespace and the Open vSwitch of every node of a host by events. A quiet kernel is not asked anything.
 */
export const watch: Watch = async (host, signal, tools = []) => {
  signal?.throwIfAborted();
  const watcher = openWatcher(host, new Set(tools));
  const stop = (): void => {
    void watcher[Symbol.asyncDispose]();
  };
  signal?.addEventListener('abort', stop, {once: true});
  void host.ended.then(stop);
  await watcher.opened;
  signal?.throwIfAborted();
  return watcher;
};

interface WatchedNode {
  readonly node: Node;
  readonly namespaces: Map<string, WatchedNamespace>;
  /** Names that lead to no namespace, with the reason. */
  readonly broken: Map<string, RawNamespace>;
  readonly openvswitch: OvsReading;
  readonly libvirt: WatchedLibvirt;
}

const openWatcher = (host: Host, tools: ReadonlySet<string>): Watcher & {readonly opened: Promise<void>} => {
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const nodes = host.nodes.map((name): WatchedNode => ({
    node: host.node(name),
    namespaces: new Map(),
    broken: new Map(),
    openvswitch: openOvsReading(host.node(name), () => {
      touch();
    }),
    libvirt: watchLibvirt(host.node(name), (heardAt) => {
      touch(heardAt);
    }),
  }));
  let current: Snapshot = {takenAt: Date.now(), nodes: {}};
  let closed = false;
  /** When something was heard that no reading has begun to follow. */
  let firstHeardAt: number | undefined;
  /** One reading at a time, so that a snapshot never overtakes a newer one. */
  let last: Promise<unknown> = Promise.resolve();

  const all = (): readonly WatchedNamespace[] => nodes.flatMap(({namespaces}) => [...namespaces.values()]);
  const switches = (): readonly OvsReading[] => nodes.map(({openvswitch}) => openvswitch);
  const update = async (): Promise<Snapshot> => {
    const heardAt = firstHeardAt;
    firstHeardAt = undefined;
    const stale = [...all().filter(({isOpen}) => isOpen), ...switches()].filter(({isStale}) => isStale);
    // libvirtd takes its time, and while it starts something it lets everybody wait: the kernel's news go before.
    for (const {libvirt} of nodes) if (libvirt.isStale) void libvirt.read();
    await Promise.all(stale.map(async (one) => one.readStale()));
    if (closed) return current;
    let assembled = assemble(current, rawNodes(nodes), Date.now(), host.cables);
    if (assembled.ambiguous.length > 0 && (await nameIds(nodes, assembled.ambiguous))) {
      assembled = assemble(current, rawNodes(nodes), Date.now(), host.cables);
    }
    if (assembled.snapshot !== current && !closed) {
      current = {...assembled.snapshot, ...(heardAt !== undefined && {heardAt})};
      for (const listener of listeners) listener(current);
    }
    return current;
  };
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = last.then(act);
    last = result.catch(() => {});
    return result;
  };
  const coalescer = coalesce(() => {
    void inTurn(update);
  }, COALESCE);
  const touch = (heardAt = Date.now()): void => {
    firstHeardAt = Math.min(firstHeardAt ?? heardAt, heardAt);
    coalescer.touch();
  };

  const open = (watched: WatchedNode, name: string): WatchedNamespace => {
    const namespace = watchNamespace(watched.node, name, tools, touch);
    watched.namespaces.set(name, namespace);
    void namespace.opened.then(() => {
      touch();
    });
    return namespace;
  };
  const lists = nodes.map((watched) => {
    open(watched, '');
    return watched.node.watchNamespaces({
      added(name) {
        watched.broken.delete(name);
        open(watched, name);
      },
      removed(name) {
        watched.broken.delete(name);
        watched.namespaces.get(name)?.[Symbol.dispose]();
        watched.namespaces.delete(name);
        touch();
      },
      broken(name, why) {
        watched.broken.set(name, unreadNamespace(name, why));
        touch();
      },
    });
  });

  return {
    opened: (async () => {
      // Where the node is far away its list of namespaces takes a moment.
      await Promise.all(lists.map(async (list) => list.lookAtAll()));
      await Promise.all(all().map(async (namespace) => namespace.opened));
      await inTurn(update);
    })(),
    get current() {
      return current;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async refresh(scope = 'all') {
      if (scope === 'all') {
        // A namespace made a moment ago belongs to the answer; inotify may not have told of it yet.
        await Promise.all(lists.map(async (list) => list.lookAtAll()));
        await Promise.all(all().map(async (namespace) => namespace.opened));
      }
      await Promise.all(
        nodes.map(async ({libvirt}) => {
          libvirt.markStale();
          await libvirt.read();
        }),
      );
      return inTurn(async () => {
        for (const namespace of all()) namespace.markStale(scope === 'all' ? CHEAP_ASPECTS : ['silent']);
        for (const openvswitch of switches()) openvswitch.markStale();
        return update();
      });
    },
    conntrack: async (node, namespace) => readConntrack(host.node(node), namespace),
    async [Symbol.asyncDispose]() {
      closed = true;
      listeners.clear();
      for (const thing of [coalescer, ...lists, ...all(), ...switches(), ...nodes.map(({libvirt}) => libvirt)])
        thing[Symbol.dispose]();
      await last;
    },
  };
};

const rawNodes = (nodes: readonly WatchedNode[]): readonly RawNode[] =>
  nodes.map(({node, namespaces, broken, openvswitch, libvirt}) => ({
    name: node.name,
    ...(node.machine !== undefined && {machine: node.machine}),
    ...(openvswitch.raw !== undefined && {openvswitch: openvswitch.raw}),
    ...(libvirt.current !== undefined && {libvirt: libvirt.current}),
    namespaceIds: Object.fromEntries(
      [...namespaces.values()].map(({name, namespaceIds}) => [name, namespaceIds ?? {}]),
    ),
    namespaces: [
      ...[...namespaces.values()].filter((namespace) => namespace.isOpen).map((namespace) => namespace.raw),
      ...broken.values(),
    ],
  }));

/** Learns what ids stand for where the interfaces alone do not tell. True where something was learnt. */
const nameIds = async (nodes: readonly WatchedNode[], places: readonly Place[]): Promise<boolean> => {
  const learnt = await Promise.all(
    places.map(async (place) => {
      const namespace = nodes.find(({node}) => node.name === place.node)?.namespaces.get(place.namespace);
      if (namespace === undefined || namespace.namespaceIds !== undefined) return false;
      try {
        namespace.nameIds(await readNamespaceIds(namespace.node, namespace.name));
        return true;
      } catch {
        // The ends stay unknown, which a snapshot can say.
        namespace.nameIds({});
        return false;
      }
    }),
  );
  return learnt.includes(true);
};
