import {expect, test} from 'vitest';
import type {Node, Result} from '../../../src/drivers/hosts/host.ts';
import {openWarmClient} from '../../../src/drivers/hosts/warm-client.ts';
import type {RecordedCall} from '../../../src/labs/cloud/client-lines.ts';
import type {CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';

const SETTINGS: CloudSettings = {computes: 1};
const POST_RED = ['POST', '/networking/v2.0/networks', {network: {name: 'red'}}] as const;

/** Each asks something else of the client: plain words, quotes, another user, a refusal, a wrong word, a plugin. */
const LINES = [
  'openstack network list -f value -c Name',
  `openstack network create --description "two words  and 'quotes'" -f json -c description blue`,
  'OS_CLOUD=demo openstack token issue -f value -c project_id',
  'openstack network show no-such-network',
  'openstack no such command',
  'openstack firewall group policy list',
  'openstack server list',
];

const said = ({exitCode, stdout, stderr}: Result) => ({exitCode, stdout, stderr});

test('a warm client does and says what the client does', {timeout: 120_000}, async () => {
  const answers = async (isWarm: boolean) => {
    await using lab = await openTestLabCloud(SETTINGS);
    await lab.ask(...POST_RED);
    using client = openWarmClient();
    const calls: RecordedCall[] = [];
    lab.cloud.onCall((call) => calls.push(call));
    const node = lab.node('controller');
    const found = [];
    for (const line of LINES) {
      const options = {timeoutMs: 60_000};
      const result = isWarm ? await client.run(node, line, options) : await node.run(['bash', '-c', line], options);
      expect(result, line).toBeDefined();
      if (result !== undefined) found.push({line, ...said(result)});
    }
    return {found, calls};
  };
  const [cold, warm] = [await answers(false), await answers(true)];
  expect(warm).toEqual(cold);
  expect(cold.found.map(({exitCode}) => exitCode)).toEqual([0, 0, 0, 1, 2, 0, 0]);
  expect(cold.calls).toHaveLength(1);
});

test('it runs in the node: its network, names and processes', {timeout: 60_000}, async () => {
  await using lab = await openTestLabCloud(SETTINGS);
  await lab.ask(...POST_RED);
  using client = openWarmClient();
  const node = lab.node('compute1');
  // The shell's own words are handed on as bash understands them, and nothing of this machine's environment.
  process.env['OS_CLOUD'] = 'nowhere';
  const found = await client.run(node, 'openstack network list -f value -c Name', {timeoutMs: 30_000});
  delete process.env['OS_CLOUD'];
  expect(found).toMatchObject({ok: true, stdout: 'red\n'});
  await lab.node('compute1').run(['ip', 'link', 'set', 'eth0', 'down']);
  const cut = await client.run(node, 'openstack network list', {timeoutMs: 30_000});
  expect(cut).toMatchObject({ok: false});
});

test('a time-out ends it, an abort too, and the next line still runs', {timeout: 60_000}, async () => {
  await using lab = await openTestLabCloud(SETTINGS);
  await lab.ask(...POST_RED);
  using client = openWarmClient();
  const node = lab.node('controller');
  const run = (timeoutMs: number, signal?: AbortSignal) =>
    client.run(node, 'openstack network list -f value -c Name', {timeoutMs, ...(signal && {signal})});
  expect(await run(30_000)).toMatchObject({exitCode: 0});
  const late = await run(20);
  expect(late).toMatchObject({timedOut: true, ok: false});
  expect(late?.exitCode).toBeUndefined();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  expect(await run(30_000, stop.signal)).toMatchObject({canceled: true, timedOut: false, ok: false});
  expect(await run(30_000)).toMatchObject({exitCode: 0, stdout: 'red\n'});
});

test('what is no sandbox on this machine is left to the client itself', async () => {
  using client = openWarmClient();
  await using lab = await openTestLabCloud(SETTINGS);
  // As on another machine.
  const elsewhere = {...lab.node('controller'), enteredBy: undefined} as unknown as Node;
  expect(await client.run(elsewhere, 'openstack network list', {timeoutMs: 1000})).toBeUndefined();
});
