import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {SWITCH, OUTSIDE_ADDRESS} from '../../../src/drivers/neutron/cloud-wires.ts';
import type {CloudState, FloatingIp, Port, Router, SecurityGroupRule} from '../../../src/drivers/neutron/model.ts';
import {routerNamespace, tapName} from '../../../src/drivers/neutron/naming.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/**
 * What goes through a router, with packets. The cloud is the golden one: vm1 and vm3 on a network, vm2 on another, a
 * router between them with a gateway outside, and a floating IP for vm1.
 */
const GOLDEN = goldenCloud(goldenStep('07-floatingip', 'a-fip-sg-default'), {});
const [ROUTER] = Object.values(GOLDEN.routers ?? {});
const [FLOATING] = Object.values(GOLDEN.floatingIps ?? {});
if (ROUTER === undefined || FLOATING === undefined) throw new Error('The golden set has no router with a floating IP');
const NAMESPACE = routerNamespace(ROUTER.id);
const FLOATING_ADDRESS = FLOATING.floatingIpAddress;
const GATEWAY_ADDRESS = '10.10.10.85';
const GATEWAY_TAP = tapName(ROUTER.gatewayPortId ?? '');

const portOf = (name: string): Port => {
  const found = Object.values(GOLDEN.ports).find((port) => port.name === name);
  if (found === undefined) throw new Error(`The golden set has no ${name}`);
  return found;
};
const GUESTS = ['vm1', 'vm2', 'vm3'] as const;
type Guest = (typeof GUESTS)[number];
const addressOf = (name: Guest): string => portOf(name).fixedIps[0]?.ipAddress ?? '';

const withRouter = (cloud: CloudState, change: Partial<Router>): CloudState => ({
  ...cloud,
  routers: {[ROUTER.id]: {...ROUTER, ...change}},
});
const withFloating = (cloud: CloudState, ...floating: readonly FloatingIp[]): CloudState => ({
  ...cloud,
  floatingIps: Object.fromEntries(floating.map((one) => [one.id, one])),
});
/** Every group also lets this in from anywhere. */
const allowing = (cloud: CloudState, rule: Partial<SecurityGroupRule>): CloudState => {
  const [securityGroupId = ''] = portOf('vm1').securityGroups;
  const whole: SecurityGroupRule = {
    id: `rule ${JSON.stringify(rule)}`,
    securityGroupId,
    direction: 'ingress',
    ethertype: 'IPv4',
    protocol: null,
    portRangeMin: null,
    portRangeMax: null,
    remoteIpPrefix: null,
    remoteGroupId: null,
    ...rule,
  };
  return {...cloud, securityGroupRules: {...cloud.securityGroupRules, [whole.id]: whole}};
};
const DISASSOCIATED: FloatingIp = {...FLOATING, portId: null, fixedIpAddress: null, routerId: null};
const PLAIN = withFloating(GOLDEN, DISASSOCIATED);
const PINGABLE = allowing(GOLDEN, {protocol: 'icmp'});

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

/** What ping printed; whether an answer came is in it. A process of its own each time: conntrack goes by its id. */
const ping = async (guest: Guest | 'outside', address: string): Promise<string> => {
  const node = guest === 'outside' ? cloud.node(SWITCH) : nodeOf(guest);
  const options = guest === 'outside' ? {} : {namespace: `instance-${guest}`};
  const {exitCode, stdout, stderr} = await node.run(['ping', '-c', '1', '-W', '1', address], options);
  if (exitCode !== 0 && exitCode !== 1) throw new Error(`${guest}: ${stderr}`);
  return stdout;
};
const reaches = async (guest: Guest | 'outside', address: string): Promise<boolean> =>
  (await ping(guest, address)).includes(' 0% packet loss');

