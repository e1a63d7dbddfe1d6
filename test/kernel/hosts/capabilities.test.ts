import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {isSlow, prove} from '../../../src/drivers/hosts/capabilities.ts';
import {HostError} from '../../../src/drivers/hosts/host-error.ts';
import {CAPABILITIES} from '../../../src/drivers/hosts/host.ts';
import type {Capability, Proof} from '../../../src/drivers/hosts/host.ts';
import {openHost} from '../../../src/drivers/hosts/launcher.ts';
import {atPace} from '../../pace.ts';
import {testPlan} from '../open-sandbox.ts';

let folder: string;
let proofs: readonly Proof[];
let tookMs: number;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-capabilities-'));
  const start = performance.now();
  proofs = await prove({cacheFile: join(folder, 'proofs.json')});
  tookMs = performance.now() - start;
});
afterAll(() => {
  rmSync(folder, {recursive: true});
});

const proofOf = (capability: Capability) => proofs.find((proof) => proof.capability === capability);

test('every capability that is quick to prove has an answer, within 1.5 seconds', async () => {
  expect(proofs.map((proof) => proof.capability)).toEqual(CAPABILITIES.filter((capability) => !isSlow(capability)));
  expect(tookMs).toBeLessThan(await atPace(1500));
});

test('what the namespace labs need is proved', () => {
  for (const capability of ['namespaces', 'veth', 'bridge', 'iptables', 'nat', 'conntrack', 'nftables'] as const) {
    expect(proofOf(capability), capability).toEqual({capability, proved: true});
  }
});

test('what is not proved says why and what mends it, in both languages', () => {
  for (const proof of proofs.filter((proof) => !proof.proved)) {
    expect(proof.why?.en, proof.capability).toMatch(/\w/);
    expect(proof.why?.zh, proof.capability).toMatch(/[一-鿿]/);
    expect(proof.mend?.en, proof.capability).toMatch(/\w/);
    expect(proof.mend?.zh, proof.capability).toMatch(/[一-鿿]/);
  }
});

test('proofs are kept, and proved again when asked', async () => {
  const file = join(folder, 'proofs.json');
  expect(await prove({cacheFile: file})).toEqual(proofs);
  // Turned round on disk: the kept answer is taken as it is, the fresh one is not.
  writeFileSync(file, readFileSync(file, 'utf8').replace('"veth","proved":true', '"veth","proved":false'));
  expect((await prove({cacheFile: file})).find((proof) => proof.capability === 'veth')?.proved).toBe(false);
  expect((await prove({cacheFile: file, fresh: true})).find((proof) => proof.capability === 'veth')?.proved).toBe(true);
});

test('a host is opened where its needs are met, also when kept proofs are out of date', async () => {
  const file = join(folder, 'old.json');
  await prove({cacheFile: file});
  writeFileSync(file, readFileSync(file, 'utf8').replace('"veth","proved":true', '"veth","proved":false'));
  await using host = await openHost(testPlan(['a']), ['namespaces', 'veth'], {cacheFile: file});
  expect(host.nodes).toEqual(['a']);
});

test('a need that is not met is named, with what mends it', async ({skip}) => {
  const unmet = proofs.find((proof) => !proof.proved);
  if (unmet === undefined) return skip('this machine can do everything');
  const opening = openHost(testPlan(['a']), ['veth', unmet.capability], {cacheFile: join(folder, 'proofs.json')});
  const error = await opening.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(HostError);
  expect(error).toMatchObject({why: unmet.why, next: unmet.mend});
});

test('an abort opens nothing', async () => {
  await expect(
    openHost(testPlan(['a']), [], {signal: AbortSignal.abort(new Error('changed my mind'))}),
  ).rejects.toThrow('changed my mind');
  const controller = new AbortController();
  const opening = openHost(testPlan(['a']), [], {signal: controller.signal});
  controller.abort(new Error('too slow'));
  await expect(opening).rejects.toThrow('too slow');
});
