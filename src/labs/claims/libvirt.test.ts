import {expect, test} from 'vitest';
import type {Domain, LibvirtSnapshot} from '../../state/libvirt.ts';
import type {Reading, Snapshot} from '../../state/snapshot.ts';
import {type DomainClaim, checkDomain, domainSchema} from './domain.ts';
import {type PoolClaim, checkPool, poolSchema} from './pool.ts';
import {onHost} from './test-fixtures/snapshots.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';
import {type VirtualNetworkClaim, checkVirtualNetwork, virtualNetworkSchema} from './virtual-network.ts';
import {type VolumeClaim, checkVolume, volumeSchema} from './volume.ts';

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
const MIB = 1024 * 1024;
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
  pools: {
    images: {
      name: 'images',
      active: true,
      autostart: false,
      persistent: true,
      type: 'dir',
      path: '/images',
      volumes: {
        'base.qcow2': {
          name: 'base.qcow2',
          facts: {
            ok: true,
            value: {path: '/images/base.qcow2', format: 'qcow2', capacity: 20 * MIB, allocation: 3 * MIB},
          },
        },
        vm1: {
          name: 'vm1',
          facts: {
            ok: true,
            value: {
              path: '/images/vm1',
              format: 'qcow2',
              capacity: 30 * MIB,
              allocation: MIB,
              backing: '/images/base.qcow2',
            },
          },
        },
        lost: {name: 'lost', facts: {ok: false, why: 'no such file'}},
      },
    },
    off: {name: 'off', active: false, autostart: true, persistent: true, type: 'logical', volumes: {}},
  },
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
const pool = (claim: Omit<PoolClaim, 'claim'>, at = snapshot) => checkPool(at, {claim: 'pool', ...claim, node: 'host'});
const volume = (name: string, claim: Omit<VolumeClaim, 'claim' | 'name' | 'pool'> = {}, of = 'images', at = snapshot) =>
  checkVolume(at, {claim: 'volume', name, pool: of, ...claim, node: 'host'});

test('what a disk lies on is not known of a guest that is off', () => {
  const off = {...vm1, state: 'shut off', disks: {vda: {target: 'vda', source: '/images/vm1.qcow2', backing: []}}};
  const at = withLibvirt({ok: true, value: {...value, domains: {vm1: off}}});
  expect(tellAll([domain({name: 'vm1', backing: 'base.qcow2'}, at)])).toMatchInlineSnapshot(`
    "
    not met: the guest vm1 has a disk on top of base.qcow2
      found: the guest vm1 is off: what its disk lies on is seen when it runs
       期望: 客户机 vm1 磁盘的底层是 base.qcow2
       实际: 客户机 vm1 关着：磁盘的底层要运行起来才看得到
    "
  `);
});

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
         网络 default 正在运行，网桥是 virbr0，租约有 vm1 (192.168.122.9/24)

    not met: the network default is not active, starts with the host and has a lease of vm2
      found: the network default is active, does not start with the host and has leases of vm1 (192.168.122.9/24)
       期望: 网络 default 没有运行，随主机启动，有 vm2 的租约
       实际: 网络 default 正在运行，不随主机启动，租约有 vm1 (192.168.122.9/24)

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

