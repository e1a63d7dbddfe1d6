import type {Node, Stream} from '../hosts/host.ts';
import {ALL_ASPECTS, type Aspect} from './namespace-reading.ts';

/**
 * Both monitors behind one process of ours. Their lines may run into each other, which does no harm: a line only tells
 * that something happened. Each says when it ended, for the other may live on.
 */
const ENDED = '(monitor ended)';
const MONITORS = [
  ['ip', 'monitor', 'all'],
  ['nft', 'monitor'],
];
const SCRIPT = [...MONITORS.map((argv) => `{ ${argv.join(' ')}; echo '${ENDED}'; } &`), 'wait'].join('\n');

/** What an event makes stale. */
const aspectsOf = (line: string): readonly Aspect[] => {
  const aspects: Aspect[] = [];
  // Rules of both families are announced alike; the IPv6 ones cost a process to read, so only this reads them.
  if (line.includes('[RULE]')) aspects.push('rules');
  if (/\[[A-Z]+\]/.test(line)) aspects.push('ip');
  // Ends every change of the ruleset.
  if (line.includes('# new generation')) aspects.push('tables');
  return aspects;
};

/** Monitors that die this often in a row without having heard anything will not live the next time either. */
const MAX_RESTARTS = 5;

export interface MonitorListener {
  readonly stale: (aspects: readonly Aspect[]) => void;
  /** A monitor died and was started again: what happened meanwhile was not heard. */
  readonly restarted: () => void;
}

/** Listens to the kernel in one namespace. */
export const openMonitors = (node: Node, namespace: string, listener: MonitorListener): Disposable => {
  let closed = false;
  let stream: Stream | undefined;

  const open = (restarts: number): void => {
    const opened = node.stream(['bash', '--norc', '-c', SCRIPT], {namespace, runs: MONITORS});
    stream = opened;
    let heard = false;
    const again = (): void => {
      const count = heard ? 0 : restarts + 1;
      if (closed || stream !== opened || count > MAX_RESTARTS) return;
      opened[Symbol.dispose]();
      open(count);
      listener.restarted();
    };
    opened.onLine((line) => {
      if (line.includes(ENDED)) {
        again();
        return;
      }
      const aspects = aspectsOf(line);
      if (aspects.length === 0) return;
      heard = true;
      listener.stale(aspects);
    });
    // "netlink receive error No buffer space available": events were lost.
    opened.onErrorLine(() => {
      listener.stale(ALL_ASPECTS);
    });
    void opened.ended.then(again);
  };
  open(0);

  return {
    [Symbol.dispose]() {
      closed = true;
      stream?.[Symbol.dispose]();
    },
  };
};
