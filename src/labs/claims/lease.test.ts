import {expect, test} from 'vitest';
import type {Lease} from '../../drivers/kernel/leases.ts';
import {type LeaseClaim, checkLease, leaseSchema} from './lease.ts';
import {type Whole, expectEachKeyToMatter, tellAll} from './test-fixtures/tell.ts';

const file = '/var/lib/misc/default.leases';
const leases: readonly Lease[] = [
  {expiresAt: 0, mac: '52:54:00:00:00:01', address: '192.168.122.50', hostname: 'vm1'},
  {expiresAt: 0, mac: '52:54:00:00:00:02', address: '192.168.122.51'},
];
const check = (claim: Omit<LeaseClaim, 'claim' | 'file'>, list: readonly Lease[] | undefined = leases) =>
  checkLease({claim: 'lease', file, ...claim}, {ok: true, value: list});

test('a lease', () => {
  expect(
    tellAll([
      check({}),
      check({mac: '52:54:00:00:00:01', address: '192.168.122.50', hostname: 'vm1'}),
      check({mac: '52:54:00:00:00:01', address: '192.168.122.60'}),
      check({mac: '52:54:00:00:00:02', hostname: 'vm2'}),
      check({mac: '52:54:00:00:00:09'}),
      check({hostname: 'vm9'}),
      check({address: '192.168.122.60'}),
      check({}, []),
      checkLease({claim: 'lease', file, mac: '52:54:00:00:00:01'}, {ok: true, value: undefined}),
      check({mac: '52:54:00:00:00:01', absent: true}),
      check({mac: '52:54:00:00:00:09', absent: true}),
      checkLease({claim: 'lease', file}, {ok: false, why: 'permission denied'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the lease for 52:54:00:00:00:01 gives 192.168.122.50
         52:54:00:00:00:01 的租约给出地址 192.168.122.50

    met: the lease for 52:54:00:00:00:01 gives 192.168.122.50 and names the host vm1
         52:54:00:00:00:01 的租约给出地址 192.168.122.50，主机名为 vm1

    not met: the lease for 52:54:00:00:00:01 gives 192.168.122.60
      found: the lease for 52:54:00:00:00:01 gives 192.168.122.50
       期望: 52:54:00:00:00:01 的租约给出地址 192.168.122.60
       实际: 52:54:00:00:00:01 的租约给出地址 192.168.122.50

    not met: the lease for 52:54:00:00:00:02 names the host vm2
      found: the lease for 52:54:00:00:00:02 names no host
       期望: 52:54:00:00:00:02 的租约主机名为 vm2
       实际: 52:54:00:00:00:02 的租约没有主机名

    not met: a lease for 52:54:00:00:00:09 in /var/lib/misc/default.leases
      found: /var/lib/misc/default.leases has 2 leases, for 52:54:00:00:00:01, 52:54:00:00:00:02
       期望: /var/lib/misc/default.leases 中有 52:54:00:00:00:09 的租约
       实际: /var/lib/misc/default.leases 中有 2 条租约，属于 52:54:00:00:00:01、52:54:00:00:00:02

    not met: a lease for vm9 in /var/lib/misc/default.leases
      found: /var/lib/misc/default.leases has 2 leases, for 52:54:00:00:00:01, 52:54:00:00:00:02
       期望: /var/lib/misc/default.leases 中有 vm9 的租约
       实际: /var/lib/misc/default.leases 中有 2 条租约，属于 52:54:00:00:00:01、52:54:00:00:00:02

    not met: a lease for 192.168.122.60 in /var/lib/misc/default.leases
      found: /var/lib/misc/default.leases has 2 leases, for 52:54:00:00:00:01, 52:54:00:00:00:02
       期望: /var/lib/misc/default.leases 中有 192.168.122.60 的租约
       实际: /var/lib/misc/default.leases 中有 2 条租约，属于 52:54:00:00:00:01、52:54:00:00:00:02

    not met: a lease in /var/lib/misc/default.leases
      found: /var/lib/misc/default.leases has no leases
       期望: /var/lib/misc/default.leases 中有租约
       实际: /var/lib/misc/default.leases 中没有租约

    not met: a lease for 52:54:00:00:00:01 in /var/lib/misc/default.leases
      found: there is no file /var/lib/misc/default.leases
       期望: /var/lib/misc/default.leases 中有 52:54:00:00:00:01 的租约
       实际: 没有文件 /var/lib/misc/default.leases

    not met: no lease for 52:54:00:00:00:01 in /var/lib/misc/default.leases
      found: the lease for 52:54:00:00:00:01 gives 192.168.122.50
       期望: /var/lib/misc/default.leases 中没有 52:54:00:00:00:01 的租约
       实际: 52:54:00:00:00:01 的租约给出地址 192.168.122.50

    met: no lease for 52:54:00:00:00:09 in /var/lib/misc/default.leases
         /var/lib/misc/default.leases 中没有 52:54:00:00:00:09 的租约

    unknown: /var/lib/misc/default.leases could not be read: permission denied
       未知: 无法读取 /var/lib/misc/default.leases：permission denied
    "
  `);
});

test('every key matters; the file is what is asked', () => {
  const claim: Omit<Whole<LeaseClaim>, 'file'> = {
    claim: 'lease',
    node: 'host',
    mac: '52:54:00:00:00:01',
    address: '192.168.122.50',
    hostname: 'vm1',
  };
  const of = (one: typeof claim) => checkLease({file, ...one}, {ok: true, value: leases});
  expectEachKeyToMatter(
    leaseSchema,
    claim,
    of,
    {mac: '52:54:00:00:00:02', address: '192.168.122.51', hostname: 'vm2'},
    ['file'],
  );
});
