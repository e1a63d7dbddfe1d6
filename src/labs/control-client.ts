import {readdir, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {z} from 'zod';
import type {Language} from '../state/text.ts';
import {aboutSchema, answerSchema, type AboutSession, type ControlRequest} from './control-protocol.ts';
import type {ControlAnswer} from './control-answer.ts';

/** A lab that runs in another window of the same user. */
export interface RunningSession extends AboutSession {
  readonly socket: string;
}

/** Programs that hang are not waited for when only asked who they are. In milliseconds. */
const ABOUT_TIMEOUT_MS = 1000;
/** Checks may send packets and wait for answers that shall not come. In milliseconds. */
const CONTROL_TIMEOUT_MS = 30_000;

/** Every lab that runs now; sockets that nobody listens to any more are removed. */
export const findSessions = async (folder: string): Promise<readonly RunningSession[]> => {
  const found = await Promise.all((await socketsIn(folder)).map((socket) => askAbout(socket)));
  return found.filter((session) => session !== undefined).toSorted((a, b) => a.pid - b.pid);
};

/**
 * Asks a running lab as `underlay …` in its shell would.
 * @throws {Error} where it went away or does not answer
 */
export const askSession = async (
  session: RunningSession,
  argv: readonly string[],
  language: Language,
): Promise<ControlAnswer> =>
  ask(session.socket, {ask: 'control', argv: [...argv], language}, answerSchema, CONTROL_TIMEOUT_MS);

const socketsIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).filter((name) => /^\d+\.sock$/.test(name)).map((name) => path.join(folder, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

const askAbout = async (socket: string): Promise<RunningSession | undefined> => {
  try {
    return {...(await ask(socket, {ask: 'about'}, aboutSchema, ABOUT_TIMEOUT_MS)), socket};
  } catch (error) {
    // Refused: the program is gone and left its socket. Anything else (no lab open, busy) is still somebody's.
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') await rm(socket, {force: true});
    return undefined;
  }
};

const ask = async <S extends z.ZodType>(
  file: string,
  request: ControlRequest,
  answer: S,
  timeoutMs: number,
): Promise<z.infer<S>> => {
  const socket = connect(file);
  const {promise, resolve, reject} = Promise.withResolvers<string>();
  socket.on('error', reject);
  socket.on('close', () => reject(new Error(`${file} hung up`)));
  socket.setTimeout(timeoutMs, () => reject(new Error(`${file} does not answer`)));
  const lines = createInterface({input: socket});
  // readline hands its input's errors on, to listeners of its own.
  lines.on('error', reject);
  lines.once('line', resolve);
  socket.write(`${JSON.stringify(request)}\n`);
  try {
    const parsed = answer.safeParse(JSON.parse(await promise));
    if (!parsed.success) throw new Error(`${file} gave no answer that is understood`);
    return parsed.data;
  } finally {
    socket.destroy();
  }
};
