import {HostError} from '../host-error.ts';
import type {Text} from '../../../state/text.ts';
import type {Call, Line, RemoteFailure, Reply} from './messages.ts';

/** What happened to an object, by name. */
export type Happenings = Readonly<Record<string, (...about: never[]) => void>>;

/** The objects of the other side of a line. */
export interface RemoteObjects {
  /**
   * Asks an object to do something, and waits for what it gives.
   * @throws {Error} what the other side throws, with its `code`; or that the line broke
   */
  ask<T>(on: number, doing: string, given?: readonly unknown[], signal?: AbortSignal): Promise<T>;
  /** As {@link ask}, without waiting. */
  tell(on: number, doing: string, given?: readonly unknown[]): void;
  /** Has an object made, which can be spoken to at once under the number given; `made` rejects where it could not be. */
  make(on: number, doing: string, given: readonly unknown[], happenings: Happenings): Made;
  /** Listens to an object that the other side made by itself. */
  hear(object: number, happenings: Happenings): void;
  /** Never speaks of an object again. */
  forget(object: number): void;
  /** Resolves with the reason when the line broke. */
  readonly broke: Promise<string>;
}

export interface Made {
  readonly object: number;
  readonly made: Promise<void>;
}

export function remoteObjects(line: Line): RemoteObjects {
  let last = 0;
  let broken: string | undefined;
  const answers = new Map<number, (reply: Extract<Reply, {answer: number}>) => void>();
  const heard = new Map<number, Happenings>();
  const send = (call: Call): void => {
    if (broken === undefined) line.send(JSON.stringify(call));
  };
  line.onText((text) => {
    const reply = JSON.parse(text) as Reply;
    if ('answer' in reply) {
      answers.get(reply.answer)?.(reply);
      answers.delete(reply.answer);
    } else heard.get(reply.of)?.[reply.happened]?.(...((reply.with ?? []) as never[]));
  });
  void line.broke.then((why) => {
    broken = why;
    for (const [answer, settle] of answers) settle({answer, error: {message: why}});
    answers.clear();
  });

  const ask = async <T>(call: Omit<Call, 'ask'>, signal?: AbortSignal): Promise<T> => {
    if (broken !== undefined) throw new Error(broken);
    last += 1;
    const number = last;
    const answered = new Promise<T>((resolve, reject) => {
      answers.set(number, (reply) => {
        if ('error' in reply) reject(errorOf(reply.error));
        else resolve(reply.value as T);
      });
    });
    send({...call, ask: number});
    const abort = (): void => {
      send({on: 0, do: 'abort', with: [number]});
    };
    signal?.addEventListener('abort', abort, {once: true});
    try {
      return await answered;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  };
  return {
    broke: line.broke,
    ask: (on, doing, given, signal) => ask({on, do: doing, ...(given && {with: given})}, signal),
    tell(on, doing, given) {
      send({on, do: doing, ...(given && {with: given})});
    },
    make(on, doing, given, happenings) {
      last += 1;
      const object = last;
      heard.set(object, happenings);
      const made = ask<void>({on, do: doing, with: given, makes: object});
      // Whoever does not wait for it hears of the end by what happens.
      made.catch(() => {});
      return {object, made};
    },
    hear(object, happenings) {
      heard.set(object, happenings);
    },
    forget(object) {
      heard.delete(object);
      send({on: object, do: 'forget'});
    },
  };
}

function errorOf({message, name, code, why, next}: RemoteFailure): Error {
  if (why !== undefined && next !== undefined) return new HostError(why as Text, next as Text);
  const error = new Error(message);
  if (name !== undefined) error.name = name;
  return code === undefined ? error : Object.assign(error, {code});
}
