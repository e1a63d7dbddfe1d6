/** Updates a progress file again and again: `progress-writer.ts FILE NAME COUNT`. Sends a message after each update. */
import {openProgress} from '../../../src/labs/progress-store.ts';
import type {Progress} from '../../../src/labs/progress.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);

const counted = (progress: Progress, lab: string): Progress => {
  const before = progress.labs[lab] ?? {seed: 1, passed: [], everPassed: [], hintsUsed: 0, updatedAt: 0};
  return {...progress, labs: {...progress.labs, [lab]: {...before, hintsUsed: before.hintsUsed + 1}}};
};

using store = await openProgress(file);
for (let done = 0; done < Number(count); done++) {
  await store.update((progress) => counted(counted(progress, name), 'both'));
  process.send?.(done);
}
if (store.notices.length > 0) throw new Error(JSON.stringify(store.notices));
process.disconnect?.();
