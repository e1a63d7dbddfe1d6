import {expect, test} from 'vitest';
import {checkResource, resourceSchema} from './resource.ts';
import type {ResourceView} from './resource-words.ts';
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

    met: the network blue has MTU 1450, has subnets s1, s2 and has network type vxlan
         网络 blue 的 MTU 为 1450，子网为 s1、s2，网络类型为 vxlan

    met: the network with MTU 1500 has name green
         网络（MTU 1500）的名称为 green

    not met: the network blue has MTU 1500 and has subnets s3
      found: the network blue has MTU 1450 and has subnets s1, s2
       期望: 网络 blue 的 MTU 为 1500，子网为 s3
       实际: 网络 blue 的 MTU 为 1450，子网为 s1、s2

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

    not met: the network blue has QoS policy x
      found: the network blue has no QoS policy
       期望: 网络 blue 的 QoS 策略为 x
       实际: 网络 blue 没有 QoS 策略

    not met: the network blue has description x
      found: the network blue has no description
       期望: 网络 blue 的描述为 x
       实际: 网络 blue 没有描述
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
    met: the port door in network blue has address 10.0.0.3 and has no tags
         网络 blue 中的端口 door 的地址为 10.0.0.3，tags 为空

    not met: the port door in network blue has address 10.0.0.3
      found: the port door in network blue has no address
       期望: 网络 blue 中的端口 door 的地址为 10.0.0.3
       实际: 网络 blue 中的端口 door 没有地址

    not met: a port door in network blue
      found: there is none
       期望: 网络 blue 中的端口 door 存在
       实际: 没有这样的端口

    not met: a port door in network blue
      found: the port door is in network green
       期望: 网络 blue 中的端口 door 存在
       实际: 端口 door 在网络 green 中
    "
  `);
});

test('Chinese sets no space before a bracket, whatever stands before it', () => {
  const claim = resourceSchema.parse({
    claim: 'resource',
    kind: 'floating-ip',
    find: {status: 'DOWN'},
  });
  expect(told(checkResource(claim, {ok: true, value: []}))).toContain('有浮动 IP（status DOWN）');
});

test('a cloud that does not answer makes it unknown', () => {
  const claim = resourceSchema.parse({claim: 'resource', kind: 'network', name: 'blue'});
  expect(told(checkResource(claim, {ok: false, why: 'no route'}))).toContain('the cloud did not answer: no route');
});

test('a claim must say which one', () => {
  expect(resourceSchema.safeParse({claim: 'resource', kind: 'network'}).success).toBe(false);
});
