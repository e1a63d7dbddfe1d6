import {describe, expect, test} from 'vitest';
import {topology} from '../make-topology.ts';
import type {Names} from '../names.ts';
import type {Link, Snapshot} from '../snapshot.ts';
import {aLink, aNamespace, aSnapshot, addressesOf, peerAt} from '../testing/build-snapshot.ts';
import type {Language} from '../text.ts';
import {drawTopology} from '../topology-drawing.ts';
import {topologyMermaid} from '../topology-mermaid.ts';
import {topologyText} from '../topology-text.ts';
import {rowText} from './run.ts';

const SERVERS = ['compute1', 'compute2', 'controller'];
const NETWORKS = [
  ['eth0', 'management'],
  ['eth1', 'tenant'],
  ['eth3', 'provider'],
] as const;

/** Servers with a NIC for each bridge of the switch, and what a test makes different on the first. */
const cloud = (
  onFirst: readonly Link[] = [],
  port: Partial<Link> = {},
  hasAddress: (server: string, nic: string) => boolean = (_, nic) => nic !== 'eth3',
): Snapshot =>
  aSnapshot({
    ...Object.fromEntries(
      SERVERS.map((server, index) => [
        server,
        [
          aNamespace('', [
            ...NETWORKS.map(([nic]) =>
              aLink(nic, {
                peer: peerAt('switch', '', `${server}-${nic}`),
                addresses: hasAddress(server, nic) ? addressesOf(`192.0.2.${index + 1}/24`) : {},
              }),
            ),
            ...(index === 0 ? onFirst : []),
          ]),
        ],
      ]),
    ),
    switch: [
      aNamespace('', [
        ...NETWORKS.map(([, bridge]) => aLink(bridge, {kind: 'bridge'})),
        ...SERVERS.flatMap((server) =>
          NETWORKS.map(([nic, bridge]) =>
            aLink(`${server}-${nic}`, {
              peer: peerAt(server, '', nic),
              master: bridge,
              ...(server === 'compute1' && nic === 'eth1' ? port : {}),
            }),
          ),
        ),
      ]),
    ],
  });

const bridge = aLink('brqd4fbe39f-21', {kind: 'bridge'});
const names: Names = {
  'brqd4fbe39f-21': {short: {en: 'blue', zh: '蓝'}, long: {en: 'bridge of network blue', zh: '网络蓝的网桥'}},
};

const draw = (snapshot: Snapshot, width: number, height = 40, language: Language = 'en'): string =>
  drawTopology(topology(snapshot), {width, height, language, names}).map(rowText).join('\n');

describe('a cloud', () => {
  test('servers side by side, the switch below them, NICs without use left out', () => {
    expect(`\n${draw(cloud([bridge]), 118)}\n`).toMatchInlineSnapshot(`
      "
      ╭─ compute1 ─────────────────────────╮ ╭─ compute2 ─────────────────────────╮ ╭─ controller ───────────────────────╮
      │ ● brqd4fbe39f-21  (blue)           │ │ ● eth0  192.0.2.2/24               │ │ ● eth0  192.0.2.3/24               │
      │ ● eth0            192.0.2.1/24     │ │         ── management              │ │         ── management              │
      │                   ── management    │ │ ● eth1  192.0.2.2/24  ── tenant    │ │ ● eth1  192.0.2.3/24  ── tenant    │
      │ ● eth1            192.0.2.1/24     │ ╰────────────────────────────────────╯ ╰────────────────────────────────────╯
      │                   ── tenant        │
      ╰────────────────────────────────────╯
      ╭─ switch ─────────────────────────────────────────────────────────────────────────────────────────────────────────╮
      │ ● management  ── eth0 (compute1)  ── eth0 (compute2)  ── eth0 (controller)                                       │
      │ ● provider                                                                                                       │
      │ ● tenant      ── eth1 (compute1)  ── eth1 (compute2)  ── eth1 (controller)                                       │
      ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
      "
    `);
  });

  test('in Chinese', () => {
    expect(draw(cloud([bridge]), 118, 40, 'zh')).toContain('● brqd4fbe39f-21  (蓝)');
  });

  test('a narrow pane lists it', () => {
    expect(draw(cloud(), 60)).toMatch(/^compute1\n {2}● eth0 {2}192.0.2.1\/24 {2}── management\n/);
  });

  test('a port that is down, or in no bridge, stays in sight', () => {
    expect(draw(cloud([], {up: false}), 118)).toMatch(/○ compute1-eth1 +down +── eth1/);
    expect(draw(cloud([], {master: undefined} as unknown as Partial<Link>), 118)).toMatch(/● compute1-eth1 +── eth1/);
  });

  test('a NIC without the address that it has elsewhere stays in sight, and says so', () => {
    const without = cloud([], {}, (server, nic) => nic !== 'eth3' && !(server === 'compute1' && nic === 'eth1'));
    expect(draw(without, 118)).toMatch(/● eth1 +no address +── tenant/);
    expect(draw(without, 118, 40, 'zh')).toMatch(/● eth1 +没有地址 +── tenant/);
    expect(draw(without, 60)).toMatch(/compute1\n.*management\n {2}● eth1 {2}no address {2}── tenant\n/);
    expect(draw(without, 118)).not.toContain('eth3');
    const options = {width: 118, height: 40, language: 'en', previous: topology(cloud())} as const;
    const rows = drawTopology(topology(without), options).map(rowText).join('\n');
    expect(rows).toMatch(/~● eth1 +-192\.0\.2\.1\/24/);
    expect(rows).not.toContain('no address');
  });

  test('a NIC that comes to use is compared with its idle self', () => {
    const after = topology(cloud([bridge]));
    const used = {
      ...after,
      nodes: after.nodes.map((node) => ({
        ...node,
        namespaces: node.namespaces.map((namespace) => ({
          ...namespace,
          devices: namespace.devices.map((device) =>
            device.id === 'compute1//eth3' ? {...device, bridge: 'compute1//brqd4fbe39f-21'} : device,
          ),
        })),
      })),
    };
    const options = {width: 118, height: 40, language: 'en', previous: topology(cloud())} as const;
    const rows = drawTopology(used, options).map(rowText).join('\n');
    expect(rows).toMatch(/~└ ● eth3/);
    expect(rows).toMatch(/\+● brqd4fbe39f-21/);
  });

  test('no row is wider than the pane', () => {
    for (let width = 36; width <= 200; width += 1)
      for (const row of draw(cloud([bridge]), width, 20, 'zh').split('\n'))
        expect(row.replaceAll(/\p{Script=Han}/gu, 'xx').length).toBeLessThanOrEqual(width);
  });
});

test('text and Mermaid say what names stand for', () => {
  const snapshot = aSnapshot({host: [aNamespace('', [bridge])]});
  expect(topologyText(topology(snapshot), 'en', names)).toContain(
    'brqd4fbe39f-21 (bridge of network blue): bridge, up',
  );
  expect(topologyText(topology(snapshot), 'zh', names)).toContain('brqd4fbe39f-21（网络蓝的网桥）');
  expect(topologyMermaid(topology(snapshot), names, 'en')).toContain('brqd4fbe39f-21<br/>(blue)');
  expect(topologyMermaid(topology(snapshot), names, 'zh')).toContain('(蓝)');
  expect(topologyText(topology(snapshot), 'en')).not.toContain('blue');
});
