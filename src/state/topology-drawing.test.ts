import {describe, expect, test} from 'vitest';
import type {Row} from './drawing/run.ts';
import {rowText} from './drawing/run.ts';
import {topology} from './make-topology.ts';
import type {Snapshot} from './snapshot.ts';
import {aLink, aNamespace, aSnapshot, addressesOf, notRead, peerAt, read} from './testing/build-snapshot.ts';
import {bridgeWithThree, island, natGateway, vethPair} from './testing/teaching-snapshots.ts';
import type {Language} from './text.ts';
import {drawTopology} from './topology-drawing.ts';

const picture = (rows: readonly Row[]) => `\n${rows.map(rowText).join('\n')}\n`;
const draw = (snapshot: Snapshot, width: number, language: Language = 'en') =>
  picture(drawTopology(topology(snapshot), {width, height: 60, language}));

describe('an island', () => {
  test('boxes', () => {
    expect(draw(island, 80)).toMatchInlineSnapshot(`
      "
      ╭─ host ─────────────────────────╮
      │ ┌─ blue ─────────────────────┐ │
      │ │ only lo                    │ │
      │ └────────────────────────────┘ │
      │ ┌─ red ──────────────────────┐ │
      │ │ only lo                    │ │
      │ └────────────────────────────┘ │
      ╰────────────────────────────────╯
      "
    `);
  });

  test('in Chinese', () => {
    expect(draw(island, 80, 'zh')).toMatchInlineSnapshot(`
      "
      ╭─ host ─────────────────────────╮
      │ ┌─ blue ─────────────────────┐ │
      │ │ 只有 lo                    │ │
      │ └────────────────────────────┘ │
      │ ┌─ red ──────────────────────┐ │
      │ │ 只有 lo                    │ │
      │ └────────────────────────────┘ │
      ╰────────────────────────────────╯
      "
    `);
  });
});

describe('a veth pair', () => {
  test('80 columns: a wire', () => {
    expect(draw(vethPair, 80)).toMatchInlineSnapshot(`
      "
      ╭─ host ─────────────────────────╮
      │ ┌─ blue ─────────────────────┐ │
      │ │ ● veth-b  10.0.0.2/24      ├─┼─╮
      │ └────────────────────────────┘ │ │
      │ ┌─ red ──────────────────────┐ │ │
      │ │ ● veth-a  10.0.0.1/24      ├─┼─╯
      │ └────────────────────────────┘ │
      ╰────────────────────────────────╯
      "
    `);
  });

  test('52 columns: boxes that say where their wires go', () => {
    expect(draw(vethPair, 52)).toMatchInlineSnapshot(`
      "
      ╭─ host ──────────────────────────────────────╮
      │ ┌─ blue ──────────────────────────────────┐ │
      │ │ ● veth-b  10.0.0.2/24  ── veth-a (red)  │ │
      │ └─────────────────────────────────────────┘ │
      │ ┌─ red ───────────────────────────────────┐ │
      │ │ ● veth-a  10.0.0.1/24  ── veth-b (blue) │ │
      │ └─────────────────────────────────────────┘ │
      ╰─────────────────────────────────────────────╯
      "
    `);
  });

  test('36 columns: a list', () => {
    expect(draw(vethPair, 36)).toMatchInlineSnapshot(`
      "
      host
        blue
          ● veth-b  10.0.0.2/24
                    ── veth-a (red)
        red
          ● veth-a  10.0.0.1/24
                    ── veth-b (blue)
      "
    `);
  });
});

