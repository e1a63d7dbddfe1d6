import {expect, test} from 'vitest';
import type {HttpResult} from '../../drivers/kernel/http.ts';
import type {PacketFits} from '../../drivers/kernel/path-mtu.ts';
import type {PingResult} from '../../drivers/kernel/ping.ts';
import type {TcpResult} from '../../drivers/kernel/tcp.ts';
import {sentence} from './sentences.ts';
import {type HttpClaim, checkHttp} from './http.ts';
import {type MtuClaim, checkMtu} from './mtu.ts';
import {type OutputClaim, type Ran, checkOutput} from './output.ts';
import {type PingClaim, checkPing, missingSource} from './ping.ts';
import {checkTcp} from './tcp.ts';
import {addresses, link, links, onHost} from './test-fixtures/snapshots.ts';
import {tellAll} from './test-fixtures/tell.ts';

/** What claims make of a probe's answer. That the answers are true is the subject of test/kernel/claims. */

const snapshot = onHost({vm1: {links: links(link('eth0', {addresses: addresses('10.0.0.10/24')}))}});
const silence = {outcome: 'not-answered', how: sentence('nothing came back in time', '等待超时')} as const;
const impossible = {
  outcome: 'could-not-ask',
  why: sentence('the program ping is not installed', '没有安装程序 ping'),
} as const;