/** The first packet that passes a filter on the network outside while something is done. */
async function seenOutside(filter: string, act: () => Promise<unknown>): Promise<string> {
  using dump = cloud.node(SWITCH).stream(['timeout', '6', 'tcpdump', '-lnni', 'external', '-c', '1', filter]);
  const seen: string[] = [];
  const told: string[] = [];
  dump.onLine((line) => seen.push(line));
  dump.onErrorLine((line) => told.push(line));
  // Its socket is there some milliseconds before it hears anything.
  await waitUntil(
    () => told.some((line) => line.startsWith('listening on')),
    () => `tcpdump listens: ${told.join(' ')}`,
  );
  await act();
  await dump.ended;
  return seen.join('\n');
}

/** Who is seen to ask there. */
async function sourceSeenOutside(act: () => Promise<unknown>): Promise<string> {
  const line = await seenOutside(`icmp[icmptype] == 8 and dst ${OUTSIDE_ADDRESS}`, act);
  return / IP (\S+) > /.exec(line)?.[1] ?? `nobody: ${line}`;
}

test('between two networks: one hop less, and none without the interface', async () => {
  expect(await ping('vm1', addressOf('vm2'))).toContain('ttl=63 ');
  expect(await ping('vm1', addressOf('vm3'))).toContain('ttl=64 ');
  const side = portOf('vm2').networkId;
  const isInterface = (port: Port) => port.networkId === side && port.deviceOwner === 'network:router_interface';
  const ports = Object.fromEntries(Object.entries(PLAIN.ports).filter(([, port]) => !isInterface(port)));
  await cloud.settle({...PLAIN, ports});
  expect(await reaches('vm1', addressOf('vm2'))).toBe(false);
  expect(await reaches('vm1', addressOf('vm3'))).toBe(true);
  await cloud.settle(PLAIN);
  expect(await reaches('vm1', addressOf('vm2'))).toBe(true);
});

test('outside everybody is seen with the gateway’s address, and without SNAT with his own', async () => {
  expect(await sourceSeenOutside(async () => reaches('vm2', OUTSIDE_ADDRESS))).toBe(GATEWAY_ADDRESS);
  expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(true);
  await cloud.settle(withRouter(PLAIN, {enableSnat: false}));
  expect(await sourceSeenOutside(async () => reaches('vm2', OUTSIDE_ADDRESS))).toBe(addressOf('vm2'));
  // Nobody out there knows the way back.
  expect(await reaches('vm2', OUTSIDE_ADDRESS)).toBe(false);
});

test('a floating IP: in with a rule, out with its address, and neither once it is taken away', async () => {
  await cloud.settle(GOLDEN);
  expect(await reaches('outside', FLOATING_ADDRESS)).toBe(false);
  await cloud.settle(PINGABLE);
  expect(await reaches('outside', FLOATING_ADDRESS)).toBe(true);
  expect(await sourceSeenOutside(async () => reaches('vm1', OUTSIDE_ADDRESS))).toBe(FLOATING_ADDRESS);
  expect(await sourceSeenOutside(async () => reaches('vm3', OUTSIDE_ADDRESS))).toBe(GATEWAY_ADDRESS);
  await cloud.settle(withFloating(PINGABLE, DISASSOCIATED));
  expect(await reaches('outside', FLOATING_ADDRESS)).toBe(false);
  expect(await sourceSeenOutside(async () => reaches('vm1', OUTSIDE_ADDRESS))).toBe(GATEWAY_ADDRESS);
});

test('neighbours outside are told at once who has a floating IP', async () => {
  const told = await seenOutside(`arp and host ${FLOATING_ADDRESS}`, async () => cloud.settle(GOLDEN));
  expect(told).toMatch(new RegExp(`(?:who-has|Reply) ${FLOATING_ADDRESS.replaceAll('.', '\\.')} `, 'i'));
  // What is there already is not told again.
  const quiet = await seenOutside(`arp and host ${FLOATING_ADDRESS}`, async () => cloud.settle(PINGABLE));
  expect(quiet.trim()).toBe('');
});

