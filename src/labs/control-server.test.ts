import {mkdtemp, readdir, rm, stat, chmod, mkdir} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {askSession, findSessions} from './control-client.ts';
import {serveControl} from './control-server.ts';
import {met, notMet} from './outcome.ts';
import {stillRun} from './test-fixtures/still-run.ts';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'underlay-sockets-'));
  folder = path.join(parent, 'run');
});

afterEach(async () => {
  await rm(parent, {recursive: true, force: true});
});

const ask = async (line: string): Promise<unknown> => {
  const socket = connect(path.join(folder, `${process.pid}.sock`));
  socket.write(`${line}\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return JSON.parse(answer.toString()) as unknown;
};

describe('serveControl', () => {
  test('another window finds the lab and asks it', async () => {
    const {run, finds} = stillRun();
    finds({
      'lo-up': met({en: 'up', zh: '已启用'}),
      'self-ping': notMet({en: 'answer', zh: '应答'}, {en: 'none', zh: '无'}),
    });
    await using _server = await serveControl(folder, () => run);
    const [session, ...others] = await findSessions(folder);
    if (session === undefined) throw new Error('nothing found');
    expect(others).toEqual([]);
    expect(session).toMatchObject({pid: process.pid, lab: 'tiny', step: 0, steps: 3});
    expect(await askSession(session, ['check'], 'zh')).toEqual({
      exitCode: 1,
      text: '✔ lo-up：已启用\n✘ self-ping：期望：应答；实际：无\n2 项检查中有 1 项满足。\n',
    });
  });

  test('only its owner can enter the folder', async () => {
    await using _server = await serveControl(folder, () => undefined);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test('a folder that others may enter is refused', async () => {
    await mkdir(folder);
    await chmod(folder, 0o755);
    await expect(serveControl(folder, () => undefined)).rejects.toThrow('only you can enter');
  });

  test('what is no question gets an error, and the next question an answer', async () => {
    const {run} = stillRun();
    await using _server = await serveControl(folder, () => run);
    expect(await ask('hello')).toEqual({error: 'not understood'});
    expect(await ask('{"ask":"reboot"}')).toEqual({error: 'not understood'});
    expect(await ask('{"ask":"about"}')).toMatchObject({lab: 'tiny'});
  });

  test('a program without an open lab is not listed, and keeps its socket', async () => {
    await using _server = await serveControl(folder, () => undefined);
    expect(await findSessions(folder)).toEqual([]);
    expect(await readdir(folder)).toEqual([`${process.pid}.sock`]);
  });

  test('nothing is left after the end', async () => {
    const server = await serveControl(folder, () => undefined);
    await server[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a program that hangs is left alone', async () => {
    await mkdir(folder, {mode: 0o700});
    const mute = createServer();
    mute.listen(path.join(folder, '4194001.sock'));
    await once(mute, 'listening');
    expect(await findSessions(folder)).toEqual([]);
    expect(await readdir(folder)).toEqual(['4194001.sock']);
    mute.close();
  });

  test('where there is no folder there is no session', async () => {
    expect(await findSessions(folder)).toEqual([]);
  });
});
