import {chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {AGENT} from '../../../src/drivers/hosts/vm/machine.ts';
import {guestProgram, isOpenToAll, openFolder} from '../../../src/drivers/hosts/vm/open-to-all.ts';

const PROGRAM = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

let kept: string;
let hidden: string;

beforeEach(() => {
  kept = mkdtempSync(join(tmpdir(), 'underlay-open-'));
  chmodSync(kept, 0o755);
  // As a checkout in /root: what mkdtemp makes only its owner may enter.
  hidden = mkdtempSync(join(tmpdir(), 'underlay-hidden-'));
  for (const entry of ['dist', 'node_modules', 'package.json']) symlinkSync(join(PROGRAM, entry), join(hidden, entry));
});

afterEach(() => {
  for (const folder of [kept, hidden]) rmSync(folder, {recursive: true, force: true});
});

test('a program that is hidden from the sandbox is copied once, and the copy runs there', async () => {
  const first = await guestProgram(hidden, AGENT, kept);
  // An ordinary user's sandbox sees what he sees.
  const isRoot = process.getuid?.() === 0;
  expect(await isOpenToAll(hidden)).toBe(!isRoot);
  expect(first.program.startsWith(kept)).toBe(isRoot);
  expect(await guestProgram(hidden, AGENT, kept)).toEqual(first);
  await using host = await openSandbox({nodes: [{name: 'a'}], wires: [], shows: {kept: first.program}});
  const said = await host
    .node('a')
    .run([
      'bash',
      '-c',
      `"$1" /run/machine/kept/${AGENT} </dev/null`,
      '-',
      isRoot ? '/run/machine/kept/node' : first.node,
    ]);
  expect(said).toMatchObject({ok: true, stdout: 'waiting\n'});
});

test('a folder for the VM that would be hidden is exchanged for one that is not', async () => {
  writeFileSync(join(hidden, 'kept'), '');
  const chosen = await openFolder(join(hidden, 'vm'));
  expect(await isOpenToAll(chosen)).toBe(true);
  expect(await openFolder(join(kept, 'vm'))).toBe(join(kept, 'vm'));
});
