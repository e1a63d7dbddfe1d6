import {describe, expect, test} from 'vitest';
import type {Ml2Options, Network} from '../../../src/drivers/neutron/model.ts';
import {lbaasNamespace} from '../../../src/drivers/neutron/lbaas/names.ts';
import {script} from '../open-sandbox.ts';
import {guestOf, reaches} from './groups-cloud.ts';
import {BALANCER_ID, VIP, balancedCloud, balancing} from './make-balancer.ts';
import {address, cloudWith, portId, withPort} from './make-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import {SWITCHED_SERVERS, openvswitchCloud} from './openvswitch-cloud.ts';
import {opensTun} from './tun.ts';

const VLAN = {networkType: 'vlan', physicalNetwork: 'physflat', segmentationId: 100, mtu: 1500} as const;
const FLAT = {networkType: 'flat', physicalNetwork: 'physflat', segmentationId: null, mtu: 1500} as const;
const LEARNING = {l2Population: false, arpResponder: false};

/** Two instances beside each other on the controller, where DHCP is, and one on another node, with no filter. */
const KINDS: readonly {
  readonly name: string;
  readonly network: Partial<Network>;
  readonly options: Partial<Ml2Options>;
  readonly flows: string;
}[] = [
  {
    name: 'vxlan that learns',
    network: {},
    options: LEARNING,
    flows: 'table=22.*dl_vlan=1 .*output:"vxlan-ac10100b",output:"vxlan-ac10100c"',
  },
  {name: 'vxlan', network: {}, options: {}, flows: 'table=21.*arp_tpa=10.0.100.7 '},
  {name: 'vlan', network: VLAN, options: {}, flows: 'in_port="phy-br-eth3",dl_vlan=1 actions=set_field:4196->vlan_vid'},
  {name: 'flat', network: FLAT, options: {}, flows: 'in_port="phy-br-eth3",dl_vlan=1 actions=pop_vlan,NORMAL'},
];

const options = (more: Partial<Ml2Options> = {}) => ({mechanism: 'openvswitch', firewall: 'none', ...more}) as const;

describe.runIf(opensTun())('kinds of networks', () => {
  test.each(KINDS)('$name reaches across nodes', {timeout: 120_000}, async ({network, options: more, flows}) => {
    await using cloud = await openTestCloud(options(more), SWITCHED_SERVERS);
    const base = cloudWith(['controller', 'controller', 'compute1'], network);
    const wanted = openvswitchCloud({...base, options: {...base.options, ...more}}, 'none');
    await cloud.settle({...wanted, instances: {}});
    await cloud.settle(wanted);
    const vm1 = await guestOf(cloud, 'controller', 1);
    const vm2 = await guestOf(cloud, 'controller', 2);
    const vm3 = await guestOf(cloud, 'compute1', 3);
    expect([
      await reaches(vm1, vm2, 'icmp'),
      await reaches(vm1, vm3, 'icmp'),
      await reaches(vm3, vm1, 'tcp 80'),
    ]).toEqual([true, true, true]);
    const written = await script(
      cloud.node('controller'),
      'for bridge in br-tun br-eth3; do ovs-ofctl -O OpenFlow13 --names --no-stats dump-flows $bridge; done',
    );
    expect(written).toMatch(new RegExp(flows));
    // With no firewall flows still guard sources.
    await vm3.run('ip addr add 10.0.100.88/20 dev eth0');
    expect(await vm3.can(`ping -c 1 -W 1 -I 10.0.100.88 ${vm1.address}`)).toBe(false);
    await vm3.run('ip link set eth0 address 02:00:00:00:00:01');
    expect(await reaches(vm3, vm1, 'icmp')).toBe(false);
  });

  test('a local network stays on its node, and tags keep two apart', {timeout: 120_000}, async () => {
    await using cloud = await openTestCloud(options(), SWITCHED_SERVERS);
    const wanted = openvswitchCloud(
      cloudWith(['controller', 'controller', 'compute1'], {networkType: 'local', segmentationId: null}),
      'none',
    );
    await cloud.settle(wanted);
    const vm1 = await guestOf(cloud, 'controller', 1);
    const vm2 = await guestOf(cloud, 'controller', 2);
    expect(await reaches(vm1, vm2, 'icmp')).toBe(true);
    await script(cloud.node('compute1'), `ip addr add ${address(3)}/20 dev eth0`, {namespace: 'instance-vm3'});
    expect(await vm1.can(`ping -c 1 -W 1 ${address(3)}`)).toBe(false);
    // A bridge of the learner's own that speaks another OpenFlow is no affair of the agent's; br-int is.
    const mute = (bridge: string) =>
      script(cloud.node('controller'), `ovs-vsctl set Bridge ${bridge} protocols=OpenFlow15`);
    await script(cloud.node('controller'), 'ovs-vsctl add-br br0 -- set Bridge br0 datapath_type=netdev');
    await mute('br0');
    await cloud.settle(withPort(wanted, portId(2), {adminStateUp: false}));
    await cloud.settle(wanted);
    await mute('br-int');
    await expect(cloud.settle(withPort(wanted, portId(2), {adminStateUp: false}))).rejects.toThrow(
      /could not look: flows of br-int: .*version/,
    );
    await script(cloud.node('controller'), 'ovs-vsctl clear Bridge br-int protocols');
    await cloud.settle(wanted);
    expect(await reaches(vm1, vm2, 'icmp')).toBe(true);
    // By hand: what one tag keeps together, two keep apart.
    await script(cloud.node('controller'), 'ovs-vsctl set Port tapb0000002-00 tag=2');
    expect(await reaches(vm1, vm2, 'icmp')).toBe(false);
  });

  test('a load balancer is a port of br-int, too, and takes turns', {timeout: 120_000}, async () => {
    await using cloud = await openTestCloud(options(), SWITCHED_SERVERS);
    const served = {...balancedCloud(['compute1', 'compute2', 'compute1']), loadBalancing: balancing()};
    await cloud.settle(openvswitchCloud(served, 'none'));
    const guests = [
      await guestOf(cloud, 'compute1', 1),
      await guestOf(cloud, 'compute2', 2),
      await guestOf(cloud, 'compute1', 3),
    ];
    const answers = await guests[2]?.run(
      `for n in 1 2 3 4; do curl -s --max-time 3 --noproxy '*' http://${VIP}/; done`,
    );
    expect(answers?.match(/instance-vm\d/g)?.toSorted()).toEqual(['1', '1', '2', '2'].map((n) => `instance-vm${n}`));
    const ends = await script(cloud.node('controller'), 'ip -br link', {namespace: lbaasNamespace(BALANCER_ID)});
    expect(ends).toMatch(/^tap/m);
    expect(ends).not.toContain('ns-');
  });

  test('without its switch daemon nothing can be said of a node, and ports tell why', {timeout: 120_000}, async () => {
    await using cloud = await openTestCloud(options(), SWITCHED_SERVERS);
    const pid = '/run/openvswitch/ovsdb-server.pid';
    await script(cloud.node('compute1'), `kill $(<${pid}); while [ -e ${pid} ]; do sleep 0.01; done`);
    const wanted = openvswitchCloud(cloudWith(['compute1']), 'none');
    const reports = await cloud.agents.reconcile(wanted);
    const [report] = reports.ports.filter(({portId}) => wanted.ports[portId]?.binding.host === 'compute1');
    expect(report).toMatchObject({status: 'ERROR', reason: expect.stringMatching(/could not look: .*ovs-vsctl/s)});
  });
});
