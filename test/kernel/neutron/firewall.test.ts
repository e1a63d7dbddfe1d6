import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {CloudState, FirewallGroup, FirewallRule, Ml2Options, Port} from '../../../src/drivers/neutron/model.ts';
import {firewallChains} from '../../../src/drivers/neutron/fwaas/firewall-chains.ts';
import {routerFirewalls} from '../../../src/drivers/neutron/fwaas/router-firewall.ts';
import {routerLinkName, routerNamespace} from '../../../src/drivers/neutron/naming.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/** What goes through a router with a firewall at the port of vm2's network; vm1 and vm3 are on another network. */
const PLAIN = goldenCloud(goldenStep('07-floatingip', 'a-fip-sg-default'), {});
const [ROUTER] = Object.values(PLAIN.routers ?? {});
if (ROUTER === undefined) throw new Error('The golden set has no router');
const NAMESPACE = routerNamespace(ROUTER.id);

const GUESTS = ['vm1', 'vm2', 'vm3'] as const;
type Guest = (typeof GUESTS)[number];
const portOf = (name: Guest): Port => {
  const found = Object.values(PLAIN.ports).find((port) => port.name === name);
  if (found === undefined) throw new Error(`The golden set has no ${name}`);
  return found;
};
const addressOf = (name: Guest): string => portOf(name).fixedIps[0]?.ipAddress ?? '';
const GUARDED = Object.values(PLAIN.ports).find(
  ({deviceOwner, networkId}) => deviceOwner === 'network:router_interface' && networkId === portOf('vm2').networkId,
);
if (GUARDED === undefined) throw new Error('The golden set has no router port at the network of vm2');
const GROUP_ID = 'e85f4601-0000-4000-8000-000000000000';

const rule = (id: string, fields: Partial<FirewallRule> = {}): FirewallRule => ({
  id,
  name: id,
  projectId: 'p',
  enabled: true,
  action: 'allow',
  protocol: null,
  ipVersion: 4,
  sourceIpAddress: null,
  destinationIpAddress: null,
  sourcePort: null,
  destinationPort: null,
  ...fields,
});
const SSH = rule('ssh', {protocol: 'tcp', destinationPort: '22'});
const PING = rule('ping', {protocol: 'icmp'});
const NOT_VM1 = rule('not-vm1', {action: 'deny', protocol: 'tcp', sourceIpAddress: addressOf('vm1')});
const NO_WEB = rule('no-web', {action: 'reject', protocol: 'tcp', destinationPort: '80'});

/** The cloud with a group at the guarded port: what may enter vm2's network; out of it may go everything. */
const guarded = (
  ingress: readonly FirewallRule[],
  group: Partial<FirewallGroup> = {},
  options: Partial<Ml2Options> = {},
): CloudState => {
  const everything = rule('everything');
  return {
    ...PLAIN,
    options: {...PLAIN.options, ...options},
    firewallRules: Object.fromEntries([...ingress, everything].map((one) => [one.id, one])),
    firewallPolicies: {
      in: {id: 'in', name: 'in', projectId: 'p', ruleIds: ingress.map(({id}) => id)},
      out: {id: 'out', name: 'out', projectId: 'p', ruleIds: [everything.id]},
    },
    firewallGroups: {
      [GROUP_ID]: {
        id: GROUP_ID,
        name: 'edge',
        projectId: 'p',
        ingressPolicyId: 'in',
        egressPolicyId: 'out',
        status: 'PENDING_UPDATE',
        told: {adminStateUp: true, portIds: [GUARDED.id]},
        ...group,
      },
    },
  };
};

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openTestCloud();
  await cloud.settle({...PLAIN, instances: {}});
  await cloud.settle(PLAIN);
  await Promise.all(
    GUESTS.map((guest) =>
      waitUntil(
        async () => (await inGuest(guest, 'ip route')).includes('default via'),
        () => `${guest} has its lease`,
        15_000,
      ),
    ),
  );
  // Something answers at port 22 as well as at 80.
  for (const guest of GUESTS) await inGuest(guest, 'busybox httpd -p 22 -h /tmp');
}, 60_000);
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await cloud.settle(PLAIN);
});

