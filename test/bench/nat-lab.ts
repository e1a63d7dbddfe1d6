import {join} from 'node:path';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import type {LabRunParts} from '../../src/labs/lab-run.ts';
import type {Lab} from '../../src/labs/lab.ts';
import {memoryProgress} from '../../src/labs/progress-memory.ts';
import {ROOT} from './workspace.ts';

/** The lab of the full NAT gateway: two nodes, eight steps, every kind of check. */
export async function loadNatLab(): Promise<Lab> {
  const {labs, broken} = await loadCatalog(join(ROOT, 'labs-content'));
  const lab = labs.find(({id}) => id === 'nat');
  if (lab === undefined) throw new Error(`There is no lab nat; broken: ${broken.map(({folder}) => folder).join(', ')}`);
  return lab;
}

/** The real parts, with progress that ends with the bench and the same attempt every time. */
export const runParts = (): LabRunParts => ({
  openHost: openSandbox,
  watch,
  progress: memoryProgress(),
  now: Date.now,
  seed: () => 7,
  language: () => 'en',
});
