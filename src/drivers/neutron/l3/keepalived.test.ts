import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {haStateOf, keepalivedConfiguration, singleAddresses} from './keepalived.ts';
import type {RouterEnd, RouterItem} from './plan.ts';

/** What a real Neutron 21.0 wrote for this router. */
const GOLDEN = readFileSync(join(import.meta.dirname, 'golden', 'keepalived.conf'), 'utf8');

const end = (kind: RouterEnd['kind'], link: string, mac: string, ...addresses: readonly string[]): RouterEnd => ({
  kind,
  portId: link,
  namespace: 'qrouter-r',
  tap: `tap${link.slice(3)}`,
  link,
  mac,
  mtu: 1450,
  addresses,
});
const HEARTBEAT = end('ha', 'ha-2a970e5e-c1', 'fa:16:3e:68:c2:e6', '169.254.195.149/18');
const INSIDE = end('interface', 'qr-8a29b460-35', 'fa:16:3e:80:2f:b4', '172.16.110.1/24');
const OUTSIDE = end('gateway', 'qg-b1dea562-f7', 'fa:16:3e:de:f9:83', '10.10.10.87/24', '10.10.10.11/32');
const ROUTER: RouterItem = {
  kind: 'router',
  routerId: 'r',
  namespace: 'qrouter-r',
  ha: {vrId: 52, state: undefined},
  interfaces: [HEARTBEAT, INSIDE, OUTSIDE],
  enableSnat: true,
  defaults: [{via: '10.10.10.1', link: OUTSIDE.link, isFar: false}],
  routes: [],
  floatingIps: [],
  forwardings: [],
  advertisements: [],
  meters: [],
  firewalls: [],
  firewallVersion: 'v2',
};

test('keepalived’s file is byte by byte what Neutron writes', () => {
  expect(keepalivedConfiguration(ROUTER, HEARTBEAT, 52)).toBe(GOLDEN);
});

test('extra routes stand behind the way out, and what is not there has no block', () => {
  const routes = [{destination: '203.0.113.0/24', nexthop: '172.16.110.9'}];
  const text = keepalivedConfiguration({...ROUTER, routes}, HEARTBEAT, 52);
  expect(text).toContain(
    '        0.0.0.0/0 via 10.10.10.1 dev qg-b1dea562-f7 no_track\n        203.0.113.0/24 via 172.16.110.9 no_track\n    }',
  );
  const bare = keepalivedConfiguration({...ROUTER, interfaces: [HEARTBEAT], defaults: []}, HEARTBEAT, 52);
  expect(bare).not.toContain('virtual_routes');
  expect(bare).not.toContain('virtual_ipaddress_excluded');
  expect(bare).toContain('169.254.0.52/24 dev ha-2a970e5e-c1');
});

test('a floating IP is told from a network’s address', () => {
  expect(singleAddresses(GOLDEN)).toEqual(['10.10.10.11']);
});

test('whatever is not primary waits', () => {
  expect(['primary', 'primary\n', 'backup', 'fault', ''].map(haStateOf)).toEqual([
    'active',
    'active',
    'standby',
    'standby',
    'standby',
  ]);
});
