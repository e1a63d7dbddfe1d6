import {expect, test} from 'vitest';
import {brokenInvariants} from './testing/invariants.ts';
import {makeNetwork, testCloud} from './testing/test-cloud.ts';

const GROUP = 500;

test('the second thousand ports of a network cost about what the first did', {timeout: 60_000}, async () => {
  const cloud = testCloud({plan: {quotas: {}}});
  const admin = await cloud.login('admin');
  const {networkId} = await makeNetwork(admin, {}, {cidr: '10.0.0.0/16'});
  const port = {port: {network_id: networkId, 'binding:host_id': 'compute1'}};
  const measured = [];
  for (let group = 0; group < 4; group += 1) {
    const startedAt = performance.now();
    for (let count = 0; count < GROUP; count += 1)
      expect((await admin.post('/networking/v2.0/ports', port)).status).toBe(201);
    measured.push(performance.now() - startedAt);
  }
  expect(cloud.cloud.store.tables.ports.size).toBe(4 * GROUP + 1);
  expect(brokenInvariants(cloud.cloud.store.tables)).toEqual([]);
  // Quadratic work would make the last group seven times the first; the first also warms everything up.
  expect(measured.at(-1)).toBeLessThan(3 * Math.max(...measured.slice(0, 2)));
});
