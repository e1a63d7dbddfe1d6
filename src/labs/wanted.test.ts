import {expect, test} from 'vitest';
import type {Claim} from './claims/claim.ts';
import type {KnownThings} from './cloud/references.ts';
import {withNames} from './cloud/named-lab.ts';
import {tinyLab} from './test-fixtures/tiny-lab.ts';
import {wantedOf} from './wanted.ts';

const told = (claims: readonly Claim[], nodes: readonly string[]): string =>
  `\n${claims
    .map((claim) => wantedOf({claim}, nodes))
    .map((wants) => (wants === undefined ? 'nothing' : `${wants.en}\n${wants.zh}`))
    .join('\n')}\n`;

test('a probe tells what it wants before it is asked', () => {
  const url = 'http://10.0.0.4/';
  expect(
    told(
      [
        {claim: 'ping', in: 'vm1', to: '10.0.0.4', reply: true},
        {claim: 'ping', in: 'vm1', to: '10.0.0.4', reply: true, ttl: 63},
        {claim: 'ping', in: 'vm1', to: '10.0.0.4', reply: false, baseline: 'before'},
        {claim: 'tcp', to: '10.0.0.4', port: 80, connects: true},
        {claim: 'tcp', to: '10.0.0.4', port: 80, connects: false, baseline: 'before'},
        {claim: 'http', url},
        {claim: 'http', url, status: 200, body: 'vm2'},
        {claim: 'http', url, answers: false, baseline: 'before'},
        {claim: 'mtu', in: 'vm1', to: '10.0.0.4', passes: 1450},
        {claim: 'mtu', in: 'vm1', to: '10.0.0.4', passes: 1450, blocked: 1451},
        {claim: 'conntrack', in: 'vm1', protocol: 'tcp', source: '10.0.0.2'},
        {claim: 'conntrack', in: 'vm1', protocol: 'tcp', source: '10.0.0.2', absent: true},
        {claim: 'lease', file: '/run/leases', mac: '52:54:00:12:34:56'},
        {claim: 'output', run: 'true', exit: 0},
        {claim: 'namespace', name: 'vm1'},
      ],
      ['host'],
    ),
  ).toMatchInlineSnapshot(`
    "
    10.0.0.4 answers a ping sent in vm1
    在命名空间 vm1 中 ping 10.0.0.4 有回复
    10.0.0.4 answers a ping sent in vm1, with TTL 63
    在命名空间 vm1 中 ping 10.0.0.4 有回复，TTL 为 63
    no reply from 10.0.0.4 to a ping sent in vm1
    在命名空间 vm1 中 ping 10.0.0.4 没有回复
    a TCP connection in the node's own namespace to 10.0.0.4:80 is accepted
    在节点自己的命名空间中可以建立到 10.0.0.4:80 的 TCP 连接
    no TCP connection in the node's own namespace to 10.0.0.4:80
    在节点自己的命名空间中不能建立到 10.0.0.4:80 的 TCP 连接
    http://10.0.0.4/ answers a request in the node's own namespace
    在节点自己的命名空间中请求 http://10.0.0.4/ 有应答
    http://10.0.0.4/ answers a request in the node's own namespace, with status 200, with "vm2" in it
    在节点自己的命名空间中请求 http://10.0.0.4/ 有应答，状态码为 200，其中包含“vm2”
    no answer from http://10.0.0.4/ to a request in the node's own namespace
    在节点自己的命名空间中请求 http://10.0.0.4/ 没有应答
    a packet of 1450 bytes sent in vm1 gets through to 10.0.0.4
    从命名空间 vm1 发出的 1450 字节的报文能到达 10.0.0.4
    a packet of 1450 bytes sent in vm1 gets through to 10.0.0.4, one of 1451 bytes does not
    从命名空间 vm1 发出的 1450 字节的报文能到达 10.0.0.4，1451 字节的不能
    a tracked connection of tcp from 10.0.0.2 in vm1
    命名空间 vm1 中跟踪着协议为 tcp、来自 10.0.0.2 的连接
    no tracked connection of tcp from 10.0.0.2 in vm1
    命名空间 vm1 中没有跟踪协议为 tcp、来自 10.0.0.2 的连接
    a lease for 52:54:00:12:34:56 in /run/leases
    /run/leases 中有 52:54:00:12:34:56 的租约
    nothing
    nothing
    "
  `);
  expect(told([{claim: 'ping', node: 'right', to: '10.0.0.4', reply: true}], ['left', 'right'])).toMatchInlineSnapshot(`
    "
    10.0.0.4 answers a ping sent on right
    在节点 right 中 ping 10.0.0.4 有回复
    "
  `);
});

test('what a probe of a cloud is about is named as soon as it is there', () => {
  const lab = tinyLab();
  const [step] = lab.steps;
  const ping: Claim = {claim: 'ping', node: 'host', to: '[[ip vm1]]', reply: true};
  const clouded = {
    ...lab,
    cloud: {} as NonNullable<typeof lab.cloud>,
    steps: [{...step!, checks: [{id: 'far', claim: ping}]}],
  };
  const wantsWith = (things?: KnownThings) => withNames(clouded, things).steps[0]?.checks[0]?.wants?.en;
  expect(wantsWith()).toBeUndefined();
  const state = {networks: {}, subnets: {}, ports: {}, instances: {}};
  const port = {id: 'p', name: 'vm1', fixedIps: [{ipAddress: '10.0.0.4'}]};
  const things = {state: {...state, ports: {p: port}}, gone: state} as unknown as KnownThings;
  expect(wantsWith(things)).toMatch(/^10\.0\.0\.4 answers a ping sent /);
  expect(withNames(clouded, things).steps[0]?.checks[0]?.claim).toEqual(ping);
});