describe('a bridge with three namespaces, one of them down', () => {
  test('wires', () => {
    expect(draw(bridgeWithThree, 80)).toMatchInlineSnapshot(`
      "
      ╭─ host ─────────────────────────╮
      │ ● br0                          │
      │ ├ ● br0-blue                   ├─╮
      │ ├ ● br0-green                  ├─│─╮
      │ └ ◌ br0-red    no carrier      ├╌│╌│╌╮
      │ ┌─ blue ─────────────────────┐ │ │ │ ╎
      │ │ ● eth0  10.0.0.11/24       ├─┼─╯ │ ╎
      │ └────────────────────────────┘ │   │ ╎
      │ ┌─ green ────────────────────┐ │   │ ╎
      │ │ ● eth0  10.0.0.12/24       ├─┼───╯ ╎
      │ └────────────────────────────┘ │     ╎
      │ ┌─ red ──────────────────────┐ │     ╎
      │ │ ○ eth0  10.0.0.13/24  down ├╌┼╌╌╌╌╌╯
      │ └────────────────────────────┘ │
      ╰────────────────────────────────╯
      "
    `);
  });

  test('in Chinese', () => {
    expect(draw(bridgeWithThree, 80, 'zh')).toMatchInlineSnapshot(`
      "
      ╭─ host ───────────────────────────╮
      │ ● br0                            │
      │ ├ ● br0-blue                     ├─╮
      │ ├ ● br0-green                    ├─│─╮
      │ └ ◌ br0-red    无载波            ├╌│╌│╌╮
      │ ┌─ blue ───────────────────────┐ │ │ │ ╎
      │ │ ● eth0  10.0.0.11/24         ├─┼─╯ │ ╎
      │ └──────────────────────────────┘ │   │ ╎
      │ ┌─ green ──────────────────────┐ │   │ ╎
      │ │ ● eth0  10.0.0.12/24         ├─┼───╯ ╎
      │ └──────────────────────────────┘ │     ╎
      │ ┌─ red ────────────────────────┐ │     ╎
      │ │ ○ eth0  10.0.0.13/24  未启用 ├╌┼╌╌╌╌╌╯
      │ └──────────────────────────────┘ │
      ╰──────────────────────────────────╯
      "
    `);
  });

  test('list', () => {
    expect(draw(bridgeWithThree, 40)).toMatchInlineSnapshot(`
      "
      host
        ● br0
        ├ ● br0-blue   ── eth0 (blue)
        ├ ● br0-green  ── eth0 (green)
        └ ◌ br0-red    no carrier
                       ── eth0 (red)
        blue
          ● eth0  10.0.0.11/24
                  ── br0-blue (host)
        green
          ● eth0  10.0.0.12/24
                  ── br0-green (host)
        red
          ○ eth0  10.0.0.13/24  down
                  ── br0-red (host)
      "
    `);
  });
});

describe('a NAT gateway between two bridges', () => {
  test('wires', () => {
    expect(draw(natGateway, 76)).toMatchInlineSnapshot(`
      "
      ╭─ host ────────────────────────────────╮
      │ ● br0             192.168.0.50/24     │
      │ ├ ● eth0                              ├───────╮
      │ └ ● peer1-br0                         ├───╮   │
      │ ● virbr0                              │   │   │
      │ ├ ● peer1-virbr0                      ├─╮ │   │
      │ └ ● vnet0                             ├─│─│─╮ │
      │ ┌─ nat1 ────────────────────────────┐ │ │ │ │ │
      │ │ forwarding · masquerade peer1-gw1 │ │ │ │ │ │
      │ │ ● peer1-gw1  192.168.0.100/24     ├─┼─│─╯ │ │
      │ │ ● peer1-gw2  10.0.0.1/24          ├─┼─╯   │ │
      │ └───────────────────────────────────┘ │     │ │
      │ ┌─ vm1 ─────────────────────────────┐ │     │ │
      │ │ ● eth0  10.0.0.10/24              ├─┼─────╯ │
      │ └───────────────────────────────────┘ │       │
      ╰───────────────────────────────────────╯       │
      ╭─ upstream ────────────────────────────╮       │
      │ ● eth0  192.168.0.1/24                ├───────╯
      ╰───────────────────────────────────────╯
      "
    `);
  });

  test('boxes', () => {
    expect(draw(natGateway, 56)).toMatchInlineSnapshot(`
      "
      ╭─ host ───────────────────────────────────────────────╮
      │ ● br0             192.168.0.50/24                    │
      │ ├ ● eth0          ── eth0 (upstream)                 │
      │ └ ● peer1-br0     ── peer1-gw1 (nat1)                │
      │ ● virbr0                                             │
      │ ├ ● peer1-virbr0  ── peer1-gw2 (nat1)                │
      │ └ ● vnet0         ── eth0 (vm1)                      │
      │ ┌─ nat1 ───────────────────────────────────────────┐ │
      │ │ forwarding · masquerade peer1-gw1                │ │
      │ │ ● peer1-gw1  192.168.0.100/24                    │ │
      │ │              ── peer1-br0 (host)                 │ │
      │ │ ● peer1-gw2  10.0.0.1/24  ── peer1-virbr0 (host) │ │
      │ └──────────────────────────────────────────────────┘ │
      │ ┌─ vm1 ────────────────────────────────────────────┐ │
      │ │ ● eth0  10.0.0.10/24  ── vnet0 (host)            │ │
      │ └──────────────────────────────────────────────────┘ │
      ╰──────────────────────────────────────────────────────╯
      ╭─ upstream ───────────────────────────────────────────╮
      │ ● eth0  192.168.0.1/24  ── eth0 (host)               │
      ╰──────────────────────────────────────────────────────╯
      "
    `);
  });

  test('list', () => {
    expect(draw(natGateway, 36)).toMatchInlineSnapshot(`
      "
      host
        ● br0             192.168.0.50/24
        ├ ● eth0  ── eth0 (upstream)
        └ ● peer1-br0  ── peer1-gw1 (nat1)
        ● virbr0
        ├ ● peer1-virbr0
        │     ── peer1-gw2 (nat1)
        └ ● vnet0         ── eth0 (vm1)
        nat1
          forwarding
          masquerade peer1-gw1
          ● peer1-gw1  192.168.0.100/24
                       ── peer1-br0 (host)
          ● peer1-gw2  10.0.0.1/24
              ── peer1-virbr0 (host)
        vm1
          ● eth0  10.0.0.10/24
                  ── vnet0 (host)
      upstream
        ● eth0  192.168.0.1/24
                ── eth0 (host)
      "
    `);
  });

  test('a low pane gets the list, however wide it is', () => {
    const rows = drawTopology(topology(natGateway), {width: 100, height: 16, language: 'en'});
    expect(picture(rows)).toMatchInlineSnapshot(`
      "
      host
        ● br0             192.168.0.50/24
        ├ ● eth0          ── eth0 (upstream)
        └ ● peer1-br0     ── peer1-gw1 (nat1)
        ● virbr0
        ├ ● peer1-virbr0  ── peer1-gw2 (nat1)
        └ ● vnet0         ── eth0 (vm1)
        nat1
          forwarding · masquerade peer1-gw1
          ● peer1-gw1  192.168.0.100/24  ── peer1-br0 (host)
          ● peer1-gw2  10.0.0.1/24  ── peer1-virbr0 (host)
        vm1
          ● eth0  10.0.0.10/24  ── vnet0 (host)
      upstream
        ● eth0  192.168.0.1/24  ── eth0 (host)
      "
    `);
  });
});

