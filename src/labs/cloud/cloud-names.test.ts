import {describe, expect, test} from 'vitest';
import type {CloudState} from '../../drivers/neutron/model.ts';
import {BLUE, VM1, VM1_PORT, sampleCloud} from './test-cloud-state.ts';
import {cloudNames} from './cloud-names.ts';

const english = (state: CloudState): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(cloudNames(state)).map(([name, {short}]) => [name, short.en]));

const red = {...sampleCloud.networks[BLUE], id: '5c2e8f10-77aa-4000-8000-0000000000a2', name: 'red'};
const withRed = (fields: object): CloudState =>
  ({...sampleCloud, networks: {...sampleCloud.networks, [red.id]: {...red, ...fields}}}) as CloudState;

describe('cloudNames', () => {
  test('networks, ports, instances and their ids', () => {
    expect(english(sampleCloud)).toMatchObject({
      [BLUE]: 'blue',
      'brqd4fbe39f-21': 'blue',
      [`qdhcp-${BLUE}`]: 'DHCP of blue',
      'vxlan-100': 'blue',
      'tap6a3b7c55-0e': 'DHCP of blue',
      'ns-6a3b7c55-0e': 'DHCP of blue',
      'tap1c12862c-b5': 'vm1',
      [VM1_PORT]: 'vm1',
      'instance-00000001': 'vm1',
      [VM1]: 'vm1',
      'neutron-linuxbri-i1c12862c-b': 'vm1, into it',
    });
  });

  test('whole phrases in both languages', () => {
    const names = cloudNames(sampleCloud);
    expect(names['tap1c12862c-b5']?.long).toEqual({
      en: 'port of instance vm1, 172.16.1.3',
      zh: '实例 vm1 的端口，172.16.1.3',
    });
    expect(names[`qdhcp-${BLUE}`]?.short.zh).toBe('blue 的 DHCP');
  });

  test('a NIC of a flat or VLAN network keeps its name, and a VNI of two networks explains nothing', () => {
    const flat = english(withRed({networkType: 'flat', physicalNetwork: 'physflat', segmentationId: null}));
    expect([flat['brq5c2e8f10-77'], flat['vxlan-100'], flat['eth3']]).toEqual(['red', 'blue', undefined]);
    expect(english(withRed({}))['vxlan-100']).toBeUndefined();
  });

  test('equal names get a part of their id; no name is the beginning of it', () => {
    const same = english(withRed({name: 'blue'}));
    expect([same['brqd4fbe39f-21'], same['brq5c2e8f10-77']]).toEqual(['blue d4fb', 'blue 5c2e']);
    expect(english(withRed({name: ''}))['brq5c2e8f10-77']).toBe('5c2e8f10');
  });

  test('a name cannot write to the terminal, nor fill the screen', () => {
    const name = english(withRed({name: `\u001B[2J${'x'.repeat(200)}\n`}))['brq5c2e8f10-77'] ?? '';
    expect(name).not.toMatch(/\p{Cc}/u);
    expect(name.length).toBeLessThanOrEqual(20);
  });
});
