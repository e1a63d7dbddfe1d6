import {afterAll, beforeAll, expect, test} from 'vitest';
import {OUTSIDE_ADDRESS} from '../../../src/drivers/neutron/cloud-wires.ts';
import {meterChain} from '../../../src/drivers/neutron/naming.ts';
import {furnishCloud} from '../../../src/labs/cloud/furnish.ts';
import type {CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';
import type {TestLabCloud} from './open-lab-cloud.ts';

/** What a router does besides routing: it counts for metering labels, and advertises IPv6. */
const V2 = '/networking/v2.0';
const SETTINGS: CloudSettings = {
  computes: 1,
  // It would swallow questions for addresses that Neutron does not give out, as a router's link-local one.
  'arp-responder': false,
  networks: [
    {
      name: 'ext',
      type: 'flat',
      physical: 'external',
      external: true,
      subnets: [{name: 'ext-a', cidr: '10.10.10.0/24', enable_dhcp: false}],
    },
    {
      name: 'blue',
      subnets: [
        {name: 'blue-a', cidr: '172.16.110.0/24'},
        {
          name: 'blue-6',
          ip_version: 6,
          cidr: '2001:db8:110::/64',
          ipv6_ra_mode: 'slaac',
          ipv6_address_mode: 'slaac',
        },
      ],
    },
  ],
  instances: [
    {name: 'vm1', network: 'blue', host: 'compute1'},
    {name: 'vm2', network: 'blue', host: 'controller'},
  ],
};

let lab: TestLabCloud;
let router: string;
beforeAll(async () => {
  lab = await openTestLabCloud(SETTINGS);
  await furnishCloud(lab.cloud, SETTINGS);
  const gateway = {network_id: lab.named('[[network ext]]')};
  const made = await lab.ask('POST', `${V2}/routers`, {router: {name: 'r1', external_gateway_info: gateway}});
  router = (made as {router: {id: string}}).router.id;
  for (const subnet of ['blue-a', 'blue-6'])
    await lab.ask('PUT', `${V2}/routers/${router}/add_router_interface`, {
      subnet_id: lab.named(`[[subnet ${subnet}]]`),
    });
  await lab.cloud.settled();
  await waitUntil(
    () => reaches('vm1', OUTSIDE_ADDRESS),
    () => 'vm1 reaches the outside',
    15_000,
  );
}, 60_000);
afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

const nodeOf = {vm1: 'compute1', vm2: 'controller'} as const;
const inGuest = (guest: keyof typeof nodeOf, command: string) =>
  script(lab.node(nodeOf[guest]), command, {namespace: lab.named(`[[guest ${guest}]]`)});
const inRouter = (command: string) => script(lab.node('controller'), command, {namespace: lab.named('[[qrouter r1]]')});
async function reaches(guest: keyof typeof nodeOf, address: string): Promise<boolean> {
  const node = lab.node(nodeOf[guest]);
  const {exitCode} = await node.run(['ping', '-c1', '-W1', address], {namespace: lab.named(`[[guest ${guest}]]`)});
  return exitCode === 0;
}

/** Packets that a rule without a match counted. */
const counted = async (label: string): Promise<number> => {
  const line = await inRouter(`iptables -nvxL ${meterChain('l', label)} | tail -1`);
  return Number(line.trim().split(/\s+/)[0]);
};
const create = async (kind: string, values: object): Promise<string> => {
  const made = (await lab.ask('POST', `${V2}/metering/${kind}s`, {[kind.replaceAll('-', '_')]: values})) as Record<
    string,
    {id: string}
  >;
  await lab.cloud.settled();
  return made[kind.replaceAll('-', '_')]?.id ?? '';
};

test('a label counts what its rules mean, in their direction, and nothing else', async () => {
  const label = await create('metering-label', {name: 'm1'});
  const address = lab.named('[[ip vm1]]');
  const rule = {metering_label_id: label};
  await create('metering-label-rule', {...rule, direction: 'egress', source_ip_prefix: `${address}/32`});
  const filter = await inRouter('iptables-save -t filter');
  const qg = lab.named('[[qg r1:ext]]');
  const [counter, rules] = [meterChain('l', label), meterChain('r', label)];
  expect(counter).toHaveLength(28);
  expect(filter.split('\n').filter((line) => line.startsWith('-A') && line.includes('neutron-meter'))).toEqual([
    '-A INPUT -j neutron-meter-INPUT',
    '-A FORWARD -j neutron-meter-FORWARD',
    '-A OUTPUT -j neutron-meter-OUTPUT',
    '-A neutron-filter-top -j neutron-meter-local',
    `-A neutron-meter-FORWARD -j ${rules}`,
    `-A ${counter}`,
    `-A ${rules} -s ${address}/32 -o ${qg} -j ${counter}`,
  ]);
  expect(await counted(label)).toBe(0);
  for (let times = 0; times < 3; times += 1) expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(true);
  expect(await reaches('vm2', OUTSIDE_ADDRESS)).toBe(true);
  expect(await counted(label)).toBe(3);
  // An exception that comes later stands before it; the counter goes on from where it was.
  await create('metering-label-rule', {
    ...rule,
    direction: 'egress',
    excluded: true,
    source_ip_prefix: `${address}/32`,
  });
  expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(true);
  expect(await counted(label)).toBe(3);
  await lab.ask('DELETE', `${V2}/metering/metering-labels/${label}`);
  await lab.cloud.settled();
  // The program's own chains stay, as in Neutron.
  const left = (await inRouter('iptables-save -t filter'))
    .split('\n')
    .filter((line) => line.startsWith('-A neutron-meter'));
  expect(left).toEqual([]);
  expect(await inRouter('iptables-save -t filter')).not.toMatch(/neutron-meter-[lr]-/);
  expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(true);
});

test('an instance makes its address of the router’s advertisement, and it is the one that Neutron computed', async () => {
  const computed = (await portAddresses('vm1')).find((address) => address.startsWith('2001:db8:110:')) ?? 'none';
  await waitUntil(
    async () => (await inGuest('vm1', 'ip -6 -o addr show scope global')).includes(`${computed}/64`),
    () => `vm1 has ${computed}`,
    30_000,
  );
  const way = await inGuest('vm1', 'ip -6 route show default');
  expect(way).toMatch(/^default via fe80::f816:3eff:\S+ dev eth0 proto ra /);
  await waitUntil(
    () => reaches('vm1', '2001:db8:110::1'),
    () => 'vm1 reaches the router by IPv6',
    10_000,
  );
  const file = `cat /var/lib/neutron/ra/${router}.radvd.conf`;
  expect(await script(lab.node('controller'), file)).toContain('prefix 2001:db8:110::/64');
});

test('without the interface nobody advertises', async () => {
  const running = '{ pgrep -x radvd || true; } | wc -l';
  expect(await script(lab.node('controller'), running)).not.toBe('0\n');
  await lab.ask('PUT', `${V2}/routers/${router}/remove_router_interface`, {
    subnet_id: lab.named('[[subnet blue-6]]'),
  });
  await lab.cloud.settled();
  await waitUntil(
    async () => (await script(lab.node('controller'), running)) === '0\n',
    () => 'radvd has ended',
    5000,
  );
  expect(await script(lab.node('controller'), 'ls /var/lib/neutron/ra')).toBe('');
});

async function portAddresses(guest: string): Promise<readonly string[]> {
  const {port} = (await lab.ask('GET', `${V2}/ports/${lab.named(`[[port ${guest}]]`)}`)) as {
    port: {fixed_ips: readonly {ip_address: string}[]};
  };
  return port.fixed_ips.map((ip) => ip.ip_address);
}
