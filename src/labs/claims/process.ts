import {z} from 'zod';
import type {Process} from '../../drivers/kernel/processes.ts';
import type {Reading, Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, unknown} from '../outcome.ts';
import {aspect, aspects, compared, judge} from './aspects.ts';
import {type Place, type Placed, state, text} from './fields.ts';
import {inNamespace, similarTo} from './look.ts';
import {placeWords, sentence} from './sentences.ts';

export const processSchema = z.strictObject({
  claim: z.literal('process').describe('A program runs in the node.'),
  ...state,
  name: text.describe('The file name of the program.'),
  argument: text.optional().describe('Text in its command line.'),
});
export type ProcessClaim = z.infer<typeof processSchema>;

/** The processes of a node, and the network namespace that the claim names, as the kernel names it. */
export interface Running {
  readonly processes: readonly Process[];
  /** `net:[4026532248]`; absent where the claim names none. */
  readonly network?: string | undefined;
}

export const checkProcess = (snapshot: Snapshot, claim: Placed<ProcessClaim>, running: Reading<Running>): Outcome =>
  inNamespace(snapshot, claim, () => {
    if (!running.ok)
      return unknown(sentence(`the processes could not be read: ${running.why}`, `无法读取进程：${running.why}`));
    const {processes, network} = running.value;
    const words = sentence(`process ${claim.name}`, `进程 ${claim.name}`);
    const where = claim.in === undefined ? onNode(snapshot, claim) : placeWords(snapshot, claim);
    return judge(
      processes
        .filter((process) => process.program === claim.name)
        .map((process) => ({
          subject: sentence(`the ${words.en} (pid ${process.pid})`, `${words.zh}（PID ${process.pid}）`),
          exists: sentence('runs', '正在运行'),
          aspects: aspects(
            network === undefined
              ? undefined
              : compared(network, process.network, (found) => runsIn(where, found === network)),
            claim.argument === undefined
              ? undefined
              : aspect(
                  commandLine(process).includes(claim.argument),
                  wasStartedWith(claim.argument),
                  isLong(process) && commandLine(process).includes(claim.argument)
                    ? wasStartedWith(claim.argument)
                    : wasStartedAs(process),
                ),
          ),
        })),
      {
        absent: claim.absent === true,
        absence: sentence(`no ${words.en} runs`, `没有运行${words.zh}`),
        missing: () => ({
          expected: sentence(`a ${words.en} runs ${where.en}`, `${where.zh}中运行着${words.zh}`),
          found: nearest(claim, processes),
        }),
      },
    );
  });

/** A process without a namespace in its claim may run in any of the node. */
const onNode = (snapshot: Snapshot, {node}: Place): Text =>
  Object.keys(snapshot.nodes).length === 1 ? sentence('on the node', '节点') : sentence(`on ${node}`, `节点${node}`);

const commandLine = (process: Process): string => [process.program, ...process.arguments].join(' ');

/** Longer than what is read in passing; where the argument is there, that is enough. */
const isLong = (process: Process): boolean => commandLine(process).length > 100;

const runsIn = (where: Text, there: boolean): Text =>
  there
    ? sentence(`runs ${where.en}`, `在${where.zh}中运行`)
    : sentence(`does not run ${where.en}`, `不在${where.zh}中运行`);
const wasStartedWith = (argument: string): Text =>
  sentence(`was started with "${argument}"`, `启动参数中有“${argument}”`);
const wasStartedAs = (process: Process): Text =>
  sentence(`was started as "${commandLine(process)}"`, `启动命令是“${commandLine(process)}”`);

const nearest = (claim: ProcessClaim, processes: readonly Process[]): Text => {
  // `busybox httpd` runs as busybox: what was meant may be an argument of what runs.
  const asArgument = processes.find((process) => process.arguments.includes(claim.name));
  const similar = similarTo(
    claim.name,
    processes.map(({program}) => program),
  );
  const none = sentence(`no process ${claim.name} runs`, `没有运行进程 ${claim.name}`);
  if (asArgument !== undefined)
    return sentence(
      `${none.en}, but "${commandLine(asArgument)}" does`,
      `${none.zh}，但有“${commandLine(asArgument)}”`,
    );
  return similar === undefined ? none : sentence(`${none.en}, but ${similar} does`, `${none.zh}，但有 ${similar}`);
};
