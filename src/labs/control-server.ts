import {rm} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {findSessions} from './control-client.ts';
import {LONGEST_LINE, requestSchema, type AboutSession, type ControlRequest} from './control-protocol.ts';
import {runControl} from './control.ts';
import type {LabRun} from './lab-run.ts';
import {ensurePrivateFolder} from './private-folder.ts';

/**
 * Lets other windows ask this program about its running lab: `underlay check LAB`, `underlay topology LAB`. One
 * socket a program, named for its pid; gone with the program, or swept by the next one that begins or looks.
 * @param folder is made private (0700)
 * @param currentRun the lab on the screen now
 * @throws where no socket can be made; the program can do without
 */
export const serveControl = async (folder: string, currentRun: () => LabRun | undefined): Promise<AsyncDisposable> => {
  await ensurePrivateFolder(folder);
  const file = path.join(folder, `${process.pid}.sock`);
  // Left by a program that had the same pid and was killed.
  await rm(file, {force: true});
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side may go at any moment; that is no trouble of ours.
    socket.on('error', () => socket.destroy());
    answerLines(socket, currentRun);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
  // A socket must not keep a program alive that is done.
  server.unref();
  // Of those that were killed; nobody waits for it.
  void findSessions(folder).catch(() => {});
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      await rm(file, {force: true});
    },
  };
};

const answerLines = (socket: Socket, currentRun: () => LabRun | undefined): void => {
  let length = 0;
  socket.on('data', (data) => {
    length = data.includes(10) ? 0 : length + data.length;
    if (length > LONGEST_LINE) socket.destroy();
  });
  const lines = createInterface({input: socket});
  lines.on('error', () => socket.destroy());
  lines.on('line', (line) => {
    void answer(line, currentRun()).then((reply) => {
      if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
    });
  });
};

const answer = async (line: string, run: LabRun | undefined): Promise<unknown> => {
  const request = parse(line);
  if (request === undefined) return {error: 'not understood'};
  if (run === undefined) return {error: 'no lab is open'};
  if (request.ask === 'about') return about(run);
  return runControl(request.argv, run, request.language);
};

const parse = (line: string): ControlRequest | undefined => {
  try {
    return requestSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

const about = ({session: {lab, current}}: LabRun): AboutSession => ({
  pid: process.pid,
  lab: lab.id,
  step: current,
  steps: lab.steps.length,
});
