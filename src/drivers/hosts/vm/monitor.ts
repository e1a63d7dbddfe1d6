import {setTimeout as sleep} from 'node:timers/promises';
import {z} from 'zod';
import type {Node, Stream} from '../host.ts';

/** QEMU's own line to us (QMP), which is not the VM's: it plugs devices, stops and saves the machine. */
export interface Monitor extends Disposable {
  /**
   * @returns what QEMU answers
   * @throws {Error} with QEMU's reason, or where QEMU has ended
   */
  command(name: string, words?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Asks until the answer's `status` is one of those. @returns which @throws {Error} where the time is over */
  until(question: string, statuses: readonly string[], deadlineMs: number): Promise<string>;
}

/** Two pipes in the node: QEMU reads the one ending in `.in`, and answers in the other. */
export const MONITOR_PIPE = '/run/vm/monitor';

const answerSchema = z.object({
  return: z.unknown().optional(),
  error: z.object({desc: z.string()}).optional(),
  QMP: z.unknown().optional(),
  event: z.string().optional(),
});
const statusSchema = z.object({status: z.string()});

const ASK_AGAIN_MS = 25;

/**
 * @param node the one that QEMU was started in, with {@link MONITOR_PIPE} as its monitor
 * @param qemu its process
 */
export async function openMonitor(node: Node, qemu: Stream): Promise<Monitor> {
  const stream = node.stream(['bash', '-c', `cat ${MONITOR_PIPE}.out & exec cat >${MONITOR_PIPE}.in`]);
  // Answers come in the order of the questions (QMP specification, 2.4).
  const waiting: {readonly resolve: (answer: unknown) => void; readonly reject: (error: Error) => void}[] = [];
  stream.onLine((line) => {
    const {error, event, QMP, ...answer} = answerSchema.parse(JSON.parse(line));
    if (event !== undefined || QMP !== undefined) return;
    const next = waiting.shift();
    if (error === undefined) next?.resolve(answer.return);
    else next?.reject(new Error(error.desc));
  });
  let end: Error | undefined;
  const over = ({stderr}: {readonly stderr: string}): void => {
    end ??= new Error(`the VM ended: ${stderr.trim()}`);
    for (const {reject} of waiting.splice(0)) reject(end);
  };
  void stream.ended.then(over);
  void qemu.ended.then(over);
  const monitor: Monitor = {
    command: (name, words = {}) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end);
        waiting.push({resolve, reject});
        stream.write(`${JSON.stringify({execute: name, arguments: words})}\n`);
      }),
    async until(question, statuses, deadlineMs) {
      const end = performance.now() + deadlineMs;
      for (;;) {
        const {status} = statusSchema.parse(await monitor.command(question));
        if (statuses.includes(status)) return status;
        if (performance.now() > end) throw new Error(`${question}: still ${status} after ${deadlineMs / 1000} s`);
        await sleep(ASK_AGAIN_MS);
      }
    },
    [Symbol.dispose]: () => {
      stream[Symbol.dispose]();
    },
  };
  try {
    await monitor.command('qmp_capabilities');
    return monitor;
  } catch (error) {
    monitor[Symbol.dispose]();
    throw error;
  }
}
