import {expect, test} from 'vitest';
import {topology} from './make-topology.ts';
import {aLink, aNamespace, aSnapshot, notRead} from './testing/build-snapshot.ts';
import {bridgeWithThree, island, natGateway} from './testing/teaching-snapshots.ts';
import {topologyText} from './topology-text.ts';

test('two namespaces', () => {
  expect(topologyText(topology(island), 'en')).toMatchInlineSnapshot(`
    "node host
      no interface but lo
      namespace blue
        no interface but lo
      namespace red
        no interface but lo"
  `);
});

test('a bridge in Chinese, with states in words', () => {
  expect(topologyText(topology(bridgeWithThree), 'zh')).toMatchInlineSnapshot(`
    "节点 host
      br0：bridge，已启用
        端口 br0-blue：veth，已启用，连接到 blue 中的 eth0
        端口 br0-green：veth，已启用，连接到 green 中的 eth0
        端口 br0-red：veth，无载波，连接到 red 中的 eth0
      命名空间 blue
        eth0：veth，已启用，10.0.0.11/24，连接到节点自身的命名空间中的 br0-blue
      命名空间 green
        eth0：veth，已启用，10.0.0.12/24，连接到节点自身的命名空间中的 br0-green
      命名空间 red
        eth0：veth，未启用，10.0.0.13/24，连接到节点自身的命名空间中的 br0-red"
  `);
});

test('the NAT gateway in both languages', () => {
  expect(topologyText(topology(natGateway), 'en')).toMatchInlineSnapshot(`
    "node host
      br0: bridge, up, 192.168.0.50/24
        port eth0: veth, up, connected to eth0 in upstream
        port peer1-br0: veth, up, connected to peer1-gw1 in nat1
      virbr0: bridge, up
        port peer1-virbr0: veth, up, connected to peer1-gw2 in nat1
        port vnet0: veth, up, connected to eth0 in vm1
      route 192.168.0.0/24 dev br0
      route default via 192.168.0.1 dev br0
      namespace nat1: forwarding, masquerade peer1-gw1
        peer1-gw1: veth, up, 192.168.0.100/24, connected to peer1-br0 in the node's own namespace
        peer1-gw2: veth, up, 10.0.0.1/24, connected to peer1-virbr0 in the node's own namespace
        route default via 192.168.0.1 dev peer1-gw1
      namespace vm1
        eth0: veth, up, 10.0.0.10/24, connected to vnet0 in the node's own namespace
        route default via 10.0.0.1 dev eth0
    node upstream
      eth0: veth, up, 192.168.0.1/24, connected to eth0 in host"
  `);
  expect(topologyText(topology(natGateway), 'zh')).toMatchInlineSnapshot(`
    "节点 host
      br0：bridge，已启用，192.168.0.50/24
        端口 eth0：veth，已启用，连接到 upstream 中的 eth0
        端口 peer1-br0：veth，已启用，连接到 nat1 中的 peer1-gw1
      virbr0：bridge，已启用
        端口 peer1-virbr0：veth，已启用，连接到 nat1 中的 peer1-gw2
        端口 vnet0：veth，已启用，连接到 vm1 中的 eth0
      路由 192.168.0.0/24 dev br0
      路由 default via 192.168.0.1 dev br0
      命名空间 nat1：转发，masquerade peer1-gw1
        peer1-gw1：veth，已启用，192.168.0.100/24，连接到节点自身的命名空间中的 peer1-br0
        peer1-gw2：veth，已启用，10.0.0.1/24，连接到节点自身的命名空间中的 peer1-virbr0
        路由 default via 192.168.0.1 dev peer1-gw1
      命名空间 vm1
        eth0：veth，已启用，10.0.0.10/24，连接到节点自身的命名空间中的 vnet0
        路由 default via 10.0.0.1 dev eth0
    节点 upstream
      eth0：veth，已启用，192.168.0.1/24，连接到 host 中的 eth0"
  `);
});

test('what could not be read or seen is said', () => {
  const snapshot = aSnapshot({
    host: [
      aNamespace('', [aLink('veth0', {peer: {known: false, index: 4}})]),
      aNamespace('red', [], {links: notRead('Permission denied')}),
    ],
  });
  expect(topologyText(topology(snapshot), 'en')).toMatchInlineSnapshot(`
    "node host
      veth0: veth, up, connected to a place outside
      namespace red
        could not read links: Permission denied"
  `);
});

test('no line is drawn with box characters', () => {
  expect(topologyText(topology(natGateway), 'en')).not.toMatch(/[\u2500-\u25ff]/);
});
