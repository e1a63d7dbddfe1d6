import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {streamProcess} from '../../../src/drivers/hosts/run.ts';
import type {ProcessStream} from '../../../src/drivers/hosts/run.ts';
import {leftOf, machineState, takeCensus} from '../census.ts';
import type {Census} from '../census.ts';
import {openTestSandbox} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {outermost} from './outermost.ts';
import {rootOf} from '../root-of.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/hold-sandbox.ts', import.meta.url));
const isRoot = process.getuid?.() === 0;
const NOBODY = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups', '--'];

interface Holding {
  readonly program: ProcessStream;
  readonly pid: number;
  readonly marker: string;
  readonly standing: Promise<void>;
}

/** Starts the fixture under a name that no other test run has. */
function hold(before: readonly string[] = []): Holding {
  const marker = `n${Math.random().toString(36).slice(2, 12)}`;
  const argv = [...before, process.execPath, FIXTURE, `${marker}-a`, `${marker}-b`];
  const program = streamProcess(argv, {env: {PATH: process.env['PATH'] ?? '', HOME: '/nowhere'}});
  const {pid} = program;
  if (pid === undefined) throw new Error(`${argv.join(' ')} could not be started`);
  const said: string[] = [];
  program.onLine((line) => said.push(line));
  program.onErrorLine((line) => said.push(line));
  const standing = waitUntil(
    () => said.some((line) => line.startsWith('standing')),
    () => `the fixture standing; it said: ${said.join('\n')}`,
    15_000,
  ).then(() => {});
  return {program, pid, marker, standing};
}

async function expectNothingLeft(census: Census, before: readonly string[]): Promise<void> {
  await waitUntil(
    () => leftOf(census).length === 0,
    () => `nothing left, but:\n${leftOf(census).join('\n')}`,
  );
  expect(machineState()).toEqual(before);
}

async function killAndLook(holding: Holding, signal: NodeJS.Signals): Promise<Census> {
  const census = takeCensus(holding.pid, holding.marker);
  process.kill(holding.pid, signal);
  await holding.program.ended;
  return census;
}

test.for(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s of the program leaves nothing', async (signal) => {
  const before = machineState();
  const holding = hold();
  await holding.standing;
  const census = await killAndLook(holding, signal);
  // The census must have seen a whole sandbox, else it proves nothing: user, and 5 kinds each of sandbox and 2 nodes.
  expect(census.namespaces.size).toBeGreaterThanOrEqual(16);
  expect(census.processes.size).toBeGreaterThanOrEqual(10);
  await expectNothingLeft(census, before);
});

test('20 kills at random moments, set-up included, leave nothing', async () => {
  const before = machineState();
  let standing = 0;
  for (let round = 0; round < 20; round += 1) {
    const holding = hold();
    const stood = holding.standing.then(() => true);
    stood.catch(() => {});
    // From the first instructions of Node to some time after the sandbox stands.
    const early = await Promise.race([stood, pause(100 + round * 15, false)]);
    if (early) standing += 1;
    await expectNothingLeft(await killAndLook(holding, 'SIGKILL'), before);
  }
  expect(standing).toBeLessThan(20);
}, 60_000);

test.runIf(isRoot)('an ordinary user leaves nothing either, with one id and with a range', async () => {
  const before = machineState();
  const single = hold(NOBODY);
  await single.standing;
  await expectNothingLeft(await killAndLook(single, 'SIGKILL'), before);

  await using range = withSubordinateIds();
  const holding = hold([...range.command, ...NOBODY]);
  await holding.standing;
  const census = await killAndLook(holding, 'SIGKILL');
  await expectNothingLeft(census, before);
});

/** Gives nobody a range of ids without touching the machine's files: in a mount namespace of the command's own. */
function withSubordinateIds() {
  const folder = mkdtempSync(join(tmpdir(), 'underlay-subuid-'));
  const file = join(folder, 'subuid');
  writeFileSync(file, 'nobody:300000:65536\n');
  for (const name of ['/etc/subuid', '/etc/subgid']) {
    if (!existsSync(name)) throw new Error(`${name} is missing; install uidmap`);
  }
  const mounts = `mount --bind ${file} /etc/subuid && mount --bind ${file} /etc/subgid && exec "$@"`;
  return {
    command: ['unshare', '--mount', 'bash', '-c', mounts, 'bash'],
    async [Symbol.asyncDispose]() {
      rmSync(folder, {recursive: true});
    },
  };
}

test('a disposed sandbox is gone when dispose resolves, with 100 namespaces inside within 200 ms', async () => {
  const before = machineState();
  const host = await openTestSandbox(['a', 'b'], ['a:eth0 -- b:eth0']);
  const node = host.node('a');
  const made = await node.run(['bash', '-c', 'for i in {1..100}; do echo netns add n$i; done | ip -batch -'], {
    timeoutMs: 20_000,
  });
  expect(made).toMatchObject({ok: true});
  const stream = node.stream(['ip', 'monitor']);
  const terminal = node.terminal({columns: 80, rows: 24});
  const sandboxPid = Number(/\/proc\/(\d+)\/root/.exec(rootOf(node))?.[1]);
  const census = takeCensus(sandboxPid, 'no such marker');
  expect(census.namespaces.size).toBeGreaterThanOrEqual(6);

  const start = performance.now();
  await host[Symbol.asyncDispose]();
  const took = performance.now() - start;
  expect(leftOf(census)).toEqual([]);
  expect(took).toBeLessThan(200);
  expect(machineState()).toEqual(before);

  await host[Symbol.asyncDispose]();
  expect((await stream.ended).exitCode).not.toBe(0);
  expect(await terminal.exited).not.toBe(0);
  expect(await node.run(['true'])).toMatchObject({ok: false, canceled: true});
  expect(await node.stream(['true']).ended).toEqual({stderr: 'The sandbox has ended.'});
  expect(() => node.terminal({columns: 80, rows: 24})).toThrow('The sandbox has ended.');
});

test('a sandbox killed from outside says so', async () => {
  await using host = await openTestSandbox(['a']);
  const nodePid = Number(/\/proc\/(\d+)\/root/.exec(rootOf(host.node('a')))?.[1]);
  const census = takeCensus(nodePid, 'no such marker');
  const running = host.node('a').run(['sleep', '100']);
  process.kill(outermost(nodePid), 'SIGKILL');
  expect((await host.ended).en).toContain('ended from outside');
  expect(await running).toMatchObject({ok: false});
  await waitUntil(
    () => leftOf(census).length === 0,
    () => leftOf(census).join('\n'),
  );
});

test('a node killed from outside takes the sandbox with it, which says so', async () => {
  await using host = await openTestSandbox(['a', 'b']);
  const nodePid = Number(/\/proc\/(\d+)\/root/.exec(rootOf(host.node('b')))?.[1]);
  const census = takeCensus(outermost(nodePid), 'no such marker');
  process.kill(nodePid, 'SIGKILL');
  expect((await host.ended).en).toContain('A node was killed.');
  expect(leftOf(census)).toEqual([]);
});
