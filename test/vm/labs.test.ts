import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {prove} from '../../src/drivers/hosts/capabilities.ts';
import {needRootOfKernel} from '../../src/drivers/hosts/capability-trials.ts';
import {hasMachines} from '../../src/drivers/hosts/host-plan.ts';
import {isForVm, openHost} from '../../src/drivers/hosts/launcher.ts';
import {labVm} from '../../src/drivers/hosts/vm/lab-vm.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import type {Lab} from '../../src/labs/lab.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import {reportText} from '../../src/labs/verify/format-report.ts';
import {openPool} from '../../src/labs/verify/pool.ts';
import {verifyLab} from '../../src/labs/verify/verify-lab.ts';

const PROGRAM = join(import.meta.dirname, '../..');

const folder = mkdtempSync(join(tmpdir(), 'underlay-vm-labs-'));
// The VM is not root.
chmodSync(folder, 0o755);
const vm = labVm({folder: join(folder, 'vm'), program: PROGRAM});
afterAll(async () => {
  await vm[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true, force: true});
});

const proofs = await prove();
const lacking = proofs.filter(({proved}) => !proved).map(({capability}) => capability);
const {labs} = await loadCatalog(join(PROGRAM, 'labs-content'));
const inVm = labs.filter(({needs, host}) =>
  isForVm(
    lacking.filter((capability) => needs.includes(capability)),
    host,
  ),
);

// Alone and one after the other: where the processor is emulated everything is work, and a host costs half a minute. So
// only those wrong ways are tried that the solve passes through, with one of the faults; `underlay verify` tries all.
it.for(inVm.map((lab) => ({id: lab.id, lab})))('$id', {timeout: 900_000}, async ({lab}) => {
  const report = await verifyLab(
    lab,
    {openHost: (plan, signal) => openHost(plan, lab.needs, {vm, signal, on: 'vm'}), watch},
    {pool: openPool(1), hosted: 'none', oneFault: true},
  );
  expect(report.verdict, reportText([report]).en).toBe('ok');
});

it('where this kernel has all that labs need, only those are left for the VM that want root of a kernel, or several', () => {
  const isAlways = ({needs, host}: Lab): boolean => needRootOfKernel(needs) || hasMachines(host);
  const [always, others] = [true, false].map((wants) => inVm.filter((lab) => isAlways(lab) === wants));
  expect(always).toEqual(labs.filter(isAlways));
  const ofKernel = ['vlan', 'ovs-kernel'].filter((need) => lacking.some((capability) => capability === need));
  const wantsOther = labs.filter((lab) => !isAlways(lab) && lab.needs.some((need) => ofKernel.includes(need)));
  expect(others?.length !== 0).toBe(wantsOther.length > 0);
});
