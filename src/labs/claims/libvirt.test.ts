import {expect, test} from 'vitest';
import type {Domain, LibvirtSnapshot, Reading, Snapshot} from '../../state/snapshot.ts';
import {type DomainClaim, checkDomain, domainSchema} from './domain.ts';
import {onHost} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';
import {type VirtualNetworkClaim, checkVirtualNetwork, virtualNetworkSchema} from './virtual-network.ts';

const vm1: Domain = {
  name: 'vm1',
  state: 'running',
  type: 'qemu',
  processors: 2,
  memoryMiB: 96,
  maxMemoryMiB: 128,
  persistent: true,
  autostart: false,
  saved: false,
  disks: {vda: {target: 'vda', source: '/images/vm1.qcow2', backing: ['/images/base.qcow2']}},
  interfaces: {
    '52:54:00:75:dd:1a': {mac: '52:54:00:75:dd:1a', source: 'network default'},
    '52:54:00:75:dd:1b': {mac: '52:54:00:75:dd:1b', source: 'bridge br0'},
  },
};
const value: LibvirtSnapshot = {
  domains: {vm1},
  networks: {
    default: {
      name: 'default',
      active: true,
      autostart: false,
      bridge: 'virbr0',
      leases: {'52:54:00:75:dd:1a': {mac: '52:54:00:75:dd:1a', address: '192.168.122.9/24', hostname: 'vm1'}},
    },
  },
  pools: {},
};
const withLibvirt = (libvirt: Reading<LibvirtSnapshot>): Snapshot => {
  const {nodes} = onHost({});
  const {host} = nodes;
  return {takenAt: 0, nodes: host === undefined ? {} : {host: {...host, libvirt}}};
};
const snapshot = withLibvirt({ok: true, value});
const domain = (claim: Omit<DomainClaim, 'claim'>, at = snapshot) =>
  checkDomain(at, {claim: 'domain', ...claim, node: 'host'});
const network = (claim: Omit<VirtualNetworkClaim, 'claim'>, at = snapshot) =>
  checkVirtualNetwork(at, {claim: 'virtual-network', ...claim, node: 'host'});

