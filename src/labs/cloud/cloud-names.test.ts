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

  test('groups and the sets of their addresses', () => {
    const group = {id: '51c189dd-b992-4403-8aba-7c1f3e5d9b02', name: 'web', projectId: 'demo'};
    const other = {...group, id: '0e7a4c11-3d5f-4b28-9a60-1f2e3d4c5b6a', name: 'offices', addresses: []};
    const names = cloudNames({
      ...sampleCloud,
      securityGroups: {[group.id]: {...group, stateful: true}},
      addressGroups: {[other.id]: other},
    });
    expect(names['NIPv451c189dd-b992-4403-8aba-']).toEqual({
      short: {en: 'addresses of web', zh: 'web 的地址'},
      long: {en: 'IPv4 addresses of security group web', zh: '安全组 web 的 IPv4 地址'},
    });
    expect(names['NIPv60e7a4c11-3d5f-4b28-9a60-']?.long.en).toBe('IPv6 addresses of address group offices');
    expect(names[group.id]?.long.zh).toBe('安全组 web');
  });

  test("a load balancer's namespace, its VIP, and what its configuration is made of", () => {
    const balancer = {
      id: '0a61f0c2-63f2-4f0e-9b1c-8d2f5a7c9e10',
      name: 'lb1',
      vipPortId: VM1_PORT,
      vipAddress: '172.16.1.3',
    };
    const part = (id: string, name: string) => ({[id]: {id, name}});
    const names = cloudNames({
      ...sampleCloud,
      instances: {},
      loadBalancing: {
        loadBalancers: {[balancer.id]: balancer},
        listeners: part('4856fbd7', 'front'),
        pools: part('3b2ea592', 'web'),
        members: part('d43cd7eb', ''),
      },
    } as unknown as CloudState);
    expect(names[`qlbaas-${balancer.id}`]?.long).toEqual({en: 'load balancer lb1', zh: '负载均衡器 lb1'});
    expect(names['ns-1c12862c-b5']).toEqual({
      short: {en: 'VIP of lb1', zh: 'lb1 的 VIP'},
      long: {en: 'VIP of load balancer lb1, 172.16.1.3', zh: '负载均衡器 lb1 的 VIP，172.16.1.3'},
    });
    expect([names['4856fbd7'], names['3b2ea592'], names['d43cd7eb']].map((one) => one?.long.en)).toEqual([
      'listener front',
      'pool web',
      'member d43cd7eb',
    ]);
  });

  test('a name cannot write to the terminal, nor fill the screen', () => {
    const name = english(withRed({name: `\u001B[2J${'x'.repeat(200)}\n`}))['brq5c2e8f10-77'] ?? '';
    expect(name).not.toMatch(/\p{Cc}/u);
    expect(name.length).toBeLessThanOrEqual(20);
  });
});
