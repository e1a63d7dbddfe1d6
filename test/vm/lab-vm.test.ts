import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openHost} from '../../src/drivers/hosts/launcher.ts';
import {prove} from '../../src/drivers/hosts/capabilities.ts';
import {descendants} from '../../src/drivers/hosts/process-tree.ts';
import {streamProcess, type ProcessStream} from '../../src/drivers/hosts/run.ts';
import {fetchKernel, findKernel} from '../../src/drivers/hosts/vm/kernel-files.ts';
import {labVm, type LabVm} from '../../src/drivers/hosts/vm/lab-vm.ts';
import {QEMU} from '../../src/drivers/hosts/vm/qemu.ts';
import {reportVm} from '../../src/drivers/hosts/vm/vm-report.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {leftOf, machineState, takeCensus} from '../kernel/census.ts';
import {openTypist, script, testPlan} from '../kernel/open-sandbox.ts';
import {waitUntil} from '../kernel/wait-until.ts';

const PROGRAM = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const FIXTURES = new URL('../kernel/fixtures/', import.meta.url);
/** Where all is emulated and the machine is busy. */
const SLOW = 180_000;

let folder: string;
let vm: LabVm;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-vm-'));
  chmodSync(folder, 0o755);
  vm = labVm({folder, program: PROGRAM});
  // As the learner's first lab in the VM does.
  if ((await findKernel(folder)) === undefined) await fetchKernel(folder);
}, SLOW);

afterAll(async () => {
  await vm[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true, force: true});
});

test(
  'what this kernel lacks is done in the VM: two nodes, a cable, tagged frames, a shell, a snapshot',
  async () => {
    const told: string[] = [];
    const tell = ({en}: {readonly en: string}): void => {
      told.push(en);
    };
    const proofs = await prove();
    const lacksVlan = proofs.some(({capability, proved}) => capability === 'vlan' && !proved);
    const on = lacksVlan ? {} : ({on: 'vm'} as const);
    const needs = ['namespaces', 'veth', 'bridge', 'vlan', 'vlan-filtering', 'many-ids'] as const;
    await using host = await openHost(testPlan(['a', 'b'], ['a:eth0 -- b:eth0']), needs, {vm, tell, ...on});
    expect(host.kind).toBe('vm');
    expect(told.at(-1)).toBe('Building the lab in the VM');
    const [a, b] = [host.node('a'), host.node('b')];
    await using watcher = await watch(host);
    const here = 'ip link add link eth0 name eth0.10 type vlan id 10; ip link set eth0.10 up; ip addr add 10.0.0';
    await script(a, `${here}.1/24 dev eth0.10`, {timeoutMs: 30_000});
    await script(b, `${here}.2/24 dev eth0.10`, {timeoutMs: 30_000});
    expect(await script(a, 'ping -c1 -W5 10.0.0.2', {timeoutMs: 30_000})).toContain('1 received');
    await waitUntil(
      () =>
        watcher.current.nodes['a']?.namespaces['']?.links.ok === true &&
        JSON.stringify(watcher.current).includes('eth0.10'),
      () => `eth0.10 in ${JSON.stringify(watcher.current.nodes['a']).slice(0, 2000)}`,
      30_000,
    );
    using typist = await openTypist(a);
    expect(await typist.type('uname -n; cat /proc/net/vlan/eth0.10 | head -1', 30_000)).toContain('VID: 10');
    // Nothing of the trials of what it can do is left in the lab.
    expect(
      (await script(a, 'ip -br link', {timeoutMs: 30_000})).split('\n').map((line) => line.split(/[ @]/)[0]),
    ).toEqual(['lo', 'eth0', 'eth0.10', '']);
  },
  SLOW,
);

test(
  'a VM that was saved goes on; where it cannot, another is booted and saved, or it is told why not',
  async () => {
    const saved = (): readonly string[] => readdirSync(folder).filter((name) => /^saved-[0-9a-f]+$/.test(name));
    const where = await stands();
    if (where === 'kvm') return expect(saved()).toEqual([]);
    const [file = ''] = saved();
    expect(file).not.toBe('');
    await vm[Symbol.asyncDispose]();
    const before = statSync(join(folder, file)).mtimeMs;
    // Giving up is no failure of what was saved.
    const givenUp = vm.openHost(testPlan(['a']), [], () => {}, AbortSignal.timeout(1200));
    // Nor is it one for who waits for the same boot.
    const waits = vm.openHost(testPlan(['b']), [], () => {}).then((host) => host[Symbol.asyncDispose]());
    await expect(givenUp).rejects.toMatchObject({name: 'TimeoutError'});
    await waits;
    expect(await stands()).toBe('tcg');
    expect(statSync(join(folder, file)).mtimeMs).toBe(before);
    await vm[Symbol.asyncDispose]();
    expect(await reportVm(folder)).toMatchObject({isSaved: true});
    truncateSync(join(folder, file), 10_000_000);
    const inTheWay = join(folder, `${file}.new-${process.pid}`);
    mkdirSync(inTheWay);
    expect(await stands()).toBe('tcg');
    expect(await reportVm(folder)).toMatchObject({isSaved: false, notSaved: expect.stringContaining(inTheWay)});
    await vm[Symbol.asyncDispose]();
    rmdirSync(inTheWay);
    expect(await stands()).toBe('tcg');
    expect(saved()).toEqual([file]);
    expect(statSync(join(folder, file)).size).toBeGreaterThan(50_000_000);
    expect((await reportVm(folder)).notSaved).toBeUndefined();
  },
  2 * SLOW,
);

