/** Keeps progress on a full disk, makes room, and tells what happened as JSON: `full-disk-learner.ts FOLDER`. */
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {openProgress} from '../../../src/labs/progress-store.ts';

const [folder = ''] = process.argv.slice(2);
const [file, filler] = [path.join(folder, 'progress.json'), path.join(folder, 'filler')];

const seen = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);
const fill = (): string => {
  try {
    writeFileSync(filler, Buffer.alloc(1_000_000), {flag: 'a'});
    return 'not full';
  } catch (error) {
    return seen(error);
  }
};

using store = await openProgress(file, 20);
await store.update((progress) => ({...progress, last: 'before'}));
const filled = fill();
await store.update((progress) => ({...progress, last: 'full'}));
await store.update((progress) => ({...progress, settings: {...progress.settings, welcomed: true}}));
const [notices, onDisk] = [store.notices.map(({en}) => en), readFileSync(file, 'utf8')];
const mended = new Promise<void>((resolve) => {
  store.subscribe(() => {
    if (store.notices.length === 0) resolve();
  });
});
rmSync(filler);
// Holds the program open while the store's own timer does not.
const deadline = setTimeout(() => process.exit(1), 10_000);
await mended;
clearTimeout(deadline);
process.stdout.write(
  JSON.stringify({
    filled,
    notices,
    inMemory: store.current.last,
    onFullDisk: JSON.parse(onDisk) as unknown,
    afterwards: JSON.parse(readFileSync(file, 'utf8')) as unknown,
  }),
);
