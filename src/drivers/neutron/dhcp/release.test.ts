import {expect, test} from 'vitest';
import {unusedLeases} from './release.ts';

test('leases of ports that are gone, and of addresses that are now of another MAC', () => {
  const host = [
    'fa:16:3e:00:00:01,host-10-0-0-3.openstacklocal,10.0.0.3',
    'fa:16:3e:00:00:04,host-10-0-0-4.openstacklocal,10.0.0.4,set:port-04',
    '',
  ].join('\n');
  const leases = [
    '1796065111 fa:16:3e:00:00:02 10.0.0.4 host-10-0-0-4 01:fa:16:3e:00:00:02',
    '1796065105 fa:16:3e:00:00:01 10.0.0.3 host-10-0-0-3 01:fa:16:3e:00:00:01',
    '1796065105 fa:16:3e:00:00:03 10.0.0.5 * *',
    'duid 00:01:00:01:2e',
    '',
  ].join('\n');
  expect(unusedLeases(leases, host)).toEqual([
    {mac: 'fa:16:3e:00:00:02', address: '10.0.0.4', clientId: '01:fa:16:3e:00:00:02'},
    {mac: 'fa:16:3e:00:00:03', address: '10.0.0.5', clientId: undefined},
  ]);
  expect(unusedLeases('', host)).toEqual([]);
});
