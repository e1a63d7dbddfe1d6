import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Claim} from '../../../src/labs/claims/claim.ts';
import {type LookedAtHost, openLookedAtHost} from './looked-at-host.ts';

/** Claims about state, met and not met by what a real kernel says. */
let at: LookedAtHost;

const MAC = '52:54:00:00:00:0a';

beforeAll(async () => {
  at = await openLookedAtHost(['host']);
  await at.sh(
    'host',
    `ip link add br0 type bridge; ip link set br0 up
    ip netns add vm1
    ip link add tap1 type veth peer name eth0 address ${MAC} netns vm1
    ip link set tap1 master br0 up
    ip -n vm1 addr add 10.0.0.10/24 dev eth0; ip -n vm1 link set eth0 up
    ip -n vm1 route add default via 10.0.0.1
    ip addr add 10.0.0.1/24 dev br0
    ip route add blackhole 10.9.0.0/16
    ip netns exec vm1 ping -c1 -W2 10.0.0.1 > /dev/null
    ip link add vxlan7 type vxlan id 7 local 10.0.0.1 dstport 4789; ip link set vxlan7 mtu 1400
    bridge fdb append 52:54:00:00:00:0b dev vxlan7 dst 192.0.2.2
    sysctl -qw net.ipv4.ip_forward=1
    iptables -P FORWARD DROP
    iptables -A FORWARD -p tcp --dport http -s 10.0.0.10 -j ACCEPT
    iptables -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT
    iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to 10.0.0.10:80`,
  );
});
afterAll(async () => at[Symbol.asyncDispose]());

const vm1 = {node: 'host', in: 'vm1'} as const;
const host = {node: 'host'} as const;

test('namespaces, links, addresses, routes', async () => {
  await at.expect({
    namespace: [{claim: 'namespace', ...host, name: 'vm1'}, 'met'],
    noNamespace: [{claim: 'namespace', ...host, name: 'vm2'}, 'not-met'],
    bridge: [{claim: 'link', ...host, name: 'br0', kind: 'bridge', up: true, stp: false}, 'met'],
    port: [
      {
        claim: 'link',
        ...host,
        name: 'tap1',
        kind: 'veth',
        master: 'br0',
        carrier: true,
        peer: {name: 'eth0', in: 'vm1'},
      },
      'met',
    ],
    noPort: [{claim: 'link', ...host, name: 'tap1', master: 'none'}, 'not-met'],
    mac: [{claim: 'link', ...vm1, name: 'eth0', mac: MAC, peer: {name: 'tap1'}}, 'met'],
    vxlan: [{claim: 'link', ...host, name: 'vxlan7', kind: 'vxlan', vni: 7, mtu: 1400, up: false}, 'met'],
    vni: [{claim: 'link', ...host, name: 'vxlan7', vni: 8}, 'not-met'],
    loopback: [{claim: 'link', ...vm1, name: 'lo', kind: 'loopback', up: true}, 'not-met'],
    address: [{claim: 'address', ...vm1, dev: 'eth0', address: '10.0.0.10/24'}, 'met'],
    prefix: [{claim: 'address', ...vm1, dev: 'eth0', address: '10.0.0.10/25'}, 'not-met'],
    connected: [{claim: 'route', ...vm1, to: '10.0.0.0/24', dev: 'eth0', source: '10.0.0.10'}, 'met'],
    default: [{claim: 'route', ...vm1, to: 'default', via: '10.0.0.1'}, 'met'],
    otherGateway: [{claim: 'route', ...vm1, to: 'default', via: '10.0.0.2'}, 'not-met'],
    blackhole: [{claim: 'route', ...host, to: '10.9.0.0/16', type: 'blackhole'}, 'met'],
    noDefault: [{claim: 'route', ...host, to: 'default', absent: true}, 'met'],
  });
});

