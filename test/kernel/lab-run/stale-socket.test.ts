import {fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findSessions} from '../../../src/labs/control-client.ts';

test('the socket of a killed program is swept by the next one that looks', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'underlay-sockets-'));
  try {
    const child = fork(path.join(import.meta.dirname, 'listen.ts'), [path.join(folder, '4194000.sock')], {
      execArgv: [],
    });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(folder)).toEqual(['4194000.sock']);
    expect(await findSessions(folder)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
});