test('a storage pool', () => {
  expect(
    tellAll([
      pool({name: 'images', active: true, autostart: false, persistent: true, type: 'dir', path: '/images'}),
      pool({name: 'off', active: true, autostart: false, type: 'dir', path: '/off'}),
      pool({name: 'images', active: false, persistent: false}),
      pool({name: 'image'}),
      pool({name: 'other', absent: true}),
      pool({name: 'off', absent: true}),
      pool({name: 'images'}, onHost({})),
      pool({name: 'images'}, withLibvirt({ok: false, why: 'refused'})),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the pool images is active, does not start with the host, is defined, is of the type dir and is at /images
         存储池 images 正在运行，不随主机启动，已定义（持久），类型是 dir，位于 /images

    not met: the pool off is active, does not start with the host, is of the type dir and is at /off
      found: the pool off is not active, starts with the host, is of the type logical and has no folder
       期望: 存储池 off 正在运行，不随主机启动，类型是 dir，位于 /off
       实际: 存储池 off 没有运行，随主机启动，类型是 logical，没有目录

    not met: the pool images is not active and is not defined: it goes when it is stopped
      found: the pool images is active and is defined
       期望: 存储池 images 没有运行，没有定义：停止后即消失
       实际: 存储池 images 正在运行，已定义（持久）

    not met: a storage pool image
      found: there is no storage pool image, but there is images
       期望: 存在存储池 image
       实际: 没有存储池 image，但有 images

    met: no storage pool other
         没有存储池 other

    not met: no storage pool off
      found: the pool off exists
       期望: 没有存储池 off
       实际: 存储池 off 存在

    not met: a storage pool images
      found: no libvirtd runs on host
       期望: 存在存储池 images
       实际: host 上没有运行 libvirtd

    unknown: libvirt could not be asked: refused
       未知: 无法询问 libvirt：refused
    "
  `);
});

test('a volume', () => {
  expect(
    tellAll([
      volume('vm1', {format: 'qcow2', capacity: 30, 'takes-at-least': 1, 'takes-at-most': 1, backing: 'base.qcow2'}),
      volume('base.qcow2', {backing: 'none'}),
      volume('base.qcow2', {format: 'raw', capacity: 30, 'takes-at-least': 4, 'takes-at-most': 2, backing: 'x'}),
      volume('vm1', {backing: 'none'}),
      volume('vm1', {backing: 'ase.qcow2'}),
      volume('vm2'),
      volume('vm2', {absent: true}),
      volume('vm1', {absent: true}),
      volume('lost'),
      volume('lost', {absent: true}),
      volume('lost', {format: 'raw'}),
      volume('vm1', {}, 'off'),
      volume('vm1', {absent: true}, 'off'),
      volume('vm1', {}, 'imags'),
      volume('vm1', {absent: true}, 'none'),
      volume('vm1', {}, 'images', onHost({})),
      volume('vm1', {absent: true}, 'images', withLibvirt({ok: false, why: 'refused'})),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the volume vm1 is qcow2, has 30 MiB, takes 1 MiB and lies on top of /images/base.qcow2
         卷 vm1 格式是 qcow2，大小是 30 MiB，占用 1 MiB，底层是 /images/base.qcow2

    met: the volume base.qcow2 lies on top of nothing
         卷 base.qcow2 没有底层

    not met: the volume base.qcow2 is raw, has 30 MiB, takes 4 MiB at least, takes 2 MiB at most and lies on top of x
      found: the volume base.qcow2 is qcow2, has 20 MiB, takes 3 MiB and lies on top of nothing
       期望: 卷 base.qcow2 格式是 raw，大小是 30 MiB，至少占用 4 MiB，至多占用 2 MiB，底层是 x
       实际: 卷 base.qcow2 格式是 qcow2，大小是 20 MiB，占用 3 MiB，没有底层

    not met: the volume vm1 lies on top of nothing
      found: the volume vm1 lies on top of /images/base.qcow2
       期望: 卷 vm1 没有底层
       实际: 卷 vm1 底层是 /images/base.qcow2

    not met: the volume vm1 lies on top of ase.qcow2
      found: the volume vm1 lies on top of /images/base.qcow2
       期望: 卷 vm1 底层是 ase.qcow2
       实际: 卷 vm1 底层是 /images/base.qcow2

    not met: a volume vm2 in the pool images
      found: there is no volume vm2, but there is vm1
       期望: 存储池 images 里有卷 vm2
       实际: 没有卷 vm2，但有 vm1

    met: no volume vm2 in the pool images
         存储池 images 里没有卷 vm2

    not met: no volume vm1 in the pool images
      found: the volume vm1 exists
       期望: 存储池 images 里没有卷 vm1
       实际: 卷 vm1 存在

    met: the volume lost exists
         卷 lost 存在

    not met: no volume lost in the pool images
      found: the volume lost exists
       期望: 存储池 images 里没有卷 lost
       实际: 卷 lost 存在

    unknown: the volume lost could not be looked at: no such file
       未知: 无法查看卷 lost：no such file

    not met: a volume vm1 in the pool off
      found: the pool off is not active
       期望: 存储池 off 里有卷 vm1
       实际: 存储池 off 没有运行

    met: the pool off is not active
         存储池 off 没有运行

    not met: a volume vm1 in the pool imags
      found: there is no storage pool imags, but there is images
       期望: 存储池 imags 里有卷 vm1
       实际: 没有存储池 imags，但有 images

    met: there is no storage pool none, only images, off
         没有存储池 none，只有 images、off

    not met: a volume vm1 in the pool images
      found: no libvirtd runs on host
       期望: 存储池 images 里有卷 vm1
       实际: host 上没有运行 libvirtd

    unknown: libvirt could not be asked: refused
       未知: 无法询问 libvirt：refused
    "
  `);
});

test('with several nodes it is said which', () => {
  const {nodes} = snapshot;
  const {host} = nodes;
  const two: Snapshot = {takenAt: 0, nodes: host === undefined ? {} : {host, other: {...host, name: 'other'}}};
  expect(
    tellAll([
      domain({name: 'vm1', state: 'paused'}, two),
      domain({name: 'vm2'}, two),
      network({name: 'default', absent: true}, two),
      pool({name: 'images', active: true}, two),
      volume('vm2', {absent: true}, 'images', two),
    ]),
  ).toMatchInlineSnapshot(`
    "
    not met: the guest vm1 on host is "paused"
      found: the guest vm1 on host is "running"
       期望: host 上客户机 vm1 状态是“paused”
       实际: host 上客户机 vm1 状态是“running”

    not met: a guest vm2 on host
      found: there is no guest vm2, but there is vm1
       期望: host 上存在客户机 vm2
       实际: 没有客户机 vm2，但有 vm1

    not met: no network default of libvirt on host
      found: the network default on host exists
       期望: host 上没有 libvirt 网络 default
       实际: host 上网络 default 存在

    met: the pool images on host is active
         host 上存储池 images 正在运行

    met: no volume vm2 in the pool images on host
         host 上存储池 images 里没有卷 vm2
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
  const images: Whole<PoolClaim> = {
    claim: 'pool',
    node: 'host',
    name: 'images',
    active: true,
    autostart: false,
    persistent: true,
    type: 'dir',
    path: '/images',
  };
  expectEachKeyToMatter(poolSchema, images, (one: Whole<PoolClaim>) => checkPool(snapshot, one), {
    name: 'imagess',
    active: false,
    autostart: true,
    persistent: false,
    type: 'logical',
    path: '/images/',
  });
  const upper: Whole<VolumeClaim> = {
    claim: 'volume',
    node: 'host',
    pool: 'images',
    name: 'vm1',
    format: 'qcow2',
    capacity: 30,
    'takes-at-least': 1,
    'takes-at-most': 1,
    backing: '/images/base.qcow2',
  };
  expectEachKeyToMatter(volumeSchema, upper, (one: Whole<VolumeClaim>) => checkVolume(snapshot, one), {
    pool: 'off',
    name: 'vm2',
    format: 'raw',
    capacity: 31,
    'takes-at-least': 2,
    'takes-at-most': 0,
    backing: '/base.qcow2',
  });
});
