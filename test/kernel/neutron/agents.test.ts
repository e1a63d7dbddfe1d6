import {existsSync, readFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {PortReport} from '../../../src/drivers/neutron/driver.ts';
import type {CloudState, Port} from '../../../src/drivers/neutron/model.ts';
import {bridgeName, dhcpFolder, dhcpNamespace, tapName} from '../../../src/drivers/neutron/naming.ts';
import type {Reports} from '../../../src/drivers/neutron/work.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {DHCP_PORT_ID, NETWORK_ID, address, cloudWith, portId, withAgent, withPort} from './make-cloud.ts';
import {SERVERS, emptyCloud, openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';
import {rootOf} from '../root-of.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await openTestCloud();
});
afterEach(async () => {
  await cloud[Symbol.asyncDispose]();
});

const on = (node: string, text: string) => script(cloud.node(node), text);
const fdb = async (node: string) =>
  (await on(node, 'bridge fdb show dev vxlan-100 2>/dev/null || true'))
    .split('\n')
    .filter((line) => line.includes(' dst ') && line.includes('permanent'))
    .map((line) => line.trim())
    .toSorted();

const TWO = cloudWith(['compute1', 'compute2']);
const THREE = cloudWith(['compute1', 'compute2', 'compute2']);

const NOTHING: Reports = {ports: [], instances: [], floatingIps: [], firewalls: [], loadBalancers: []};

test('a cloud that did not change is not looked at again', async () => {
  await cloud.settle(TWO);
  const works = cloud.works.length;
  expect(await cloud.settle({...TWO})).toEqual(NOTHING);
  expect(cloud.works.length).toBe(works);
});

test('ports and instances are reported, and wired', async () => {
  const reports = await cloud.settle(TWO);
  expect(reports.ports.toSorted((a, b) => (a.portId < b.portId ? -1 : 1))).toEqual(
    [portId(1), portId(2), DHCP_PORT_ID].map((id) => ({portId: id, status: 'ACTIVE'})),
  );
  expect(reports.instances).toEqual([
    {instanceId: 'vm1', status: 'ACTIVE'},
    {instanceId: 'vm2', status: 'ACTIVE'},
  ]);
});

test('a node reports when it is done, not when all are; nothing to tell is not told', async () => {
  // compute2 takes its time.
  await on(
    'compute2',
    `mkdir /run/slow; cp /usr/sbin/ipset /run/slow/real; mkfifo /run/slow/go
cat >/run/slow/ipset <<'END'
#!/bin/bash
[[ -e /run/slow/open ]] || read -r _ </run/slow/go
exec -a ipset /run/slow/real "$@"
END
chmod +x /run/slow/ipset; mount --bind /run/slow/ipset /usr/sbin/ipset`,
  );
  const turn = cloud.settle(TWO);
  await waitUntil(
    () => toldOfPorts().length === 2,
    () => `controller and compute1 have told: ${JSON.stringify(cloud.told)}`,
  );
  expect(toldOfPorts().toSorted()).toEqual(['compute1', 'controller']);
  await on('compute2', ': >/run/slow/open; echo >/run/slow/go');
  const {ports} = await turn;
  expect(cloud.told.map(({node}) => node).at(-1)).toBe('compute2');
  expect(cloud.told.flatMap((one) => one.ports).toSorted(byPort)).toEqual(ports.toSorted(byPort));
  const told = cloud.told.length;
  await cloud.settle({...TWO});
  expect(toldOfPorts()).toHaveLength(3);
  expect(cloud.told).toHaveLength(told);
});

test('a port that an agent takes up is in BUILD first; one that is up, or shall not be, is not', async () => {
  const down = withPort(withPort(TWO, portId(1), {status: 'DOWN'}), portId(2), {status: 'DOWN', adminStateUp: false});
  const reports = await cloud.settle(down);
  expect(toldOf(portId(1))).toEqual(['BUILD', 'ACTIVE']);
  expect(toldOf(portId(2))).toEqual(['DOWN']);
  expect(toldOf(DHCP_PORT_ID)).toEqual(['ACTIVE']);
  expect(reports.ports.map(({status}) => status)).not.toContain('BUILD');
});

