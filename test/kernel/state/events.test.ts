import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {NamespaceSnapshot, Snapshot} from '../../../src/state/snapshot.ts';
import {type WatchedHost, openWatchedHost, read} from './watched-host.ts';

/** Each change is made by the real program, and must come by an event: nothing here asks for a refresh. */
describe('what appears by itself', () => {
  let watched: WatchedHost;
  beforeAll(async () => {
    watched = await openWatchedHost({
      nodes: [{name: 'host'}, {name: 'up'}],
      wires: [{from: {node: 'host', link: 'eth0'}, to: {node: 'up', link: 'eth0'}}],
    });
    await watched.sh(
      'ip netns add red; ip link add br0 type bridge; ip link add va type veth peer name eth0 netns red',
    );
    await watched.until('red and its interface', (_, snapshot) => 'eth0' in links(red(snapshot)));
  });
  afterAll(async () => {
    await watched[Symbol.asyncDispose]();
  });

  const red = (snapshot: Snapshot) => snapshot.nodes['host']?.namespaces['red'];
  const links = (namespace: NamespaceSnapshot | undefined) =>
    namespace?.links.ok === true ? namespace.links.value : {};
  const keys = (namespace: NamespaceSnapshot | undefined, part: 'routes' | 'rules' | 'neighbours') =>
    Object.keys(read<object>(namespace?.[part]));
  const rules = (namespace: NamespaceSnapshot | undefined, table: string, chain: string) =>
    read(namespace?.iptables)[table]?.chains[chain]?.rules.map((rule) => rule.spec) ?? [];

  it.each<readonly [string, string, (namespace: NamespaceSnapshot, snapshot: Snapshot) => boolean]>([
    [
      'a link that was made',
      'ip link add p0 type veth peer name p1',
      (root) => links(root)['p0']?.peer?.known === true,
    ],
    ['a link that is up', 'ip link set p0 up', (root) => links(root)['p0']?.up === true],
    ['a link without carrier', ':', (root) => links(root)['p0']?.carrier === false],
    ['carrier', 'ip link set p1 up', (root) => links(root)['p0']?.carrier === true],
    ['an MTU', 'ip link set p0 mtu 1400', (root) => links(root)['p0']?.mtu === 1400],
    [
      'a link with another name',
      'ip link set p0 down; ip link set p0 name q0',
      (root) => 'q0' in links(root) && !('p0' in links(root)),
    ],
    ['a link that went', 'ip link del q0', (root) => !('q0' in links(root)) && !('p1' in links(root))],
    [
      'a port of a bridge',
      'ip link set va master br0; ip link set va up; ip link set br0 up',
      (root) => links(root)['va']?.master === 'br0' && links(root)['va']?.port !== undefined,
    ],
    ['STP', 'ip link set br0 type bridge stp_state 1', (root) => links(root)['br0']?.bridge?.stp === true],
    ['no STP', 'ip link set br0 type bridge stp_state 0', (root) => links(root)['br0']?.bridge?.stp === false],
    ['an address', 'ip addr add 10.0.0.1/24 dev br0', (root) => '10.0.0.1/24' in (links(root)['br0']?.addresses ?? {})],
    [
      'an address in a namespace',
      'ip -n red addr add 10.0.0.2/24 dev eth0; ip -n red link set eth0 up',
      (_, snapshot) => '10.0.0.2/24' in (links(red(snapshot))['eth0']?.addresses ?? {}),
    ],
    [
      'a route',
      'ip -n red route add default via 10.0.0.1',
      (_, snapshot) => keys(red(snapshot), 'routes').includes('inet main default unicast 10.0.0.1 eth0 0'),
    ],
    [
      'a route that went',
      'ip -n red route del default',
      (_, snapshot) => !keys(red(snapshot), 'routes').some((key) => key.includes('default')),
    ],
    [
      'an IPv6 route',
      'ip -n red -6 route add 2001:db8::/32 dev eth0',
      (_, snapshot) => keys(red(snapshot), 'routes').some((key) => key.startsWith('inet6 main 2001:db8::/32')),
    ],
    [
      'a rule',
      'ip rule add from 10.0.0.0/24 lookup 100 priority 500',
      (root) => keys(root, 'rules').includes('inet 500 from 10.0.0.0/24'),
    ],
    [
      'an IPv6 rule',
      'ip -6 rule add from 2001:db8::/32 lookup 100 priority 600',
      (root) => keys(root, 'rules').includes('inet6 600 from 2001:db8::/32'),
    ],
    [
      'a neighbour',
      'ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev br0',
      (root) => keys(root, 'neighbours').includes('br0 10.0.0.9'),
    ],
    [
      'a proxy neighbour',
      'ip neigh add proxy 10.0.0.8 dev br0; ip neigh del 10.0.0.9 dev br0',
      (root) => keys(root, 'neighbours').includes('br0 10.0.0.8 proxy'),
    ],
    [
      'a static forwarding entry',
      'bridge fdb add 02:00:00:00:00:05 dev va master static',
      (root) => read(root.fdb)['va 02:00:00:00:00:05']?.origin === 'static',
    ],
    [
      'a learned forwarding entry',
      'ip netns exec red ping -c 1 -W 1 10.0.0.1',
      (root) => Object.values(read(root.fdb)).some((entry) => entry.dev === 'va' && entry.origin === 'learned'),
    ],
    [
      'a VXLAN destination',
      'ip link add vx type vxlan id 100 dstport 4789 dev br0; bridge fdb append 00:00:00:00:00:00 dev vx dst 10.0.0.9',
      (root) => 'vx 00:00:00:00:00:00 dst 10.0.0.9' in read(root.fdb) && links(root)['vx']?.vxlan?.vni === 100,
    ],
    [
      'a filter rule',
      'iptables -A FORWARD -s 10.0.0.0/24 -j ACCEPT',
      (root) => rules(root, 'filter', 'FORWARD').includes('-s 10.0.0.0/24 -j ACCEPT'),
    ],
    [
      'a policy',
      'iptables -P FORWARD DROP',
      (root) => read(root.iptables)['filter']?.chains['FORWARD']?.policy === 'DROP',
    ],
    [
      'a NAT rule in a namespace',
      'ip netns exec red iptables -t nat -A POSTROUTING -o eth0 -j MASQUERADE',
      (_, snapshot) => rules(red(snapshot), 'nat', 'POSTROUTING').includes('-o eth0 -j MASQUERADE'),
    ],
    ['flushed rules', 'iptables -F', (root) => rules(root, 'filter', 'FORWARD').length === 0],
    [
      'an IPv6 filter rule',
      'ip6tables -A INPUT -p icmpv6 -j ACCEPT',
      (root) => read(root.ip6tables)['filter']?.chains['INPUT']?.rules.length === 1,
    ],
    [
      'a table of nftables',
      "nft add table inet lesson; nft 'add chain inet lesson c'",
      (root) => read(root.nftables)['inet lesson']?.lines.some((line) => line.includes('chain c')) === true,
    ],
    [
      'a table of nftables under a name of iptables',
      'nft add table ip raw',
      (root) => 'ip raw' in read(root.nftables) && !('raw' in read(root.iptables)),
    ],
    ['a table that went', 'nft delete table inet lesson', (root) => !('inet lesson' in read(root.nftables))],
    ['forwarding', 'sysctl -qw net.ipv4.ip_forward=1', (root) => read(root.sysctls)['net.ipv4.ip_forward'] === '1'],
    [
      'forwarding of one interface',
      'sysctl -qw net.ipv4.conf.br0.forwarding=0',
      (root) => read(root.sysctls)['net.ipv4.conf.br0.forwarding'] === '0',
    ],
    [
      'rp_filter',
      'sysctl -qw net.ipv4.conf.br0.rp_filter=1',
      (root) => read(root.sysctls)['net.ipv4.conf.br0.rp_filter'] === '1',
    ],
    [
      'proxy_arp in a namespace',
      'ip netns exec red sysctl -qw net.ipv4.conf.eth0.proxy_arp=1',
      (_, snapshot) => read(red(snapshot)?.sysctls)['net.ipv4.conf.eth0.proxy_arp'] === '1',
    ],
    [
      'a link that moved',
      'ip link add m0 type veth peer name m1; ip link set m1 netns red',
      (root, snapshot) => {
        const peer = links(root)['m0']?.peer;
        return peer?.known === true && peer.namespace === 'red' && peer.name === 'm1' && 'm1' in links(red(snapshot));
      },
    ],
    [
      'a namespace',
      'ip netns add blue',
      (_, snapshot) => snapshot.nodes['host']?.namespaces['blue']?.links.ok === true,
    ],
    [
      'a namespace that went',
      'ip netns del blue',
      (_, snapshot) => !('blue' in (snapshot.nodes['host']?.namespaces ?? {})),
    ],
    [
      'a namespace made anew under its name',
      'ip link add n0 type veth peer name n1 netns red; ip netns del red; ip netns add red; ip -n red link set lo up',
      (_, snapshot) => {
        const found = links(red(snapshot));
        return found['lo']?.up === true && !('n1' in found);
      },
    ],
  ])('%s', async (what, command, question) => {
    await watched.sh(command);
    await watched.until(what, question);
  });

  it('the other end of a cable between nodes', () => {
    const eth0 = links(watched.watcher.current.nodes['host']?.namespaces[''])['eth0'];
    expect(eth0?.peer).toEqual({known: true, node: 'up', namespace: '', name: 'eth0'});
  });

  it('nothing of one node in the other', async () => {
    await watched.sh('ip link add only type veth peer name here');
    const {nodes} = await watched.until('the link', (root) => 'only' in links(root));
    expect(Object.keys(links(nodes['up']?.namespaces['']))).toEqual(['eth0', 'lo']);
  });
});
