import {dirname, join} from 'node:path';
import {openHost, type LauncherOptions} from '../drivers/hosts/launcher.ts';
import {labVm, type LabVm} from '../drivers/hosts/vm/lab-vm.ts';
import {watch} from '../drivers/kernel/watch.ts';
import {journalFiles} from '../labs/cloud/journal-files.ts';
import type {LabRunParts} from '../labs/lab-run.ts';
import type {Lab} from '../labs/lab.ts';
import {pathsFrom} from '../labs/paths.ts';
import type {ProgressStore} from '../labs/progress.ts';
import type {Language} from '../state/text.ts';
import {programFolder} from './content.ts';

/** Where proved capabilities are kept until the next boot. */
export const proofsFile = (): string => join(dirname(pathsFrom(process.env).progress), 'capabilities.json');

/** The kind of host that was asked for; undefined: the cheapest that does. */
export type WantedHost = LauncherOptions['on'];

let vm: LabVm | undefined;

/** How hosts are opened for a lab. All labs of the program share one VM. */
export const hostOpener =
  (lab: Lab, on: WantedHost): LabRunParts['openHost'] =>
  (plan, signal, tell) => {
    const folder = pathsFrom(process.env).vm;
    vm ??= labVm({folder, program: programFolder()});
    return openHost(plan, lab.needs, {
      cacheFile: proofsFile(),
      signal,
      tell,
      vm,
      guests: folder,
      ...(on !== undefined && {on}),
    });
  };

/** Ends the lab VM, where one runs. */
export const vmOfProgram: AsyncDisposable = {
  async [Symbol.asyncDispose]() {
    await vm?.[Symbol.asyncDispose]();
    vm = undefined;
  },
};

/** The real things a running lab works with. */
export const labRunParts = (lab: Lab, progress: ProgressStore, fallback: Language, on?: WantedHost): LabRunParts => ({
  openHost: hostOpener(lab, on),
  watch,
  progress,
  journals: journalFiles(pathsFrom(process.env).journals),
  now: Date.now,
  language: () => progress.current.settings.language ?? fallback,
  seed: () => Math.floor(Math.random() * 2 ** 31),
});
