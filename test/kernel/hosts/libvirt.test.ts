import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {prepareGuests} from '../../../src/drivers/hosts/guest/prepare-guests.ts';
import {prove} from '../../../src/drivers/hosts/capabilities.ts';
import {streamProcess} from '../../../src/drivers/hosts/run.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {topology} from '../../../src/state/make-topology.ts';
import {valueOf} from '../../../src/state/snapshot.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import {leftOf, machineState, takeCensus} from '../census.ts';
import {script} from '../open-sandbox.ts';
import {startGuest} from '../start-guest.ts';
import {waitUntil} from '../wait-until.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/hold-guest.ts', import.meta.url));
/** Where all is emulated and the machine is busy. */
const SLOW = 180_000;
const BOOT_MS = 90_000;

let folder: string;
let shows: {readonly guest: string; readonly libvirt: string};
let before: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-guests-'));
  before = machineState();
  shows = await prepareGuests(folder, () => {});
}, SLOW);

afterAll(() => {
  rmSync(folder, {recursive: true, force: true});
});

test('what was found out is kept', async () => {
  const [kind, said] = [readFileSync(join(shows.libvirt, 'domain-type'), 'utf8').trim(), [] as string[]];
  expect(['kvm', 'qemu']).toContain(kind);
  expect(await prepareGuests(folder, ({en}) => said.push(en))).toEqual(shows);
  expect(said).toEqual([]);
});

test('libvirt is proved by doing, or says why not', {timeout: SLOW}, async () => {
  const proof = (await prove({also: ['libvirt']})).find(({capability}) => capability === 'libvirt');
  expect(proof).toEqual({capability: 'libvirt', proved: true});
});

test(
  'a guest boots, gets a lease, answers, and goes when its button is pressed; the machine has nothing of it',
  {timeout: SLOW},
  async () => {
    await using host = await openSandbox({nodes: [{name: 'a'}], wires: [], shows});
    const node = host.node('a');
    await startGuest(node, 'vm1', 2);
    // Its processors are threads of one process, which is Debian's user for it.
    const threads = await script(node, 'cat /proc/$(cat /run/libvirt/qemu/vm1.pid)/task/*/comm');
    expect(threads.match(/^CPU \d\/(TCG|KVM)$/gm)).toHaveLength(2);
    expect(await script(node, 'ps -o user= -p $(cat /run/libvirt/qemu/vm1.pid)')).toBe('libvirt-qemu\n');
    const page = async (): Promise<string> => {
      const asked = await node.run(
        ['bash', '-c', 'curl -sL -m2 http://$(virsh -q net-dhcp-leases default | grep -oP "192.168.122.[0-9]+")/'],
        {timeoutMs: 20_000},
      );
      return asked.stdout;
    };
    let said = '';
    const end = Date.now() + BOOT_MS;
    while (!said.includes('starts') && Date.now() < end) said = await page();
    expect(said).toMatch(
      /^name vm1\nprocessors 2\nmemory \d+ MiB\nfree \d+ MiB\ndisk vda 16 MiB\nstarts 1\nup \d+ s\n/,
    );
    expect(await script(node, 'iptables-save -t nat')).toContain('MASQUERADE');
    expect(existsSync('/sys/class/net/virbr0')).toBe(before.some((line) => line.includes('virbr0')));
    expect(machineState()).toEqual(before);
    await script(node, 'virsh -q shutdown vm1');
    const over = await script(
      node,
      'for _ in {1..120}; do [[ $(virsh domstate vm1) == "shut off" ]] && break; sleep 0.5; done; virsh domstate vm1',
      {timeoutMs: 70_000},
    );
    expect(over.trim()).toBe('shut off');
  },
);