test('what an agent reported is no reason to do anything; what others want is', async () => {
  await on('compute1', 'ip link set eth1 name tenant');
  const withStatus = (status: Port['status']) => withPort(TWO, portId(1), {status});
  await cloud.agents.reconcile(withStatus('DOWN'));
  await cloud.agents.idle();
  expect(toldOf(portId(1))).toEqual(['BUILD', 'ERROR']);
  const works = cloud.works.length;
  for (const status of ['BUILD', 'ERROR'] as const)
    expect(await cloud.agents.reconcile(withStatus(status))).toEqual(NOTHING);
  expect(cloud.works).toHaveLength(works);
  const renamed = withPort(TWO, portId(1), {status: 'ERROR', name: 'other'});
  expect((await cloud.agents.reconcile(renamed)).ports).toMatchObject([{portId: portId(1), status: 'ERROR'}]);
  await on('compute1', 'ip link set tenant name eth1; ip link set eth1 up');
  expect((await cloud.agents.reconcile({...renamed})).ports).toEqual([{portId: portId(1), status: 'ACTIVE'}]);
});

/** The nodes that told of ports, in their order. */
const toldOfPorts = () => cloud.told.flatMap(({node, ports}) => (ports.length > 0 ? [node] : []));
const toldOf = (id: string) =>
  cloud.told.flatMap(({ports}) => ports.flatMap((one) => (one.portId === id ? [one.status] : [])));
const byPort = (a: PortReport, b: PortReport): number => (a.portId < b.portId ? -1 : 1);

