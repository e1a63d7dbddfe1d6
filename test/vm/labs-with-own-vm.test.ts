import {afterAll, expect, it} from 'vitest';
import type {Node} from '../../src/drivers/hosts/host.ts';
import {startOvs} from '../../src/drivers/kernel/ovs/start.ts';
import {haveOwnVm, labsForVm, testVm} from './test-vm.ts';

const vm = testVm();
afterAll(() => vm[Symbol.asyncDispose]());

const owning = labsForVm.filter(haveOwnVm);
it.for(owning.map((lab) => ({id: lab.id, lab})))('$id', {timeout: 900_000}, async ({lab}) => vm.prove(lab));

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
    await using host = await vm.open(
      {
        nodes: [{name: 'left'}, {name: 'right'}],
        wires: [{from: {node: 'left', link: 'eth0'}, to: {node: 'right', link: 'eth0'}}],
      },
      ['openvswitch', 'ovs-kernel'],
    );
    const [left, right] = [host.node('left'), host.node('right')];
    const sh = async (node: Node, script: string): Promise<string> => {
      const result = await node.run(['bash', '-ec', script], {timeoutMs: 60_000});
      if (!result.ok) throw new Error(`${script}\n${result.stderr}`);
      return result.stdout;
    };
    await Promise.all([startOvs(left), startOvs(right)]);
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
