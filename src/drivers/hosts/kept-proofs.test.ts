import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {CAPABILITIES} from './host.ts';
import type {Proof} from './host.ts';
import {readKeptProofs, writeKeptProofs} from './kept-proofs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-proofs-'));
});
afterAll(() => {
  rmSync(folder, {recursive: true});
});

const proofs: readonly Proof[] = CAPABILITIES.map((capability) =>
  capability === 'vlan'
    ? {capability, proved: false, why: {en: 'no', zh: '不'}, mend: {en: 'do', zh: '做'}}
    : {capability, proved: true},
);

test('what was kept is read again, in a folder made for it', async () => {
  const file = join(folder, 'state', 'proofs.json');
  expect(await readKeptProofs(file)).toBeUndefined();
  await writeKeptProofs(file, proofs);
  expect(await readKeptProofs(file)).toEqual(proofs);
});

test('another boot, another user, a broken or an older file: proved anew', async () => {
  const file = join(folder, 'proofs.json');
  await writeKeptProofs(file, proofs);
  const whole = readFileSync(file, 'utf8');
  const changes = [
    whole.replace(/"key":"./, '"key":"x'),
    whole.slice(0, -5),
    '',
    whole.replace('"vlan"', '"vlam"'),
    whole.replace('{"capability":"veth","proved":true},', ''),
  ];
  for (const content of changes) {
    expect(content).not.toBe(whole);
    writeFileSync(file, content);
    expect(await readKeptProofs(file)).toBeUndefined();
  }
});

test('where nothing can be written nothing fails', async () => {
  await writeKeptProofs('/dev/null/no/place', proofs);
  await writeKeptProofs(undefined, proofs);
  expect(await readKeptProofs(undefined)).toBeUndefined();
});