test('a guest', () => {
  expect(
    tellAll([
      domain({name: 'vm1'}),
      domain({name: 'vm1', state: 'running', processors: 2, memory: 97, persistent: true}),
      domain({name: 'vm1', state: 'shut off', saved: true, autostart: true}),
      domain({name: 'vm1', network: 'default', bridge: 'br0', disk: 'vm1.qcow2', backing: '/images/base.qcow2'}),
      domain({name: 'vm1', network: 'other', disk: '1.qcow2', backing: 'x'}),
      domain({name: 'vm2'}),
      domain({name: 'vm2', absent: true}),
      domain({name: 'vm1', absent: true}),
      domain({name: 'vm1'}, onHost({})),
      domain({name: 'vm1', absent: true}, onHost({})),
      domain({name: 'vm1'}, withLibvirt({ok: false, why: 'refused'})),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the guest vm1 exists
         客户机 vm1 存在

    met: the guest vm1 is "running", is defined, has 2 vCPU and has 96 MiB of memory
         客户机 vm1 状态是“running”，已定义（持久），有 2 个 vCPU，有 96 MiB 内存

    not met: the guest vm1 is "shut off", starts with the host and has its memory in a file
      found: the guest vm1 is "running", does not start with the host and has no saved memory
       期望: 客户机 vm1 状态是“shut off”，随主机启动，内存已存进文件
       实际: 客户机 vm1 状态是“running”，不随主机启动，没有存下的内存

    met: the guest vm1 has a card in network default, has a card in bridge br0, has the disk vm1.qcow2 and has a disk on top of /images/base.qcow2
         客户机 vm1 网卡接在 network default，网卡接在 bridge br0，磁盘是 vm1.qcow2，磁盘的底层是 /images/base.qcow2

    not met: the guest vm1 has a card in network other, has the disk 1.qcow2 and has a disk on top of x
      found: the guest vm1 has a card in network default, bridge br0, has the disk /images/vm1.qcow2 and has a disk on top of /images/base.qcow2
       期望: 客户机 vm1 网卡接在 network other，磁盘是 1.qcow2，磁盘的底层是 x
       实际: 客户机 vm1 网卡接在 network default、bridge br0，磁盘是 /images/vm1.qcow2，磁盘的底层是 /images/base.qcow2

    not met: a guest vm2
      found: there is no guest vm2, but there is vm1
       期望: 存在客户机 vm2
       实际: 没有客户机 vm2，但有 vm1

    met: no guest vm2
         没有客户机 vm2

    not met: no guest vm1
      found: the guest vm1 exists
       期望: 没有客户机 vm1
       实际: 客户机 vm1 存在

    not met: a guest vm1
      found: no libvirtd runs on host
       期望: 存在客户机 vm1
       实际: host 上没有运行 libvirtd

    met: no libvirtd runs on host
         host 上没有运行 libvirtd

    unknown: libvirt could not be asked: refused
       未知: 无法询问 libvirt：refused
    "
  `);
});

test('a network of libvirt', () => {
  expect(
    tellAll([
      network({name: 'default', active: true, bridge: 'virbr0', lease: 'vm1'}),
      network({name: 'default', active: false, autostart: true, lease: 'vm2'}),
      network({name: 'defualt'}),
      network({name: 'other', absent: true}),
      network({name: 'default', absent: true}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the network default is active, has the bridge virbr0 and has leases of vm1 (192.168.122.9/24)
         网络 default 处于活动状态，网桥是 virbr0，租约有 vm1 (192.168.122.9/24)

    not met: the network default is not active, starts with the host and has a lease of vm2
      found: the network default is active, does not start with the host and has leases of vm1 (192.168.122.9/24)
       期望: 网络 default 没有激活，随主机启动，有 vm2 的租约
       实际: 网络 default 处于活动状态，不随主机启动，租约有 vm1 (192.168.122.9/24)

    not met: a network defualt of libvirt
      found: there is no libvirt network defualt, but there is default
       期望: 存在 libvirt 网络 defualt
       实际: 没有 libvirt 网络 defualt，但有 default

    met: no network other of libvirt
         没有 libvirt 网络 other

    not met: no network default of libvirt
      found: the network default exists
       期望: 没有 libvirt 网络 default
       实际: 网络 default 存在
    "
  `);
});

test('every key matters', () => {
  const guest: Whole<DomainClaim> = {
    claim: 'domain',
    node: 'host',
    name: 'vm1',
    state: 'running',
    persistent: true,
    autostart: false,
    saved: false,
    processors: 2,
    memory: 96,
    network: 'default',
    bridge: 'br0',
    disk: '/images/vm1.qcow2',
    backing: 'base.qcow2',
  };
  expectEachKeyToMatter(domainSchema, guest, (one: Whole<DomainClaim>) => checkDomain(snapshot, one), {
    name: 'vm2',
    state: 'paused',
    persistent: false,
    autostart: true,
    saved: true,
    processors: 1,
    memory: 64,
    network: 'br0',
    bridge: 'default',
    disk: '/images/vm2.qcow2',
    backing: 'vm1.qcow2',
  });
  const of: Whole<VirtualNetworkClaim> = {
    claim: 'virtual-network',
    node: 'host',
    name: 'default',
    active: true,
    autostart: false,
    bridge: 'virbr0',
    lease: '52:54:00:75:dd:1a',
  };
  expectEachKeyToMatter(
    virtualNetworkSchema,
    of,
    (one: Whole<VirtualNetworkClaim>) => checkVirtualNetwork(snapshot, one),
    {name: 'other', active: false, autostart: true, bridge: 'br0', lease: 'vm2'},
  );
});