/** Opens a host in the VM and looks at its clock, which stood still while the VM was saved. */
async function stands(): Promise<string> {
  await using host = await vm.openHost(testPlan(['a']), [], () => {});
  const now = Number(await script(host.node('a'), 'date +%s', {timeoutMs: 30_000}));
  expect(Math.abs(now - Date.now() / 1000)).toBeLessThan(30);
  return (
    await script(
      host.node('a'),
      'grep -q kvm /sys/devices/system/clocksource/clocksource0/available_clocksource && echo kvm || echo tcg',
      {timeoutMs: 30_000},
    )
  ).trim();
}

test(
  'the files of this machine can be read in it and not be written',
  async () => {
    await using host = await vm.openHost(testPlan(['a']), [], () => {});
    const node = host.node('a');
    expect((await node.run(['cat', '/etc/passwd'], {timeoutMs: 30_000})).ok).toBe(true);
    const written = await node.run(['bash', '-c', 'echo x >/usr/underlay-test'], {timeoutMs: 30_000});
    expect(written.ok).toBe(false);
    expect(written.stderr).toMatch(/Read-only file system|Permission denied/);
    // Its root is that of a user namespace there, too: only hosts that need more get more, and a VM for themselves.
    const ids = await script(node, 'cat /proc/self/uid_map; ls /dev', {timeoutMs: 30_000});
    expect(ids).not.toMatch(/^\s*0\s+0\s|loop|mapper/m);
  },
  SLOW,
);

test(
  'kill -9 of the program leaves neither qemu nor virtiofsd',
  async () => {
    await vm[Symbol.asyncDispose]();
    const before = machineState();
    const {program} = await holding('hold-vm.ts', (said) => said.includes('standing vm'), SLOW - 30_000);
    await killed(program);
    expect(machineState()).toEqual(before);
  },
  SLOW,
);

test(
  'two machines with a cable: kernels of their own, frames from one to the other, and none of it left after kill -9',
  async () => {
    const before = machineState();
    const {program, said} = await holding(
      'hold-machines.ts',
      (lines) => lines.includes('{"standing":"vm"}'),
      2 * SLOW - 60_000,
    );
    const found: Readonly<Record<string, unknown>> = Object.assign(
      {},
      ...said.map((line) => JSON.parse(line) as object),
    );
    const [one, ...ofA] = found['a'] as readonly string[];
    const [other, ...ofB] = found['b'] as readonly string[];
    expect(one).not.toBe(other);
    const links = ['lo', 'v@if2', 'eth0', 'eth0.10@eth0', '1500'].toSorted();
    expect([ofA.toSorted(), ofB.toSorted()]).toEqual([links, links]);
    expect(found['ping']).toContain(' 0% packet loss');
    expect(found['modules']).toEqual([true, false]);
    expect(found['wires']).toEqual([
      {from: 'a//eth0', to: 'b//eth0', kind: 'cable'},
      ...['a', 'b'].map((node) => ({from: `${node}//v`, to: `${node}/in/v`, kind: 'veth'})),
      ...['a', 'b'].map((node) => ({from: `${node}//eth0.10`, to: `${node}//eth0`, kind: 'vlan', label: 'VLAN 10'})),
    ]);
    // The card that is down at the other end is not what this one is plugged into.
    expect(found['carrier']).toBe(true);
    const [qemu = 0] = descendants(program.pid ?? 0).filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(QEMU),
    );
    process.kill(qemu, 'SIGKILL');
    await waitUntil(
      () => said.some((line) => line.startsWith('{"ended"')),
      () => `the end of the host; it said: ${said.join('\n')}`,
      30_000,
    );
    await killed(program);
    expect(machineState()).toEqual(before);
  },
  2 * SLOW,
);

/** A program with a VM that stands. */
async function holding(
  fixture: string,
  stands: (said: readonly string[]) => boolean,
  withinMs: number,
): Promise<{readonly program: ProcessStream; readonly said: readonly string[]}> {
  const program = streamProcess([process.execPath, fileURLToPath(new URL(fixture, FIXTURES)), folder, PROGRAM], {
    env: {PATH: process.env['PATH'] ?? '', HOME: '/nowhere'},
  });
  const said: string[] = [];
  program.onLine((line) => said.push(line));
  program.onErrorLine((line) => said.push(line));
  void program.ended.then(() => said.push('it ended'));
  try {
    await waitUntil(
      () => stands(said) || said.includes('it ended'),
      () => `the VM; it said: ${said.join('\n')}`,
      withinMs,
    );
  } catch (error) {
    program[Symbol.dispose]();
    throw error;
  }
  return {program, said};
}

/** Kills it and waits until nothing of it is left. */
async function killed(program: ProcessStream): Promise<void> {
  const census = takeCensus(program.pid ?? 0, folder);
  process.kill(program.pid ?? 0, 'SIGKILL');
  await program.ended;
  await waitUntil(
    () => leftOf(census).length === 0,
    () => leftOf(census).join('\n'),
  );
}
