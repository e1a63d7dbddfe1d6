import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findTools, toolVersion} from './tools.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-tools-'));
  for (const name of ['ip', 'nft', 'apt-get']) writeFileSync(join(folder, name), '#!/bin/sh\n');
  for (const name of ['ip', 'apt-get']) chmodSync(join(folder, name), 0o755);
});
afterAll(() => {
  rmSync(folder, {recursive: true});
});

test('found, missing with its package, and what to type', () => {
  expect(findTools(['ip', 'nft', 'brctl', 'ip', 'frobnicate'], ['/no/such/folder', folder])).toEqual({
    found: {ip: join(folder, 'ip')},
    missing: [
      {program: 'nft', package: 'nftables'},
      {program: 'brctl', package: 'bridge-utils'},
      {program: 'frobnicate'},
    ],
    next: {
      en: 'Install with: sudo apt-get install -y --no-install-recommends bridge-utils nftables Install the programs frobnicate.',
      zh: '请安装：sudo apt-get install -y --no-install-recommends bridge-utils nftables 请安装程序 frobnicate。',
    },
  });
});

test('where there is no apt, its command is no advice', () => {
  expect(findTools(['nft', 'brctl'], ['/no/such/folder']).next).toEqual({
    en: 'Install what brings nft, brctl (in Debian: bridge-utils nftables).',
    zh: '请安装提供 nft、brctl 的软件包（在 Debian 中是：bridge-utils nftables）。',
  });
});

test('nothing missing, nothing to do', () => {
  expect(findTools(['ip'], [folder])).toEqual({found: {ip: join(folder, 'ip')}, missing: []});
});

test('a version is the first number with a dot', async () => {
  expect(await toolVersion('bash')).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await toolVersion('hostname')).toBeUndefined();
});
