import {expect, test} from 'vitest';
import {serveCloud} from './served-cloud.ts';

/** Lines of output without the blank ones. */
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

test(
  'the real client sees what there is none of, and what was done; a node is disabled, a server locked',
  {timeout: 90_000},
  async () => {
    await using served = await serveCloud();
    const {stdout, stderr} = await served.openstack('admin', [
      'subnet pool list -f value',
      'address scope list -f value',
      'network flavor list -f value',
      'network service provider list -f value -c Name',
      'network create --external --default -f value -c is_default out',
      'network set --no-default out',
      'network show -f value -c is_default out',
      'network create blue -f value -c status',
      'subnet create --network blue --subnet-range 10.9.0.0/24 -f value -c gateway_ip blue-v4',
      'server create --image cirros --flavor m1.nano --network blue --wait -f value -c status vm1',
      'server lock vm1',
      'server stop vm1',
      'server event list vm1 -f value -c Action',
      'usage list -c Project -c Servers',
      'server unlock vm1',
      'compute service set --disable --disable-reason disk compute1 nova-compute',
      'compute service list --service nova-compute -f value -c Host -c Status',
      'compute service set --enable compute1 nova-compute',
      'compute service list --host compute1 -f value -c Status',
    ]);
    expect(lines(stderr)).toEqual([]);
    expect(lines(stdout).filter((line) => !line.startsWith('+'))).toEqual([
      'dvrha',
      'dvr',
      'ha',
      'single_node',
      'True',
      'False',
      'ACTIVE',
      '10.9.0.1',
      'ACTIVE',
      'stop',
      'lock',
      'create',
      expect.stringMatching(/^Usage from /),
      '| Project | Servers |',
      '| admin   | 1       |',
      'controller enabled',
      'compute1 disabled',
      'compute2 enabled',
      'enabled',
    ]);
    const refused = await served.openstack('admin', [
      'subnet pool create --pool-prefix 10.0.0.0/8 p1',
      'network auto allocated topology create --check-resources',
      'server start vm1',
      'server pause vm1',
    ]);
    expect(lines(refused.stderr)).toEqual([
      expect.stringContaining('This cloud has no subnet pools'),
      expect.stringContaining('No default router:external network'),
      expect.stringContaining('is not supported. An instance of this cloud is a namespace'),
    ]);
    expect(served.faults).toEqual([]);
  },
);
