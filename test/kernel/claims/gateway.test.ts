import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Claim} from '../../../src/labs/claims/claim.ts';
import {type LookedAtHost, openLookedAtHost} from './looked-at-host.ts';

/**
 * vm1 (10.0.0.10) – host (10.0.0.1, 192.168.0.2) – upstream (192.168.0.1), where a web server runs. Each probe is asked
 * both ways: once where it must answer and once where it must not.
 */
let at: LookedAtHost;

beforeAll(async () => {
  at = await openLookedAtHost(['host', 'upstream'], ['host:eth0 -- upstream:eth0']);
  await at.sh(
    'host',
    `ip addr add 192.168.0.2/24 dev eth0
    ip netns add vm1
    ip link add tap1 type veth peer name eth0 netns vm1
    ip addr add 10.0.0.1/24 dev tap1; ip link set tap1 up
    ip -n vm1 addr add 10.0.0.10/24 dev eth0; ip -n vm1 link set eth0 up; ip -n vm1 link set lo up
    ip -n vm1 route add default via 10.0.0.1
    sysctl -qw net.ipv4.ip_forward=1
    iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o eth0 -j MASQUERADE`,
  );
  await at.sh(
    'upstream',
    `ip addr add 192.168.0.1/24 dev eth0
    mkdir -p /tmp/www; echo 'the word is token' > /tmp/www/index.html
    busybox httpd -p 80 -h /tmp/www`,
  );
});
afterAll(async () => at[Symbol.asyncDispose]());

const vm1 = {node: 'host', in: 'vm1'} as const;
const out: Claim = {claim: 'ping', ...vm1, to: '192.168.0.1', reply: true};
const noWay: Claim = {claim: 'ping', ...vm1, to: '192.168.0.1', reply: false, baseline: 'out'};
const web: Claim = {claim: 'http', ...vm1, url: 'http://192.168.0.1/', status: 200, body: 'token'};
const noWeb: Claim = {claim: 'http', ...vm1, url: 'http://192.168.0.1/', answers: false, baseline: 'out'};
const connects: Claim = {claim: 'tcp', ...vm1, to: '192.168.0.1', port: 80, connects: true};
const refused: Claim = {claim: 'tcp', ...vm1, to: '192.168.0.1', port: 81, connects: false, baseline: 'connects'};

test('ping, tcp, http and their negatives', async () => {
  await at.expect({
    out: [out, 'met'],
    ttl: [{...out, ttl: 63}, 'met'],
    wrongTtl: [{...out, ttl: 64}, 'not-met'],
    source: [{...out, from: '10.0.0.10'}, 'met'],
    noSource: [{...out, from: '10.0.0.99'}, 'not-met'],
    noWay: [noWay, 'not-met'],
    silent: [{...noWay, to: '192.168.0.77'}, 'met'],
    web: [web, 'met'],
    status: [{...web, status: 404}, 'not-met'],
    body: [{...web, body: 'nothing like it'}, 'not-met'],
    noWeb: [noWeb, 'not-met'],
    connects: [connects, 'met'],
    refused: [refused, 'met'],
    notRefused: [{...refused, port: 80}, 'not-met'],
    closed: [{...connects, port: 81}, 'not-met'],
  });
});

test('without its baseline a negative is unknown, not met by chance', async () => {
  await at.sh('host', 'sysctl -qw net.ipv4.ip_forward=0');
  await at.expect({
    out: [out, 'not-met'],
    noWay: [noWay, 'unknown'],
    noWeb: [noWeb, 'unknown'],
    connects: [connects, 'not-met'],
    refused: [refused, 'unknown'],
    earlier: [{...noWay, baseline: 'of-an-earlier-step'}, 'met'],
  });
  await at.sh('host', 'sysctl -qw net.ipv4.ip_forward=1');
  await at.expect({out: [out, 'met']});
});

