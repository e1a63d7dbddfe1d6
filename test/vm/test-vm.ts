import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'vitest';
import {needRootOfKernel} from '../../src/drivers/hosts/capability-trials.ts';
import {prove} from '../../src/drivers/hosts/capabilities.ts';
import {hasMachines} from '../../src/drivers/hosts/host-plan.ts';
import type {Capability, Host, HostPlan} from '../../src/drivers/hosts/host.ts';
import {isForVm, openHost} from '../../src/drivers/hosts/launcher.ts';
import {labVm} from '../../src/drivers/hosts/vm/lab-vm.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import type {Lab} from '../../src/labs/lab.ts';
import {reportText} from '../../src/labs/verify/format-report.ts';
import {openPool} from '../../src/labs/verify/pool.ts';
import {verifyLab} from '../../src/labs/verify/verify-lab.ts';

const PROGRAM = join(import.meta.dirname, '../..');

export const {labs} = await loadCatalog(join(PROGRAM, 'labs-content'));
const proofs = await prove();
export const lacking = proofs.filter(({proved}) => !proved).map(({capability}) => capability);
/** The labs that need a VM on this machine. */
export const labsForVm = labs.filter(({needs, host}) =>
  isForVm(
    lacking.filter((capability) => needs.includes(capability)),
    host,
  ),
);
/** Those that need one, or several, of their own on every machine; the others share one. */
export const haveOwnVm = ({needs, host}: Lab): boolean => needRootOfKernel(needs) || hasMachines(host);

export interface TestVm extends AsyncDisposable {
  open(plan: HostPlan, needs: readonly Capability[], signal?: AbortSignal): Promise<Host>;
  /**
   * One after the other: where the processor is emulated a host costs half a minute. So only those wrong ways are tried
   * that the solve passes through, with one of the faults; `underlay verify` tries all.
   */
  prove(lab: Lab): Promise<void>;
}

/** A lab VM with a folder of its own, booted when the first host is opened. */
export function testVm(): TestVm {
  const folder = mkdtempSync(join(tmpdir(), 'underlay-vm-labs-'));
  // The VM is not root.
  chmodSync(folder, 0o755);
  const vm = labVm({folder: join(folder, 'vm'), program: PROGRAM});
  const open: TestVm['open'] = (plan, needs, signal) =>
    openHost(plan, needs, {vm, on: 'vm', ...(signal !== undefined && {signal})});
  return {
    open,
    async prove(lab) {
      const report = await verifyLab(
        lab,
        {openHost: (plan, signal) => open(plan, lab.needs, signal), watch},
        {pool: openPool(1), hosted: 'none', faults: 'one'},
      );
      expect(report.verdict, reportText([report]).en).toBe('ok');
    },
    async [Symbol.asyncDispose]() {
      await vm[Symbol.asyncDispose]();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}
