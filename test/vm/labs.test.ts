import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {prove} from '../../src/drivers/hosts/capabilities.ts';
import {needRootOfKernel} from '../../src/drivers/hosts/capability-trials.ts';
import {hasMachines} from '../../src/drivers/hosts/host-plan.ts';
import type {Node} from '../../src/drivers/hosts/host.ts';
import {isForVm, openHost} from '../../src/drivers/hosts/launcher.ts';
import {labVm} from '../../src/drivers/hosts/vm/lab-vm.ts';
import {startOvs} from '../../src/drivers/kernel/ovs/start.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import type {Lab} from '../../src/labs/lab.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import {reportText} from '../../src/labs/verify/format-report.ts';
import {openPool} from '../../src/labs/verify/pool.ts';
import {verifyLab} from '../../src/labs/verify/verify-lab.ts';

const PROGRAM = join(import.meta.dirname, '../..');

const folder = mkdtempSync(join(tmpdir(), 'underlay-vm-labs-'));
// The VM is not root.
chmodSync(folder, 0o755);
const vm = labVm({folder: join(folder, 'vm'), program: PROGRAM});
afterAll(async () => {
  await vm[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true, force: true});
});

const proofs = await prove();
const lacking = proofs.filter(({proved}) => !proved).map(({capability}) => capability);
const {labs} = await loadCatalog(join(PROGRAM, 'labs-content'));
const inVm = labs.filter(({needs, host}) =>
  isForVm(
    lacking.filter((capability) => needs.includes(capability)),
    host,
  ),
);

// Alone and one after the other: where the processor is emulated everything is work, and a host costs half a minute. So
// only those wrong ways are tried that the solve passes through, with one of the faults; `underlay verify` tries all.
it.for(inVm.map((lab) => ({id: lab.id, lab})))('$id', {timeout: 900_000}, async ({lab}) => {
  const report = await verifyLab(
    lab,
    {openHost: (plan, signal) => openHost(plan, lab.needs, {vm, signal, on: 'vm'}), watch},
    {pool: openPool(1), hosted: 'none', faults: 'one'},
  );
  expect(report.verdict, reportText([report]).en).toBe('ok');
});

it('where this kernel has all that labs need, only those are left for the VM that want root of a kernel, or several', () => {
  const isAlways = ({needs, host}: Lab): boolean => needRootOfKernel(needs) || hasMachines(host);
  const [always, others] = [true, false].map((wants) => inVm.filter((lab) => isAlways(lab) === wants));
  expect(always).toEqual(labs.filter(isAlways));
  const ofKernel = ['vlan', 'ovs-kernel'].filter((need) => lacking.some((capability) => capability === need));
  const wantsOther = labs.filter((lab) => !isAlways(lab) && lab.needs.some((need) => ofKernel.includes(need)));
  expect(others?.length !== 0).toBe(wantsOther.length > 0);
});

/** A guest behind a bridge of the kernel's datapath, and a tunnel to the other node's. */
const beginning = (own: number, other: number) => `
  sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip addr add 192.0.2.${own}/24 dev eth0
  ip netns add vm
  ip link add tap1 type veth peer name eth0 netns vm
  ip link set tap1 up
  ip -n vm addr add 10.0.0.${own}/24 dev eth0
  ip -n vm link set eth0 up
  ovs-vsctl set Open_vSwitch . other_config:max-idle=60000 -- add-br br0 -- add-port br0 tap1 -- add-port br0 vx0 \\
    -- set interface vx0 type=vxlan options:remote_ip=192.0.2.${other} options:key=100`;

/** What the guest asks for comes back, and nothing else: the kernel's connection tracking, asked by flows. */
const ONLY_ANSWERS = `
  ovs-ofctl add-flows br0 - <<'END'
  priority=2,ip,in_port=tap1,actions=ct(commit),NORMAL
  priority=2,ip,in_port=vx0,ct_state=-trk,actions=ct(table=1)
  table=1,ip,ct_state=+est,actions=NORMAL
END`;

it(
  'nodes have datapaths of their own in the kernel, with tunnels and connection tracking',
  {timeout: 480_000},
  async () => {
    await using host = await openHost(
      {
        nodes: [{name: 'left'}, {name: 'right'}],
        wires: [{from: {node: 'left', link: 'eth0'}, to: {node: 'right', link: 'eth0'}}],
      },
      ['openvswitch', 'ovs-kernel'],
      {vm, on: 'vm'},
    );
    const [left, right] = [host.node('left'), host.node('right')];
    const sh = async (node: Node, script: string): Promise<string> => {
      const result = await node.run(['bash', '-ec', script], {timeoutMs: 60_000});
      if (!result.ok) throw new Error(`${script}\n${result.stderr}`);
      return result.stdout;
    };
    await Promise.all([startOvs(left, {datapath: 'system'}), startOvs(right, {datapath: 'system'})]);
    await Promise.all([sh(left, beginning(1, 2) + ONLY_ANSWERS), sh(right, beginning(2, 1))]);
    await sh(left, 'ip netns exec vm ping -c2 -i0.2 -W5 10.0.0.2');
    // Of the left's kernel: what goes out is put into the tunnel, what comes in is tracked first.
    const [cache, links, ports] = await Promise.all([
      sh(left, 'ovs-dpctl --names dump-flows'),
      sh(left, 'ip -br link'),
      sh(right, 'ovs-dpctl show'),
    ]);
    expect(cache).toMatch(/in_port\(tap1\).*actions:ct\(commit\),set\(tunnel\(tun_id=0x64,dst=192\.0\.2\.2,/);
    expect(cache).toMatch(/in_port\(vxlan_sys_4789\).*actions:ct,recirc/);
    expect(links).toMatch(/^vxlan_sys_4789 /m);
    // The right has a datapath of the same name with its own ports, once each.
    expect(ports.match(/tap1/g)).toHaveLength(1);
    // It asks with a question of its own, and nobody answers.
    await expect(sh(right, 'ip netns exec vm ping -c1 -W2 10.0.0.1')).rejects.toThrow();
  },
);
