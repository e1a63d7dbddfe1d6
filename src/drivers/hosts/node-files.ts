import {readFile, readdir, readlink, stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {join} from 'node:path';
import type {NodeFiles} from './host.ts';

/** Who listens on a socket answers from memory. */
export const ANSWER_MS = 1000;

/** @param root a node's file system as a path from here */
export const nodeFilesAt = (root: string): NodeFiles => ({
  read: (path) => readFile(join(root, path), 'utf8'),
  list: (folder) => readdir(join(root, folder)),
  link: (path) => readlink(join(root, path)),
  async identity(path) {
    const {dev, ino} = await stat(join(root, path));
    return {device: dev, inode: ino};
  },
  // At most 107 bytes (unix(7)).
  ask: (socket, question, timeoutMs = ANSWER_MS) => askSocket(join(root, socket), question, timeoutMs),
});

const askSocket = (path: string, question: string, timeoutMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({path});
    // First of all: an error that nobody hears ends the program.
    socket.on('error', reject);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.once('connect', () => socket.write(question));
  });