test('every command tells what it is for, in both languages, and of which object', async () => {
  await cloud.settle(TWO);
  const commands = cloud.works.flatMap((work) => work.outcomes.map((outcome) => outcome.command));
  expect(commands.length).toBeGreaterThan(40);
  for (const {why, subject} of commands) {
    expect(why.en).toMatch(/\.$/);
    expect(why.zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(['network', 'port', 'server', 'router']).toContain(subject.type);
  }
});

test('l2population: entries come and go with ports elsewhere', async () => {
  await cloud.settle(THREE);
  const [first, second, third] = [1, 2, 3].map((number) => THREE.ports[portId(number)]?.macAddress ?? '');
  const dhcp = THREE.ports[DHCP_PORT_ID]?.macAddress ?? '';
  const entry = (mac: string, last: number) => `${mac} dst 172.16.16.${last} self permanent`;
  const flood = '00:00:00:00:00:00';
  expect(await fdb('compute1')).toEqual(
    [entry(flood, 10), entry(flood, 12), entry(second ?? '', 12), entry(third ?? '', 12), entry(dhcp, 10)].toSorted(),
  );
  // One of two ports there goes: its own entries go, the tunnel end stays.
  await cloud.settle(TWO);
  expect(await fdb('compute1')).toEqual(
    [entry(flood, 10), entry(flood, 12), entry(second ?? '', 12), entry(dhcp, 10)].toSorted(),
  );
  expect(await on('compute1', 'ip neigh show dev vxlan-100')).not.toContain(address(3));
  // The last one there goes: nothing is flooded to it any more.
  await cloud.settle(cloudWith(['compute1']));
  expect(await fdb('compute1')).toEqual([entry(flood, 10), entry(dhcp, 10)].toSorted());
  expect(await fdb('controller')).toEqual([entry(flood, 11), entry(first ?? '', 11)].toSorted());
  // The network's devices stay on a node without a port, until the network is deleted.
  expect(await on('compute2', `ip link show ${bridgeName(NETWORK_ID)}; ip link show vxlan-100`)).toContain('vxlan-100');
  await cloud.settle(emptyCloud());
  for (const {name} of SERVERS) expect(await on(name, 'ls /sys/class/net')).toBe('eth0\neth1\neth2\neth3\nlo\n');
  expect(existsSync(`${rootOf(cloud.node('controller'))}${dhcpFolder(NETWORK_ID)}`)).toBe(false);
  expect(await on('controller', 'ip netns list')).toBe('');
});

test('what somebody broke stays broken until the agent is started anew', async () => {
  await cloud.settle(TWO);
  const [tap, bridge] = [tapName(DHCP_PORT_ID), bridgeName(NETWORK_ID)];
  await on('controller', `ip link set ${tap} nomaster; iptables -F neutron-linuxbri-FORWARD`);
  await on(
    'compute1',
    'bridge fdb del 00:00:00:00:00:00 dev vxlan-100 dst 172.16.16.10; ip neigh flush dev vxlan-100 nud permanent',
  );
  const broken = await fdb('compute1');
  await on(
    'compute2',
    `ip link del vxlan-100; ip link add vxlan-100 type vxlan id 101 dev eth1 dstport 8472; ip link set vxlan-100 master ${bridge} up
    bridge fdb append 00:00:00:00:00:00 dev vxlan-100 dst 172.16.16.10
    ip neigh add ${address(1)} lladdr ${TWO.ports[portId(1)]?.macAddress ?? ''} nud permanent dev vxlan-100`,
  );
  // Another port comes: its own entries are made, and nothing else.
  await cloud.settle(THREE);
  expect(await on('controller', `ip -br link show master ${bridge}`)).not.toContain(tap);
  expect(await fdb('compute1')).toHaveLength(broken.length + 1);
  expect(await fdb('compute1')).not.toContain('00:00:00:00:00:00 dst 172.16.16.10 self permanent');
  for (const {name} of SERVERS) expect(await cloud.agents.restart('Linux bridge agent', name)).toBeUndefined();
  await cloud.settle(THREE);
  expect(await on('controller', `ip -br link show master ${bridge}`)).toContain(tap);
  expect(await on('controller', 'iptables -S neutron-linuxbri-FORWARD')).toContain(tap);
  expect(await fdb('compute1')).toContain('00:00:00:00:00:00 dst 172.16.16.10 self permanent');
  expect(await on('compute1', 'ip neigh show dev vxlan-100 nud permanent')).toContain(address(2));
  // A tunnel that is found is kept, whatever it is like.
  expect(await on('compute2', 'ip -d link show vxlan-100')).toContain('vxlan id 101');
  await on('compute2', 'ip link del vxlan-100');
  expect(await cloud.agents.restart('Linux bridge agent', 'compute2')).toBeUndefined();
  await cloud.settle(THREE);
  expect(await on('compute2', 'ip -d link show vxlan-100')).toContain('vxlan id 100 local 172.16.16.12');
  expect(await fdb('compute2')).toContain('00:00:00:00:00:00 dst 172.16.16.10 self permanent');
  expect(await on('compute2', 'ip neigh show dev vxlan-100 nud permanent')).toContain(address(1));
});

test('a dead dnsmasq stays dead until its network changes or the agent is started anew', async () => {
  await cloud.settle(cloudWith([]));
  const alive = () => on('controller', 'pgrep -c dnsmasq || true');
  expect(await alive()).toBe('1\n');
  const kill = async () => {
    await on('controller', `kill -KILL $(<${dhcpFolder(NETWORK_ID)}/pid)`);
    await waitUntil(
      async () => (await alive()) === '0\n',
      () => 'dnsmasq gone',
    );
  };
  await kill();
  await cloud.settle(cloudWith([]));
  expect(await alive()).toBe('0\n');
  expect(await cloud.agents.restart('DHCP agent', 'controller')).toBeUndefined();
  await cloud.settle(cloudWith([]));
  expect(await alive()).toBe('1\n');
  await kill();
  await cloud.settle(cloudWith(['']));
  expect(await alive()).toBe('1\n');
  const hosts = readFileSync(`${rootOf(cloud.node('controller'))}${dhcpFolder(NETWORK_ID)}/host`, 'utf8');
  expect(hosts).toContain(address(1));
});

test('a new port makes the running dnsmasq read its files again', async () => {
  await cloud.settle(cloudWith([]));
  const before = await on('controller', 'pgrep dnsmasq');
  await cloud.settle(cloudWith(['', '']));
  expect(await on('controller', 'pgrep dnsmasq')).toBe(before);
  const commands = cloud.works
    .at(-1)
    ?.outcomes.map(({command}) => (command.kind === 'run' ? command.argv.join(' ') : command.path));
  expect(commands).toEqual([
    `${dhcpFolder(NETWORK_ID)}/host`,
    `${dhcpFolder(NETWORK_ID)}/addn_hosts`,
    `kill -HUP ${before.trim()}`,
  ]);
});

test('a stopped agent does nothing; started again it catches up', async () => {
  const stopped = withAgent(TWO, 'Linux bridge agent compute1', false);
  const reports = await cloud.settle(stopped);
  expect(reports.ports.map((report) => report.portId)).not.toContain(portId(1));
  // Nova has put its tap into its bridge; nobody filters it or takes it across.
  expect(await on('compute1', 'brctl show')).toContain(tapName(portId(1)));
  expect(await on('compute1', 'iptables-save; ls /sys/class/net')).not.toMatch(/neutron-linuxbri|vxlan/);
  const later = await cloud.settle(TWO);
  expect(later.ports).toEqual([{portId: portId(1), status: 'ACTIVE'}]);
  expect(await on('compute1', 'iptables-save; ls /sys/class/net')).toMatch(/neutron-linuxbri[^]*vxlan-100/);
});

test('a command that fails half-way: ERROR with its words, and the next try converges', async () => {
  // The name is taken by something that is no tunnel and cannot be deleted by a careless agent.
  await on('compute1', 'ip link add dev brq-taken type bridge; ip link set eth1 name tenant');
  const reports = await cloud.agents.reconcile(TWO);
  const failed = reports.ports.find((report) => report.portId === portId(1));
  expect(failed).toMatchObject({status: 'ERROR', reason: expect.stringContaining('eth1') as string});
  expect(failed).toMatchObject({
    reason: expect.stringMatching(/^ip link add vxlan-100 type vxlan .*Cannot find device "eth1"/) as string,
  });
  // Only what depends on it failed.
  expect(reports.ports.find((report) => report.portId === portId(2))).toEqual({portId: portId(2), status: 'ACTIVE'});
  expect(cloud.works.find((work) => work.node === 'compute1')?.problem).toContain('Cannot find device');
  await on('compute1', 'ip link set tenant name eth1; ip link set eth1 up');
  const again = await cloud.settle({...TWO});
  expect(again.ports).toEqual([{portId: portId(1), status: 'ACTIVE'}]);
  expect(await fdb('compute1')).toHaveLength(4);
});

test('a command that says it did and did not: it did not converge, with what is missing', async () => {
  // Something of the learner's undoes it at once.
  await on(
    'compute1',
    `cat >/run/undo <<'END'
while read -r line; do [[ $line == *${tapName(portId(1))}* ]] && ip link set ${tapName(portId(1))} nomaster; done
END
setsid ip monitor link > >(bash /run/undo) 2>/dev/null </dev/null & echo $! >/run/undo.pid`,
  );
  await waitUntil(
    async () => (await on('compute1', 'ls /proc/$(</run/undo.pid)/fd 2>/dev/null | wc -l')) !== '0\n',
    () => 'monitor runs',
  );
  const reports = await cloud.agents.reconcile(TWO);
  const instance = reports.instances.find((report) => report.instanceId === 'vm1');
  expect(instance).toMatchObject({status: 'ERROR', reason: expect.stringContaining('did not converge') as string});
  expect(instance).toMatchObject({
    reason: expect.stringContaining(`it still takes: ip link set ${tapName(portId(1))} master`) as string,
  });
  await on('compute1', 'kill $(</run/undo.pid)');
  expect((await cloud.settle({...TWO})).instances).toEqual([{instanceId: 'vm1', status: 'ACTIVE'}]);
});

test('an agent killed in the middle of its work: the next turn completes it', async () => {
  for (let round = 0; round < 8; round += 1) {
    const turn = cloud.agents.reconcile(round % 2 === 0 ? THREE : emptyCloud());
    const begun = performance.now();
    await waitUntil(
      () => performance.now() - begun > round * 12,
      () => 'a moment',
    );
    for (const {name} of SERVERS) cloud.agents.kill(name);
    await turn;
  }
  await cloud.settle(emptyCloud());
  for (const {name} of SERVERS) expect(await on(name, 'ls /sys/class/net')).toBe('eth0\neth1\neth2\neth3\nlo\n');
  await cloud.settle(THREE);
  expect(await fdb('compute1')).toHaveLength(5);
  expect(await on('controller', 'ip netns list')).toContain(dhcpNamespace(NETWORK_ID));
});

test('an instance that is shut down has no tap, and gets it back', async () => {
  await cloud.settle(TWO);
  const vm1 = TWO.instances['vm1'];
  if (vm1 === undefined) throw new Error('no vm1');
  const off: CloudState = {...TWO, instances: {...TWO.instances, vm1: {...vm1, power: 'shutdown'}}};
  const reports = await cloud.settle(off);
  expect(reports.instances).toEqual([{instanceId: 'vm1', status: 'SHUTOFF'}]);
  expect(reports.ports).toEqual([{portId: portId(1), status: 'DOWN'}]);
  expect(await on('compute1', 'ls /sys/class/net; ebtables -t nat -L; iptables-save')).not.toContain(
    tapName(portId(1)),
  );
  const back = await cloud.settle(TWO);
  expect(back.instances).toEqual([{instanceId: 'vm1', status: 'ACTIVE'}]);
  expect(back.ports).toEqual([{portId: portId(1), status: 'ACTIVE'}]);
});

test('the console log of an instance tells how it booted', async () => {
  await cloud.settle(TWO);
  const path = `${rootOf(cloud.node('compute1'))}/var/lib/nova/instances/vm1/console.log`;
  await waitUntil(
    () => existsSync(path) && readFileSync(path, 'utf8').includes('vm1 login:'),
    () => readFileSync(path, 'utf8'),
    10_000,
  );
  expect(readFileSync(path, 'utf8')).toMatch(
    /udhcpc: started[^]*lease of 10\.0\.100\.5 obtained from 10\.0\.100\.2[^]*\nvm1 login:/,
  );
});

test('the logs tell what was done, for which port, and what failed', async () => {
  await on('compute1', 'ip link set eth1 name tenant');
  await cloud.agents.reconcile(TWO);
  const log = (node: string, name: string) => readFileSync(`${rootOf(cloud.node(node))}/var/log/${name}`, 'utf8');
  const tap = tapName(DHCP_PORT_ID);
  expect(log('controller', 'neutron/linuxbridge-agent.log')).toMatch(
    new RegExp(
      `^[-0-9]+ [:.0-9]+ INFO Agent initialized[^]* INFO \\[port ${DHCP_PORT_ID}\\] ip link set ${tap} master brq`,
    ),
  );
  expect(log('controller', 'neutron/dhcp-agent.log')).toMatch(
    new RegExp(
      `INFO Agent initialized[^]* INFO \\[port ${DHCP_PORT_ID}\\] ip netns exec qdhcp-\\S+ dnsmasq --no-hosts`,
    ),
  );
  expect(log('compute1', 'nova/nova-compute.log')).toContain('INFO [server vm1] ip netns add instance-vm1');
  expect(log('compute1', 'neutron/linuxbridge-agent.log')).toMatch(
    / ERROR \[network \S+\] ip link add vxlan-100 .*: Cannot find device "eth1" \(exit code \d+\)\n/,
  );
  expect(log('compute2', 'neutron/linuxbridge-agent.log')).not.toContain('ERROR');
});

test('a port that is administratively down', async () => {
  await cloud.settle(TWO);
  const reports = await cloud.settle(withPort(TWO, portId(1), {adminStateUp: false}));
  expect(reports.ports).toEqual([{portId: portId(1), status: 'DOWN'}]);
  expect(await on('compute1', `ip link show ${tapName(portId(1))}`)).toContain('state DOWN');
});

test('a network whose label the node maps to no NIC', async () => {
  const flat = cloudWith(['compute1'], {
    networkType: 'flat',
    physicalNetwork: 'nowhere',
    segmentationId: null,
    mtu: 1500,
  });
  const reports = await cloud.agents.reconcile(flat);
  expect(reports.ports.find((report) => report.portId === portId(1))).toMatchObject({
    status: 'ERROR',
    reason: 'compute1 maps no NIC to the physical network "nowhere" (physical_interface_mappings).',
  });
});

test('a VLAN network: wired where the kernel has 802.1Q, else refused with the reason', async () => {
  const able = await cloud
    .node('compute2')
    .run(['ip', 'link', 'add', 'link', 'eth3', 'name', 'probe.5', 'type', 'vlan', 'id', '5']);
  const vlan = cloudWith(['compute1', 'compute2'], {
    networkType: 'vlan',
    physicalNetwork: 'physflat',
    segmentationId: 100,
    mtu: 1500,
  });
  const reports = await cloud.agents.reconcile(vlan);
  const first = reports.ports.find((report) => report.portId === portId(1));
  if (able.ok) {
    expect(first).toEqual({portId: portId(1), status: 'ACTIVE'});
    expect(await on('compute1', 'ip -d link show eth3.100')).toContain('vlan protocol 802.1Q id 100');
  } else {
    expect(first).toMatchObject({status: 'ERROR', reason: expect.stringMatching(/kernel has no 802\.1Q/) as string});
  }
});
