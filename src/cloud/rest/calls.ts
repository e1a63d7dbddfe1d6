import type {Context, MiddlewareHandler} from 'hono';
import type {Caller} from '../caller.ts';
import {requestScope} from '../request-scope.ts';

/** A call and its answer, for the learner to read. */
export interface AnsweredCall {
  /** `req-…` */
  readonly id: string;
  /** Absent where nobody was let in, and for Keystone's own calls. */
  readonly caller: Caller | undefined;
  readonly method: string;
  readonly path: string;
  /** As sent; a login's is left out, for it holds a password. */
  readonly body?: unknown;
  readonly status: number;
  /** What the answer says is wrong, where it is 400 or more. */
  readonly refused?: string;
  readonly durationMs: number;
  /** Nobody outside asked for it; see {@link BY_LAB}. */
  readonly byLab: boolean;
  /** Nobody shall read of it: it makes the fault that is to be found. */
  readonly isHidden: boolean;
}

/** The environment of calls that the lab makes itself, through no socket. */
export const BY_LAB = {byLab: true} as const;

/** The same, of calls that no timeline shows. */
export const BY_LAB_HIDDEN = {...BY_LAB, isHidden: true} as const;

const NAME = 'requestId';

/** Every answer names its request, so that a learner can find it in the timeline. */
export const numbered: MiddlewareHandler = async (context, next) => {
  const id = `req-${crypto.randomUUID()}`;
  context.set(NAME, id);
  await next();
  context.header('X-Openstack-Request-Id', id);
};

/** What changes nothing has no body that matters. */
const CHANGES: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Makes what a call changes known as its doing, and tells of the call when it is answered. */
export const observed =
  (onCall: ((call: AnsweredCall) => void) | undefined): MiddlewareHandler =>
  async (context, next) => {
    const startedAt = performance.now();
    const {method, path} = context.req;
    const id: string = context.get(NAME);
    const body = CHANGES.has(method) ? await context.req.text() : '';
    const {body: sent} = parsed(body);
    const occasion = `${method} ${path} ${sent === undefined ? '' : sameWords(sent)}`;
    await requestScope.run({id, occasion}, next);
    if (onCall === undefined) return;
    const {status} = context.res;
    const environment = (context.env ?? {}) as Partial<typeof BY_LAB_HIDDEN>;
    const refused = status >= 400 ? await reason(context) : undefined;
    onCall({
      id,
      caller: context.get('caller'),
      method,
      path,
      ...(!path.startsWith('/identity/') && sent !== undefined && {body: sent}),
      status,
      ...(refused !== undefined && {refused}),
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      byLab: environment.byLab === true,
      isHidden: environment.isHidden === true,
    });
  };

/** Not the text itself: blanks are the client's habit, and Python's sets shuffle the keys at every start. */
const sameWords = (sent: unknown): string =>
  JSON.stringify(sent, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

function parsed(body: string): {readonly body?: unknown} {
  if (body === '') return {};
  try {
    return {body: JSON.parse(body)};
  } catch {
    return {body};
  }
}

/** The sentence in an answer's body, wherever its service puts it. */
async function reason(context: Context): Promise<string> {
  const text = await context.res.clone().text();
  try {
    return sentenceIn(JSON.parse(text)) ?? text;
  } catch {
    return text;
  }
}

function sentenceIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {message, faultstring, detail} = value as Readonly<Record<string, unknown>>;
  for (const words of [message, faultstring, detail]) if (typeof words === 'string' && words !== '') return words;
  return Object.values(value)
    .map(sentenceIn)
    .find((found) => found !== undefined);
}