test('the snapshot follows guests and networks by what libvirtd tells', {timeout: SLOW}, async () => {
  await using host = await openSandbox({nodes: [{name: 'a'}], wires: [], shows});
  await using watcher = await watch(host);
  const node = host.node('a');
  const state = (): string => {
    const libvirt = watcher.current.nodes['a']?.libvirt;
    if (libvirt === undefined) return 'no libvirtd';
    return libvirt.ok ? (libvirt.value.domains['vm1']?.state ?? 'no vm1') : libvirt.why;
  };
  const becomes = (wanted: RegExp): Promise<unknown> =>
    waitUntil(
      () => wanted.test(state()),
      () => state(),
      20_000,
    );
  expect(state()).toBe('no libvirtd');
  await startGuest(node, 'vm1', 2);
  await becomes(/^running$/);
  const guest = valueOf(watcher.current.nodes['a']?.libvirt ?? {ok: false, why: 'none'})?.domains['vm1'];
  expect(guest).toMatchObject({processors: 2, memoryMiB: 96, persistent: true, saved: false});
  expect(guest?.processorThreads).toHaveLength(2);
  expect(topology(watcher.current).wires).toContainEqual({from: 'a/vm1/net0', to: 'a//vnet0', kind: 'tap'});
  await script(node, 'virsh -q suspend vm1');
  await becomes(/^paused$/);
  // What is not there is no empty list: the guest goes on without its manager.
  await script(node, 'pkill -9 -x libvirtd');
  await becomes(/Connection refused/);
  await script(node, 'libvirtd -d');
  await waitUntil(
    async () => {
      await watcher.refresh('silent');
      return state() === 'paused';
    },
    () => state(),
    20_000,
  );
  await script(node, 'virsh -q destroy vm1 && virsh -q undefine vm1');
  await becomes(/^no vm1$/);
});

test('pools follow events, volumes each look, whatever their names; a lost file is told', {timeout: SLOW}, async () => {
  await using host = await openSandbox({nodes: [{name: 'a'}], wires: [], shows});
  await using watcher = await watch(host);
  const node = host.node('a');
  const pool = () => valueOf(watcher.current.nodes['a']?.libvirt ?? {ok: false, why: 'none'})?.pools['apples'];
  const facts = (name: string) => pool()?.volumes[name]?.facts;
  await script(
    node,
    `start-libvirt
    virsh -q pool-define-as apples dir --target /var/lib/libvirt/apples
    virsh -q pool-build apples`,
    {timeoutMs: 60_000},
  );
  await watcher.refresh('silent');
  expect(pool()).toMatchObject({active: false, path: '/var/lib/libvirt/apples', volumes: {}});
  await script(node, 'virsh -q pool-start apples');
  await waitUntil(
    () => pool()?.active === true,
    () => JSON.stringify(pool()),
    20_000,
  );
  await script(
    node,
    `virsh -q vol-create-as apples base.qcow2 20M --format qcow2
    virsh -q vol-create-as apples '$(x) "1"; \\ end' 1M --format raw
    virsh -q vol-create-as apples vm1 30M --format qcow2 --backing-vol base.qcow2 --backing-vol-format qcow2`,
  );
  await watcher.refresh('silent');
  expect(Object.keys(pool()?.volumes ?? {})).toEqual(['$(x) "1"; \\ end', 'base.qcow2', 'vm1']);
  expect(facts('vm1')).toMatchObject({
    ok: true,
    value: {format: 'qcow2', capacity: 30 * 1024 * 1024, backing: '/var/lib/libvirt/apples/base.qcow2'},
  });
  expect(facts('$(x) "1"; \\ end')).toMatchObject({ok: true, value: {capacity: 1024 * 1024}});
  await script(node, 'rm /var/lib/libvirt/apples/vm1; touch /var/lib/libvirt/apples/new');
  await watcher.refresh('silent');
  expect(facts('vm1')).toMatchObject({ok: false, why: expect.stringMatching('not found') as string});
  expect(facts('new')).toBeUndefined();
  await script(node, 'virsh -q pool-refresh apples');
  await waitUntil(
    () => facts('vm1') === undefined && facts('new')?.ok === true,
    () => JSON.stringify(pool()),
    20_000,
  );
});

test('SIGKILL of the program leaves no guest, no libvirtd, no dnsmasq, no mount', {timeout: SLOW}, async () => {
  const program = streamProcess([process.execPath, FIXTURE, folder], {
    env: {PATH: process.env['PATH'] ?? '', HOME: '/nowhere'},
  });
  const said: string[] = [];
  program.onLine((line) => said.push(line));
  program.onErrorLine((line) => said.push(line));
  await waitUntil(
    () => said.some((line) => line.startsWith('standing')),
    () => `the guest standing; it said: ${said.join('\n')}`,
    BOOT_MS,
  );
  const census = takeCensus(program.pid ?? 0, 'no-marker');
  const running = [...census.processes.keys()].map((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  for (const one of ['libvirtd', 'virtlogd', 'virtlockd', 'dnsmasq', 'qemu-system-x86']) expect(running).toContain(one);
  process.kill(program.pid ?? 0, 'SIGKILL');
  await program.ended;
  await waitUntil(
    () => leftOf(census).length === 0,
    () => `nothing left, but:\n${leftOf(census).join('\n')}`,
    // On a busy machine it takes the kernel some seconds to take a guest's memory apart.
    20_000,
  );
  expect(machineState()).toEqual(before);
});