test('hairpin: a neighbour is reached by its floating IP through the router', async () => {
  await cloud.settle(PINGABLE);
  expect(await reaches('vm3', FLOATING_ADDRESS)).toBe(true);
  const known = await inRouter(`conntrack -L -d ${FLOATING_ADDRESS} 2>/dev/null`);
  expect(known).toMatch(
    new RegExp(
      `src=${addressOf('vm3')} dst=${FLOATING_ADDRESS} .*src=${addressOf('vm1')} dst=${GATEWAY_ADDRESS}`
        .replaceAll('.', '\\.')
        .replaceAll('\\.*', '.*'),
    ),
  );
  await cloud.settle(withFloating(PINGABLE, DISASSOCIATED));
  expect(await inRouter(`conntrack -L -d ${FLOATING_ADDRESS} 2>/dev/null`)).toBe('');
  expect(await reaches('vm3', FLOATING_ADDRESS)).toBe(false);
});

test('an extra route leads through an instance', async () => {
  await inGuest('vm3', 'ip addr replace 203.0.113.5/32 dev lo');
  const vm3 = portOf('vm3');
  const allowed = [{ipAddress: '203.0.113.0/24', macAddress: vm3.macAddress}];
  const allowingPair = {...PLAIN, ports: {...PLAIN.ports, [vm3.id]: {...vm3, allowedAddressPairs: allowed}}};
  await cloud.settle(allowingPair);
  expect(await reaches('vm2', '203.0.113.5')).toBe(false);
  await cloud.settle(withRouter(allowingPair, {routes: [{destination: '203.0.113.0/24', nexthop: addressOf('vm3')}]}));
  expect(await reaches('vm2', '203.0.113.5')).toBe(true);
  await cloud.settle(allowingPair);
  expect(await reaches('vm2', '203.0.113.5')).toBe(false);
});

test('a route with two next hops, and one that takes the place of the default', async () => {
  const nexthop = addressOf('vm3');
  const routes = [
    {destination: '203.0.113.0/24', nexthop},
    {destination: '203.0.113.0/24', nexthop: addressOf('vm2')},
    {destination: '0.0.0.0/0', nexthop},
    {destination: '198.51.100.7/32', nexthop},
  ];
  await cloud.settle(withRouter(PLAIN, {routes}));
  const shown = await inRouter('ip route show proto static');
  expect(shown).toMatch(/^203\.0\.113\.0\/24 \n\tnexthop via .*\n\tnexthop via /m);
  expect(shown).toContain(`default via ${nexthop} dev qr-`);
  expect(shown).toContain(`198.51.100.7 via ${nexthop} dev qr-`);
  await cloud.settle(withRouter(PLAIN, {routes: routes.slice(0, 1)}));
  expect(await inRouter('ip route show proto static')).toMatch(
    /^default via 10\.10\.10\.1 dev qg-\S+ \n203\.0\.113\.0\/24 via \S+ dev qr-\S+ \n$/,
  );
});

test('a forwarded port leads to the inner one, and no other does', async () => {
  const floating = {...DISASSOCIATED, routerId: ROUTER.id};
  const [internalPortId, internalIpAddress] = [portOf('vm3').id, addressOf('vm3')];
  const inner = {internalPortId, internalIpAddress, internalPort: 80, protocol: 'tcp'};
  const forwarding = {
    id: '1a2b3c4d-0000-4000-8000-000000000000',
    floatingIpId: floating.id,
    externalPort: 8080,
    ...inner,
  };
  const open = allowing(withFloating(PLAIN, floating), {protocol: 'tcp', portRangeMin: 80, portRangeMax: 80});
  const page = async (port: number): Promise<string> => {
    const url = `http://${FLOATING_ADDRESS}:${port}/`;
    return (await cloud.node(SWITCH).run(['timeout', '1', 'busybox', 'wget', '-qO-', url])).stdout;
  };
  await cloud.settle(open);
  expect(await page(8080)).toBe('');
  await cloud.settle({...open, portForwardings: {[forwarding.id]: forwarding}});
  expect(await page(8080)).toBe('<p>vm3 (instance-vm3)</p>\n');
  expect(await page(8081)).toBe('');
  expect(await inRouter('iptables -t nat -S neutron-l3-agent-pf-1a2b3c4d')).toBe(
    `-N neutron-l3-agent-pf-1a2b3c4d
-A neutron-l3-agent-pf-1a2b3c4d -d ${FLOATING_ADDRESS}/32 -p tcp -m tcp --dport 8080 -j DNAT --to-destination ${internalIpAddress}:80
`,
  );
  await cloud.settle({...open, portForwardings: {[forwarding.id]: {...forwarding, externalPort: 8081}}});
  expect([await page(8080), await page(8081)]).toEqual(['', '<p>vm3 (instance-vm3)</p>\n']);
  await cloud.settle(open);
  expect(await page(8081)).toBe('');
  expect(await inRouter('iptables-save -t nat')).not.toContain('pf-');
});

