import {expect, test} from 'vitest';
import {type ProcessClaim, type Running, checkProcess, processSchema} from './process.ts';
import {onHost} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const HERE = 'net:[4026532001]';
const snapshot = onHost({vm1: {}});
const running: Running = {
  processes: [
    {
      pid: 7,
      program: 'dnsmasq',
      arguments: ['--interface=virbr0', '--dhcp-leasefile=/var/lib/misc/default.leases'],
      network: HERE,
    },
    {
      pid: 8,
      program: 'haproxy',
      arguments: ['-f', `/var/lib/neutron/ns-metadata-proxy/${'0123456789'.repeat(8)}.conf`, '-D'],
      network: HERE,
    },
    {pid: 9, program: 'busybox', arguments: ['httpd', '-p', '80'], network: 'net:[4026532002]'},
  ],
};
const check = (claim: Omit<ProcessClaim, 'claim'>, network?: string) =>
  checkProcess(snapshot, {claim: 'process', ...claim, node: 'host'}, {ok: true, value: {...running, network}});

test('a process', () => {
  expect(
    tellAll([
      check({name: 'dnsmasq'}),
      check({name: 'dnsmasq', argument: 'default.leases'}),
      check({name: 'busybox', argument: 'httpd -p 80', in: 'vm1'}, 'net:[4026532002]'),
      check({name: 'dnsmasq', argument: 'other.leases'}),
      check({name: 'busybox', in: 'vm1'}, HERE),
      check({name: 'httpd'}),
      check({name: 'dnsmask'}),
      check({name: 'haproxy', argument: '-D'}),
      check({name: 'haproxy', argument: '-d'}),
      check({name: 'nginx'}),
      check({name: 'nginx', absent: true}),
      check({name: 'dnsmasq', absent: true}),
      check({name: 'dnsmasq', in: 'vm2'}),
      checkProcess(snapshot, {claim: 'process', node: 'host', name: 'x'}, {ok: false, why: 'EACCES'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the process dnsmasq (pid 7) runs
         进程 dnsmasq（PID 7）正在运行

    met: the process dnsmasq (pid 7) was started as "dnsmasq --interface=virbr0 --dhcp-leasefile=/var/lib/misc/default.leases"
         进程 dnsmasq（PID 7）启动命令是“dnsmasq --interface=virbr0 --dhcp-leasefile=/var/lib/misc/default.leases”

    met: the process busybox (pid 9) runs in vm1 and was started as "busybox httpd -p 80"
         进程 busybox（PID 9）在命名空间 vm1 中运行，启动命令是“busybox httpd -p 80”

    not met: the process dnsmasq (pid 7) was started with "other.leases"
      found: the process dnsmasq (pid 7) was started as "dnsmasq --interface=virbr0 --dhcp-leasefile=/var/lib/misc/default.leases"
       期望: 进程 dnsmasq（PID 7）启动参数中有“other.leases”
       实际: 进程 dnsmasq（PID 7）启动命令是“dnsmasq --interface=virbr0 --dhcp-leasefile=/var/lib/misc/default.leases”

    not met: the process busybox (pid 9) runs in vm1
      found: the process busybox (pid 9) does not run in vm1
       期望: 进程 busybox（PID 9）在命名空间 vm1 中运行
       实际: 进程 busybox（PID 9）不在命名空间 vm1 中运行

    not met: a process httpd runs on the node
      found: no process httpd runs, but "busybox httpd -p 80" does
       期望: 节点中运行着进程 httpd
       实际: 没有运行进程 httpd，但有“busybox httpd -p 80”

    not met: a process dnsmask runs on the node
      found: no process dnsmask runs, but dnsmasq does
       期望: 节点中运行着进程 dnsmask
       实际: 没有运行进程 dnsmask，但有 dnsmasq

    met: the process haproxy (pid 8) was started with "-D"
         进程 haproxy（PID 8）启动参数中有“-D”

    not met: the process haproxy (pid 8) was started with "-d"
      found: the process haproxy (pid 8) was started as "haproxy -f /var/lib/neutron/ns-metadata-proxy/01234567890123456789012345678901234567890123456789012345678901234567890123456789.conf -D"
       期望: 进程 haproxy（PID 8）启动参数中有“-d”
       实际: 进程 haproxy（PID 8）启动命令是“haproxy -f /var/lib/neutron/ns-metadata-proxy/01234567890123456789012345678901234567890123456789012345678901234567890123456789.conf -D”

    not met: a process nginx runs on the node
      found: no process nginx runs
       期望: 节点中运行着进程 nginx
       实际: 没有运行进程 nginx

    met: no process nginx runs
         没有运行进程 nginx

    not met: no process dnsmasq runs
      found: the process dnsmasq (pid 7) runs
       期望: 没有运行进程 dnsmasq
       实际: 进程 dnsmasq（PID 7）正在运行

    not met: a namespace vm2
      found: there is no namespace vm2, but there is vm1
       期望: 存在命名空间 vm2
       实际: 没有命名空间 vm2，但有 vm1

    unknown: the processes could not be read: EACCES
       未知: 无法读取进程：EACCES
    "
  `);
});

test('every key matters', () => {
  const claim: Whole<ProcessClaim> = {claim: 'process', node: 'host', in: 'vm1', name: 'dnsmasq', argument: 'virbr0'};
  const of = (one: Whole<ProcessClaim>) => checkProcess(snapshot, one, {ok: true, value: {...running, network: HERE}});
  expectEachKeyToMatter(processSchema, claim, of, {name: 'busybox', argument: 'virbr1'});
});
