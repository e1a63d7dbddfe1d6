import {expect, test} from 'vitest';
import type {Proof} from '../drivers/hosts/host.ts';
import type {Lab} from '../labs/lab.ts';
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
