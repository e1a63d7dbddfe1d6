import {readFile, readdir, readlink, stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {join} from 'node:path';
import type {NodeFiles} from './host.ts';

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
  ask: (socket, question, timeoutMs = 1000) => askSocket(join(root, socket), question, timeoutMs),
});

const askSocket = (path: string, question: string, timeoutMs: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({path});
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    socket.once('error', reject);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks).toString()));
    socket.once('connect', () => socket.write(question));
  });
