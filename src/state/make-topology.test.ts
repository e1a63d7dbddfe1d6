import {describe, expect, test} from 'vitest';
import {topology} from './make-topology.ts';
import type {NamespaceSnapshot} from './snapshot.ts';
import {
  aChain,
  aLink,
  aLoopback,
  aNamespace,
  aRoute,
  aRule,
  aSnapshot,
  aTable,
  addressesOf,
  notRead,
  peerAt,
  read,
  routesOf,
  tablesOf,
} from './testing/build-snapshot.ts';
import {natGateway} from './testing/teaching-snapshots.ts';

const only = (namespace: NamespaceSnapshot) => {
  const made = topology(aSnapshot({host: [namespace]})).nodes[0]?.namespaces.at(-1);
  if (made === undefined) throw new Error('no namespace in the topology');
  return made;
};

describe('devices', () => {
  test('without loopback and link-local addresses, in natural order', () => {
    const {devices} = only(
      aNamespace('red', [
        aLink('eth10', {up: false}),
        aLink('eth2', {carrier: false, addresses: addressesOf('10.0.0.1/24', 'fe80::1/64')}),
        aLink('tap0', {kind: 'other', kindName: 'ipvlan', master: 'br0'}),
      ]),
    );
    expect(devices).toEqual([
      {id: 'host/red/eth2', name: 'eth2', kind: 'veth', condition: 'no-carrier', addresses: ['10.0.0.1/24']},
      {id: 'host/red/eth10', name: 'eth10', kind: 'veth', condition: 'down', addresses: []},
      {id: 'host/red/tap0', name: 'tap0', kind: 'ipvlan', condition: 'up', addresses: [], bridge: 'host/red/br0'},
    ]);
  });

  test('loopback, where it is alone and has an address of its own', () => {
    const lo = {...aLoopback(true), addresses: addressesOf('127.0.0.1/8', '192.0.2.1/32')};
    expect(only(aNamespace('red', [lo])).devices).toMatchObject([{name: 'lo', addresses: ['192.0.2.1/32']}]);
    expect(only(aNamespace('red', [aLoopback(true)])).devices).toEqual([]);
    expect(only(aNamespace('red', [lo, aLink('eth0')])).devices).toMatchObject([{name: 'eth0'}]);
  });

  test('labels of VXLAN and VLAN devices', () => {
    const {devices} = only(
      aNamespace('red', [
        aLink('vx', {kind: 'vxlan', vxlan: {vni: 7, dstPort: 4789, learning: true, proxy: false}}),
        aLink('eth0.10', {kind: 'vlan', vlan: {id: 10, dev: 'eth0', protocol: '802.1Q'}}),
      ]),
    );
    expect(devices.map(({label}) => label)).toEqual(['VLAN 10', 'VNI 7']);
  });
});

describe('marks', () => {
  test('what a namespace does with packets', () => {
    const {marks} = only(
      aNamespace('nat1', [], {
        sysctls: read({'net.ipv4.ip_forward': '1', 'net.ipv6.conf.all.forwarding': '1'}),
        iptables: read(
          tablesOf(
            aTable('filter', aChain('FORWARD', [], {policy: 'DROP'}), aChain('INPUT')),
            aTable(
              'nat',
              aChain('PREROUTING', [
                aRule('-p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2:80'),
                aRule('-p tcp -m tcp --dport 81 -j REDIRECT --to-ports 3128'),
              ]),
              aChain('POSTROUTING', [
                aRule('-o eth0 -j MASQUERADE'),
                aRule('-s 10.0.0.0/24 -j MASQUERADE'),
                aRule('-j SNAT --to-source 192.0.2.1'),
                aRule('-o eth0 -s 10.1.0.0/16 -j MASQUERADE'),
              ]),
            ),
          ),
        ),
        listeners: read({
          'tcp 0.0.0.0:80': {protocol: 'tcp', address: '0.0.0.0', port: 80},
          'tcp [::]:80': {protocol: 'tcp', address: '::', port: 80},
          'udp 0.0.0.0:53': {protocol: 'udp', address: '0.0.0.0', port: 53},
        }),
      }),
    );
    expect(marks).toEqual([
      'forwarding',
      'v6 forwarding',
      'dnat 80→10.0.0.2:80',
      'redirect 81→3128',
      'masquerade eth0',
      'masquerade',
      'snat →192.0.2.1',
      'forward policy DROP',
      'listens udp 53',
      'listens tcp 80',
    ]);
  });

  test('the same from nftables', () => {
    const lines = [
      'table ip lab {',
      '\tchain post {',
      '\t\ttype nat hook postrouting priority srcnat; policy accept;',
      '\t\toifname "eth0" counter packets 0 bytes 0 masquerade',
      '\t\tip saddr 10.0.0.0/24 snat to 192.0.2.1',
      '\t}',
      '\tchain pre {',
      '\t\ttcp dport 8080 dnat to 10.0.0.2:80',
      '\t\ttcp dport 81 redirect to :3128',
      '\t}',
      '\tchain fwd {',
      '\t\ttype filter hook forward priority filter; policy drop;',
      '\t}',
      '}',
    ];
    const {marks} = only(aNamespace('red', [], {nftables: read({'ip lab': {family: 'ip', name: 'lab', lines}})}));
    expect(marks).toEqual([
      'masquerade eth0',
      'snat →192.0.2.1',
      'dnat 8080→10.0.0.2:80',
      'redirect 81→3128',
      'forward policy DROP',
    ]);
  });

  test('none without a reason', () => {
    const tables = tablesOf(
      aTable('filter', aChain('FORWARD')),
      aTable('nat', aChain('POSTROUTING', [aRule('-d 10.0.0.0/8 -j ACCEPT')])),
    );
    expect(
      only(aNamespace('red', [], {sysctls: read({'net.ipv4.ip_forward': '0'}), iptables: read(tables)})).marks,
    ).toEqual([]);
  });
});