describe('tunnels, VLANs and what cannot be seen', () => {
  const vtep = (node: string, local: string, others: readonly string[]) => [
    aNamespace(
      '',
      [
        aLink('br-vx', {kind: 'bridge'}),
        aLink('eth0', {kind: 'ether', addresses: addressesOf(`${local}/24`)}),
        aLink('eth0.10', {kind: 'vlan', up: false, vlan: {id: 10, dev: 'eth0', protocol: '802.1Q'}}),
        aLink('vxlan100', {
          kind: 'vxlan',
          master: 'br-vx',
          vxlan: {vni: 100, local, dstPort: 4789, learning: false, proxy: true},
        }),
      ],
      {
        fdb: read(
          Object.fromEntries(
            others.map((destination) => [
              `vxlan100 00:00:00:00:00:00 dst ${destination}`,
              {dev: 'vxlan100', mac: '00:00:00:00:00:00', destination, origin: 'permanent', flags: ['self']},
            ]),
          ),
        ),
      },
    ),
    ...(node === 'compute2' ? [aNamespace('dark', [], {links: notRead('Permission denied')})] : []),
  ];
  const mesh = aSnapshot({
    compute1: vtep('compute1', '192.0.2.1', ['192.0.2.2', '192.0.2.3']),
    compute2: vtep('compute2', '192.0.2.2', ['192.0.2.1', '192.0.2.3', '192.0.2.9']),
    network: vtep('network', '192.0.2.3', ['192.0.2.1', '192.0.2.2']),
  });

  test('wires', () => {
    expect(draw(mesh, 80)).toMatchInlineSnapshot(`
      "
      ╭─ compute1 ──────────────────────────────────╮
      │ ● br-vx                                     │
      │ └ ● vxlan100  VNI 100                       ╞═╦═══╗
      │ ● eth0        192.0.2.1/24                  │ ║   ║
      │ └ ○ eth0.10   VLAN 10  down                 │ ║   ║
      ╰─────────────────────────────────────────────╯ ║   ║
      ╭─ compute2 ──────────────────────────────────╮ ║   ║
      │ ● br-vx                                     │ ║   ║
      │ └ ● vxlan100  VNI 100  ══ 192.0.2.9         ╞═╩═╗ ║
      │ ● eth0        192.0.2.2/24                  │   ║ ║
      │ └ ○ eth0.10   VLAN 10  down                 │   ║ ║
      │ ┌─ dark ──────────────────────────────────┐ │   ║ ║
      │ │ could not read links: Permission denied │ │   ║ ║
      │ └─────────────────────────────────────────┘ │   ║ ║
      ╰─────────────────────────────────────────────╯   ║ ║
      ╭─ network ───────────────────────────────────╮   ║ ║
      │ ● br-vx                                     │   ║ ║
      │ └ ● vxlan100  VNI 100                       ╞═══╩═╝
      │ ● eth0        192.0.2.3/24                  │
      │ └ ○ eth0.10   VLAN 10  down                 │
      ╰─────────────────────────────────────────────╯
      "
    `);
  });

  test('list', () => {
    expect(draw(mesh, 40)).toMatchInlineSnapshot(`
      "
      compute1
        ● br-vx
        └ ● vxlan100  VNI 100
                      ══ vxlan100 (compute2)
                      ══ vxlan100 (network)
        ● eth0        192.0.2.1/24
        └ ○ eth0.10   VLAN 10  down
      compute2
        ● br-vx
        └ ● vxlan100  VNI 100
                      ══ vxlan100 (compute1)
                      ══ vxlan100 (network)
                      ══ 192.0.2.9
        ● eth0        192.0.2.2/24
        └ ○ eth0.10   VLAN 10  down
        dark
          could not read links: Permission
            denied
      network
        ● br-vx
        └ ● vxlan100  VNI 100
                      ══ vxlan100 (compute1)
                      ══ vxlan100 (compute2)
        ● eth0        192.0.2.3/24
        └ ○ eth0.10   VLAN 10  down
      "
    `);
  });

  test('a wire whose other end nobody names', () => {
    const loose = aSnapshot({host: [aNamespace('', [aLink('veth0', {peer: {known: false, index: 7}})])]});
    expect(draw(loose, 80)).toMatchInlineSnapshot(`
      "
      ╭─ host ─────────────────────────╮
      │ ● veth0  ── outside            │
      ╰────────────────────────────────╯
      "
    `);
  });
});

