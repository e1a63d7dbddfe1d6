import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Host, Node} from '../../../src/drivers/hosts/host.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';

let host: Host;
let node: Node;
beforeAll(async () => {
  host = await openTestSandbox(['one']);
  node = host.node('one');
  await script(node, 'ip netns add red; ip -n red link add inner type bridge');
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});

const runningWith = async (text: string) => (await script(node, 'ps -eo args')).includes(text);

test('exit code, output, input and environment', async () => {
  const result = await node.run(['bash', '-c', 'cat; echo $WORD; echo oh >&2; exit 7'], {
    input: 'in\n',
    env: {WORD: 'word'},
  });
  expect(result).toMatchObject({
    exitCode: 7,
    stdout: 'in\nword\n',
    stderr: 'oh\n',
    ok: false,
    timedOut: false,
    canceled: false,
    notFound: false,
  });
});

test('a program that does not exist, in the node and in a namespace', async () => {
  expect(await node.run(['no-such-program', 'x'])).toMatchObject({
    notFound: true,
    ok: false,
    argv: ['no-such-program', 'x'],
  });
  const inside = await node.run(['no-such-program'], {namespace: 'red'});
  expect(inside).toMatchObject({notFound: true, ok: false});
  expect(inside.exitCode).toBeUndefined();
  // The program exists; what it looked for does not.
  expect(await node.run(['bash', '-c', 'no-such-program'])).toMatchObject({notFound: false, exitCode: 127});
});

test('a namespace shows its own links and its own /sys', async () => {
  const result = await node.run(['ls', '/sys/class/net'], {namespace: 'red'});
  expect(result.stdout).toBe('inner\nlo\n');
  expect((await node.run(['ls', '/sys/class/net'])).stdout).toBe('lo\n');
  expect(await node.run(['true'], {namespace: 'green'})).toMatchObject({
    ok: false,
    stderr: 'Cannot open network namespace "green": No such file or directory',
  });
});

test('a time-out ends the command with all it started, also what ignores TERM or left its session', async () => {
  const result = await node.run(
    ['bash', '-c', 'trap "" TERM; echo begun; setsid sleep 9001 & (sleep 9002 &); sleep 9003'],
    {timeoutMs: 300},
  );
  expect(result).toMatchObject({timedOut: true, canceled: false, ok: false, stdout: 'begun\n'});
  expect(result.exitCode).toBeUndefined();
  await waitUntil(
    async () => !(await runningWith('sleep 900')),
    () => 'the sleeps gone',
  );
});

test('an abort is told apart from a time-out', async () => {
  const controller = new AbortController();
  const running = node.run(['sleep', '9010'], {signal: controller.signal});
  await waitUntil(
    () => runningWith('sleep 9010'),
    () => 'sleep running',
  );
  controller.abort();
  expect(await running).toMatchObject({canceled: true, timedOut: false, ok: false});
  expect(await node.run(['true'], {signal: controller.signal})).toMatchObject({canceled: true, ok: false});
});

test('a daemon in the background outlives its script and does not hold it up, with its output open', async () => {
  const script = 'while echo noise; do sleep 0.01; done & echo $! >/tmp/noisy; echo ready';
  const result = await node.run(['bash', '-c', script]);
  expect(result).toMatchObject({ok: true, timedOut: false});
  expect(result.stdout).toMatch(/ready\n/);
  expect(result.durationMs).toBeLessThan(2000);
  // Much more than a pipe holds: without somebody reading, it would stop; with the pipe closed, it would die.
  const alive = 'pid=$(cat /tmp/noisy); for i in {1..30}; do kill -0 $pid; sleep 0.02; done; kill $pid';
  expect(await node.run(['bash', '-ec', alive])).toMatchObject({ok: true, stderr: ''});
});

test('all output arrives, also the last bytes of a long one while a child holds the pipe', async () => {
  const result = await node.run(['bash', '-c', 'sleep 9020 & head -c 5000000 /dev/zero | tr "\\0" x; echo end']);
  expect(result.stdout.length).toBe(5_000_004);
  expect(result.stdout.endsWith('xend\n')).toBe(true);
  await script(node, 'pkill -f "sleep 9020"');
});

test('the log has every command but those that asked not to be in it', async () => {
  await using fresh = await openTestSandbox(['a', 'b'], ['a:x -- b:y']);
  let notified = 0;
  fresh.log.subscribe(() => {
    notified += 1;
  });
  await fresh.node('a').run(['sh', '-c', 'exit 3']);
  await fresh.node('a').run(['true'], {logged: false});
  using stream = fresh.node('b').stream(['cat']);
  expect(notified).toBe(2);
  expect(fresh.log.entries.map(({node, argv, exitCode}) => [node, argv.join(' '), exitCode])).toEqual([
    ['a', 'ip link add name x netns a type veth peer name y netns b', 0],
    ['a', 'sh -c exit 3', 3],
    ['b', 'cat', undefined],
  ]);
  expect(stream).toBeDefined();
});

test('a stream reads and writes lines, in a namespace too, unseen by the node', async () => {
  using stream = node.stream(
    ['bash', '-c', 'ip -br link show inner; while read -r line; do echo "got $line"; echo "err $line" >&2; done'],
    {namespace: 'red'},
  );
  const lines: string[] = [];
  const errors: string[] = [];
  stream.onLine((line) => lines.push(line));
  stream.onErrorLine((line) => errors.push(line));
  stream.write('one\ntw');
  stream.write('o\n');
  await waitUntil(
    () => errors.length === 2,
    () => JSON.stringify({lines, errors}),
  );
  expect(lines[0]).toMatch(/^inner/);
  expect(lines.slice(1)).toEqual(['got one', 'got two']);
  expect(await runningWith('while read')).toBe(false);
  stream[Symbol.dispose]();
  expect((await stream.ended).stderr).toContain('err two');
  stream.write('after the end\n');
});

test('a stream that cannot start says why', async () => {
  expect((await node.stream(['no-such-program']).ended).stderr).toContain('no-such-program');
  expect((await node.stream(['cat'], {namespace: 'green'}).ended).stderr).toContain('green');
});