test('what could not be read is named, never left out', () => {
  const {devices, unread} = only(
    aNamespace('red', [], {links: notRead('Permission denied'), iptables: notRead('timed out')}),
  );
  expect({devices, unread}).toEqual({devices: [], unread: ['links: Permission denied', 'iptables: timed out']});
});

test('routes as ip route writes them, without IPv6 link-local ones', () => {
  const routes = read(
    routesOf(
      aRoute('default via 10.0.0.1 dev eth0'),
      aRoute('fe80::/64 dev eth0'),
      aRoute('10.9.0.0/16', {type: 'blackhole'}),
    ),
  );
  expect(only(aNamespace('red', [], {routes})).routes).toEqual([
    'blackhole 10.9.0.0/16',
    'default via 10.0.0.1 dev eth0',
  ]);
});

describe('wires', () => {
  test('a cable between the cards of two machines', () => {
    const card = (name: string, peer: string) => aLink(name, {kind: 'ether', peer: peerAt(peer, '', name)});
    const snapshot = aSnapshot({
      left: [aNamespace('', [card('eth0', 'right')])],
      right: [aNamespace('', [card('eth0', 'left')])],
    });
    expect(topology(snapshot).wires).toEqual([{from: 'left//eth0', to: 'right//eth0', kind: 'cable'}]);
  });

  test('every veth pair once', () => {
    expect(topology(natGateway).wires).toEqual([
      {from: 'host//eth0', to: 'upstream//eth0', kind: 'veth'},
      {from: 'host//peer1-br0', to: 'host/nat1/peer1-gw1', kind: 'veth'},
      {from: 'host//peer1-virbr0', to: 'host/nat1/peer1-gw2', kind: 'veth'},
      {from: 'host//vnet0', to: 'host/vm1/eth0', kind: 'veth'},
    ]);
  });

  test('an end that cannot be seen', () => {
    const hidden = aNamespace('red', [
      aLink('a', {peer: {known: false, index: 4}}),
      aLink('b', {peer: peerAt('host', 'dark', 'c')}),
    ]);
    const dark = aNamespace('dark', [], {links: notRead('Permission denied')});
    expect(topology(aSnapshot({host: [hidden, dark]})).wires).toEqual([
      {from: 'host/red/a', kind: 'veth'},
      {from: 'host/red/b', kind: 'veth'},
    ]);
  });

  test('tunnels need the same VNI and an address of the other end', () => {
    const end = (name: string, vni: number, address: string, remote: string) =>
      aNamespace(name, [
        aLink('eth0', {addresses: addressesOf(`${address}/24`)}),
        aLink('vx', {kind: 'vxlan', vxlan: {vni, remote, dstPort: 4789, learning: true, proxy: false}}),
      ]);
    const wires = (vni: number) =>
      topology(aSnapshot({host: [end('a', 1, '10.0.0.1', '10.0.0.2'), end('b', vni, '10.0.0.2', '10.0.0.1')]})).wires;
    expect(wires(1)).toEqual([{from: 'host/a/vx', to: 'host/b/vx', kind: 'vxlan', label: 'VNI 1'}]);
    expect(wires(2)).toEqual([
      {from: 'host/a/vx', kind: 'vxlan', label: 'VNI 1 → 10.0.0.2'},
      {from: 'host/b/vx', kind: 'vxlan', label: 'VNI 2 → 10.0.0.1'},
    ]);
  });

  test('a VLAN hangs on its device', () => {
    const namespace = aNamespace('red', [
      aLink('eth0'),
      aLink('eth0.10', {kind: 'vlan', vlan: {id: 10, dev: 'eth0', protocol: '802.1Q'}}),
    ]);
    expect(topology(aSnapshot({host: [namespace]})).wires).toEqual([
      {from: 'host/red/eth0.10', to: 'host/red/eth0', kind: 'vlan', label: 'VLAN 10'},
    ]);
  });
});
