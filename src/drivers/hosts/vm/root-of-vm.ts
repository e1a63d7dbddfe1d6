import {spawnSync} from 'node:child_process';
import {OUR_ENVIRONMENT} from '../environment.ts';
import type {SandboxRoot} from '../sandbox-root.ts';
import {isLabVm, kernelFacts} from './is-lab-vm.ts';

/** What LVM looks for before it asks the kernel, and the node has no modprobe that would find them. */
const MODULES = ['dm_mod', 'dm_snapshot', 'dm_mirror', 'loop'];

/**
 * Root of the lab VM's whole kernel, for a sandbox in it. Only the VM's own program has this in it (guest-agent.ts), and
 * it looks where it runs before it gives any right.
 * @throws {Error} anywhere else
 */
export async function rootOfVm(): Promise<SandboxRoot> {
  if (!isLabVm(kernelFacts())) throw new Error('This is not the lab VM: nobody is root of this kernel here.');
  const {status, stderr} = spawnSync('/run/modprobe', ['-a', ...MODULES], {env: OUR_ENVIRONMENT, encoding: 'utf8'});
  if (status !== 0) throw new Error(`The VM has no device-mapper: ${stderr}`);
  return {enter: [], isIn: [], credentials: [], devices: 'all', [Symbol.dispose]() {}};
}