const nodeOf = (guest: Guest) => cloud.node(portOf(guest).binding.host);
const inGuest = (guest: Guest, command: string) => script(nodeOf(guest), command, {namespace: `instance-${guest}`});
const inRouter = (command: string) => script(cloud.node('controller'), command, {namespace: NAMESPACE});

/** A process of its own each time: conntrack goes by its id. */
const pings = async (from: Guest, to: Guest): Promise<boolean> => {
  const argv = ['ping', '-c', '1', '-W', '1', addressOf(to)];
  return (await nodeOf(from).run(argv, {namespace: `instance-${from}`})).exitCode === 0;
};

/**
 * How a web client gets on: any answer of the server will do. A refusal that comes at once, while the socket is still
 * busy with its first packet, is believed only the second time, a second later.
 */
const asks = async (from: Guest, to: Guest, port: number): Promise<'answered' | 'refused' | 'silence'> => {
  const argv = ['timeout', '3', 'busybox', 'wget', '-qO-', `http://${addressOf(to)}:${port}/nothing`];
  const {exitCode, stderr} = await nodeOf(from).run(argv, {namespace: `instance-${from}`});
  if (exitCode === 0 || stderr.includes('HTTP/1')) return 'answered';
  return stderr.includes('refused') ? 'refused' : 'silence';
};

test('an empty policy drops every new flow into the network; out of it, and beside it, all goes on', async () => {
  expect([await pings('vm1', 'vm2'), await asks('vm1', 'vm2', 80)]).toEqual([true, 'answered']);
  await cloud.settle(guarded([]));
  expect([await pings('vm1', 'vm2'), await asks('vm1', 'vm2', 80)]).toEqual([false, 'silence']);
  expect(await pings('vm2', 'vm1')).toBe(true);
  expect(await pings('vm1', 'vm3')).toBe(true);
  await cloud.settle(PLAIN);
  expect([await pings('vm1', 'vm2'), await asks('vm1', 'vm2', 80)]).toEqual([true, 'answered']);
  expect(await inRouter('iptables-save; ip6tables-save')).not.toMatch(/v[46]e85f4601|fwaas/);
});

test('what is permitted passes, and nothing else; a rejected flow is told so', async () => {
  await cloud.settle(guarded([SSH]));
  expect([await asks('vm1', 'vm2', 22), await asks('vm1', 'vm2', 80)]).toEqual(['answered', 'silence']);
  expect(await pings('vm1', 'vm2')).toBe(false);
  await cloud.settle(guarded([SSH, NO_WEB, PING]));
  expect([await asks('vm1', 'vm2', 22), await asks('vm1', 'vm2', 80)]).toEqual(['answered', 'refused']);
  expect(await pings('vm1', 'vm2')).toBe(true);
});

test('the first rule that fits decides', async () => {
  await cloud.settle(guarded([NOT_VM1, SSH]));
  expect([await asks('vm1', 'vm2', 22), await asks('vm3', 'vm2', 22)]).toEqual(['silence', 'answered']);
  await cloud.settle(guarded([SSH, NOT_VM1]));
  expect([await asks('vm1', 'vm2', 22), await asks('vm3', 'vm2', 22)]).toEqual(['answered', 'answered']);
  await cloud.settle(guarded([{...SSH, enabled: false}, NOT_VM1]));
  expect(await asks('vm3', 'vm2', 22)).toBe('silence');
});

