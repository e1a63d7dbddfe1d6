import {fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findSessions} from '../../../src/labs/control-client.ts';
import {serveControl} from '../../../src/labs/control-server.ts';
import {waitUntil} from '../wait-until.ts';

test.for(['looks', 'begins'])('the socket of a killed program is swept by the next one that %s', async (next) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'underlay-sockets-'));
  try {
    const child = fork(path.join(import.meta.dirname, 'listen.ts'), [path.join(folder, '4194000.sock')], {
      execArgv: [],
    });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(folder)).toEqual(['4194000.sock']);
    await using begun = next === 'begins' ? await serveControl(folder, () => undefined) : undefined;
    if (begun === undefined) expect(await findSessions(folder)).toEqual([]);
    await waitUntil(
      async () => (await readdir(folder)).every((name) => name !== '4194000.sock'),
      () => 'the socket swept',
    );
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
});
