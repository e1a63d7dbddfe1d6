import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Readable, Writable} from 'node:stream';
import {execa} from 'execa';
import type {Result, Stream} from './host.ts';
import {descendants, family, signalAll} from './process-tree.ts';
import type {Start, Started, StartedProcess, Starter} from './starter.ts';

/** What a program of ours sees; nothing of the learner's own environment is handed on unless named here. */
export type Environment = Readonly<Record<string, string>>;

export interface ProcessOptions {
  readonly env: Environment;
  /**
   * The first process only waits for the one that matters (nsenter, which leads into another pid namespace). It is
   * never killed while it has a child: the child would be left to the machine's init, and a sandbox cannot end before
   * every process in it was reaped, which in a container nobody may do.
   */
  readonly wrapped?: boolean;
  readonly input?: string | undefined;
  /** @default 10_000 */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Between TERM and KILL. */
const GRACE_MS = 500;
/** More output than this of one command is read but not kept: nobody reads it, and `yes` must not fill our memory. */
const MAX_CHARACTERS = 8_000_000;

/**
 * Runs a program to its end. The only place of the program, with {@link streamProcess} and the terminal, that starts
 * one. Never rejects for what the program does; each cause of failure is its own field of the result.
 *
 * It resolves when the program itself ends: children it left in the background live on, keep their open output (read
 * and thrown away, so that a daemon never gets a SIGPIPE) and do not keep us waiting or alive. A time-out or an abort
 * ends the program with all its descendants.
 */
export async function runProcess(argv: readonly string[], options: ProcessOptions): Promise<Result> {
  const startedAt = performance.now();
  const [file = '', ...args] = argv;
  const outcome = {timedOut: false, canceled: options.signal?.aborted === true};
  const durationMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  if (outcome.canceled) return {argv, stdout: '', stderr: '', durationMs: 0, ...outcome, notFound: false, ok: false};

  const child = await start({file, args, env: options.env, stdin: options.input === undefined ? 'ignore' : 'pipe'});
  if ('failed' in child) {
    return {
      argv,
      stdout: '',
      stderr: child.failed.message,
      durationMs: durationMs(),
      ...outcome,
      notFound: child.failed.code === 'ENOENT',
      ok: false,
    };
  }
  const {pid} = child;
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  feed(child.stdin, options.input);

  let forced: NodeJS.Timeout | undefined;
  const end = (cause: 'timedOut' | 'canceled') => {
    if (forced !== undefined) return;
    outcome[cause] = true;
    const mine = family(pid);
    signalAll(options.wrapped === true && mine.length > 0 ? mine : [pid, ...mine], 'SIGTERM');
    forced = setTimeout(() => {
      const left = [...new Set([...mine, ...family(pid)])];
      signalAll(options.wrapped === true && left.length > 0 ? left : [pid, ...left], 'SIGKILL');
    }, GRACE_MS);
  };
  const timer = setTimeout(() => {
    end('timedOut');
  }, options.timeoutMs ?? 10_000);
  const onAbort = () => {
    end('canceled');
  };
  options.signal?.addEventListener('abort', onAbort, {once: true});
  // It was aborted while it was being started.
  if (options.signal?.aborted === true) onAbort();

  const [code, signal] = await child.exit;
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', onAbort);
  if (forced !== undefined) {
    clearTimeout(forced);
    // It obeyed TERM; what it left behind has had its chance too.
    signalAll([-pid], 'SIGKILL');
  }
  await drained([stdout, stderr]);
  stdout.forget();
  stderr.forget();
  const exited = code !== null && !outcome.timedOut && !outcome.canceled;
  return {
    argv,
    ...(exited && {exitCode: code}),
    stdout: stdout.text(),
    stderr: stderr.text(),
    durationMs: durationMs(),
    ...outcome,
    notFound: false,
    ...(signal !== null && {signal}),
    ok: exited && code === 0,
  };
}

interface Collected {
  readonly text: () => string;
  /** Counts up with every chunk. */
  readonly reads: () => number;
  readonly ended: () => boolean;
  /** Goes on reading without keeping anything, and no longer keeps the event loop alive. */
  readonly forget: () => void;
}

function collect(stream: Readable): Collected {
  const chunks: string[] = [];
  let length = 0;
  let reads = 0;
  let ended = false;
  let keep = true;
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    reads += 1;
    if (!keep || length >= MAX_CHARACTERS) return;
    chunks.push(chunk);
    length += chunk.length;
  });
  stream.on('close', () => {
    ended = true;
  });
  stream.on('error', () => {
    ended = true;
  });
  stream.resume();
  return {
    text: () => chunks.join(''),
    reads: () => reads,
    ended: () => ended,
    forget() {
      keep = false;
      if (!ended && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
    },
  };
}

/**
 * Waits until what the program wrote before its end was read. The streams' own end may never come (a child in the
 * background holds them), but a turn of the event loop polls the pipes once: two turns without data mean they are empty.
 */
