import {expect, test} from 'vitest';
import type {MeteringRule} from '../model.ts';
import {meterChains} from './meter-chains.ts';

const LABEL = 'ecca93c6-8d1f-4222-8333-444444444444';
const rule = (values: Partial<MeteringRule>): Omit<MeteringRule, 'labelId'> => ({
  id: JSON.stringify(values),
  direction: 'ingress',
  excluded: false,
  remote: null,
  source: null,
  destination: null,
  ...values,
});
const chains = (...rules: readonly Partial<MeteringRule>[]) =>
  meterChains([{labelId: LABEL, rules: rules.map(rule)}], 4, 'qg-1');

test('without a label there is no chain; with one there is a counter, and what is counted', () => {
  expect(meterChains([], 4, 'qg-1')).toBeUndefined();
  expect(meterChains([], 4, 'qg-1', true)?.['neutron-meter-FORWARD']).toEqual([]);
  expect(chains()).toEqual({
    INPUT: ['-j neutron-meter-INPUT'],
    FORWARD: ['-j neutron-filter-top', '-j neutron-meter-FORWARD'],
    OUTPUT: ['-j neutron-filter-top', '-j neutron-meter-OUTPUT'],
    'neutron-filter-top': ['-j neutron-meter-local'],
    'neutron-meter-local': [],
    'neutron-meter-INPUT': [],
    'neutron-meter-OUTPUT': [],
    'neutron-meter-FORWARD': ['-j neutron-meter-r-ecca93c6-8d1'],
    'neutron-meter-l-ecca93c6-8d1': [''],
    'neutron-meter-r-ecca93c6-8d1': [],
  });
  expect(Object.keys(meterChains([{labelId: LABEL, rules: []}], 6, 'qg-1') ?? {})).not.toContain(
    'neutron-meter-l-ecca93c6-8d1',
  );
});

test('each direction by the gateway’s link; exceptions first; nothing without a gateway', () => {
  const rules = [
    {remote: '172.16.1.5/32'},
    {direction: 'egress', remote: '172.16.1.5/32'},
    {excluded: true, remote: '172.16.1.6/32'},
    {excluded: true, remote: '172.16.1.7/32'},
    {source: '10.0.0.0/8', destination: '172.16.1.0/24'},
    {remote: '0.0.0.0/0'},
  ] as const;
  const to = '-j neutron-meter-l-ecca93c6-8d1';
  expect(chains(...rules)?.['neutron-meter-r-ecca93c6-8d1']).toEqual([
    '-d 172.16.1.7/32 -i qg-1 -j RETURN',
    '-d 172.16.1.6/32 -i qg-1 -j RETURN',
    `-d 172.16.1.5/32 -i qg-1 ${to}`,
    `-s 172.16.1.5/32 -o qg-1 ${to}`,
    `-s 10.0.0.0/8 -d 172.16.1.0/24 -i qg-1 ${to}`,
    `-i qg-1 ${to}`,
  ]);
  const bare = meterChains([{labelId: LABEL, rules: rules.map(rule)}], 4, undefined);
  expect(bare?.['neutron-meter-r-ecca93c6-8d1']).toEqual([]);
});
