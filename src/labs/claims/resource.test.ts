import {expect, test} from 'vitest';
import {checkResource, resourceSchema, type ResourceView} from './resource.ts';
import {tellAll, told} from './test-fixtures/tell.ts';

const NETWORKS: readonly ResourceView[] = [
  {id: '1', name: 'blue', mtu: 1450, 'provider:network_type': 'vxlan', subnets: ['s1', 's2']},
  {id: '2', name: 'green', mtu: 1500, 'provider:network_type': 'local', subnets: []},
];

const check = (claim: object, views: readonly ResourceView[] = NETWORKS) =>
  checkResource(resourceSchema.parse({claim: 'resource', kind: 'network', ...claim}), {ok: true, value: views});

test('met, and every way of not met', () => {
  expect(
    tellAll([
      check({name: 'blue'}),
      check({name: 'blue', has: {mtu: '1450', subnets: ['s2'], 'provider:network_type': 'vxlan'}}),
      check({find: {mtu: 1500}, has: {name: 'green'}}),
      check({name: 'blue', has: {mtu: 1500, subnets: ['s3'], 'provider:network_type': 'vxlan'}}),
      check({name: 'red'}),
      check({name: 'red'}, []),
      check({name: 'red', absent: true}),
      check({name: 'blue', absent: true}),
      check({name: 'blue', has: {qos_policy_id: 'x'}}),
      check({name: 'blue', has: {description: 'x'}}, [{name: 'blue', description: ''}]),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the network blue is there
         网络 blue 存在

    met: the network blue has mtu 1450, has subnets s1, s2 and has provider:network_type vxlan
         网络 blue 的 mtu 为 1450，subnets 为 s1、s2，provider:network_type 为 vxlan

    met: the network with mtu 1500 has name green
         网络（mtu 1500）的 name 为 green

    not met: the network blue has mtu 1500 and has subnets s3
      found: the network blue has mtu 1450 and has subnets s1, s2
       期望: 网络 blue 的 mtu 为 1500，subnets 为 s3
       实际: 网络 blue 的 mtu 为 1450，subnets 为 s1、s2

    not met: a network red
      found: there are blue, green
       期望: 有网络 red
       实际: 现有 blue、green

    not met: a network red
      found: there is none
       期望: 有网络 red
       实际: 没有这样的网络

    met: there is no network red
         没有网络 red

    not met: no network blue
      found: the network blue is there
       期望: 没有网络 blue
       实际: 网络 blue 存在

    not met: the network blue has qos_policy_id x
      found: the network blue has no qos_policy_id
       期望: 网络 blue 的 qos_policy_id 为 x
       实际: 网络 blue 的 qos_policy_id 为空

    not met: the network blue has description x
      found: the network blue has no description
       期望: 网络 blue 的 description 为 x
       实际: 网络 blue 的 description 为空
    "
  `);
});

test('lists, maps and ids are put into words', () => {
  const port = {
    name: 'door',
    network_id: '1',
    fixed_ips: [{subnet_id: 'x', ip_address: '10.0.0.3'}],
    tags: [],
  };
  const claim = resourceSchema.parse({
    claim: 'resource',
    kind: 'port',
    find: {name: 'door', network_id: '1'},
    has: {fixed_ips: [{ip_address: '10.0.0.3'}], tags: []},
  });
  const nameOf = (id: string) => ({'1': 'blue', '2': 'green'})[id];
  expect(
    tellAll([
      checkResource(claim, {ok: true, value: [port]}, nameOf),
      checkResource(claim, {ok: true, value: [{...port, fixed_ips: []}]}, nameOf),
      checkResource(claim, {ok: true, value: []}, nameOf),
      checkResource(claim, {ok: true, value: [{...port, network_id: '2'}]}, nameOf),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the port door with network_id blue has fixed_ips ip_address 10.0.0.3 and has no tags
         端口 door（network_id blue）的 fixed_ips 为 ip_address 10.0.0.3，tags 为空

    not met: the port door with network_id blue has fixed_ips ip_address 10.0.0.3
      found: the port door with network_id blue has no fixed_ips
       期望: 端口 door（network_id blue）的 fixed_ips 为 ip_address 10.0.0.3
       实际: 端口 door（network_id blue）的 fixed_ips 为空

    not met: a port door with network_id blue
      found: there is none
       期望: 有端口 door（network_id blue）
       实际: 没有这样的端口

    not met: a port door with network_id blue
      found: the port door has network_id green
       期望: 有端口 door（network_id blue）
       实际: 端口 door 的 network_id 为 green
    "
  `);
});

test('Chinese sets no space before a bracket, whatever stands before it', () => {
  const claim = resourceSchema.parse({
    claim: 'resource',
    kind: 'floating-ip',
    find: {floating_ip_address: '10.10.10.5'},
  });
  expect(told(checkResource(claim, {ok: true, value: []}))).toContain('有浮动 IP（floating_ip_address 10.10.10.5）');
});

test('a cloud that does not answer makes it unknown', () => {
  const claim = resourceSchema.parse({claim: 'resource', kind: 'network', name: 'blue'});
  expect(told(checkResource(claim, {ok: false, why: 'no route'}))).toContain('the cloud did not answer: no route');
});

test('a claim must say which one', () => {
  expect(resourceSchema.safeParse({claim: 'resource', kind: 'network'}).success).toBe(false);
});
