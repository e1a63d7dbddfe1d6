import {readKeptProofs} from '../drivers/hosts/kept-proofs.ts';
import {openLab} from '../labs/open-lab.ts';
import {pathsFrom} from '../labs/paths.ts';
import {openProgress} from '../labs/progress-store.ts';
import type {Language} from '../state/text.ts';
import {catalogOf} from '../tui/catalog.ts';
import {show} from '../tui/show.tsx';
import {findLab, loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {labRunParts, proofsFile} from './parts.ts';
import {runnable} from './runnable.ts';
import {say} from './say.ts';
import {version} from './version.ts';

/** The window: home, or straight into a lab. */
export async function openWindow(
  wish: {readonly lab: string | undefined; readonly step?: number | undefined},
  language: Language,
): Promise<number> {
  if (!process.stdout.isTTY || !process.stdin.isTTY || process.env['TERM'] === 'dumb') {
    say.error(
      {
        en: 'underlay: the window needs a terminal. Line by line it goes anywhere: `underlay run LAB --plain`; `underlay labs` lists the labs.',
        zh: 'underlay：窗口需要一个终端。逐行模式在哪里都能用：`underlay run LAB --plain`；`underlay labs` 列出全部实验。',
      }[language],
    );
    return EXIT.usage;
  }
  const [labs, proofs, progress] = await Promise.all([
    loadLabs(),
    readKeptProofs(proofsFile()),
    openProgress(pathsFrom(process.env).progress),
  ]);
  using _closed = progress;
  const initial: {labId?: string; step?: number} = {};
  if (wish.lab !== undefined) {
    const found = findLab(labs, wish.lab);
    if ('error' in found) {
      say.error(found.error[language]);
      return EXIT.usage;
    }
    initial.labId = found.lab.id;
    if (wish.step !== undefined) {
      if (wish.step > found.lab.steps.length) {
        say.error({en: `underlay: ${found.lab.id} has ${found.lab.steps.length} steps.`, zh: `underlay：${found.lab.id} 只有 ${found.lab.steps.length} 步。`}[language]);
        return EXIT.usage;
      }
      initial.step = wish.step - 1;
    }
  }
  await show({
    catalog: catalogOf(labs, (lab) => runnable(lab, proofs)),
    progress,
    openLab: (lab, options) => openLab(lab, labRunParts(lab, progress, language), options),
    version: version(),
    initial,
    environment: process.env,
  });
  return EXIT.ok;
}
