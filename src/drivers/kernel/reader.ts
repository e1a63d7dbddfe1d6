import type {Stream} from '../hosts/host.ts';

/**
 * A program that lives long and answers questions from a pipe. Started at the first question, started anew when it
 * died, one exchange at a time: so an answer can never be taken for the answer to another question.
 */
export interface Reader extends Disposable {
  /**
   * @throws {ReaderError} where there was no answer: it could not be started, died twice, did not answer in time, or
   * was closed. What the exchange's `finish` throws is thrown on.
   */
  ask<T>(question: Question<T>): Promise<T>;
  /** The process as this machine counts, while it lives and after it answered once. */
  readonly pid: number | undefined;
}

/** Makes a fresh exchange: a question is asked again of a new process when the first one died. */
export type Question<T> = () => Exchange<T>;

export interface Exchange<T> {
  /** What is written: whole lines. */
  readonly input: string;
  /** Both tell whether the answer is complete. */
  readonly onLine: (line: string) => boolean;
  readonly onErrorLine: (line: string) => boolean;
  /** The answer; called one turn of the event loop after completion, so that both pipes were read. */
  readonly finish: () => T;
}

/** The reader itself failed, whatever was asked. */
export class ReaderError extends Error {
  override readonly name = 'ReaderError';
  /** False where asking again is of no use: closed, or dead at every start. */
  readonly canRetry: boolean;

  constructor(message: string, canRetry: boolean) {
    super(message);
    this.canRetry = canRetry;
  }
}

/** @param timeoutMs for one exchange */
export const openReader = (name: string, start: () => Stream, timeoutMs = 5000): Reader => {
  let process: Process | undefined;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  const attempt = async <T>(question: Question<T>): Promise<T> => {
    if (closed) throw new ReaderError(`${name}: closed`, false);
    process ??= startProcess(start());
    const used = process;
    try {
      return await exchange(name, used, question, timeoutMs);
    } catch (error) {
      // Whatever went wrong, this process may be in the middle of an answer: the next question gets a fresh one.
      used.stream[Symbol.dispose]();
      if (process === used) process = undefined;
      throw error;
    }
  };
  const ask = async <T>(question: Question<T>): Promise<T> => {
    try {
      return await attempt(question);
    } catch (error) {
      if (!(error instanceof ReaderError) || !error.canRetry || closed) throw error;
      return attempt(question);
    }
  };
  return {
    get pid() {
      return process?.alive === true && process.answered ? process.stream.pid : undefined;
    },
    ask(question) {
      const answer = last.then(() => ask(question));
      last = answer.catch(() => {});
      return answer;
    },
    [Symbol.dispose]() {
      closed = true;
      process?.stream[Symbol.dispose]();
      process = undefined;
    },
  };
};

interface Process {
  readonly stream: Stream;
  alive: boolean;
  answered: boolean;
}

const startProcess = (stream: Stream): Process => {
  const process: Process = {stream, alive: true, answered: false};
  void stream.ended.then(() => {
    process.alive = false;
  });
  return process;
};

const exchange = async <T>(name: string, process: Process, question: Question<T>, timeoutMs: number): Promise<T> => {
  const {stream} = process;
  const {input, onLine, onErrorLine, finish} = question();
  const undo: (() => void)[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const done = (complete: boolean): void => {
        if (complete) setImmediate(resolve);
      };
      const timer = setTimeout(() => {
        reject(new ReaderError(`${name}: no answer within ${timeoutMs} ms`, false));
      }, timeoutMs);
      undo.push(
        () => {
          clearTimeout(timer);
        },
        stream.onLine((line) => {
          done(onLine(line));
        }),
        stream.onErrorLine((line) => {
          done(onErrorLine(line));
        }),
      );
      void stream.ended.then(({exitCode, stderr}) => {
        const how = exitCode === undefined ? 'was killed' : `ended with exit code ${exitCode}`;
        reject(new ReaderError(`${name}: ${how}${stderr === '' ? '' : `: ${stderr.trim()}`}`, true));
      });
      stream.write(input);
    });
  } finally {
    for (const step of undo) step();
  }
  process.answered = true;
  return finish();
};
