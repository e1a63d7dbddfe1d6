import type {Result, ScriptRunner} from './host.ts';
import {descendants, signalAll} from './process-tree.ts';
import type {ProcessStream} from './run.ts';

/** Between TERM and KILL, and between KILL and giving up the shell. */
const GRACE_MS = 500;

/** Before the exit code of a script; no program prints it. */
const MARK = '\u0005';

/**
 * Reads a script's length in bytes and its text, runs it in a subshell, and says on both outputs that it ended. The
 * script's own text goes through a variable, so nothing in it can read what follows it on the input.
 */
const LOOP = `
while LC_ALL=C read -r length && LC_ALL=C read -rN "$length" script; do
  (eval "$script") </dev/null
  printf '${MARK}%s\\n' $?
  printf '${MARK}\\n' >&2
done`;

/** What runs in the node. */
export const SCRIPT_SHELL: readonly string[] = ['bash', '--norc', '-c', LOOP];

const ARGV = ['bash', '-s'];

/** @param start starts {@link SCRIPT_SHELL} */
export function openScriptRunner(start: () => ProcessStream): ScriptRunner {
  let shell: ProcessStream | undefined;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();
  const standing = (): ProcessStream => {
    if (shell !== undefined) return shell;
    const started = start();
    shell = started;
    void started.ended.then(() => {
      if (shell === started) shell = undefined;
    });
    return started;
  };
  return {
    run(script, options = {}) {
      const turn = async () =>
        isClosed || options.signal?.aborted === true ? NOT_RUN : runScript(standing(), script, options);
      const result = last.then(turn);
      last = result;
      return result;
    },
    [Symbol.dispose]() {
      isClosed = true;
      shell?.[Symbol.dispose]();
    },
  };
}

const NOT_RUN: Result = {
  argv: ARGV,
  stdout: '',
  stderr: '',
  durationMs: 0,
  timedOut: false,
  canceled: true,
  notFound: false,
  ok: false,
};

async function runScript(
  shell: ProcessStream,
  script: string,
  {timeoutMs = 10_000, signal}: NonNullable<Parameters<ScriptRunner['run']>[1]>,
): Promise<Result> {
  const startedAt = performance.now();
  const outcome = {timedOut: false, canceled: false};
  using undo = new DisposableStack();
  const timers: NodeJS.Timeout[] = [];
  undo.defer(() => {
    for (const timer of timers) clearTimeout(timer);
  });
  const after = (ms: number, act: () => void) => timers.push(setTimeout(act, ms));
  const end = (cause: 'timedOut' | 'canceled') => {
    if (outcome.timedOut || outcome.canceled) return;
    outcome[cause] = true;
    signalAll(childrenOf(shell), 'SIGTERM');
    after(GRACE_MS, () => {
      signalAll(childrenOf(shell), 'SIGKILL');
      after(GRACE_MS, () => shell[Symbol.dispose]());
    });
  };
  after(timeoutMs, () => {
    end('timedOut');
  });
  const onAbort = () => {
    end('canceled');
  };
  signal?.addEventListener('abort', onAbort, {once: true});
  undo.defer(() => signal?.removeEventListener('abort', onAbort));

  const out = linesToMark();
  const error = linesToMark();
  undo.defer(shell.onLine(out.take));
  undo.defer(shell.onErrorLine(error.take));
  shell.write(`${Buffer.byteLength(script)}\n${script}`);
  const died = await Promise.race([Promise.all([out.complete, error.complete]), shell.ended]);
  const marked = Array.isArray(died) ? Number.parseInt(died[0], 10) : undefined;
  const exited = marked !== undefined && !outcome.timedOut && !outcome.canceled;
  return {
    argv: ARGV,
    ...(exited && {exitCode: marked}),
    stdout: out.text(),
    stderr: error.text(),
    durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    ...outcome,
    notFound: false,
    ok: exited && marked === 0,
  };
}

const childrenOf = ({pid}: ProcessStream): readonly number[] => (pid === undefined ? [] : descendants(pid));

/** Collects lines until the one with the mark; what stands before the mark in it belongs to them. */
function linesToMark() {
  const lines: string[] = [];
  const {promise: complete, resolve} = Promise.withResolvers<string>();
  return {
    complete,
    take: (line: string) => {
      const mark = line.lastIndexOf(MARK);
      if (mark === -1) {
        lines.push(`${line}\n`);
        return;
      }
      lines.push(line.slice(0, mark));
      resolve(line.slice(mark + MARK.length));
    },
    text: () => lines.join(''),
  };
}
