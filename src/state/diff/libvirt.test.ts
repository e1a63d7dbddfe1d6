import {expect, test} from 'vitest';
import {describeChange} from '../describe-change.ts';
import {diff} from '../diff.ts';
import {topology} from '../make-topology.ts';
import type {Domain, LibvirtSnapshot, StoragePool, VolumeFacts} from '../libvirt.ts';
import type {Reading, Snapshot} from '../snapshot.ts';
import {topologyText} from '../topology-text.ts';

const vm1: Domain = {
  name: 'vm1',
  state: 'shut off',
  type: 'qemu',
  processors: 1,
  memoryMiB: 96,
  maxMemoryMiB: 96,
  persistent: true,
  autostart: false,
  saved: false,
  disks: {vda: {target: 'vda', source: '/images/vm1.qcow2', format: 'qcow2', backing: []}},
  interfaces: {'52:54:00:75:dd:1a': {mac: '52:54:00:75:dd:1a', source: 'network default', model: 'virtio'}},
};
const running: Domain = {
  ...vm1,
  state: 'running',
  pid: 77,
  interfaces: {'52:54:00:75:dd:1a': {mac: '52:54:00:75:dd:1a', source: 'network default', target: 'vnet0'}},
};
const libvirt = (more: Partial<LibvirtSnapshot>): LibvirtSnapshot => ({domains: {}, networks: {}, pools: {}, ...more});
const snapshot = (reading?: Reading<LibvirtSnapshot>): Snapshot => ({
  takenAt: 0,
  nodes: {host: {name: 'host', namespaces: {}, ...(reading !== undefined && {libvirt: reading})}},
});
const of = (more: Partial<LibvirtSnapshot>) => snapshot({ok: true, value: libvirt(more)});
const network = {name: 'default', active: false, autostart: false, bridge: 'virbr0', forward: 'nat', leases: {}};
const pool = {name: 'images', active: true, autostart: false, persistent: true, type: 'dir', volumes: {}} as const;
const base: VolumeFacts = {path: '/images/base', format: 'qcow2', capacity: 20 * 1024 * 1024, allocation: 200_704};
const volume = (facts: Reading<VolumeFacts>, name = 'base') => ({[name]: {name, facts}});
const lease = {mac: '52:54:00:75:dd:1a', address: '192.168.122.9/24', hostname: 'vm1'};
const words = (before: Snapshot, after: Snapshot) =>
  diff(before, after).map((change) => `${describeChange(change).en} | ${describeChange(change).zh}`);

test('what became of guests, networks and pools, in words', () => {
  expect([
    ...words(of({}), of({domains: {vm1}})),
    ...words(of({domains: {vm1}}), of({domains: {vm1: running}})),
    ...words(of({domains: {vm1: running}}), of({domains: {vm1: {...running, state: 'paused', memoryMiB: 64}}})),
    ...words(of({domains: {vm1}}), of({domains: {vm1: {...vm1, saved: true, persistent: false}}})),
    ...words(of({domains: {vm1}}), of({})),
    ...words(of({networks: {default: network}}), of({networks: {default: {...network, active: true}}})),
    ...words(
      of({networks: {default: network}}),
      of({networks: {default: {...network, leases: {'52:54:00:75:dd:1a': lease}}}}),
    ),
    ...words(of({}), of({pools: {images: pool}})),
  ]).toMatchInlineSnapshot(`
    [
      "guest vm1 is defined: 1 vCPU, 96 MiB, shut off | 客户机 vm1 已定义：1 个 vCPU，96 MiB，shut off",
      "guest vm1 runs | 客户机 vm1 运行起来",
      "guest vm1: process – → 77 | 客户机 vm1：进程 – → 77",
      "guest vm1: network cards 52:54:00:75:dd:1a (network default) → vnet0 (network default) | 客户机 vm1：网卡 52:54:00:75:dd:1a (network default) → vnet0 (network default)",
      "guest vm1 is paused: its processors stand still | 客户机 vm1 已暂停：处理器停住不动",
      "guest vm1: memory 96 MiB → 64 MiB | 客户机 vm1：内存 96 MiB → 64 MiB",
      "guest vm1 is not defined any more, it goes when it is off | 客户机 vm1 的定义没有了，关机后即消失",
      "guest vm1: its memory lies in a file | 客户机 vm1：内存已存进文件",
      "guest vm1 is no longer known | libvirt 不再认识客户机 vm1",
      "network default is active | 网络 default 已启动",
      "lease: vm1 (52:54:00:75:dd:1a) has 192.168.122.9/24 | 租约：vm1 (52:54:00:75:dd:1a) 得到 192.168.122.9/24",
      "storage pool images is there, active | 存储池 images 已建立，运行中",
    ]
  `);
});

