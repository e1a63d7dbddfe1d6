import {spawn} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import type {Server} from 'node:net';
import type {ListenAt} from './host.ts';
import type {Environment} from './run.ts';

/** Longer than this a machine that is only busy does not take to start Node, even where its processor is emulated. */
const DEADLINE_MS = 180_000;

/**
 * A listening socket belongs to the network namespace it was made in, whoever holds it. So a short-lived Node enters
 * the node, listens there and hands the socket to us: we serve it from outside, and nothing in the node can see or
 * kill the server.
 * @param enter nsenter's words that lead to the node's network
 * @param at a path is one that can be walked from here, through the node's `root`
 * @returns a server whose connections are the caller's to take
 * @throws {Error} with the kernel's reason: the port is taken, the folder is not there
 */
export async function listenInside(enter: readonly string[], at: ListenAt, env: Environment): Promise<Server> {
  // By its open file: who is root inside may not be allowed to walk the path that leads to our Node.
  const program = openSync(process.execPath, 'r');
  const child = spawn('nsenter', [...enter, `/proc/self/fd/4`, '--eval', LISTEN, JSON.stringify(at)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', program],
    env: {...env},
  });
  closeSync(program);
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  try {
    return await new Promise<Server>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`listening on ${place(at)} in the node failed: ${why}`));
      const timer = setTimeout(() => fail(`no answer within ${DEADLINE_MS / 1000} s`), DEADLINE_MS);
      child.once('message', (message: {readonly error?: string}, server) => {
        clearTimeout(timer);
        if (message.error !== undefined || server === undefined) fail(message.error ?? 'no socket came');
        else resolve(server as Server);
      });
      child.once('error', (error) => {
        clearTimeout(timer);
        fail(error.message);
      });
      child.once('close', (code) => {
        clearTimeout(timer);
        fail(said.trim() || `exit code ${code}`);
      });
    });
  } finally {
    child.kill('SIGKILL');
  }
}

const place = (at: ListenAt): string => ('port' in at ? `port ${at.port}` : at.path);

/** Runs inside. A socket that came to us is closed here: it ends only after we have it. */
const LISTEN = `
const {accessSync, rmSync} = require('node:fs');
const at = JSON.parse(process.argv[1]);
process.on('disconnect', () => process.exit());
if (at.path) {
  // bind() would only say that it is not allowed.
  accessSync(require('node:path').dirname(at.path));
  rmSync(at.path, {force: true});
}
const server = require('node:net').createServer();
server.on('error', (error) => process.send({error: error.message}));
server.listen(at.path ? {path: at.path, readableAll: true, writableAll: true} : {port: at.port, host: '0.0.0.0'}, () =>
  process.send({}, server));
`;
