import {readFileSync} from 'node:fs';
import {NODE_ENVIRONMENT} from './environment.ts';
import type {Entrance, Node, Result, RunOptions} from './host.ts';
import {streamProcess, type Environment, type ProcessStream} from './run.ts';
import {findTools} from './tools.ts';
import {WARM_PYTHON} from './warm-python.ts';

/**
 * Runs lines for the OpenStack client by forks of one process that has the client's modules in memory: a fork is there
 * in a tenth of a second, the client alone takes more than one of processor time to start.
 */
export interface WarmClient extends Disposable {
  /**
   * Runs a line that does nothing but call the client, as a bash in the node would.
   * @returns undefined where it cannot: the node is on another machine, or there is no client that can be kept warm
   */
  readonly run: (
    node: Node,
    line: string,
    options: Pick<RunOptions, 'timeoutMs' | 'signal'>,
  ) => Promise<Result | undefined>;
}

const PROGRAM = 'openstack';
const HOME = NODE_ENVIRONMENT['HOME'] ?? '/';
/** Until a fork that should be over has said so. */
const SLACK_MS = 10_000;

/** It starts at its first line. */
export function openWarmClient(): WarmClient {
  let warm: Warm | undefined;
  const started = (): Warm | undefined => {
    const client = findTools([PROGRAM]).found[PROGRAM];
    const python = client === undefined ? undefined : pythonOf(client);
    if (client === undefined || python === undefined) return undefined;
    warm ??= startWarm(python, client);
    return warm;
  };
  return {
    async run(node, line, {timeoutMs = 10_000, signal}) {
      const used = node.enteredBy === undefined ? undefined : started();
      if (used === undefined || !(await used.ready)) return undefined;
      const read = await node.run(['bash', '-c', takenApart(line)], {
        timeoutMs,
        logged: false,
        ...(signal && {signal}),
      });
      if (read.canceled || read.timedOut) return {...read, argv: ['bash', '-c', line]};
      const call = callOf(read);
      return call && node.enteredBy?.((entrance) => used.ask(entrance, line, call, timeoutMs, signal));
    },
    [Symbol.dispose]() {
      warm?.process[Symbol.dispose]();
    },
  };
}

/** The Python that a script names in its first line; undefined for another kind of program. */
function pythonOf(file: string): readonly string[] | undefined {
  const first = /^#! *(\S*python\S*)((?: +\S+)*) *\n/.exec(readFileSync(file, 'utf8').slice(0, 256));
  return first?.[1] === undefined ? undefined : [first[1], ...(first[2] ?? '').split(' ').filter(Boolean)];
}

interface Call {
  readonly argv: readonly string[];
  readonly env: Environment;
}

/** The node's own bash takes a line apart: what it would hand to the client, it prints. */
const takenApart = (line: string): string => `${PROGRAM}() { printf '%s\\0' "$#" "$@"; exec env -0; }\n${line}`;

function callOf({ok, stdout}: Result): Call | undefined {
  const [count = '', ...words] = stdout.split('\0');
  if (!ok || !/^\d+$/.test(count)) return undefined;
  const pairs = words.slice(Number(count), -1).map((word): [string, string] => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
  });
  return {argv: words.slice(0, Number(count)), env: Object.fromEntries(pairs.filter(([name]) => name !== '_'))};
}

interface Warm {
  readonly process: ProcessStream;
  /** False where it ended instead. */
  readonly ready: Promise<boolean>;
  ask(
    entrance: Entrance,
    line: string,
    call: Call,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Result>;
}

interface Answer {
  readonly ready?: boolean;
  readonly id?: number;
  readonly code?: number;
  readonly signal?: string;
  readonly over?: boolean;
  readonly refused?: string;
  readonly stdout?: string;
  readonly stderr?: string;
}

function startWarm(python: readonly string[], client: string): Warm {
  const argv = ['setpriv', '--pdeathsig', 'KILL', '--', ...python, '-c', WARM_PYTHON, client, HOME];
  const process = streamProcess(argv, {env: NODE_ENVIRONMENT});
  const ready = Promise.withResolvers<boolean>();
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  process.onLine((line) => {
    const answer = JSON.parse(line) as Answer;
    if (answer.ready === true) ready.resolve(true);
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  void process.ended.then(({stderr}) => {
    ready.resolve(false);
    for (const resolve of waiting.values()) resolve({refused: `the warm client ended: ${stderr}`});
  });
  return {
    process,
    ready: ready.promise,
    async ask({namespaces, folder, credentials}, line, {argv, env}, timeoutMs, signal) {
      last += 1;
      const id = last;
      const startedAt = performance.now();
      const answered = Promise.withResolvers<Answer>();
      waiting.set(id, answered.resolve);
      const late = setTimeout(() => {
        answered.resolve({refused: 'no answer'});
      }, timeoutMs + SLACK_MS);
      const cancel = (): void => {
        process.write(`${JSON.stringify({cancel: id})}\n`);
      };
      signal?.addEventListener('abort', cancel, {once: true});
      try {
        if (signal?.aborted === true) answered.resolve({});
        else
          process.write(
            `${JSON.stringify({id, namespaces, folder, credentials, env, argv, timeout: timeoutMs / 1000})}\n`,
          );
        const answer = await answered.promise;
        const canceled = signal?.aborted === true;
        const over = answer.over === true;
        return {
          argv: ['bash', '-c', line],
          ...(answer.code !== undefined && !over && {exitCode: answer.code}),
          ...(answer.signal !== undefined && {signal: answer.signal}),
          stdout: answer.stdout ?? '',
          stderr: answer.refused ?? answer.stderr ?? '',
          durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
          timedOut: over && !canceled,
          canceled,
          notFound: false,
          ok: answer.code === 0 && !over,
        };
      } finally {
        waiting.delete(id);
        clearTimeout(late);
        signal?.removeEventListener('abort', cancel);
      }
    },
  };
}
