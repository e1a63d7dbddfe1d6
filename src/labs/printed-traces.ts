import {readingOf} from '../drivers/kernel/unreadable-output.ts';
import {isTrace, parseTrace} from '../drivers/kernel/ovs/trace.ts';
import {type FlowTrace, withPortNames} from '../state/flow-trace.ts';
import {type Reading, type Snapshot, valueOf} from '../state/snapshot.ts';
import {openPlainLines} from './plain/strip-terminal.ts';

/** Longer than a trace through many bridges; what is longer is not kept. */
const LONGEST = 500_000;

/** Keeps what a shell prints while the learner has Open vSwitch trace a frame, one command a node at a time. */
export class PrintedTraces {
  readonly #texts = new Map<string, string>();

  commandStarted(node: string, command: string): void {
    if (isTrace(command)) this.#texts.set(node, '');
    else this.#texts.delete(node);
  }

  printed(node: string, data: string): void {
    const text = this.#texts.get(node);
    if (text !== undefined && text.length < LONGEST) this.#texts.set(node, text + data);
  }

  /** The trace that the command which ended has printed; undefined where it printed none. */
  commandEnded(node: string, snapshot: Snapshot | undefined): Reading<FlowTrace> | undefined {
    const text = this.#texts.get(node);
    this.#texts.delete(node);
    if (text === undefined) return undefined;
    const reading = readingOf(() => parseTrace(plain(text)));
    if (!reading.ok) return reading;
    if (reading.value === undefined) return undefined;
    const openvswitch = snapshot?.nodes[node]?.openvswitch;
    const bridges = openvswitch === undefined ? undefined : valueOf(openvswitch);
    return {ok: true, value: withPortNames(reading.value, bridges ?? {})};
  }
}

const plain = (text: string): string => {
  const lines = openPlainLines();
  return [...lines.push(text), lines.flush() ?? ''].join('\n');
};
