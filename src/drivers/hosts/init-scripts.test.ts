import {expect, test} from 'vitest';
import {OUR_ENVIRONMENT} from './environment.ts';
import {IP_WRAPPER, sandboxScript, shellQuote} from './init-scripts.ts';
import {runProcess} from './run.ts';
import {NODE_FILES} from './shell-files.ts';

const bash = (words: readonly string[], input: string) =>
  runProcess(['bash', ...words], {env: {...OUR_ENVIRONMENT, SHLVL: '1'}, input});

test('words come out of the shell as they went in', async () => {
  for (const words of ['', 'plain', "it's", '$HOME `id` "x" \\n', 'two\nlines', '中文']) {
    expect((await bash([], `printf %s ${shellQuote(words)}`)).stdout).toBe(words);
  }
});

test('every script is one that bash can read', async () => {
  const scripts = {...NODE_FILES, ip: IP_WRAPPER, sandbox: sandboxScript(['a', 'b'], {net: 'net:[1]', mnt: 'mnt:[2]'})};
  for (const [name, script] of Object.entries(scripts)) {
    expect(await bash(['-n'], script), name).toMatchObject({ok: true, stderr: ''});
  }
});

test('it refuses to run in our own namespaces, before it does anything', async () => {
  const readlink = async (kind: string) => (await bash([], `readlink /proc/self/ns/${kind}`)).stdout.trim();
  const own = {net: await readlink('net'), mnt: await readlink('mnt')};
  expect(await bash([], sandboxScript(['a'], own))).toMatchObject({exitCode: 1, stdout: 'error shared net\n'});
  const otherNetwork = {...own, net: 'net:[1]'};
  expect(await bash([], sandboxScript(['a'], otherNetwork))).toMatchObject({exitCode: 1, stdout: 'error shared mnt\n'});
});
