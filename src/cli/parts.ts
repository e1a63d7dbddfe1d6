import {dirname, join} from 'node:path';
import {openHost} from '../drivers/hosts/launcher.ts';
import {watch} from '../drivers/kernel/watch.ts';
import {journalFiles} from '../labs/cloud/journal-files.ts';
import type {LabRunParts} from '../labs/lab-run.ts';
import type {Lab} from '../labs/lab.ts';
import {pathsFrom} from '../labs/paths.ts';
import type {ProgressStore} from '../labs/progress.ts';
import type {Language} from '../state/text.ts';

/** Where proved capabilities are kept until the next boot. */
export const proofsFile = (): string => join(dirname(pathsFrom(process.env).progress), 'capabilities.json');

/** The real things a running lab works with. */
export const labRunParts = (lab: Lab, progress: ProgressStore, fallback: Language): LabRunParts => ({
  openHost: (plan, signal) => openHost(plan, lab.needs, {cacheFile: proofsFile(), signal}),
  watch,
  progress,
  journals: journalFiles(pathsFrom(process.env).journals),
  now: Date.now,
  language: () => progress.current.settings.language ?? fallback,
  seed: () => Math.floor(Math.random() * 2 ** 31),
});
