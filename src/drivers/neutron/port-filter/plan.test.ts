import {describe, expect, test} from 'vitest';
import type {SecurityGroupRule} from '../model.ts';
import {versionsInQuestion} from './plan.ts';
import type {FilterItem, PortFilterItem} from './plan.ts';

const rule = (ethertype: 'IPv4' | 'IPv6'): SecurityGroupRule => ({
  id: ethertype,
  securityGroupId: 'web',
  direction: 'ingress',
  ethertype,
  protocol: 'tcp',
  portRangeMin: 80,
  portRangeMax: 80,
  remoteIpPrefix: null,
  remoteGroupId: null,
});

const filter = (rules: readonly SecurityGroupRule[], portId = 'p1'): FilterItem => ({
  kind: 'filter',
  ports: [
    {
      port: {
        id: portId,
        networkId: 'n1',
        macAddress: 'fa:16:3e:00:00:01',
        deviceOwner: 'compute:nova',
        fixedIps: [],
        portSecurityEnabled: true,
        allowedAddressPairs: [],
        securityGroups: ['web'],
      },
      rules,
      stateful: true,
    },
  ],
});

describe('the rules of which versions are read and written', () => {
  const of = (now: PortFilterItem, done?: PortFilterItem) =>
    versionsInQuestion({present: {filter: now}, absent: {}, ...(done !== undefined && {done: {filter: done}})});

  test('both after a start, for a port that is new, and for a rule of version 6', () => {
    expect(of(filter([]))).toEqual([4, 6]);
    expect(of(filter([], 'p2'), filter([]))).toEqual([4, 6]);
    expect(of(filter([rule('IPv6')]), filter([]))).toEqual([4, 6]);
  });
  test('only version 4 where only its rules changed, or only members of a group', () => {
    expect(of(filter([rule('IPv4')]), filter([]))).toEqual([4]);
    expect(of(filter([rule('IPv6')]), filter([rule('IPv4'), rule('IPv6')]))).toEqual([4]);
    expect(versionsInQuestion({present: {}, absent: {}})).toEqual([4]);
  });
  test('both when the last port goes', () => {
    expect(versionsInQuestion({present: {}, absent: {filter: filter([])}, done: {filter: filter([])}})).toEqual([4, 6]);
  });
});