test('neighbours and forwarding entries', async () => {
  await at.expect({
    neighbour: [{claim: 'neighbour', ...host, dev: 'br0', address: '10.0.0.10', mac: MAC, proxy: false}, 'met'],
    stranger: [{claim: 'neighbour', ...host, dev: 'br0', address: '10.0.0.11'}, 'not-met'],
    learned: [{claim: 'fdb', ...host, dev: 'tap1', 'mac-of': {in: 'vm1', dev: 'eth0'}, origin: 'learned'}, 'met'],
    byMac: [{claim: 'fdb', ...host, dev: 'tap1', mac: MAC}, 'met'],
    elsewhere: [{claim: 'fdb', ...host, dev: 'br0', mac: MAC}, 'not-met'],
    tunnel: [{claim: 'fdb', ...host, dev: 'vxlan7', mac: '52:54:00:00:00:0b', destination: '192.0.2.2'}, 'met'],
    otherTunnel: [
      {claim: 'fdb', ...host, dev: 'vxlan7', mac: '52:54:00:00:00:0b', destination: '192.0.2.3'},
      'not-met',
    ],
  });
});

test('iptables and kernel settings', async () => {
  const rule: Claim = {
    claim: 'rule',
    ...host,
    chain: 'FORWARD',
    spec: '-s 10.0.0.10/32 -p tcp -m tcp --dport 80 -j ACCEPT',
  };
  await at.expect({
    policy: [
      {claim: 'chain', ...host, chain: 'FORWARD', policy: 'DROP', empty: false, order: ['--dport 80', 'RELATED']},
      'met',
    ],
    order: [{claim: 'chain', ...host, chain: 'FORWARD', order: ['RELATED', '--dport 80']}, 'not-met'],
    untouched: [{claim: 'chain', ...vm1, chain: 'FORWARD', policy: 'ACCEPT', empty: true}, 'met'],
    rule: [{...rule, first: true}, 'met'],
    state: [{...rule, spec: '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT', first: false}, 'met'],
    otherPort: [{...rule, spec: '-s 10.0.0.10 -p tcp --dport 81 -j ACCEPT'}, 'not-met'],
    otherPlace: [{...rule, in: 'vm1'}, 'not-met'],
    hits: [{...rule, hits: 1}, 'not-met'],
    dnat: [{claim: 'nat', ...host, type: 'dnat', protocol: 'tcp', port: 8080, destination: '10.0.0.10:80'}, 'met'],
    otherGuest: [{claim: 'nat', ...host, type: 'dnat', port: 8080, destination: '10.0.0.11:80'}, 'not-met'],
    forwarding: [{claim: 'sysctl', ...host, key: 'net.ipv4.ip_forward', value: '1'}, 'met'],
    oneLink: [{claim: 'sysctl', ...host, key: 'net.ipv4.conf.br0.forwarding', value: '0'}, 'not-met'],
    notWatched: [{claim: 'sysctl', ...host, key: 'net.ipv4.ip_default_ttl', value: '64'}, 'met'],
    nonsense: [{claim: 'sysctl', ...host, key: 'net.ipv4.no_such_thing', value: '64'}, 'not-met'],
  });
});

test('counters are read again: a rule that was met says so', async () => {
  const counted: Claim = {claim: 'rule', ...host, chain: 'INPUT', spec: '-s 10.0.0.10 -p icmp -j ACCEPT', hits: 2};
  await at.sh('host', 'iptables -A INPUT -p icmp -s 10.0.0.10 -j ACCEPT; ip netns exec vm1 ping -c1 -W2 10.0.0.1');
  await at.expect({counted: [counted, 'not-met']});
  await at.sh('host', 'ip netns exec vm1 ping -c1 -W2 10.0.0.1');
  await at.expect({counted: [counted, 'met']});
});

test('a namespace that goes away takes its claims with it', async () => {
  await at.sh('host', 'ip netns add gone');
  const link: Claim = {claim: 'link', node: 'host', in: 'gone', name: 'lo'};
  await at.expect({link: [link, 'met'], noLink: [{...link, absent: true}, 'not-met']});
  await at.sh('host', 'ip netns del gone');
  await at.expect({link: [link, 'not-met'], noLink: [{...link, absent: true}, 'met']});
  const outcomes = await at.look({ping: {claim: 'ping', node: 'host', in: 'gone', to: '10.0.0.1', reply: true}});
  expect(outcomes['ping']).toMatchObject({verdict: 'not-met', found: {en: 'there is no namespace gone, only vm1'}});
});