test('ping', () => {
  const check = (claim: Omit<PingClaim, 'claim' | 'to'>, result: PingResult) =>
    checkPing(snapshot, {claim: 'ping', in: 'vm1', to: '10.0.0.2', ...claim, node: 'host'}, result);
  const reply = {outcome: 'answered', ttl: 63, milliseconds: 0.1} as const;
  expect(
    tellAll([
      check({reply: true}, reply),
      check({reply: true, ttl: 63}, reply),
      check({reply: true, ttl: 64}, reply),
      check({reply: true}, silence),
      check({reply: false, baseline: 'before'}, silence),
      check({reply: false, baseline: 'before'}, reply),
      check({reply: true}, impossible),
      check({reply: false, baseline: 'before'}, impossible),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: 10.0.0.2 answers with TTL 63
         10.0.0.2 有回复，TTL 为 63

    met: 10.0.0.2 answers with TTL 63
         10.0.0.2 有回复，TTL 为 63

    not met: 10.0.0.2 answers with TTL 64
      found: 10.0.0.2 answers with TTL 63
       期望: 10.0.0.2 有回复，TTL 为 64
       实际: 10.0.0.2 有回复，TTL 为 63

    not met: 10.0.0.2 answers a ping sent in vm1
      found: 10.0.0.2 does not answer: nothing came back in time
       期望: 在命名空间 vm1 中 ping 10.0.0.2 有回复
       实际: 10.0.0.2 没有回复：等待超时

    met: 10.0.0.2 does not answer: nothing came back in time
         10.0.0.2 没有回复：等待超时

    not met: no reply from 10.0.0.2 to a ping sent in vm1
      found: 10.0.0.2 answers with TTL 63
       期望: 在命名空间 vm1 中 ping 10.0.0.2 没有回复
       实际: 10.0.0.2 有回复，TTL 为 63

    unknown: the ping to 10.0.0.2 could not be sent: the program ping is not installed
       未知: 无法 ping 10.0.0.2：没有安装程序 ping

    unknown: the ping to 10.0.0.2 could not be sent: the program ping is not installed
       未知: 无法 ping 10.0.0.2：没有安装程序 ping
    "
  `);
  const from = (source: string) =>
    missingSource(snapshot, {claim: 'ping', node: 'host', in: 'vm1', to: '10.0.0.2', reply: true, from: source});
  expect(from('10.0.0.10')).toBeUndefined();
  expect(tellAll([from('10.0.0.11')!])).toMatchInlineSnapshot(`
    "
    not met: an interface in vm1 has 10.0.0.11
      found: no interface in vm1 has 10.0.0.11
       期望: 命名空间 vm1 中有接口拥有地址 10.0.0.11
       实际: 命名空间 vm1 中没有接口拥有地址 10.0.0.11
    "
  `);
});

test('tcp', () => {
  const check = (connects: boolean, result: TcpResult) =>
    checkTcp(
      snapshot,
      {claim: 'tcp', node: 'host', in: 'vm1', to: '10.0.0.2', port: 80, connects, baseline: 'before'},
      result,
    );
  expect(
    tellAll([
      check(true, {outcome: 'answered'}),
      check(true, silence),
      check(false, silence),
      check(false, {outcome: 'answered'}),
      check(false, impossible),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: a TCP connection in vm1 to 10.0.0.2:80 is accepted
         在命名空间 vm1 中可以建立到 10.0.0.2:80 的 TCP 连接

    not met: a TCP connection in vm1 to 10.0.0.2:80 is accepted
      found: 10.0.0.2:80 cannot be reached: nothing came back in time
       期望: 在命名空间 vm1 中可以建立到 10.0.0.2:80 的 TCP 连接
       实际: 无法连接 10.0.0.2:80：等待超时

    met: 10.0.0.2:80 cannot be reached: nothing came back in time
         无法连接 10.0.0.2:80：等待超时

    not met: no TCP connection in vm1 to 10.0.0.2:80
      found: a TCP connection in vm1 to 10.0.0.2:80 is accepted
       期望: 在命名空间 vm1 中不能建立到 10.0.0.2:80 的 TCP 连接
       实际: 在命名空间 vm1 中可以建立到 10.0.0.2:80 的 TCP 连接

    unknown: the connection to 10.0.0.2:80 could not be tried: the program ping is not installed
       未知: 无法尝试连接 10.0.0.2:80：没有安装程序 ping
    "
  `);
});

test('http', () => {
  const check = (claim: Omit<HttpClaim, 'claim' | 'url'>, result: HttpResult) =>
    checkHttp(snapshot, {claim: 'http', url: 'http://10.0.0.2:8080/', in: 'vm1', ...claim, node: 'host'}, result);
  const page = {outcome: 'answered', status: 404, body: 'not here\n'} as const;
  expect(
    tellAll([
      check({}, page),
      check({status: 404, body: 'here'}, page),
      check({status: 200}, page),
      check({body: 'secret'}, page),
      check({}, silence),
      check({answers: false, baseline: 'before'}, silence),
      check({answers: false, baseline: 'before'}, page),
      check({}, impossible),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: http://10.0.0.2:8080/ answers with status 404
         http://10.0.0.2:8080/ 应答，状态码 404

    met: http://10.0.0.2:8080/ answers with status 404
         http://10.0.0.2:8080/ 应答，状态码 404

    not met: http://10.0.0.2:8080/ answers with status 200
      found: http://10.0.0.2:8080/ answers with status 404
       期望: http://10.0.0.2:8080/ 应答，状态码 200
       实际: http://10.0.0.2:8080/ 应答，状态码 404

    not met: the answer of http://10.0.0.2:8080/ contains "secret"
      found: the answer of http://10.0.0.2:8080/ (status 404) is "not here"
       期望: http://10.0.0.2:8080/ 的应答包含“secret”
       实际: http://10.0.0.2:8080/ 的应答（状态码 404）是“not here”

    not met: http://10.0.0.2:8080/ answers a request in vm1
      found: http://10.0.0.2:8080/ does not answer: nothing came back in time
       期望: 在命名空间 vm1 中请求 http://10.0.0.2:8080/ 有应答
       实际: http://10.0.0.2:8080/ 没有应答：等待超时

    met: http://10.0.0.2:8080/ does not answer: nothing came back in time
         http://10.0.0.2:8080/ 没有应答：等待超时

    not met: no answer from http://10.0.0.2:8080/ to a request in vm1
      found: http://10.0.0.2:8080/ answers with status 404
       期望: 在命名空间 vm1 中请求 http://10.0.0.2:8080/ 没有应答
       实际: http://10.0.0.2:8080/ 应答，状态码 404

    unknown: http://10.0.0.2:8080/ could not be asked: the program ping is not installed
       未知: 无法请求 http://10.0.0.2:8080/：没有安装程序 ping
    "
  `);
});

test('mtu', () => {
  const check = (claim: Omit<MtuClaim, 'claim' | 'to'>, small: PacketFits, large?: PacketFits) =>
    checkMtu(snapshot, {claim: 'mtu', to: '10.0.0.2', in: 'vm1', ...claim, node: 'host'}, small, large);
  const passes = {outcome: 'passes'} as const;
  const blocked = {
    outcome: 'blocked',
    how: sentence('the packet is larger than the MTU of 1450', '报文超过了 MTU 1450'),
  } as const;
  expect(
    tellAll([
      check({passes: 1450}, passes),
      check({passes: 1450, blocked: 1451}, passes, blocked),
      check({passes: 1450}, blocked),
      check({passes: 1450, blocked: 1451}, passes, passes),
      check({passes: 1450, blocked: 1451}, blocked),
      check({passes: 1450}, impossible),
      check({passes: 1450, blocked: 1451}, passes, impossible),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: a packet of 1450 bytes sent in vm1 gets through to 10.0.0.2
         从命名空间 vm1 发出的 1450 字节的报文能到达 10.0.0.2

    met: 1450 bytes get through to 10.0.0.2, 1451 do not: the packet is larger than the MTU of 1450
         1450 字节能到达 10.0.0.2，1451 字节不能：报文超过了 MTU 1450

    not met: a packet of 1450 bytes sent in vm1 gets through to 10.0.0.2
      found: a packet of 1450 bytes does not get through: the packet is larger than the MTU of 1450
       期望: 从命名空间 vm1 发出的 1450 字节的报文能到达 10.0.0.2
       实际: 1450 字节的报文无法通过：报文超过了 MTU 1450

    not met: a packet of 1451 bytes sent in vm1 does not get through to 10.0.0.2
      found: a packet of 1451 bytes gets through
       期望: 从命名空间 vm1 发出的 1451 字节的报文不能到达 10.0.0.2
       实际: 1451 字节的报文能通过

    not met: a packet of 1450 bytes sent in vm1 gets through to 10.0.0.2
      found: a packet of 1450 bytes does not get through: the packet is larger than the MTU of 1450
       期望: 从命名空间 vm1 发出的 1450 字节的报文能到达 10.0.0.2
       实际: 1450 字节的报文无法通过：报文超过了 MTU 1450

    unknown: the packet to 10.0.0.2 could not be sent: the program ping is not installed
       未知: 无法向 10.0.0.2 发送报文：没有安装程序 ping

    unknown: the packet to 10.0.0.2 could not be sent: the program ping is not installed
       未知: 无法向 10.0.0.2 发送报文：没有安装程序 ping
    "
  `);
});

test('output in words of the lab', () => {
  const nothing = {stdout: '', stderr: '', timedOut: false, canceled: false};
  const says = {en: 'the disk is empty', zh: '磁盘是空的'};
  const check = (claim: Omit<OutputClaim, 'claim' | 'run'>, ran: Partial<Ran>) =>
    checkOutput({claim: 'output', run: 'cat x | grep y', ...claim}, {...nothing, ...ran}, says);
  expect(
    tellAll([
      check({equals: '0'}, {exitCode: 0, stdout: '0\n'}),
      check({equals: '0'}, {exitCode: 0, stdout: '1\n'}),
      check({exit: 0}, {exitCode: 1}),
      check({exit: 0}, {exitCode: 1, stderr: 'cat: x: No such file or directory\n'}),
      check({exit: 0}, {timedOut: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the disk is empty
         磁盘是空的

    not met: the disk is empty
      found: it prints "1"
       期望: 磁盘是空的
       实际: 输出“1”

    not met: the disk is empty
      found: it is not so
       期望: 磁盘是空的
       实际: 不是这样

    not met: the disk is empty
      found: it is not so: cat: x: No such file or directory
       期望: 磁盘是空的
       实际: 不是这样：cat: x: No such file or directory

    unknown: "cat x | grep y" did not end in time
       未知: “cat x | grep y”没有及时结束
    "
  `);
});

test('output', () => {
  const nothing = {stdout: '', stderr: '', timedOut: false, canceled: false};
  const check = (claim: Omit<OutputClaim, 'claim' | 'run'>, ran: Partial<Ran>) =>
    checkOutput({claim: 'output', run: 'cat x', ...claim}, {...nothing, ...ran});
  const two = {exitCode: 0, stdout: 'first line\nsecond line\n'};
  expect(
    tellAll([
      check({matches: '^second'}, two),
      check({equals: 'first line\nsecond line', exit: 0}, two),
      check({exit: 0}, {exitCode: 0}),
      check({matches: '^third'}, two),
      check({equals: 'other'}, two),
      check({equals: 'other'}, {exitCode: 1, stderr: 'cat: x: No such file or directory\n'}),
      check({equals: 'other'}, {exitCode: 0}),
      check({exit: 0}, {exitCode: 1}),
      check({exit: 0}, {timedOut: true}),
      check({exit: 0}, {canceled: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: "cat x" prints "second line"
         “cat x”输出“second line”

    met: "cat x" prints "first line"
         “cat x”输出“first line”

    met: "cat x" ends with exit code 0
         “cat x”以退出码 0 结束

    not met: the output of "cat x" matches ^third
      found: it prints "first line"
       期望: “cat x”的输出匹配 ^third
       实际: 输出“first line”

    not met: "cat x" prints "other"
      found: it prints "first line"
       期望: “cat x”输出“other”
       实际: 输出“first line”

    not met: "cat x" prints "other"
      found: it fails: cat: x: No such file or directory
       期望: “cat x”输出“other”
       实际: 失败：cat: x: No such file or directory

    not met: "cat x" prints "other"
      found: it prints nothing
       期望: “cat x”输出“other”
       实际: 没有输出

    not met: "cat x" ends with exit code 0
      found: it ends with exit code 1
       期望: “cat x”以退出码 0 结束
       实际: 以退出码 1 结束

    unknown: "cat x" did not end in time
       未知: “cat x”没有及时结束

    unknown: "cat x" was interrupted
       未知: “cat x”被中断
    "
  `);
});
