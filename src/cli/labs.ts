import {prove} from '../drivers/hosts/capabilities.ts';
import {labErrorText} from '../labs/lab-error.ts';
import {pathsFrom} from '../labs/paths.ts';
import {openProgress} from '../labs/progress-store.ts';
import type {Language} from '../state/text.ts';
import {loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {labLines} from './lab-lines.ts';
import {proofsFile} from './parts.ts';
import {runnable} from './runnable.ts';
import {say} from './say.ts';

/** `underlay labs`: every lab with minutes, progress and whether it runs here; broken ones with their errors. */
export async function listLabs({json}: {readonly json?: boolean}, language: Language): Promise<number> {
  const [catalog, proofs, progress] = await Promise.all([
    loadLabs(),
    prove({cacheFile: proofsFile()}),
    openProgress(pathsFrom(process.env).progress),
  ]);
  using _closed = progress;
  const labs = catalog.labs.map((lab) => ({
    id: lab.id,
    module: lab.module,
    title: lab.title,
    minutes: lab.minutes,
    steps: lab.steps.length,
    passed: progress.current.labs[lab.id]?.passed.length ?? 0,
    finished: progress.current.labs[lab.id]?.finishedAt !== undefined,
    runnable: runnable(lab, proofs),
  }));
  if (json === true) {
    const broken = catalog.broken.map(({folder, errors}) => ({folder, errors}));
    say.line(JSON.stringify({modules: catalog.modules, labs, broken}, undefined, 2));
    return catalog.broken.length > 0 ? EXIT.badLab : EXIT.ok;
  }
  for (const line of labLines(catalog.modules, labs, language)) say.line(line);
  for (const {folder, errors} of catalog.broken) {
    say.line(`  ✘ ${folder}`);
    for (const error of errors) say.line(`      ${labErrorText(error)[language]}`);
  }
  return catalog.broken.length > 0 ? EXIT.badLab : EXIT.ok;
}
