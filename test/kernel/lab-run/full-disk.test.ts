import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';

const LEARNER = path.join(import.meta.dirname, 'full-disk-learner.ts');

test('on a full disk the run goes on, the file stays whole, and all is saved when there is room', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'underlay-full-'));
  try {
    const script = 'mount -t tmpfs -o size=64k tmpfs "$1" && exec "$2" "$3" "$1"';
    const inside = [
      '--user',
      '--map-root-user',
      '--mount',
      'bash',
      '-c',
      script,
      'bash',
      folder,
      process.execPath,
      LEARNER,
    ];
    const {stdout} = await promisify(execFile)('unshare', inside, {timeout: 20_000});
    const told = JSON.parse(stdout) as {
      filled: string;
      notices: string[];
      inMemory: string;
      onFullDisk: object;
      afterwards: object;
    };
    expect(told.filled).toBe('ENOSPC');
    expect(told.notices).toEqual([expect.stringMatching(/^The disk is full: progress cannot be saved/)]);
    expect(told.inMemory).toBe('full');
    expect(told.onFullDisk).toMatchObject({last: 'before'});
    expect(told.afterwards).toMatchObject({last: 'full', settings: {welcomed: true}});
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
});
