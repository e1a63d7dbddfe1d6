import {prove} from '../drivers/hosts/capabilities.ts';
import type {Proof} from '../drivers/hosts/host.ts';
import {isForVm} from '../drivers/hosts/launcher.ts';
import {VM_TOOLS} from '../drivers/hosts/vm/lab-vm.ts';
import type {Lab} from '../labs/lab.ts';
import {proofsFile, type WantedHost} from './parts.ts';

/** What of a lab's needs this kernel did not prove. */
export const lackingOf = (lab: Lab, proofs: readonly Proof[]): readonly Proof[] =>
  proofs.filter(({capability, proved}) => !proved && lab.needs.includes(capability));

/** The programs a lab takes on this machine: with those of the lab VM, where it runs in that. */
export async function toolsHere(lab: Lab, on?: WantedHost): Promise<readonly string[]> {
  const withVm = [...lab.tools, ...VM_TOOLS];
  if (on !== undefined) return on === 'vm' ? withVm : lab.tools;
  const proofs = await prove({cacheFile: proofsFile(), also: lab.needs});
  return isForVm(
    lackingOf(lab, proofs).map(({capability}) => capability),
    lab.host,
  )
    ? withVm
    : lab.tools;
}
