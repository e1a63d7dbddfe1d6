import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {EMPTY_PROGRESS} from '../../src/labs/progress-schema.ts';
import {writeBenchLabs} from './bench-labs.ts';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of the bench's own, gone with it. Nothing of the learner's is read or written. */
export interface Workspace extends Disposable {
  /** For UNDERLAY_HOME: the welcome was seen, capabilities are kept after the first start. */
  readonly home: string;
  /** For UNDERLAY_LABS: a lab with ten namespaces; see bench-labs.ts. */
  readonly labs: string;
  /** A word that is in the command line or environment of what the program starts for the bench's own labs. */
  readonly marker: string;
}

export function openWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'underlay-bench-'));
  const remove = (): void => rmSync(folder, {recursive: true, force: true});
  process.once('exit', remove);
  const home = join(folder, 'home');
  const labs = join(folder, 'labs');
  const marker = `bench-${Math.random().toString(36).slice(2, 10)}`;
  mkdirSync(home);
  mkdirSync(labs);
  const progress = {...EMPTY_PROGRESS, settings: {theme: 'dark', welcomed: true, language: 'en'}};
  writeFileSync(join(home, 'progress.json'), JSON.stringify(progress));
  writeBenchLabs(labs, marker);
  return {
    home,
    labs,
    marker,
    [Symbol.dispose]() {
      process.off('exit', remove);
      remove();
    },
  };
}
