import {describe, expect, test} from 'vitest';
import type {Proof} from '../drivers/hosts/host.ts';
import type {Lab} from '../labs/lab.ts';
import type {planInstall} from './install.ts';
import {runnable} from './runnable.ts';

/** Only what the question is about. */
const lab = (tools: readonly string[], needs: Lab['needs'] = ['namespaces', 'nat']): Lab => ({tools, needs}) as Lab;
const NO_NAT: Proof = {
  capability: 'nat',
  proved: false,
  why: {en: 'The kernel does no NAT.', zh: '内核不支持 NAT。'},
  mend: {en: 'Load the module.', zh: '请加载模块。'},
};

test('a lab runs where its programs are there and its needs are proved, or not yet asked', () => {
  expect(runnable(lab(['sh']), [{capability: 'nat', proved: true}])).toMatchObject({can: true});
  expect(runnable(lab(['sh']), undefined)).toMatchObject({can: true});
});

test('a need that was not proved says why and what mends it', () => {
  expect(runnable(lab(['sh']), [NO_NAT])).toEqual({can: false, why: NO_NAT.why, mend: NO_NAT.mend});
  expect(runnable(lab(['sh'], ['namespaces']), [NO_NAT])).toMatchObject({can: true});
});

test('a missing program is told before what may follow from it', () => {
  const answer = runnable(lab(['sh', 'no-such-program']), [NO_NAT]);
  expect(answer).toMatchObject({
    can: false,
    why: {en: 'Programs are missing: no-such-program.', zh: '缺少程序：no-such-program。'},
    mend: {en: 'Install the programs no-such-program.'},
  });
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
    expect(without(['openstack'], way, [NO_NAT])).not.toHaveProperty('withoutClient');
    expect(without([], way, [NO_NAT])).not.toHaveProperty('withoutClient');
  });
});
