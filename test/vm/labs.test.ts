import {afterAll, expect, it} from 'vitest';
import {haveOwnVm, labs, labsForVm, lacking, testVm} from './test-vm.ts';

const vm = testVm();
afterAll(() => vm[Symbol.asyncDispose]());

const sharing = labsForVm.filter((lab) => !haveOwnVm(lab));
it.for(sharing.map((lab) => ({id: lab.id, lab})))('$id', {timeout: 900_000}, async ({lab}) => vm.prove(lab));

it('where this kernel has all that labs need, only those are left for the VM that want one of their own', () => {
  expect(labsForVm.filter(haveOwnVm)).toEqual(labs.filter(haveOwnVm));
  const ofKernel = ['vlan', 'ovs-kernel'].filter((need) => lacking.some((capability) => capability === need));
  const wantsOther = labs.filter((lab) => !haveOwnVm(lab) && lab.needs.some((need) => ofKernel.includes(need)));
  expect(sharing.length !== 0).toBe(wantsOther.length > 0);
});