test('nat and conntrack tell the same', async () => {
  await at.look({out, connects});
  const tracked: Claim = {claim: 'conntrack', node: 'host', source: '10.0.0.10', destination: '192.168.0.1'};
  await at.expect({
    masquerade: [{claim: 'nat', node: 'host', type: 'masquerade', from: '10.0.0.0/24', out: 'eth0'}, 'met'],
    otherWay: [{claim: 'nat', node: 'host', type: 'masquerade', out: 'tap1'}, 'not-met'],
    notInside: [{claim: 'nat', ...vm1, type: 'masquerade'}, 'not-met'],
    icmp: [{...tracked, protocol: 'icmp', 'reply-destination': '192.168.0.2'}, 'met'],
    tcp: [{...tracked, protocol: 'tcp', port: 80, 'reply-source': '192.168.0.1'}, 'met'],
    port: [{...tracked, protocol: 'tcp', port: 81, 'reply-destination': '10.0.0.10'}, 'not-met'],
    none: [{...tracked, protocol: 'udp', absent: true}, 'met'],
  });
});

test('mtu: what passes and what does not', async () => {
  await at.sh('host', 'ip link set eth0 mtu 1400');
  await at.sh('upstream', 'ip link set eth0 mtu 1400');
  const mtu: Claim = {claim: 'mtu', ...vm1, to: '192.168.0.1', passes: 1400, blocked: 1401};
  await at.expect({
    exact: [mtu, 'met'],
    tooLarge: [{...mtu, passes: 1401, blocked: undefined}, 'not-met'],
    tooSmall: [{...mtu, passes: 1000, blocked: 1399}, 'not-met'],
  });
  await at.sh('host', 'ip link set eth0 mtu 1500');
  await at.sh('upstream', 'ip link set eth0 mtu 1500');
});

test('listeners and processes of the node and the namespace they are in', async () => {
  await at.sh('host', 'ip netns exec vm1 busybox httpd -p 8080 -h /tmp');
  await at.expect({
    listener: [{claim: 'listener', ...vm1, port: 8080, program: 'busybox'}, 'met'],
    otherPort: [{claim: 'listener', ...vm1, port: 80}, 'not-met'],
    otherPlace: [{claim: 'listener', node: 'host', port: 8080}, 'not-met'],
    nobody: [{claim: 'listener', ...vm1, port: 80, absent: true}, 'met'],
    process: [{claim: 'process', ...vm1, name: 'busybox', argument: '-p 8080'}, 'met'],
    anywhere: [{claim: 'process', node: 'host', name: 'busybox'}, 'met'],
    otherArgument: [{claim: 'process', ...vm1, name: 'busybox', argument: '-p 80 '}, 'not-met'],
    otherNode: [{claim: 'process', node: 'upstream', name: 'busybox', argument: '-p 8080'}, 'not-met'],
    noProcess: [{claim: 'process', node: 'host', name: 'dnsmasq', absent: true}, 'met'],
  });
  await at.sh('host', 'ip netns add vm2');
  await at.expect({moved: [{claim: 'process', node: 'host', in: 'vm2', name: 'busybox'}, 'not-met']});
});

test('output of a command, and a lease', async () => {
  const run = 'ip -br addr show dev eth0';
  await at.sh('host', `echo '0 52:54:00:00:00:01 10.0.0.50 vm1 *' > /tmp/leases`);
  const lease: Claim = {
    claim: 'lease',
    node: 'host',
    file: '/tmp/leases',
    mac: '52:54:00:00:00:01',
    address: '10.0.0.50',
  };
  await at.expect({
    matches: [{claim: 'output', ...vm1, run, matches: String.raw`\b10\.0\.0\.10/24\b`}, 'met'],
    notHere: [{claim: 'output', node: 'host', run, matches: String.raw`\b10\.0\.0\.10/24\b`}, 'not-met'],
    exit: [{claim: 'output', node: 'host', run: 'test -e /nowhere', exit: 1}, 'met'],
    otherExit: [{claim: 'output', node: 'host', run: 'test -e /nowhere', exit: 0}, 'not-met'],
    equals: [{claim: 'output', node: 'upstream', run: 'hostname', equals: 'upstream'}, 'met'],
    lease: [lease, 'met'],
    otherLease: [{...lease, address: '10.0.0.51'}, 'not-met'],
    noFile: [{...lease, file: '/tmp/other'}, 'not-met'],
  });
});

test('a probe that is called off is unknown', async () => {
  const controller = new AbortController();
  const outcomes = at.look({silent: {...out, to: '192.168.0.77'}}, controller.signal);
  controller.abort();
  expect((await outcomes)['silent']?.verdict).toBe('unknown');
});
