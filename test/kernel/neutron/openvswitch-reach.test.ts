import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {OUTSIDE_ADDRESS, SWITCH} from '../../../src/drivers/neutron/cloud-wires.ts';
import type {CloudState} from '../../../src/drivers/neutron/model.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';
import {SWITCHED_SERVERS, openvswitchCloud} from './openvswitch-cloud.ts';
import {opensTun} from './tun.ts';

const GATEWAY = '172.16.130.1';
const OUTSIDE = {gateway: GATEWAY, internet: OUTSIDE_ADDRESS, floating: '10.10.10.44'};

/** Who reached whom by ping in the real cloud, a row for each instance. */
const SCENARIOS = [
  {
    scenario: '13-ovs-firewall',
    step: 'c-vms',
    firewall: 'openvswitch',
    others: {},
    matrix: ['vm1 ok FAIL FAIL', 'vm2 ok FAIL FAIL', 'vm3 ok ok FAIL', 'vm4 FAIL FAIL FAIL'],
  },
  {
    scenario: '13-ovs-firewall',
    step: 'd-router-fip',
    firewall: 'openvswitch',
    others: OUTSIDE,
    matrix: ['vm1 ok FAIL ok ok ok ok', 'vm2 ok FAIL ok ok ok ok', 'vm3 ok ok ok ok ok ok', 'vm4 ok ok FAIL ok ok ok'],
  },
  {
    scenario: '14-ovs-hybrid',
    step: 'c-vms',
    firewall: 'iptables_hybrid',
    others: {},
    matrix: ['vm1 ok FAIL FAIL', 'vm2 ok FAIL FAIL', 'vm3 ok ok FAIL', 'vm4 FAIL FAIL FAIL'],
  },
  {
    scenario: '15-ovs-vlan-provider',
    step: 'a-full',
    firewall: 'none',
    others: {dhcp: '172.16.150.2'},
    matrix: ['vm1 ok ok', 'vm2 ok ok'],
  },
] as const;

describe.runIf(opensTun()).each(SCENARIOS)('$scenario $step', ({scenario, step, firewall, others, matrix}) => {
  const wanted = openvswitchCloud(goldenCloud(goldenStep(scenario, step), {}), firewall);
  const guests = Object.values(wanted.instances).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await openTestCloud({mechanism: 'openvswitch', firewall}, SWITCHED_SERVERS);
    await cloud.settle({...wanted, instances: {}});
    await cloud.settle(wanted);
    await Promise.all(
      guests.map(({name, host}) =>
        waitUntil(
          async () =>
            (await script(cloud.node(host), 'ip addr show eth0', {namespace: `instance-${name}`})).includes(
              `inet ${addressOf(wanted, name)}/24`,
            ),
          () => `${name} has its address by DHCP`,
          20_000,
        ),
      ),
    );
  }, 60_000);
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]();
  });

  test('who reaches whom', {timeout: 60_000}, async () => {
    const rows: string[] = [];
    for (const from of guests) {
      const targets = [
        ...guests.filter((to) => to !== from).map(({name}) => addressOf(wanted, name)),
        ...Object.values(others),
      ];
      const answers = await Promise.all(
        targets.map(async (address) => ((await pings(cloud, from.host, from.name, address)) ? 'ok' : 'FAIL')),
      );
      rows.push([from.name, ...answers].join(' '));
    }
    expect(rows).toEqual(matrix);
  });

  test.runIf(step === 'd-router-fip')(
    'web and database as the groups say, and the floating IP from outside',
    async () => {
      const open = async (from: string, to: string, port: number) => {
        const {host} = guests.find(({name}) => name === from) ?? {host: ''};
        const nc = ['nc', '-z', '-w', '1', addressOf(wanted, to), String(port)];
        return (await cloud.node(host).run(nc, {namespace: `instance-${from}`})).ok;
      };
      const [vm1] = guests;
      for (const port of [22, 3306])
        await script(
          cloud.node(vm1?.host ?? ''),
          `setsid busybox httpd -f -p ${port} -h /proc/self </dev/null >/dev/null 2>&1 &`,
          {
            namespace: 'instance-vm1',
          },
        );
      await waitUntil(
        async () => {
          const ss = await script(cloud.node(vm1?.host ?? ''), 'ss -Hltn', {namespace: 'instance-vm1'});
          return [22, 3306].every((port) => ss.includes(`:${port} `));
        },
        () => 'vm1 listens',
      );
      const tries = await Promise.all(
        ['vm2', 'vm3'].flatMap((from) =>
          [22, 80, 3306].map(async (port) => `${from} ${port} ${(await open(from, 'vm1', port)) ? 'open' : 'blocked'}`),
        ),
      );
      // As probed in the real cloud: 3306 only from the own group.
      expect(tries).toEqual([
        'vm2 22 blocked',
        'vm2 80 open',
        'vm2 3306 open',
        'vm3 22 blocked',
        'vm3 80 open',
        'vm3 3306 blocked',
      ]);
      const ping = await cloud.node(SWITCH).run(['ping', '-c', '1', '-W', '2', OUTSIDE.floating]);
      expect(ping.stdout).toContain(' 0% packet loss');
      // The switch's own checksums are whole: the userspace datapath would compute none.
      const page = await cloud.node(SWITCH).run(['curl', '-sS', '-m', '5', `http://${OUTSIDE.floating}/`]);
      expect(page.stdout, page.stderr).toContain('vm');
    },
  );

  test.runIf(scenario === '15-ovs-vlan-provider')('frames have the network’s VLAN on the wire', async () => {
    const dump = cloud
      .node(SWITCH)
      .run(['timeout', '6', 'tcpdump', '-elnni', 'provider', '-c', '1', 'vlan', '100', 'and', 'icmp']);
    await waitUntil(
      async () => {
        await pings(cloud, 'compute1', 'vm1', addressOf(wanted, 'vm2'));
        return (await script(cloud.node(SWITCH), 'pgrep -x tcpdump || true')).trim() === '';
      },
      () => 'tcpdump saw a frame',
      8000,
    );
    expect((await dump).stdout).toContain('vlan 100');
  });
});

const addressOf = (cloud: CloudState, name: string): string =>
  Object.values(cloud.ports).find((port) => port.name === name)?.fixedIps[0]?.ipAddress ?? '';

async function pings(cloud: TestCloud, host: string, name: string, address: string): Promise<boolean> {
  const ping = await cloud.node(host).run(['ping', '-c', '1', '-W', '1', address], {namespace: `instance-${name}`});
  if (ping.exitCode !== 0 && ping.exitCode !== 1) throw new Error(`${name}: ${ping.stderr}`);
  return ping.ok;
}