test('a flow that is known passes until the firewall makes it new', async () => {
  await cloud.settle(guarded([PING]));
  await inGuest('vm1', `ping -i 0.2 ${addressOf('vm2')} >/tmp/known-flow 2>&1 & echo $! >/tmp/known-flow.pid`);
  const answers = async (): Promise<number> =>
    Number(await inGuest('vm1', 'grep -c "bytes from" /tmp/known-flow || true'));
  const goesOn = async (since: number): Promise<boolean> =>
    waitUntil(
      async () => (await answers()) > since + 1,
      () => 'further answers',
      5000,
    );
  await goesOn(0);
  // Taken out by hand: the known flow passes by the rule for known flows, a new one does not.
  await inRouter('iptables -D neutron-l3-agent-iv4e85f4601 -p icmp -j neutron-l3-agent-accepted');
  expect(await pings('vm1', 'vm2')).toBe(false);
  await goesOn(await answers());
  // By the API: it is forgotten, asked about again, and dropped.
  await cloud.agents.restart('L3 agent', 'controller');
  await cloud.settle(guarded([PING]));
  await cloud.settle(guarded([SSH]));
  const last = await answers();
  await inGuest('vm1', `ping -c 6 -i 0.2 ${addressOf('vm3')}`);
  expect(await answers()).toBeLessThanOrEqual(last + 1);
  await inGuest('vm1', 'kill $(cat /tmp/known-flow.pid)');
});

test('a group that is down drops everything, also what was known', async () => {
  await cloud.settle(guarded([PING], {told: {adminStateUp: false, portIds: [GUARDED.id]}}));
  expect([await pings('vm1', 'vm2'), await pings('vm2', 'vm1')]).toEqual([false, false]);
  expect(await pings('vm1', 'vm3')).toBe(true);
});

test('the kernel has what was planned, behind the address scopes, in both versions', async () => {
  const wanted = guarded([SSH, NO_WEB, rule('v6', {ipVersion: 6, protocol: 'icmp'})]);
  await cloud.settle(wanted);
  for (const version of [4, 6] as const) {
    const saved = await inRouter(`${version === 4 ? 'iptables' : 'ip6tables'}-save -t filter`);
    const rules = [...saved.matchAll(/^-A (\S+) (.*)$/gm)].map(([, name = '', spec = '']) => ({name, spec}));
    const of = (chain: string) => rules.filter(({name}) => name === chain).map(({spec}) => spec);
    const {forward, chains} = firewallChains(routerFirewalls(wanted, ROUTER.id), version);
    expect(of('neutron-l3-agent-FORWARD')).toEqual(['-j neutron-l3-agent-scope', ...forward]);
    for (const [name, specs] of Object.entries(chains)) expect(of(name), name).toEqual(specs);
  }
});

test('as the first firewall service: the same rules both ways, at every interface', async () => {
  await cloud.settle(guarded([SSH], {}, {firewallVersion: 'v1'}));
  expect([await asks('vm1', 'vm2', 22), await asks('vm2', 'vm1', 22)]).toEqual(['answered', 'answered']);
  expect([await pings('vm1', 'vm2'), await pings('vm2', 'vm1')]).toEqual([false, false]);
  const saved = await inRouter('iptables-save -t filter');
  expect(saved).toContain('-A neutron-l3-agent-FORWARD -o qr-+ -j neutron-l3-agent-iv4e85f4601\n');
  expect(saved).not.toContain(routerLinkName(GUARDED.id) + ' -j neutron-l3-agent-iv4');
});

test('what became of a group is told: done, and done with', async () => {
  const {firewalls: made} = await cloud.settle(guarded([SSH]));
  expect(made).toEqual([{groupId: GROUP_ID, status: 'DONE'}]);
  const {firewalls: silent} = await cloud.settle(guarded([SSH, PING], {status: 'ACTIVE'}));
  expect(silent).toEqual([]);
  const {firewalls: gone} = await cloud.settle(guarded([SSH], {told: null}));
  expect(gone).toEqual([{groupId: GROUP_ID, status: 'DONE'}]);
});
