import {describe, expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseLinks} from './ip-links.ts';

const byName = (file: string) => Object.fromEntries(parseLinks(captured(file)).map((raw) => [raw.link.name, raw]));

describe('parseLinks', () => {
  it('knows the kinds that labs use', () => {
    expect(Object.fromEntries(Object.entries(byName('links.out')).map(([name, {link}]) => [name, link.kind]))).toEqual({
      lo: 'loopback',
      br0: 'bridge',
      va: 'veth',
      p0: 'veth',
      p1: 'veth',
      vx: 'vxlan',
      vg: 'vxlan',
      mv0: 'macvlan',
      tap0: 'tap',
      tun0: 'tun',
      ifb0: 'ifb',
    });
  });

  it('reads a bridge and its port', () => {
    const {br0, va} = byName('links.out');
    expect(br0?.link).toMatchObject({
      mac: '02:00:00:00:00:01',
      up: true,
      carrier: true,
      state: 'UP',
      mtu: 1500,
      bridge: {stp: false, forwardDelayCs: 0, vlanFiltering: false, ageingTimeCs: 30_000},
    });
    expect(br0?.link.addresses['10.0.0.254/24']).toEqual({
      family: 'inet',
      address: '10.0.0.254',
      prefix: 24,
      scope: 'global',
      broadcast: '10.0.0.255',
    });
    expect(va?.link).toMatchObject({
      master: 'br0',
      port: {state: 'forwarding', isolated: false, hairpin: false, learning: true},
    });
  });

  it('tells where the other end of a veth is as far as one namespace knows', () => {
    const {va, p0, br0} = byName('links.out');
    expect(va?.peer).toEqual({index: 2, namespaceId: 0});
    expect(p0?.peer).toEqual({name: 'p1'});
    expect(br0).not.toHaveProperty('peer');
    expect(byName('links-a.out')['eth0']?.peer).toEqual({index: va?.link.index, namespaceId: 0});
  });

  it('reads VXLAN devices', () => {
    const {vx, vg} = byName('links.out');
    expect(vx?.link.vxlan).toEqual({
      vni: 100,
      local: '10.0.0.254',
      dev: 'br0',
      dstPort: 4789,
      learning: false,
      proxy: true,
    });
    expect(vg?.link.vxlan).toEqual({
      vni: 101,
      group: '239.1.1.1',
      dev: 'br0',
      dstPort: 8472,
      learning: true,
      proxy: false,
    });
  });

  it('tells what is down, and the loopback of an empty namespace', () => {
    expect(byName('links.out')['p0']?.link).toMatchObject({up: false, carrier: false, state: 'DOWN', addresses: {}});
    expect(byName('links-empty.out')).toMatchObject({lo: {link: {kind: 'loopback', up: false, addresses: {}}}});
    expect(byName('links-empty.out')['lo']?.link).not.toHaveProperty('mac');
  });

  it('reads a point-to-point address', () => {
    expect(byName('links-a.out')['eth0']?.link.addresses['10.4.0.1/32']).toMatchObject({peer: '10.4.0.2'});
  });

  // No kernel of the recording machine has 802.1Q: this is the form of iproute2's iplink_vlan.c.
  it('reads a VLAN device', () => {
    const text = captured('links-a.out')
      .replace('"info_kind":"veth"', '"info_kind":"vlan","info_data":{"protocol":"802.1Q","id":10,"flags":[]}')
      .replace('"link_index":3', '"link":"eth9"');
    expect(byName('links-a.out')['eth0']?.link.kind).toBe('veth');
    expect(parseLinks(text).at(1)?.link).toMatchObject({kind: 'vlan', vlan: {id: 10, dev: 'eth9', protocol: '802.1Q'}});
  });

  it("keeps the kernel's word for a kind it does not know", () => {
    const text = captured('links-a.out').replace('"info_kind":"veth"', '"info_kind":"wireguard"');
    expect(parseLinks(text).at(1)?.link).toMatchObject({kind: 'other', kindName: 'wireguard'});
  });

  it('takes every form of an empty list', () => {
    for (const text of ['[]', '[ ]', '[{}]', '[{},{}]']) expect(parseLinks(text)).toEqual([]);
  });

  it('names what it could not read', () => {
    expect(() => parseLinks('')).toThrow('ip -j -d addr show: line 1: Unexpected end of JSON input: ""');
    expect(() => parseLinks('Cannot open network namespace "x"')).toThrow(/ip -j -d addr show: line 1: .*Cannot open/);
    expect(() => parseLinks('[{"ifindex":1}]')).toThrow('ifname: Invalid input');
    expect(() => parseLinks('{}')).toThrow('expected a JSON list');
  });
});
