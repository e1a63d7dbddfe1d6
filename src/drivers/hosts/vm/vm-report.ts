import {readdir, readFile} from 'node:fs/promises';
import type {Text} from '../../../state/text.ts';
import {findTools} from '../tools.ts';
import {findKernel} from './kernel-files.ts';
import {VM_TOOLS} from './lab-vm.ts';
import {isSavedName, notSavedFile} from './saved-machine.ts';

/** What the lab VM would be made of here. Nothing is booted for it. */
export interface VmReport {
  /** What to install first, where programs are missing. */
  readonly next?: Text;
  /** Version of the kernel; undefined: one is fetched when a lab first needs it. */
  readonly kernel?: string;
  /** Whether the next VM goes on from one that was saved. */
  readonly isSaved: boolean;
  /** Why the last one could not be saved, in the system's words. */
  readonly notSaved?: string;
}

/** @param folder where the kernel and what is made of it are kept */
export async function reportVm(folder: string): Promise<VmReport> {
  const [kernel, names, why] = await Promise.all([
    findKernel(folder),
    readdir(folder).catch((): string[] => []),
    readFile(notSavedFile(folder), 'utf8').catch(() => undefined),
  ]);
  const {next} = findTools(VM_TOOLS);
  return {
    isSaved: names.some(isSavedName),
    ...(next && {next}),
    ...(kernel && {kernel: kernel.version}),
    ...(why !== undefined && {notSaved: why}),
  };
}
