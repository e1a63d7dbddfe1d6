import {expect, test} from 'vitest';
import {SWITCH} from '../../../src/drivers/neutron/cloud-wires.ts';
import {FLOATING_IP_PORT} from '../../../src/drivers/neutron/model.ts';
import type {CloudState, Port, SecurityGroupRule} from '../../../src/drivers/neutron/model.ts';
import type {Reports} from '../../../src/drivers/neutron/work.ts';
import {atPace} from '../../pace.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import {DHCP_PORT_ID, address, cloudWith, portId} from './make-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

const withStatus = (cloud: CloudState, statusOf: (port: Port) => Port['status']): CloudState => ({
  ...cloud,
  ports: Object.fromEntries(Object.values(cloud.ports).map((port) => [port.id, {...port, status: statusOf(port)}])),
});

/** As the cloud does: agents act, report, and the others are told of what came up. */
async function bringUp(
  cloud: TestCloud,
  wanted: CloudState,
  active: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const statusIn = (ids: ReadonlySet<string>) => withStatus(wanted, (port) => (ids.has(port.id) ? 'ACTIVE' : 'DOWN'));
  const {ports}: Reports = await cloud.agents.reconcile(statusIn(active));
  const now = new Set([...active, ...ports.flatMap((report) => (report.status === 'ACTIVE' ? [report.portId] : []))]);
  await cloud.agents.reconcile(statusIn(now));
  return now;
}

test('network, subnet and two ports on two nodes: wired, and the first ping passes', async () => {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using cloud = await openTestCloud();
    const begun = performance.now();
    const active = await bringUp(cloud, cloudWith([]), new Set());
    await bringUp(cloud, cloudWith(['compute1', 'compute2']), active);
    times.push(performance.now() - begun);
    // Before, booting would take away again what is given by hand.
    for (const [node, number] of [
      ['compute1', 1],
      ['compute2', 2],
    ] as const)
      await waitUntil(
        async () =>
          (await script(cloud.node(node), 'ip -4 addr show dev eth0', {namespace: `instance-vm${number}`})).includes(
            ` ${address(number)}/`,
          ),
        () => `vm${number} has its lease`,
        15_000,
      );
    await script(cloud.node('compute1'), `ping -c 1 -W 2 ${address(2)}`, {namespace: 'instance-vm1'});
  }
  console.log(`wired in ${times.map((time) => time.toFixed()).join(', ')} ms`);
  // Real Neutron at that pace: 4200 ms.
  expect(Math.min(...times)).toBeLessThan(await atPace(700));
});

test('router, interface, gateway and floating IP: wired, and the instance answers outside', async () => {
  const golden = goldenCloud(goldenStep('07-floatingip', 'a-fip-sg-default'), {});
  const isRouted = (port: Port) =>
    port.deviceOwner.startsWith('network:router') || port.deviceOwner === FLOATING_IP_PORT;
  const portsWhere = (test: (port: Port) => boolean) =>
    Object.fromEntries(Object.entries(golden.ports).filter(([, port]) => test(port)));
  const {routers: _routers, floatingIps: _floating, ...rest} = golden;
  const before: CloudState = {...rest, ports: portsWhere((port) => !isRouted(port)), routerHosts: {}};
  const [group = ''] = Object.values(golden.ports).find((port) => port.name === 'vm1')?.securityGroups ?? [];
  const ping: SecurityGroupRule = {
    id: 'ping',
    securityGroupId: group,
    direction: 'ingress',
    ethertype: 'IPv4',
    protocol: 'icmp',
    portRangeMin: null,
    portRangeMax: null,
    remoteIpPrefix: null,
    remoteGroupId: null,
  };
  const rules = {...golden.securityGroupRules, ping};
  const address = Object.values(golden.floatingIps ?? {})[0]?.floatingIpAddress ?? '';
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using cloud = await openTestCloud();
    await cloud.settle({...before, securityGroupRules: rules});
    await waitUntil(
      async () => (await script(cloud.node('compute1'), 'ip route', {namespace: 'instance-vm1'})).includes('default'),
      () => 'vm1 has its lease',
      15_000,
    );
    const begun = performance.now();
    const active = new Set(Object.keys(before.ports));
    await bringUp(cloud, {...golden, securityGroupRules: rules}, active);
    times.push(performance.now() - begun);
    await script(cloud.node(SWITCH), `ping -c 1 -W 2 ${address}`);
  }
  console.log(`routed in ${times.map((time) => time.toFixed()).join(', ')} ms`);
  // Real Neutron at that pace: 4950 ms.
  expect(Math.min(...times)).toBeLessThan(await atPace(700));
});

test('ports in one network: time grows near linearly', async () => {
  await using cloud = await openTestCloud();
  await cloud.settle(cloudWith([]));
  const timeOf = async (count: number) => {
    const begun = performance.now();
    const wanted = cloudWith(Array.from({length: count}, () => ''));
    await cloud.settle(wanted);
    return performance.now() - begun;
  };
  const [small, large] = [await timeOf(250), await timeOf(1000)];
  console.log(`250 ports ${small.toFixed()} ms, 1000 ports ${large.toFixed()} ms at once`);
  expect(large).toBeLessThan(Math.max(8 * small, 1000));
});

test('ports one after the other: the agents keep up', async () => {
  await using cloud = await openTestCloud();
  await cloud.settle(cloudWith([]));
  const begun = performance.now();
  const turns = Array.from({length: 1000}, async (_, count) =>
    cloud.agents.reconcile(cloudWith(Array.from({length: count + 1}, () => ''))),
  );
  const called = performance.now() - begun;
  await Promise.all(turns);
  console.log(
    `1000 changes: ${called.toFixed()} ms to hand over, ${(performance.now() - begun).toFixed()} ms until all was done`,
  );
  expect(await script(cloud.node('controller'), 'cat /var/lib/neutron/dhcp/*/host | wc -l')).toBe('1000\n');
  expect(cloud.works.length).toBeLessThan(100);
});

test('a node with entries for a thousand ports elsewhere', async () => {
  await using cloud = await openTestCloud();
  const wanted = cloudWith(['compute1', ...Array.from({length: 1000}, () => '')]);
  const elsewhere = Object.fromEntries(
    Object.values(wanted.ports).map((port): [string, Port] => [
      port.id,
      port.deviceId === '' && port.id !== DHCP_PORT_ID
        ? {...port, deviceOwner: 'compute:nova', binding: {host: 'compute2', vifType: 'bridge'}}
        : port,
    ]),
  );
  const begun = performance.now();
  await cloud.settle({...wanted, ports: elsewhere});
  console.log(`2000 entries in ${(performance.now() - begun).toFixed()} ms`);
  expect(await script(cloud.node('compute1'), 'ip neigh show dev vxlan-100 nud permanent | wc -l')).toBe('1001\n');
  expect(portId(1)).toBeDefined();
});