test('questions for metadata reach the proxy, which hides from everybody who asks it by name', async () => {
  const ask = async (url: string) => {
    const argv = ['timeout', '2', 'busybox', 'wget', '-O-', url];
    const {stderr, exitCode} = await nodeOf('vm1').run(argv, {namespace: 'instance-vm1'});
    return exitCode === 124 ? 'no answer' : stderr;
  };
  // Nobody stands behind the proxy here.
  expect(await ask('http://169.254.169.254/')).toContain('503 Service Unavailable');
  expect(await ask(`http://${addressOf('vm1').replace(/\d+$/, '1')}:9697/`)).toBe('no answer');
});

test('a router that is down is taken away, and comes back as it was', async () => {
  const everything = async () => {
    const text = await inRouter('iptables-save; ip6tables-save; ip -br -4 addr; ip route');
    return text
      .replaceAll(/\[\d+:\d+\]|#.*|@if\d+/g, '')
      .split('\n')
      .toSorted();
  };
  const before = await everything();
  await cloud.settle(withRouter(PLAIN, {adminStateUp: false}));
  const left = await script(cloud.node('controller'), 'ip netns list; ip -br link; pgrep -a haproxy || true');
  expect(left).not.toContain('qrouter-');
  expect(left).not.toContain(ROUTER.id);
  expect(await reaches('vm1', addressOf('vm2'))).toBe(false);
  await cloud.settle(PLAIN);
  expect(await everything()).toEqual(before);
  expect(await reaches('vm1', addressOf('vm2'))).toBe(true);
});

test('what somebody broke in a router stays broken until its agent is started anew', async () => {
  await inRouter('iptables -t nat -F neutron-l3-agent-snat; ip route del default; pkill haproxy || true');
  await inRouter('sysctl -qw net.ipv4.ip_forward=0');
  await cloud.settle({...PLAIN});
  expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(false);
  expect(await inRouter('sysctl -n net.ipv4.ip_forward')).toBe('0\n');
  await cloud.agents.restart('L3 agent', 'controller');
  await cloud.settle(PLAIN);
  expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(true);
  expect(await inRouter('sysctl -n net.ipv4.ip_forward')).toBe('1\n');
  expect(await script(cloud.node('controller'), 'pgrep -c haproxy')).toBe('1\n');
});

test('a router whose namespace was deleted by hand is made anew when its agent starts', async () => {
  await script(cloud.node('controller'), `pkill haproxy; ip netns del ${NAMESPACE}`);
  await waitUntil(
    async () => !(await script(cloud.node('controller'), 'ip -br link')).includes(GATEWAY_TAP),
    () => 'the cables are gone',
  );
  expect(await reaches('vm1', addressOf('vm2'))).toBe(false);
  await cloud.agents.restart('L3 agent', 'controller');
  await cloud.settle(PLAIN);
  expect(await reaches('vm1', addressOf('vm2'))).toBe(true);
  expect(await reaches('vm1', OUTSIDE_ADDRESS)).toBe(true);
});

test('floating IPs are told to work, or not', async () => {
  const {floatingIps: made} = await cloud.settle(withFloating(PLAIN, {...FLOATING, status: 'DOWN'}));
  expect(made).toEqual([{floatingIpId: FLOATING.id, status: 'ACTIVE'}]);
  const {floatingIps: taken} = await cloud.settle(withFloating(PLAIN, {...DISASSOCIATED, status: 'ACTIVE'}));
  expect(taken).toEqual([{floatingIpId: FLOATING.id, status: 'DOWN'}]);
});
