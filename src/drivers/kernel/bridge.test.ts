import {describe, expect, it} from 'vitest';
import {parseBridgeVlans, parseFdb} from './bridge.ts';
import {captured} from './captured/captured.ts';

describe('parseFdb', () => {
  it('reads learned, static and permanent entries and those of VXLAN', () => {
    expect(parseFdb(captured('fdb.out'))).toMatchInlineSnapshot(`
      {
        "br0 02:00:00:00:00:01": {
          "dev": "br0",
          "flags": [],
          "mac": "02:00:00:00:00:01",
          "master": "br0",
          "origin": "permanent",
        },
        "va 02:00:00:00:00:02": {
          "dev": "va",
          "flags": [],
          "mac": "02:00:00:00:00:02",
          "master": "br0",
          "origin": "permanent",
        },
        "va 02:00:00:00:00:03": {
          "dev": "va",
          "flags": [],
          "mac": "02:00:00:00:00:03",
          "master": "br0",
          "origin": "learned",
        },
        "va 02:00:00:00:00:32": {
          "dev": "va",
          "flags": [],
          "mac": "02:00:00:00:00:32",
          "master": "br0",
          "origin": "static",
        },
        "vg 00:00:00:00:00:00 dst 239.1.1.1": {
          "destination": "239.1.1.1",
          "dev": "vg",
          "flags": [
            "self",
          ],
          "mac": "00:00:00:00:00:00",
          "origin": "permanent",
        },
        "vx 00:00:00:00:00:00 dst 10.0.0.2": {
          "destination": "10.0.0.2",
          "dev": "vx",
          "flags": [
            "self",
          ],
          "mac": "00:00:00:00:00:00",
          "origin": "permanent",
        },
        "vx 02:00:00:00:00:31 dst 10.0.0.3": {
          "destination": "10.0.0.3",
          "dev": "vx",
          "flags": [
            "self",
          ],
          "mac": "02:00:00:00:00:31",
          "origin": "permanent",
        },
      }
    `);
  });

  it('prefers what the bridge has to what the port lists for itself', () => {
    const master = '{"mac":"02:00:00:00:00:01","ifname":"vx","flags":[],"master":"br0","state":""}';
    const self = '{"mac":"02:00:00:00:00:01","ifname":"vx","flags":["self"],"state":"permanent"}';
    const both = [parseFdb(`[${master},${self}]`), parseFdb(`[${self},${master}]`)];
    for (const fdb of both) expect(fdb['vx 02:00:00:00:00:01']).toMatchObject({master: 'br0', origin: 'learned'});
  });
});

describe('parseBridgeVlans', () => {
  it('has none where the kernel filters no VLANs', () => {
    expect(parseBridgeVlans(captured('vlans-empty.out'))).toEqual({});
  });

  // No kernel of the recording machine filters VLANs: this is the form of iproute2's bridge/vlan.c.
  it('reads single VLANs and ranges', () => {
    const text = '[{"ifname":"v0","vlans":[{"vlan":1,"flags":["PVID","Egress Untagged"]},{"vlan":10,"vlanEnd":11}]}]';
    expect(parseBridgeVlans(text)).toEqual({
      'v0 1': {dev: 'v0', id: 1, pvid: true, untagged: true},
      'v0 10': {dev: 'v0', id: 10, pvid: false, untagged: false},
      'v0 11': {dev: 'v0', id: 11, pvid: false, untagged: false},
    });
  });
});
