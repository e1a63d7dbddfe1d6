import {expect, test} from 'vitest';
import {captured} from '../captured/captured.ts';
import {UnreadableOutput} from '../unreadable-output.ts';
import {parseLibvirt} from './parse-libvirt.ts';
import {childAt, parseXml} from './xml.ts';

const SAID = captured('libvirt.out');
const POOLS = captured('libvirt-pools.out');

test('guests on and off, networks with leases, pools', () => {
  expect(parseLibvirt(SAID)).toMatchInlineSnapshot(`
    {
      "domains": {
        "vm1": {
          "autostart": false,
          "disks": {
            "vda": {
              "backing": [],
              "format": "qcow2",
              "source": "/var/lib/libvirt/images/vm1.qcow2",
              "target": "vda",
            },
          },
          "interfaces": {
            "52:54:00:75:dd:1a": {
              "mac": "52:54:00:75:dd:1a",
              "model": "virtio",
              "source": "network default",
              "target": "vnet0",
            },
          },
          "maxMemoryMiB": 96,
          "memoryMiB": 96,
          "name": "vm1",
          "persistent": true,
          "pid": 166,
          "processorThreads": [
            "CPU 0/TCG",
            "CPU 1/TCG",
          ],
          "processors": 2,
          "saved": false,
          "state": "running",
          "type": "qemu",
        },
        "vm2": {
          "autostart": false,
          "disks": {
            "vda": {
              "backing": [],
              "format": "qcow2",
              "source": "/var/lib/libvirt/images/over.qcow2",
              "target": "vda",
            },
          },
          "interfaces": {
            "52:54:00:75:dd:1b": {
              "mac": "52:54:00:75:dd:1b",
              "model": "virtio",
              "source": "network default",
            },
          },
          "maxMemoryMiB": 96,
          "memoryMiB": 96,
          "name": "vm2",
          "persistent": true,
          "processors": 2,
          "saved": false,
          "state": "shut off",
          "type": "qemu",
        },
      },
      "networks": {
        "default": {
          "active": true,
          "autostart": false,
          "bridge": "virbr0",
          "forward": "nat",
          "leases": {
            "52:54:00:75:dd:1a": {
              "address": "192.168.122.249/24",
              "hostname": "vm1",
              "mac": "52:54:00:75:dd:1a",
            },
          },
          "name": "default",
        },
        "other": {
          "active": false,
          "autostart": false,
          "bridge": "virbr7",
          "leases": {},
          "name": "other",
        },
      },
      "pools": {
        "images": {
          "active": false,
          "autostart": false,
          "name": "images",
          "path": "/var/lib/libvirt/images",
          "persistent": true,
          "type": "dir",
          "volumes": {},
        },
      },
    }
  `);
});

test('pools with their volumes; one whose file is gone says so', () => {
  const {pools} = parseLibvirt(POOLS);
  const {apples, nuts, pears} = pools;
  expect(apples).toMatchObject({active: true, autostart: true, persistent: true, path: '/var/lib/libvirt/apples'});
  expect([nuts?.active, nuts?.persistent, pears?.active, pears?.persistent]).toEqual([true, false, false, true]);
  expect([nuts?.volumes, pears?.volumes]).toEqual([{}, {}]);
  expect(apples?.volumes).toMatchInlineSnapshot(`
    {
      "base.qcow2": {
        "facts": {
          "ok": true,
          "value": {
            "allocation": 200704,
            "capacity": 20971520,
            "format": "qcow2",
            "path": "/var/lib/libvirt/apples/base.qcow2",
          },
        },
        "name": "base.qcow2",
      },
      "gone.raw": {
        "facts": {
          "ok": false,
          "why": "Storage volume not found: no storage vol with matching path '/var/lib/libvirt/apples/gone.raw'",
        },
        "name": "gone.raw",
      },
      "two  "words"": {
        "facts": {
          "ok": true,
          "value": {
            "allocation": 20971520,
            "capacity": 20971520,
            "format": "raw",
            "path": "/var/lib/libvirt/apples/two  "words"",
          },
        },
        "name": "two  "words"",
      },
      "vm1.qcow2": {
        "facts": {
          "ok": true,
          "value": {
            "allocation": 200704,
            "backing": "/var/lib/libvirt/apples/base.qcow2",
            "capacity": 31457280,
            "format": "qcow2",
            "path": "/var/lib/libvirt/apples/vm1.qcow2",
          },
        },
        "name": "vm1.qcow2",
      },
    }
  `);
});

test('an answer that was cut off, or is of another form, is no answer', () => {
  expect(() => parseLibvirt('')).toThrow(UnreadableOutput);
  expect(() => parseLibvirt(SAID.replace('@@end@@', ''))).toThrow('it ended before its end');
  expect(() => parseLibvirt(SAID.replace('State:  ', 'Zustand:'))).toThrow('no State');
  expect(() => parseLibvirt(SAID.replace('</domain>', ''))).toThrow('is not closed');
  expect(() => parseLibvirt(POOLS.replace('base.qcow2\n', '\n'))).toThrow('no name');
  const of = (text: string) => parseLibvirt(text).pools['apples']?.volumes['base.qcow2']?.facts;
  expect(of(POOLS.replace("<capacity unit='bytes'>20971520<", '<capacity>20971520<'))).toMatchObject({ok: false});
  expect(of(POOLS.replace('</volume>', ''))).toMatchObject({ok: false});
});

test('nothing is nothing', () => {
  expect(parseLibvirt('@@end@@')).toEqual({domains: {}, networks: {}, pools: {}});
});

test('XML as libvirt writes it', () => {
  const xml = parseXml(
    'test',
    `<?xml version='1.0'?><!-- <no> --><a b='1 &lt; 2' c="it's"><d/>x &amp; &#x41;<e><f g='h'/></e></a>`,
  );
  expect(xml.attributes).toEqual({b: '1 < 2', c: "it's"});
  expect(xml.text).toBe('x & A');
  expect(childAt(xml, 'e', 'f')?.attributes).toEqual({g: 'h'});
  for (const wrong of ['', 'x', '<a>', '<a></b>', '<a/><b/>', '<a', '<a b=1/>'])
    expect(() => parseXml('test', wrong), wrong).toThrow(UnreadableOutput);
});
