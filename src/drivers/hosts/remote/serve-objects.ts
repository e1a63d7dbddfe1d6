import type {Call, Line, RemoteFailure, Reply} from './messages.ts';

/** Tells the other side that something happened to an object. */
export type Tell = (happened: string, ...about: readonly unknown[]) => void;

/** What an object of ours can do for the other side, by name. What a doing makes is another object. */
export interface Served {
  readonly [doing: string]: (given: readonly unknown[], context: DoingContext) => unknown;
}

export interface DoingContext {
  /** Aborted where the other side no longer wants the answer. */
  readonly signal: AbortSignal;
  /** Speaks of what is being made; of nothing where nothing is. */
  readonly tell: Tell;
  /** Makes an object that the other side did not ask for. @returns its number */
  readonly hand: (make: (tell: Tell) => Served) => number;
}

/**
 * Does what comes over the line, in the order in which it comes, without waiting for what takes long.
 * @param root what the other side may call from the beginning
 */
export function serveObjects(line: Line, root: Served): void {
  const objects = new Map<number, Served | Promise<Served>>([[0, root]]);
  const wanted = new Map<number, AbortController>();
  let handed = 0;
  const send = (reply: Reply): void => {
    line.send(JSON.stringify(reply));
  };
  const tellOf =
    (of: number): Tell =>
    (happened, ...about) => {
      send({of, happened, with: about});
    };
  const hand: DoingContext['hand'] = (make) => {
    handed -= 1;
    objects.set(handed, make(tellOf(handed)));
    return handed;
  };

  const perform = async ({on, do: doing, with: given = [], makes}: Call, signal: AbortSignal): Promise<unknown> => {
    const object = objects.get(on);
    // What is still being made is waited for; what stands is called at once, so that order is kept.
    const served = object instanceof Promise ? await object : object;
    const act = served?.[doing];
    if (act === undefined) throw new Error(`no ${doing} of object ${on}`);
    if (makes === undefined) return act(given, {signal, tell: () => {}, hand});
    const made = act(given, {signal, tell: tellOf(makes), hand}) as Served | Promise<Served>;
    objects.set(makes, made);
    try {
      objects.set(makes, await made);
    } catch (error) {
      objects.delete(makes);
      throw error;
    }
    return undefined;
  };

  line.onText((text) => {
    const call = JSON.parse(text) as Call;
    if (call.do === 'abort') {
      wanted.get(Number(call.with?.[0]))?.abort();
      return;
    }
    if (call.do === 'forget') {
      objects.delete(call.on);
      return;
    }
    const {ask} = call;
    const controller = new AbortController();
    if (ask !== undefined) wanted.set(ask, controller);
    perform(call, controller.signal)
      .then(
        (value) => {
          if (ask !== undefined) send({answer: ask, value});
        },
        (error: unknown) => {
          if (ask !== undefined) send({answer: ask, error: failureOf(error)});
        },
      )
      .finally(() => {
        if (ask !== undefined) wanted.delete(ask);
      });
  });
}

function failureOf(error: unknown): RemoteFailure {
  if (!(error instanceof Error)) return {message: String(error)};
  return {
    message: error.message,
    name: error.name,
    ...('code' in error && {code: String(error.code)}),
    ...('why' in error && {why: error.why}),
    ...('next' in error && {next: error.next}),
  };
}