describe('what is new, changed and gone', () => {
  const before = vethPair;
  const after = aSnapshot({
    host: [
      aNamespace('blue', [
        aLink('veth-b', {up: false, peer: peerAt('host', 'green', 'eth0'), addresses: addressesOf('10.0.0.9/24')}),
      ]),
      aNamespace('green', [aLink('eth0', {peer: peerAt('host', 'blue', 'veth-b')})]),
    ],
  });
  /** Every run that is fresh: `new device eth0`. */
  const fresh = (rows: readonly Row[]) =>
    rows.flatMap((row) =>
      row.flatMap((run) =>
        run.fresh === undefined || run.role === 'frame' ? [] : [`${run.fresh} ${run.role} ${run.text}`],
      ),
    );

  test('compared with the topology before', () => {
    const options = {width: 80, height: 60, language: 'en', previous: topology(before)} as const;
    const rows = drawTopology(topology(after), options);
    expect(picture(rows)).toMatchInlineSnapshot(`
      "
      ╭─ host ────────────────────────────────────────╮
      │ ┌─ blue ────────────────────────────────────┐ │
      │ │~○ veth-b  -10.0.0.2/24  10.0.0.9/24  down ├╌┼╌╮
      │ └───────────────────────────────────────────┘ │ ╎
      │ ┌- red ─────────────────────────────────────┐ │ ╎
      │ │-● veth-a  10.0.0.1/24                     │ │ ╎
      │ └───────────────────────────────────────────┘ │ ╎
      │ ┌+ green ───────────────────────────────────┐ │ ╎
      │ │+● eth0                                    ├╌┼╌╯
      │ └───────────────────────────────────────────┘ │
      ╰───────────────────────────────────────────────╯
      "
    `);
    expect(fresh(rows)).toMatchInlineSnapshot(`
      [
        "changed sign ~",
        "changed down ○",
        "changed device veth-b",
        "removed address -10.0.0.2/24",
        "new address 10.0.0.9/24",
        "changed down down",
        "new wire ├",
        "new wire ╌",
        "new wire ┼",
        "new wire ╌",
        "new wire ╮",
        "new wire ╎",
        "removed sign -",
        "removed namespace red",
        "new wire ╎",
        "removed sign -",
        "removed up ●",
        "removed device veth-a",
        "removed address 10.0.0.1/24",
        "new wire ╎",
        "new wire ╎",
        "new sign +",
        "new namespace green",
        "new wire ╎",
        "new sign +",
        "new up ●",
        "new device eth0",
        "new wire ├",
        "new wire ╌",
        "new wire ┼",
        "new wire ╌",
        "new wire ╯",
      ]
    `);
  });

  test('as the caller says', () => {
    const rows = drawTopology(topology(before), {
      width: 80,
      height: 60,
      language: 'en',
      fresh: new Map([['host/red/veth-a', 'new']]),
    });
    expect(fresh(rows)).toEqual(['new sign +', 'new up ●', 'new device veth-a']);
  });

  test('nothing is fresh without anything to compare with', () => {
    expect(fresh(drawTopology(topology(after), {width: 80, height: 60, language: 'en'}))).toEqual([]);
  });
});
