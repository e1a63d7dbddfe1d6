import type {Node, Stream} from '../../hosts/host.ts';
import {WATCHED_COLUMNS} from './database.ts';

/** Listens to a node's Open vSwitch: its database, and the flows of each bridge. */
export interface OvsMonitors {
  /** Listens to the database, if it does not already, and may. */
  open(): void;
  /** Listens to the flows of these bridges and no others. */
  watchBridges(names: readonly string[]): void;
  /** A monitor that ended may be started again: something happened that is not its own end. */
  mayRestart(): void;
  close(): void;
}

const DATABASE_MONITORS = WATCHED_COLUMNS.map(([table = '', columns = '']) => [
  'ovsdb-client',
  'monitor',
  'Open_vSwitch',
  table,
  columns,
]);
/** Behind one process group of ours: when one of them ends, all do. */
const SCRIPT = `${DATABASE_MONITORS.map((argv) => `${argv.join(' ')} & `).join('')}wait -n; kill 0`;

/** ` event=ADDED table=0 …`, and the head of an answer without any flow. */
const FLOW_EVENT = /^ event=|FLOW_MONITOR/;

export interface OvsListener {
  /** Something in the database changed, or its monitor ended. */
  readonly database: () => void;
  /** The flows of a bridge changed. */
  readonly flows: (bridge: string) => void;
}

/**
 * Each monitor tells all there is when it begins to listen: what changed between an earlier reading and then is read
 * because of it.
 */
export const openOvsMonitors = (node: Node, listener: OvsListener): OvsMonitors => {
  let database: Stream | undefined;
  let hasEnded = false;
  const flows = new Map<string, Stream>();

  /** @param event what a line looks like that tells of one */
  const listen = (stream: Stream, event: RegExp, onEvent: () => void, onEnded: () => void): Stream => {
    let isOver = false;
    const hear = (line: string): void => {
      if (!isOver && event.test(line)) onEvent();
    };
    stream.onLine(hear);
    // ovs-ofctl tells its events there, beside its complaints.
    stream.onErrorLine(hear);
    void stream.ended.then(() => {
      isOver = true;
      onEnded();
    });
    return stream;
  };
  const closeFlows = (name: string): void => {
    const stream = flows.get(name);
    flows.delete(name);
    stream?.[Symbol.dispose]();
  };

  return {
    open() {
      if (database !== undefined || hasEnded) return;
      const stream = node.stream(['bash', '--norc', '-c', SCRIPT], {runs: DATABASE_MONITORS});
      const opened = listen(stream, /./, listener.database, () => {
        if (database !== opened) return;
        database = undefined;
        hasEnded = true;
        listener.database();
      });
      database = opened;
    },
    watchBridges(names) {
      for (const name of flows.keys()) if (!names.includes(name)) closeFlows(name);
      for (const name of names) {
        if (flows.has(name)) continue;
        const opened = listen(
          node.stream(['ovs-ofctl', 'monitor', name, 'watch:']),
          FLOW_EVENT,
          () => {
            listener.flows(name);
          },
          () => {
            // Started again by the next reading; the bridge's own end is told by the database.
            if (flows.get(name) === opened) flows.delete(name);
          },
        );
        flows.set(name, opened);
      }
    },
    mayRestart() {
      hasEnded = false;
    },
    close() {
      const closing = database;
      database = undefined;
      hasEnded = false;
      closing?.[Symbol.dispose]();
      for (const name of flows.keys()) closeFlows(name);
    },
  };
};
