import {afterAll, beforeAll, beforeEach, afterEach, expect, test} from 'vitest';
import type {Host, Node, ScriptRunner} from '../../../src/drivers/hosts/host.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';

let host: Host;
let node: Node;
let scripts: ScriptRunner;
beforeAll(async () => {
  host = await openTestSandbox(['one']);
  node = host.node('one');
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});
beforeEach(() => {
  scripts = node.scripts();
});
afterEach(() => {
  scripts[Symbol.dispose]();
});

const processes = () => script(node, 'ps -eo args');

test('output, errors and exit code; lines that do not end, and letters of many bytes', async () => {
  expect(await scripts.run('echo one; printf "两 two"; echo oh >&2; exit 7')).toMatchObject({
    exitCode: 7,
    stdout: 'one\n两 two',
    stderr: 'oh\n',
    ok: false,
    timedOut: false,
    canceled: false,
  });
  expect(await scripts.run('true')).toMatchObject({exitCode: 0, ok: true, stdout: '', stderr: ''});
});

test('one begins when the one before it ended, and finds nothing of it but what it did', async () => {
  const first = scripts.run('word=left; cd /tmp; sleep 0.2; echo first >/tmp/order');
  const second = scripts.run('echo "${word-nothing} $PWD $(cat /tmp/order)"');
  expect((await first).ok).toBe(true);
  expect((await second).stdout).toBe('nothing /root first\n');
});

test('a script cannot read what comes after it, nor end the shell', async () => {
  const [reading, mistaken, next] = await Promise.all([
    scripts.run('cat; echo read'),
    scripts.run('if then'),
    scripts.run('hostname'),
  ]);
  expect(reading.stdout).toBe('read\n');
  expect(mistaken).toMatchObject({ok: false, stderr: expect.stringContaining('syntax error') as string});
  expect(next.stdout).toBe('one\n');
});

test('what it starts is in the node, itself it is not', async () => {
  await scripts.run('sleep 9031 >/dev/null 2>&1 &');
  // A process that was just forked has its parent's words, and one that was just killed is there for a moment.
  const shown = await waitUntil(
    async () => [await processes()].find((all) => all.includes('sleep 9031')),
    () => 'the sleep',
  );
  expect(shown).not.toContain('script');
  expect((await scripts.run('kill $(pgrep -f "sleep 9031")')).ok).toBe(true);
  await waitUntil(
    async () => !(await processes()).includes('sleep 9031'),
    () => 'no sleep',
  );
});

test('a time-out ends all that the script started, and the next script is run', async () => {
  const result = await scripts.run('trap "" TERM; echo begun; (trap "" TERM; sleep 9032); sleep 9033', {
    timeoutMs: 300,
  });
  expect(result).toMatchObject({timedOut: true, canceled: false, ok: false, stdout: 'begun\n'});
  expect(result.exitCode).toBeUndefined();
  expect(await processes()).not.toContain('sleep 903');
  expect((await scripts.run('echo on')).stdout).toBe('on\n');
});

test('an abort is told apart, and what was not begun is not run', async () => {
  const controller = new AbortController();
  const running = scripts.run('sleep 9034', {signal: controller.signal});
  const waiting = scripts.run('touch /tmp/never', {signal: controller.signal});
  await waitUntil(
    async () => (await processes()).includes('sleep 9034'),
    () => 'sleep running',
  );
  controller.abort();
  expect(await running).toMatchObject({canceled: true, timedOut: false, ok: false});
  expect(await waiting).toMatchObject({canceled: true, ok: false});
  expect(await processes()).not.toContain('sleep 9034');
  expect((await node.run(['test', '-e', '/tmp/never'])).ok).toBe(false);
});

test('it ends with its host, in the middle of a script', async () => {
  await using own = await openTestSandbox(['two']);
  const running = own.node('two').scripts().run('sleep 9035');
  await waitUntil(
    async () => (await script(own.node('two'), 'ps -eo args')).includes('sleep 9035'),
    () => 'sleep running',
  );
  await own[Symbol.asyncDispose]();
  const result = await running;
  expect(result.ok).toBe(false);
  expect(await own.node('two').scripts().run('true')).toMatchObject({canceled: true, ok: false});
});
