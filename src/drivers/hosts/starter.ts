import {spawn, type ChildProcess} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {createServer, type Server, type Socket} from 'node:net';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';

/** What shall be started. Only this environment; in a session of its own. */
export interface Start {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: 'ignore' | 'pipe';
}

/** A process that was started, or why it could not be. */
export type Started =
  StartedProcess | {readonly failed: {readonly code?: string | undefined; readonly message: string}};

export interface StartedProcess {
  readonly pid: number;
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exit: Promise<readonly [number | null, NodeJS.Signals | null]>;
}

/**
 * Starts processes by a small Node of its own. A process is started by a copy of the one that starts it, page table by
 * page table: from a program that holds a hundred megabytes that takes ten milliseconds of processor time, and the
 * program stands still meanwhile. Worth it where thousands are started, as by verification.
 */
export interface Starter extends AsyncDisposable {
  start(what: Start): Promise<Started>;
}

/** @throws {Error} where it cannot be started */
export async function openStarter(): Promise<Starter> {
  // Abstract: nothing is left of it in any folder. Who else finds it does not know the word.
  const word = randomBytes(16).toString('hex');
  const name = `underlay-starter-${process.pid}-${randomBytes(8).toString('hex')}`;
  const sockets = new Map<string, (socket: Socket) => void>();
  const server = createServer((socket) => {
    readHeading(socket, word, (end) => {
      (sockets.get(end) ?? ((unknown) => unknown.destroy()))(socket);
    });
  });
  server.listen(`\0${name}`);
  await once(server, 'listening');
  const child = spawn(process.execPath, ['--eval', PROGRAM, name, word], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {PATH: process.env['PATH']},
    detached: true,
  });
  await once(child, 'spawn');
  return new OpenedStarter(child, server, sockets);
}

interface Answer {
  readonly id: number;
  readonly pid?: number;
  readonly error?: {readonly code?: string; readonly message: string};
  readonly exit?: readonly [number | null, NodeJS.Signals | null];
}

class OpenedStarter implements Starter {
  readonly #child: ChildProcess;
  readonly #server: Server;
  readonly #sockets: Map<string, (socket: Socket) => void>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #gone: Promise<void>;
  #isGone = false;
  #last = 0;

  constructor(child: ChildProcess, server: Server, sockets: Map<string, (socket: Socket) => void>) {
    this.#child = child;
    this.#server = server;
    this.#sockets = sockets;
    child.stdin?.on('error', () => {
      // EPIPE: it ended; that is told below.
    });
    if (child.stdout !== null)
      createInterface(child.stdout).on('line', (line) => {
        const answer = JSON.parse(line) as Answer;
        this.#waiting.get(answer.id)?.(answer);
      });
    this.#gone = once(child, 'close').then(() => {
      this.#isGone = true;
      for (const [id, answer] of this.#waiting) {
        answer({id, error: {message: 'the starter of processes ended'}});
        answer({id, exit: [null, 'SIGKILL']});
      }
    });
  }

  async start({file, args, env, stdin}: Start): Promise<Started> {
    if (this.#isGone) return {failed: {message: 'the starter of processes ended'}};
    this.#last += 1;
    const id = this.#last;
    const begun = Promise.withResolvers<Answer>();
    const exit = Promise.withResolvers<readonly [number | null, NodeJS.Signals | null]>();
    this.#waiting.set(id, (answer) => {
      if (answer.exit === undefined) begun.resolve(answer);
      else exit.resolve(answer.exit);
      if (answer.exit !== undefined || answer.error !== undefined) this.#waiting.delete(id);
    });
    const numbers = stdin === 'pipe' ? [0, 1, 2] : [1, 2];
    const names = numbers.map((number) => `${id} ${number}`);
    const arrived = names.map((name) => {
      const {promise, resolve} = Promise.withResolvers<Socket>();
      this.#sockets.set(name, resolve);
      return promise;
    });
    this.#child.stdin?.write(`${JSON.stringify({id, file, args, env, numbers})}\n`);
    const {pid, error} = await begun.promise;
    if (pid === undefined) {
      for (const socket of arrived) void socket.then((one) => one.destroy());
      for (const name of names) this.#sockets.delete(name);
      return {failed: error ?? {message: 'could not be started'}};
    }
    const streams = await Promise.all(arrived);
    for (const name of names) this.#sockets.delete(name);
    const [stdout, stderr] = streams.slice(-2);
    if (stdout === undefined || stderr === undefined) throw new RangeError('two outputs were asked for');
    return {pid, stdin: stdin === 'pipe' ? (streams[0] ?? null) : null, stdout, stderr, exit: exit.promise};
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end();
    this.#server.close();
    await this.#gone;
  }
}

/** Takes the first line off a connection, which says what it is for; what follows stays in it. */
function readHeading(socket: Socket, word: string, use: (name: string) => void): void {
  let head = Buffer.alloc(0);
  const onError = (): void => {
    socket.destroy();
  };
  const onData = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\n');
    if (end === -1 && head.length < 200) return;
    socket.off('data', onData);
    socket.off('error', onError);
    socket.pause();
    const [said, ...name] = head.subarray(0, end).toString().split(' ');
    if (said !== word) {
      socket.destroy();
      return;
    }
    if (end + 1 < head.length) socket.unshift(head.subarray(end + 1));
    socket.on('error', () => {
      // The other end is gone; its exit tells.
    });
    use(name.join(' '));
  };
  socket.on('error', onError);
  socket.on('data', onData);
}

/**
 * The small Node. It connects a socket for each of a process's ends that are wanted and hands them to it: nothing of
 * what goes through them passes here. It ends with its input, which is our end.
 */
const PROGRAM = `
const {spawn} = require('node:child_process');
const net = require('node:net');
const [name, word] = process.argv.slice(1);
const answer = (what) => process.stdout.write(JSON.stringify(what) + '\\n');
const connect = (end) => new Promise((resolve, reject) => {
  const socket = net.connect('\\0' + name);
  // Or it would read what is meant for the process.
  socket.pause();
  socket.once('error', reject);
  socket.write(word + ' ' + end + '\\n', () => resolve(socket));
});
const start = async ({id, file, args, env, numbers}) => {
  let sockets = [];
  try {
    sockets = await Promise.all(numbers.map((number) => connect(id + ' ' + number)));
    const stdio = ['ignore', 'ignore', 'ignore'];
    numbers.forEach((number, index) => { stdio[number] = sockets[index]._handle.fd; });
    const child = spawn(file, args, {stdio, env, detached: true});
    let failed = false;
    child.once('error', (error) => {
      failed = true;
      answer({id, error: {code: error.code, message: error.message}});
    });
    child.once('exit', (code, signal) => failed || answer({id, exit: [code, signal]}));
    if (child.pid !== undefined) answer({id, pid: child.pid});
  } catch (error) {
    answer({id, error: {code: error.code, message: error.message}});
  } finally {
    for (const socket of sockets) socket.destroy();
  }
};
require('node:readline').createInterface(process.stdin).on('line', (line) => start(JSON.parse(line))).on('close', () => process.exit());
`;
