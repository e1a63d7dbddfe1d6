import type {Node, Stream} from '../hosts/host.ts';
import type {Aspect} from './namespace-reading.ts';

interface Monitor {
  readonly argv: readonly string[];
  /** What an event makes stale. */
  readonly aspects: (line: string) => readonly Aspect[];
}

const MONITORS: readonly Monitor[] = [
  {
    argv: ['ip', 'monitor', 'all'],
    // Rules of both families are announced alike; the IPv6 ones cost a process to read, so only this reads them.
    aspects: (line) => (line.startsWith('[RULE]') ? ['ip', 'rules'] : ['ip']),
  },
  {argv: ['nft', 'monitor'], aspects: () => ['tables']},
];

/** A monitor that dies this often in a row without having heard anything will not live the next time either. */
const MAX_RESTARTS = 5;

export interface MonitorListener {
  readonly stale: (aspects: readonly Aspect[]) => void;
  /** A monitor died and was started again: what happened meanwhile was not heard. */
  readonly restarted: () => void;
}

/** Listens to the kernel in one namespace. */
export const openMonitors = (node: Node, namespace: string, listener: MonitorListener): Disposable => {
  let closed = false;
  const streams = new Map<Monitor, Stream>();

  const open = (monitor: Monitor, restarts: number): void => {
    const stream = node.stream(monitor.argv, namespace === '' ? {} : {namespace});
    streams.set(monitor, stream);
    let heard = false;
    stream.onLine((line) => {
      heard = true;
      listener.stale(monitor.aspects(line));
    });
    // "netlink receive error No buffer space available": events were lost.
    stream.onErrorLine(() => {
      listener.stale(monitor.aspects('[RULE]'));
    });
    void stream.ended.then(() => {
      const count = heard ? 0 : restarts + 1;
      if (closed || count > MAX_RESTARTS) return;
      open(monitor, count);
      listener.restarted();
    });
  };
  for (const monitor of MONITORS) open(monitor, 0);

  return {
    [Symbol.dispose]() {
      closed = true;
      for (const stream of streams.values()) stream[Symbol.dispose]();
    },
  };
};
