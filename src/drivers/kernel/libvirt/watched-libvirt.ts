import type {LibvirtSnapshot} from '../../../state/libvirt.ts';
import type {Reading} from '../../../state/snapshot.ts';
import type {Node, ScriptRunner, Stream} from '../../hosts/host.ts';
import {hasLibvirt, readLibvirt} from './read-libvirt.ts';

/** What the node's libvirtd says, kept current by its own events. */
export interface WatchedLibvirt extends Disposable {
  readonly current: Reading<LibvirtSnapshot> | undefined;
  readonly isStale: boolean;
  markStale(): void;
  /** Reads until it is current; one reading at a time. Never rejects. */
  read(): Promise<void>;
}

/** Each ends when libvirtd does. What is defined or started says so; volumes and leases do not, they are read with the rest. */
const EVENTS = [
  ['virsh', '-q', 'event', '--all', '--loop'],
  ['virsh', '-q', 'net-event', '--event', 'lifecycle', '--loop'],
  ['virsh', '-q', 'pool-event', '--event', 'lifecycle', '--loop'],
  ['virsh', '-q', 'pool-event', '--event', 'refresh', '--loop'],
];
const SCRIPT = `${EVENTS.map((argv) => `${argv.join(' ')} &`).join('\n')}\nwait -n\nkill $(jobs -p)`;

/** Those that end this often without having heard anything will not hear anything the next time either. */
const MAX_IN_VAIN = 5;

/**
 * @param touched called when there is something to read, and when something else was read than before; with the moment,
 * in milliseconds since the epoch, at which it was heard of, for reading takes seconds where the processor is emulated
 */
export function watchLibvirt(node: Node, touched: (heardAt: number) => void): WatchedLibvirt {
  let current: Reading<LibvirtSnapshot> | undefined;
  let isStale = true;
  let isClosed = false;
  let events: Stream | undefined;
  let shell: ScriptRunner | undefined;
  const scripts = (): ScriptRunner => {
    shell ??= node.scripts();
    return shell;
  };
  const markStale = (): void => {
    isStale = true;
  };
  /** When something was heard last that a reading may still find. */
  let heardAt: number | undefined;
  const hear = (): void => {
    heardAt = Date.now();
    markStale();
    touched(heardAt);
  };
  let inVain = 0;
  /** @returns whether it listens now and did not before */
  const listen = (): boolean => {
    if (events !== undefined || isClosed || inVain > MAX_IN_VAIN) return false;
    inVain += 1;
    const stream = node.stream(['bash', '--norc', '-c', SCRIPT], {runs: EVENTS});
    events = stream;
    stream.onLine(() => {
      inVain = 0;
      hear();
    });
    void stream.ended.then(() => {
      if (events === stream) events = undefined;
      if (isClosed) markStale();
      else hear();
    });
    return true;
  };
  const readOnce = async (): Promise<void> => {
    isStale = false;
    const before = JSON.stringify(current);
    // Listening first: what happens while it is read is told.
    if (current?.ok !== false && (await hasLibvirt(node))) listen();
    const found = await readLibvirt(node, scripts);
    if (isClosed) return;
    current = found;
    if (found?.ok === true && listen()) isStale = true;
    if (JSON.stringify(found) !== before) touched(heardAt ?? Date.now());
    // What was heard meanwhile may have come too late for this reading.
    if (!isStale) heardAt = undefined;
  };
  const untilCurrent = async (): Promise<void> => {
    await readOnce();
    if (isStale && !isClosed) await untilCurrent();
  };
  let reading: Promise<void> | undefined;
  return {
    get current() {
      return current;
    },
    get isStale() {
      // Where there is none, or none that answers, one may have been started: only asking tells.
      return isStale || current?.ok !== true;
    },
    markStale,
    read() {
      reading ??= untilCurrent().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    [Symbol.dispose]() {
      isClosed = true;
      events?.[Symbol.dispose]();
      shell?.[Symbol.dispose]();
    },
  };
}
