import {expect, test} from 'vitest';
import {checkSysctl, isInSnapshot, type SysctlClaim, sysctlSchema} from './sysctl.ts';
import {keyed, link, links, onHost, unread} from './test-fixtures/snapshots.ts';
import {expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const FORWARD = 'net.ipv4.ip_forward';
const snapshot = onHost({
  '': {sysctls: keyed({[FORWARD]: '1'})},
  gw: {
    links: links(link('eth0')),
    sysctls: keyed({[FORWARD]: '0', 'net.ipv4.conf.eth0.rp_filter': '2', 'net.ipv4.tcp_rmem': '4096\t131072'}),
  },
  dark: {sysctls: unread},
});
const check = (claim: Omit<SysctlClaim, 'claim'>, read?: Parameters<typeof checkSysctl>[2]) =>
  checkSysctl(snapshot, {claim: 'sysctl', in: 'gw', ...claim, node: 'host'}, read);

test('a kernel setting', () => {
  expect(
    tellAll([
      check({key: FORWARD, value: '0'}),
      check({key: 'net.ipv4.tcp_rmem', value: '4096 131072'}),
      check({key: FORWARD, value: '1'}),
      check({key: 'net.ipv4.conf.eth0.rp_filter', value: '0'}),
      check({in: undefined, key: FORWARD, value: '0'}),
      check({key: 'net.ipv4.conf.eth9.rp_filter', value: '0'}),
      check({key: 'net.ipv4.no_such', value: '0'}, {ok: true, value: undefined}),
      check({key: 'net.ipv4.ip_default_ttl', value: '64'}, {ok: true, value: '64'}),
      check({key: 'net.ipv4.ip_default_ttl', value: '64'}, {ok: false, why: 'permission denied'}),
      check({in: 'dark', key: FORWARD, value: '1'}),
      check({in: 'nowhere', key: FORWARD, value: '1'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: net.ipv4.ip_forward in gw is 0
         命名空间 gw 中的 net.ipv4.ip_forward 是 0

    met: net.ipv4.tcp_rmem in gw is 4096 131072
         命名空间 gw 中的 net.ipv4.tcp_rmem 是 4096 131072

    not met: net.ipv4.ip_forward in gw is 1
      found: net.ipv4.ip_forward in gw is 0; it is 1 in the node's own namespace
       期望: 命名空间 gw 中的 net.ipv4.ip_forward 是 1
       实际: 命名空间 gw 中的 net.ipv4.ip_forward 是 0；在节点自己的命名空间中是 1

    not met: net.ipv4.conf.eth0.rp_filter in gw is 0
      found: net.ipv4.conf.eth0.rp_filter in gw is 2
       期望: 命名空间 gw 中的 net.ipv4.conf.eth0.rp_filter 是 0
       实际: 命名空间 gw 中的 net.ipv4.conf.eth0.rp_filter 是 2

    not met: net.ipv4.ip_forward is 0
      found: net.ipv4.ip_forward is 1; it is 0 in gw
       期望: net.ipv4.ip_forward 是 0
       实际: net.ipv4.ip_forward 是 1；在命名空间 gw 中是 0

    not met: net.ipv4.conf.eth9.rp_filter in gw is 0
      found: there is no link eth9 in gw, but there is eth0
       期望: 命名空间 gw 中的 net.ipv4.conf.eth9.rp_filter 是 0
       实际: 命名空间 gw 中没有接口 eth9，但有 eth0

    not met: net.ipv4.no_such in gw is 0
      found: the kernel has no setting net.ipv4.no_such
       期望: 命名空间 gw 中的 net.ipv4.no_such 是 0
       实际: 内核没有参数 net.ipv4.no_such

    met: net.ipv4.ip_default_ttl in gw is 64
         命名空间 gw 中的 net.ipv4.ip_default_ttl 是 64

    unknown: the kernel setting net.ipv4.ip_default_ttl in gw could not be read: permission denied
       未知: 无法读取命名空间 gw 的内核参数 net.ipv4.ip_default_ttl：permission denied

    unknown: the kernel settings in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的内核参数：ip ended with exit code 1

    not met: a namespace nowhere
      found: there is no namespace nowhere, only gw, dark
       期望: 存在命名空间 nowhere
       实际: 没有命名空间 nowhere，只有 gw、dark
    "
  `);
});

test('only a key that the snapshot does not hold is read for itself', () => {
  const isHeld = (place: string, key: string) =>
    isInSnapshot(snapshot, {claim: 'sysctl', node: 'host', in: place, key, value: '1'});
  expect([isHeld('gw', FORWARD), isHeld('dark', FORWARD), isHeld('nowhere', FORWARD)]).toEqual([true, true, true]);
  expect(isHeld('gw', 'net.ipv4.ip_default_ttl')).toBe(false);
});

test('every key matters', () => {
  const claim = {claim: 'sysctl' as const, node: 'host', in: 'gw', key: FORWARD, value: '0'};
  expectEachKeyToMatter(sysctlSchema, claim, (one) => checkSysctl(snapshot, one), {
    key: 'net.ipv4.conf.eth0.rp_filter',
    value: '1',
  });
});