test('volumes come, grow and go; what a stopped pool holds is not gone', () => {
  const having = (volumes: StoragePool['volumes'], active = true) => of({pools: {images: {...pool, active, volumes}}});
  const whole = volume({ok: true, value: base});
  const lost = volume({ok: false, why: 'no such file'});
  const grown = {...base, capacity: base.capacity * 2, allocation: base.allocation * 100};
  const upper = volume({ok: true, value: {...base, backing: '/images/base'}}, 'vm1');
  expect([
    ...words(having({}), having(whole)),
    ...words(having({}), having(upper)),
    ...words(having(whole), having(volume({ok: true, value: grown}))),
    ...words(having(whole), having(lost)),
    ...words(having({}), having(lost)),
    ...words(having(lost), having(whole)),
    ...words(having(lost), having({})),
    ...words(having(whole), having({}, false)),
    ...words(having({}, false), having(whole)),
    ...words(having(whole), of({})),
  ]).toMatchInlineSnapshot(`
    [
      "volume base of images is known: qcow2, 20 MiB | images 里的卷 base 已登记：qcow2，20 MiB",
      "volume vm1 of images is known: qcow2, 20 MiB, on top of /images/base | images 里的卷 vm1 已登记：qcow2，20 MiB，底层是 /images/base",
      "volume base of images: size 20 MiB → 40 MiB | images 里的卷 base：大小 20 MiB → 40 MiB",
      "volume base of images: takes up 196 KiB → 19.1 MiB | images 里的卷 base：占用 196 KiB → 19.1 MiB",
      "volume base of images could not be looked at: no such file | images 里的卷 base 无法查看：no such file",
      "volume base of images could not be looked at: no such file | images 里的卷 base 无法查看：no such file",
      "volume base of images can be looked at again | images 里的卷 base 又能查看了",
      "volume base of images is gone | images 里的卷 base 已消失",
      "storage pool images is no longer active | 存储池 images 已停止",
      "storage pool images is active | 存储池 images 已启动",
      "volume base of images is known: qcow2, 20 MiB | images 里的卷 base 已登记：qcow2，20 MiB",
      "storage pool images is gone | 存储池 images 已消失",
    ]
  `);
  // It grows while a guest writes: nobody's command.
  const changes = diff(having(whole), having(volume({ok: true, value: grown})));
  expect(changes.map((change) => 'field' in change && [change.key, change.field, change.incidental])).toEqual([
    ['images/base', 'capacity', false],
    ['images/base', 'allocation', true],
  ]);
});

test('a libvirtd that comes or goes is no news of its guests; one that does not answer is', () => {
  expect(words(snapshot(), of({domains: {vm1}}))).toEqual([]);
  expect(words(of({domains: {vm1}}), snapshot())).toEqual([]);
  expect(words(of({domains: {vm1}}), snapshot({ok: false, why: 'refused'}))).toEqual([
    'libvirt (its guests, networks, pools) could not be read: refused | libvirt（客户机、网络、存储池）无法读取：refused',
  ]);
  expect(words(snapshot({ok: false, why: 'refused'}), of({}))).toHaveLength(1);
});

test('a guest is a box on its node, its card joined to the tap', () => {
  const link = {index: 3, mtu: 1500, up: true, carrier: true, state: 'UP', addresses: {}} as const;
  const links = {
    virbr0: {...link, name: 'virbr0', kind: 'bridge'},
    vnet0: {...link, name: 'vnet0', kind: 'tap', master: 'virbr0'},
  } as const;
  const read = {ok: true, value: {}} as const;
  const whole: Snapshot = {
    takenAt: 0,
    nodes: {
      host: {
        name: 'host',
        namespaces: {
          '': {
            name: '',
            links: {ok: true, value: links},
            routes: read,
            rules: read,
            neighbours: read,
            fdb: read,
            bridgeVlans: read,
            iptables: read,
            ip6tables: read,
            nftables: read,
            sysctls: read,
            listeners: read,
          },
        },
        libvirt: {
          ok: true,
          value: libvirt({
            domains: {vm1: running, vm2: {...vm1, name: 'vm2', interfaces: {}}},
            networks: {default: {...network, leases: {'52:54:00:75:dd:1a': lease}}},
          }),
        },
      },
    },
  };
  expect(topology(whole).wires).toEqual([{from: 'host/vm1/net0', to: 'host//vnet0', kind: 'tap'}]);
  expect(topologyText(topology(whole), 'en')).toMatchInlineSnapshot(`
    "node host
      virbr0: bridge, up
        port vnet0: tap, up, connected to net0 in vm1
      guest vm1: running, 1 vCPU, 96 MiB
        net0: card, up, 192.168.122.9/24, connected to vnet0 in the node's own namespace
      guest vm2: shut off, 1 vCPU, 96 MiB"
  `);
});
