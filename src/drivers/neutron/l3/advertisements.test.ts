import {expect, test} from 'vitest';
import {radvdConfiguration} from './advertisements.ts';

// What Neutron's own template rendered for the same values.
const SLAAC =
  'interface qr-1\n{\n   AdvSendAdvert on;\n   MinRtrAdvInterval 30;\n   MaxRtrAdvInterval 100;\n\n   \n   AdvLinkMTU 1450;\n   \n\n   \n\n   \n\n   \n   RDNSS  2001:db8::53  2001:db8::54  {};\n   \n\n   \n   prefix 2001:db8:1::/64\n   {\n        AdvOnLink on;\n        AdvAutonomous on;\n   };\n   \n   prefix 2001:db8:3::/64\n   {\n        AdvOnLink on;\n        AdvAutonomous on;\n   };\n   \n\n   \n};';
const MIXED =
  'interface qr-1\n{\n   AdvSendAdvert on;\n   MinRtrAdvInterval 30;\n   MaxRtrAdvInterval 100;\n\n   \n   AdvLinkMTU 1450;\n   \n\n   \n   AdvOtherConfigFlag on;\n   \n\n   \n   AdvManagedFlag on;\n   \n\n   \n\n   \n   prefix 2001:db8:1::/64\n   {\n        AdvOnLink on;\n        AdvAutonomous on;\n   };\n   \n\n   \n   prefix 2001:db8:2::/64\n   {\n        AdvOnLink on;\n        AdvAutonomous off;\n   };\n   \n};';

test('radvd’s file is what Neutron’s template makes', () => {
  const slaac = radvdConfiguration([
    {
      link: 'qr-1',
      mtu: 1450,
      prefixes: [
        {cidr: '2001:db8:1::/64', mode: 'slaac'},
        {cidr: '2001:db8:3::/64', mode: 'slaac'},
      ],
      nameservers: ['2001:db8::53', '2001:db8::54'],
    },
  ]);
  expect(slaac).toBe(SLAAC);
  const mixed = radvdConfiguration([
    {
      link: 'qr-1',
      mtu: 1450,
      prefixes: [
        {cidr: '2001:db8:2::/64', mode: 'dhcpv6-stateful'},
        {cidr: '2001:db8:1::/64', mode: 'dhcpv6-stateless'},
        {cidr: '2001:db8:9::/64', mode: null},
      ],
      nameservers: [],
    },
  ]);
  expect(mixed).toBe(MIXED);
});
