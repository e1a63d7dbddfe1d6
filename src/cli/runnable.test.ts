import {describe, expect, test} from 'vitest';
import type {Proof} from '../drivers/hosts/host.ts';
import {VM_TOOLS} from '../drivers/hosts/vm/lab-vm.ts';
import type {Lab} from '../labs/lab.ts';
import type {planInstall} from './install.ts';
import {runnable} from './runnable.ts';

/** Only what the question is about. */
const lab = (tools: readonly string[], needs: Lab['needs'] = ['namespaces', 'nat', 'many-ids']): Lab =>
  ({tools, needs, host: {nodes: [{name: 'host'}], wires: []}}) as Partial<Lab> as Lab;
const NO_IDS: Proof = {
  capability: 'many-ids',
  proved: false,
  why: {en: 'There is one id only.', zh: '只有一个用户 ID。'},
  mend: {en: 'Add a range to /etc/subuid.', zh: '请在 /etc/subuid 中加入一段。'},
};
const NO_VLAN: Proof = {capability: 'vlan', proved: false, why: {en: 'No 8021q.', zh: '没有 8021q。'}};

test('a lab runs where its programs are there and its needs are proved, or not yet asked', () => {
  expect(runnable(lab(['sh']), [{capability: 'nat', proved: true}])).toMatchObject({can: true});
  expect(runnable(lab(['sh']), undefined)).toMatchObject({can: true});
});

test('a need that was not proved says why and what mends it', () => {
  expect(runnable(lab(['sh']), [NO_IDS])).toEqual({can: false, why: NO_IDS.why, mend: NO_IDS.mend});
  expect(runnable(lab(['sh'], ['namespaces']), [NO_IDS])).toMatchObject({can: true});
});

test('a missing program is told before what may follow from it', () => {
  const answer = runnable(lab(['sh', 'no-such-program']), [NO_IDS]);
  expect(answer).toMatchObject({
    can: false,
    why: {en: 'Programs are missing: no-such-program.', zh: '缺少程序：no-such-program。'},
    mend: {en: 'Install the programs no-such-program.'},
  });
});

test('what only the kernel lacks the lab VM has, where its programs are there', () => {
  const of = (missing: readonly string[]) => (programs: readonly string[]) => ({
    found: {},
    missing: programs.filter((program) => missing.includes(program)).map((program) => ({program})),
  });
  const needsVlan = lab(['sh'], ['namespaces', 'vlan']);
  expect(runnable(needsVlan, [NO_VLAN], undefined, of([]))).toEqual({can: true, on: {en: 'lab VM', zh: '实验虚拟机'}});
  expect(runnable(needsVlan, [{capability: 'vlan', proved: true}], undefined, of(VM_TOOLS))).toMatchObject({
    can: true,
    on: {en: 'sandbox'},
  });
  expect(runnable(needsVlan, [NO_VLAN], undefined, of(VM_TOOLS))).toMatchObject({
    can: false,
    why: {en: `Programs are missing: ${VM_TOOLS.join(', ')}.`},
  });
  expect(runnable(lab(['sh'], ['vlan', 'many-ids']), [NO_VLAN, NO_IDS], undefined, of([]))).toMatchObject({can: false});
});

describe('a lab that lacks only the client', () => {
  const way = {way: 'none', why: {en: 'No sudo.', zh: '没有 sudo。'}} as const;
  const plan = (how: ReturnType<typeof planInstall>['way']) => (): ReturnType<typeof planInstall> => ({
    packages: ['python3-openstackclient'],
    unknown: [],
    way: how,
    command: 'sudo apt-get install python3-openstackclient',
  });
  const without = (
    tools: readonly string[],
    how: ReturnType<typeof planInstall>['way'],
    proofs: readonly Proof[] = [],
  ) => runnable(lab(tools), proofs, plan(how), () => ({found: {}, missing: tools.map((program) => ({program}))}));

  test('can be opened without it, whether it can be installed or not', () => {
    expect(without(['openstack', 'openstack-loadbalancer'], {way: 'sudo'})).toMatchObject({
      can: false,
      withoutClient: true,
      install: {packages: ['python3-openstackclient']},
    });
    const answer = without(['openstack'], way);
    expect(answer).toMatchObject({can: false, withoutClient: true, noInstall: way.why});
    expect(answer).not.toHaveProperty('install');
  });

  test('but not where something else is missing, too', () => {
    expect(without(['openstack', 'dnsmasq'], way)).not.toHaveProperty('withoutClient');
    expect(without(['openstack'], way, [NO_IDS])).not.toHaveProperty('withoutClient');
    expect(without([], way, [NO_IDS])).not.toHaveProperty('withoutClient');
  });
});
