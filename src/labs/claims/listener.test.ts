import {expect, test} from 'vitest';
import {type ListenerClaim, checkListener, listenerSchema} from './listener.ts';
import {keyed, onHost, unread} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({
  '': {
    listeners: keyed({
      'udp 0.0.0.0%virbr0:67': {protocol: 'udp', address: '0.0.0.0%virbr0', port: 67, program: 'dnsmasq', pid: 7},
    }),
  },
  vm1: {
    listeners: keyed({
      'tcp 0.0.0.0:8080': {protocol: 'tcp', address: '0.0.0.0', port: 8080, program: 'busybox', pid: 9},
      'tcp 127.0.0.1:53': {protocol: 'tcp', address: '127.0.0.1', port: 53, program: 'dnsmasq', pid: 8},
      'tcp *:22': {protocol: 'tcp', address: '*', port: 22},
    }),
  },
  vm2: {listeners: keyed({'tcp 10.0.0.2:80': {protocol: 'tcp', address: '10.0.0.2', port: 80, program: 'nginx'}})},
  empty: {},
  dark: {listeners: unread},
});
const check = (claim: Omit<ListenerClaim, 'claim'>) =>
  checkListener(snapshot, {claim: 'listener', in: 'vm1', ...claim, node: 'host'});

test('a listener', () => {
  expect(
    tellAll([
      check({port: 8080}),
      check({port: 8080, address: '10.0.0.2', program: 'busybox'}),
      check({port: 22, address: 'fd00::2'}),
      check({in: undefined, protocol: 'udp', port: 67}),
      check({port: 53, address: '10.0.0.2'}),
      check({port: 8080, program: 'nginx'}),
      check({port: 22, program: 'sshd'}),
      check({port: 80}),
      check({port: 81}),
      check({protocol: 'udp', port: 53}),
      check({in: 'empty', port: 81}),
      check({in: 'vm2', port: 81}),
      check({port: 8080, absent: true}),
      check({port: 81, absent: true}),
      check({in: 'dark', port: 81}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the listener on tcp 8080 in vm1 is busybox
         命名空间 vm1 中 tcp 8080 的监听者是 busybox

    met: the listener on tcp 8080 in vm1 is bound to 0.0.0.0 and is busybox
         命名空间 vm1 中 tcp 8080 的监听者绑定在 0.0.0.0，是 busybox

    met: the listener on tcp 22 in vm1 is bound to *
         命名空间 vm1 中 tcp 22 的监听者绑定在 *

    met: the listener on udp 67 in the node's own namespace is dnsmasq
         节点自己的命名空间中 udp 67 的监听者是 dnsmasq

    not met: the listener on tcp 53 in vm1 is reachable by 10.0.0.2
      found: the listener on tcp 53 in vm1 is bound to 127.0.0.1
       期望: 命名空间 vm1 中 tcp 53 的监听者可经 10.0.0.2 访问
       实际: 命名空间 vm1 中 tcp 53 的监听者绑定在 127.0.0.1

    not met: the listener on tcp 8080 in vm1 is nginx
      found: the listener on tcp 8080 in vm1 is busybox
       期望: 命名空间 vm1 中 tcp 8080 的监听者是 nginx
       实际: 命名空间 vm1 中 tcp 8080 的监听者是 busybox

    not met: the listener on tcp 22 in vm1 is sshd
      found: the listener on tcp 22 in vm1 is a program whose name cannot be seen
       期望: 命名空间 vm1 中 tcp 22 的监听者是 sshd
       实际: 命名空间 vm1 中 tcp 22 的监听者看不到程序名

    not met: a process listens on tcp 80 in vm1
      found: no process listens on tcp 80 in vm1, but nginx does in vm2
       期望: 命名空间 vm1 中有进程监听 tcp 80
       实际: 命名空间 vm1 中没有进程监听 tcp 80，但命名空间 vm2 中有（nginx）

    not met: a process listens on tcp 81 in vm1
      found: no process listens on tcp 81 in vm1; 8080 (busybox), 53 (dnsmasq), 22 are in use
       期望: 命名空间 vm1 中有进程监听 tcp 81
       实际: 命名空间 vm1 中没有进程监听 tcp 81；使用中的有 8080 (busybox)、53 (dnsmasq)、22

    not met: a process listens on udp 53 in vm1
      found: no process listens on udp 53 in vm1, but dnsmasq does on tcp 53
       期望: 命名空间 vm1 中有进程监听 udp 53
       实际: 命名空间 vm1 中没有进程监听 udp 53，但 dnsmasq 监听 tcp 53

    not met: a process listens on tcp 81 in empty
      found: no process listens on tcp 81 in empty
       期望: 命名空间 empty 中有进程监听 tcp 81
       实际: 命名空间 empty 中没有进程监听 tcp 81

    not met: a process listens on tcp 81 in vm2
      found: no process listens on tcp 81 in vm2; 80 (nginx) is in use
       期望: 命名空间 vm2 中有进程监听 tcp 81
       实际: 命名空间 vm2 中没有进程监听 tcp 81；使用中的有 80 (nginx)

    not met: no process listens on tcp 8080 in vm1
      found: the listener on tcp 8080 in vm1 is busybox
       期望: 命名空间 vm1 中没有进程监听 tcp 8080
       实际: 命名空间 vm1 中 tcp 8080 的监听者是 busybox

    met: no process listens on tcp 81 in vm1
         命名空间 vm1 中没有进程监听 tcp 81

    unknown: the listening sockets in dark could not be read: ip ended with exit code 1
       未知: 无法读取命名空间 dark 的监听套接字：ip ended with exit code 1
    "
  `);
});

test('every key matters', () => {
  const claim: Whole<ListenerClaim> = {
    claim: 'listener',
    node: 'host',
    in: 'vm2',
    protocol: 'tcp',
    port: 80,
    address: '10.0.0.2',
    program: 'nginx',
  };
  expectEachKeyToMatter(listenerSchema, claim, (one) => checkListener(snapshot, one), {
    protocol: 'udp',
    port: 81,
    address: '10.0.0.3',
    program: 'busybox',
  });
});
