import {serveControl} from '../labs/control-server.ts';
import {openLab} from '../labs/open-lab.ts';
import {pathsFrom} from '../labs/paths.ts';
import {runPlain} from '../labs/plain/run-plain.ts';
import {openProgress} from '../labs/progress-store.ts';
import type {Lab} from '../labs/lab.ts';
import type {Language} from '../state/text.ts';
import {findLab, loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {installFailed, installPackages, planInstall} from './install.ts';
import {labRunParts} from './parts.ts';
import {say} from './say.ts';
import {agreed} from './set-up.ts';
import {stepIndex} from './step-index.ts';

/** Wide enough that shells and tools rarely wrap a line themselves. */
const SIZE = {columns: 120, rows: 40};

/** `underlay run LAB --plain`: the lab as lines of text on standard input and output. */
export async function runPlainly(name: string, options: {readonly step?: number}, fallback: Language): Promise<number> {
  const found = findLab(await loadLabs(), name);
  if ('error' in found) {
    say.error(found.error[fallback]);
    return EXIT.usage;
  }
  const {lab} = found;
  const step = stepIndex(lab, options.step);
  if (typeof step === 'object') {
    say.error(step[fallback]);
    return EXIT.usage;
  }
  if (!(await hasTools(lab, fallback))) return EXIT.unknown;
  using progress = await openProgress(pathsFrom(process.env).progress);
  for (const notice of progress.notices) say.error(notice[fallback]);
  let language = progress.current.settings.language ?? fallback;
  const parts = {...labRunParts(lab, progress, fallback), language: () => language};
  await using run = openLab(lab, parts, {size: SIZE, ...(step !== undefined && {step})});
  await using _control = await serveControl(pathsFrom(process.env).sockets, () => run).catch(() => undefined);
  return await runPlain(run, {
    input: process.stdin,
    output: process.stdout,
    language,
    onLanguage: (chosen) => {
      language = chosen;
    },
    isInteractive: process.stdin.isTTY,
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  });
}

/** Whether the lab's programs are there; those that are missing are installed, where the learner agrees. */
async function hasTools(lab: Lab, language: Language): Promise<boolean> {
  const {packages, unknown, way, next} = planInstall(lab.tools);
  if (next === undefined) return true;
  if (unknown.length === 0 && way.way !== 'none' && (await agreed(packages.join(' '), language))) {
    const code = await installPackages(packages, way);
    if (code === 0 && planInstall(lab.tools).next === undefined) return true;
    say.error(installFailed(code)[language]);
  }
  say.error(next[language]);
  return false;
}