async function drained(streams: readonly Collected[]): Promise<void> {
  const reads = () => streams.reduce((sum, stream) => sum + stream.reads(), 0);
  let quietTurns = 0;
  for (let turn = 0; turn < 1000 && quietTurns < 2; turn += 1) {
    if (streams.every((stream) => stream.ended())) return;
    const before = reads();
    await nextTurn();
    quietTurns = reads() === before ? quietTurns + 1 : 0;
  }
}

function feed(stdin: Writable | null, input: string | undefined): void {
  if (stdin === null || input === undefined) return;
  // EPIPE: the program did not want to read it all. Its exit code tells what that means.
  stdin.on('error', () => {});
  stdin.end(input);
}

/** A {@link Stream}, and what only the sandbox itself needs: its process, and an end of input without a kill. */
export interface ProcessStream extends Stream {
  /** Absent until it was started; where it could not be, {@link Stream.ended} says why. */
  readonly pid: number | undefined;
  endInput(): void;
}

/** Starts a program that reads and writes lines as long as it lives. Disposing kills it with its process group. */
export function streamProcess(
  argv: readonly string[],
  options: Pick<ProcessOptions, 'env' | 'wrapped'>,
): ProcessStream {
  const [file = '', ...args] = argv;
  const lines = splitLines();
  const errorLines = splitLines();
  const lastErrors: string[] = [];
  errorLines.on((line) => {
    lastErrors.push(line);
    if (lastErrors.length > 20) lastErrors.shift();
  });
  let alive = true;
  let child: StartedProcess | undefined;
  /** What was wanted of it before it was there. */
  const early: ((child: StartedProcess) => void)[] = [];
  const whenStarted = (act: (child: StartedProcess) => void): void => {
    if (child !== undefined) act(child);
    else if (alive) early.push(act);
  };
  const live = async () => {
    const begun = start({file, args, env: options.env, stdin: 'pipe'});
    // One that we start ourselves is there at once.
    const started = begun instanceof Promise ? await begun : begun;
    if ('failed' in started) {
      alive = false;
      return {stderr: started.failed.message};
    }
    child = started;
    started.stdin?.on('error', () => {
      // EPIPE: it ended; `ended` tells.
    });
    const read = Promise.all([lines.read(started.stdout), errorLines.read(started.stderr)]);
    for (const act of early.splice(0)) act(started);
    const [code] = await started.exit;
    await read;
    alive = false;
    lines.flush();
    errorLines.flush();
    return {...(code !== null && {exitCode: code}), stderr: lastErrors.join('\n')};
  };
  return {
    get pid() {
      return child?.pid;
    },
    ended: live(),
    onLine: lines.on,
    onErrorLine: errorLines.on,
    write(text) {
      if (alive) whenStarted(({stdin}) => stdin?.write(text));
    },
    endInput() {
      whenStarted(({stdin}) => stdin?.end());
    },
    [Symbol.dispose]() {
      whenStarted(({pid}) => {
        if (!alive) return;
        // A line-based reader holds no state worth a TERM.
        const children = options.wrapped === true ? descendants(pid) : [];
        signalAll(children.length > 0 ? children : [-pid], 'SIGKILL');
      });
    },
  };
}

let starter: Starter | undefined;

/** From now on processes are started by the starter; until what is returned is disposed of. */
export function startBy(one: Starter): Disposable {
  const before = starter;
  starter = one;
  return {
    [Symbol.dispose]() {
      starter = before;
    },
  };
}

/** In its own session and process group, so that it can be ended as a whole and a Ctrl-C meant for us does not reach it. */
function start(what: Start): Started | Promise<Started> {
  if (starter !== undefined) return starter.start(what);
  const child = execa(what.file, [...what.args], {
    reject: false,
    buffer: false,
    stdin: what.stdin,
    env: what.env,
    extendEnv: false,
    detached: true,
    cleanup: false,
  });
  const {pid, stdin, stdout, stderr} = child;
  if (pid === undefined)
    return child.then(({code, originalMessage = 'could not be started'}) => ({
      failed: {code, message: originalMessage},
    }));
  const exit = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.nodeChildProcess.once('exit', (code, signal) => {
      resolve([code, signal]);
    });
  });
  return {pid, stdin, stdout, stderr, exit};
}

function splitLines() {
  const listeners = new Set<(line: string) => void>();
  let rest = '';
  const emit = (line: string) => {
    for (const listener of listeners) listener(line);
  };
  return {
    /** Resolves when the stream is closed. */
    async read(stream: Readable): Promise<void> {
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n');
        rest = parts.pop() ?? '';
        for (const line of parts) emit(line);
      });
      stream.resume();
      await new Promise<void>((resolve) => {
        stream.on('close', resolve);
      });
    },
    on: (listener: (line: string) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush() {
      if (rest !== '') emit(rest);
      rest = '';
    },
  };
}
