import {prove} from '../drivers/hosts/capabilities.ts';
import {labErrorText} from '../labs/lab-error.ts';
import {pathsFrom} from '../labs/paths.ts';
import {openProgress} from '../labs/progress-store.ts';
import type {Language, Text} from '../state/text.ts';
import {loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {proofsFile} from './parts.ts';
import {runnable} from './runnable.ts';
import {say} from './say.ts';

const WITHOUT_CLIENT: Text = {
  en: 'It can be opened without the client: `api` makes the same calls.',
  zh: '不用客户端也能打开：用 `api` 发出同样的调用。',
};

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
  const minutes = {en: 'min', zh: '分钟'}[language];
  const width = Math.max(...labs.map(({id}) => id.length));
  for (const module of catalog.modules) {
    say.line(module.title[language]);
    for (const lab of labs.filter((one) => one.module === module.id)) {
      const mark = lab.finished ? '✔' : lab.runnable.can ? ' ' : lab.runnable.withoutClient === true ? '◇' : '✘';
      say.line(
        `  ${mark} ${lab.id.padEnd(width)}  ${String(lab.passed)}/${String(lab.steps)}  ${String(lab.minutes).padStart(2)} ${minutes}  ${lab.title[language]}`,
      );
      if (lab.runnable.can) continue;
      say.line(`      ${lab.runnable.why[language]}`);
      if (lab.runnable.mend !== undefined) say.line(`      ${lab.runnable.mend[language]}`);
      if (lab.runnable.withoutClient === true) say.line(`      ${WITHOUT_CLIENT[language]}`);
    }
  }
  for (const {folder, errors} of catalog.broken) {
    say.line(`  ✘ ${folder}`);
    for (const error of errors) say.line(`      ${labErrorText(error)[language]}`);
  }
  return catalog.broken.length > 0 ? EXIT.badLab : EXIT.ok;
}
