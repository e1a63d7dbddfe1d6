import {prove, QUICK_CAPABILITIES} from '../drivers/hosts/capabilities.ts';
import type {Proof} from '../drivers/hosts/host.ts';
import {readKeptProofs} from '../drivers/hosts/kept-proofs.ts';
import {serveControl} from '../labs/control-server.ts';
import type {LabRun} from '../labs/lab-run.ts';
import {openLab} from '../labs/open-lab.ts';
import {pathsFrom} from '../labs/paths.ts';
import {openProgress} from '../labs/progress-store.ts';
import type {Language, Text} from '../state/text.ts';
import {catalogOf} from '../tui/catalog.ts';
import {show} from '../tui/show.tsx';
import {findLab, loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {installerOf} from './installer.ts';
import {labRunParts, proofsFile, vmOfProgram, type WantedHost} from './parts.ts';
import {runnable} from './runnable.ts';
import {say} from './say.ts';
import {stepIndex} from './step-index.ts';
import {version} from './version.ts';

/** The first screen surely stands by then, and nobody has chosen anything yet. */
const FIRST_LOOK_MS = 250;

/** The window: home, or straight into a lab. */
export async function openWindow(
  wish: {
    readonly lab: string | undefined;
    readonly step?: number | undefined;
    readonly host?: WantedHost;
  },
  language: Language,
): Promise<number> {
  const obstacle = whyNoWindow();
  if (obstacle !== undefined) {
    say.error(obstacle[language]);
    return EXIT.usage;
  }
  const [labs, proofs, progress] = await Promise.all([
    loadLabs(),
    readKeptProofs(proofsFile(), QUICK_CAPABILITIES),
    openProgress(pathsFrom(process.env).progress),
  ]);
  using _closed = progress;
  await using _vm = vmOfProgram;
  const initial: {labId?: string; step?: number} = {};
  if (wish.lab !== undefined) {
    const found = findLab(labs, wish.lab);
    if ('error' in found) {
      say.error(found.error[language]);
      return found.exitCode;
    }
    initial.labId = found.lab.id;
    const step = stepIndex(found.lab, wish.step);
    if (typeof step === 'object') {
      say.error(step[language]);
      return EXIT.usage;
    }
    if (step !== undefined) initial.step = step;
  }
  // Without a socket only `underlay check` from another window is missing.
  let current: LabRun | undefined;
  await using _control = await serveControl(pathsFrom(process.env).sockets, () => current).catch(() => undefined);
  const catalogWith = (known: typeof proofs) => catalogOf(labs, (lab) => runnable(lab, known));
  // Proved while the learner reads.
  const proving = proofs === undefined ? prove({cacheFile: proofsFile()}) : undefined;
  // What a lab needs is loaded while the learner reads the first screen. Where that fails, opening a lab says why.
  const reading = setTimeout(() => void import('../labs/lab-stage.ts').catch(() => undefined), FIRST_LOOK_MS);
  await show({
    catalog: catalogWith(proofs),
    provedCatalog: proving?.then(catalogWith),
    installer: installerOf(
      async () => catalogWith(await provedAgain(proofs ?? (await proving))),
      () => progress.current.settings.language ?? language,
    ),
    progress,
    openLab: (lab, options) => (current = openLab(lab, labRunParts(lab, progress, language, wish.host), options)),
    version: version(),
    initial,
    environment: process.env,
  });
  clearTimeout(reading);
  return EXIT.ok;
}

function whyNoWindow(): Text | undefined {
  const instead = {
    en: 'Line by line it goes anywhere: `underlay run LAB --plain`; `underlay labs` lists the labs.',
    zh: '逐行模式在哪里都能用：`underlay run LAB --plain`；`underlay labs` 列出全部实验。',
  };
  if (!process.stdout.isTTY || !process.stdin.isTTY)
    return {
      en: `underlay: the window needs a terminal. ${instead.en}`,
      zh: `underlay：窗口需要一个终端。${instead.zh}`,
    };
  if (process.env['TERM'] !== 'dumb') return undefined;
  return {
    en: `underlay: TERM=dumb says that this terminal can only print lines; the window has to move the cursor. ${instead.en} If the terminal can do more, say so: \`TERM=xterm-256color underlay\`.`,
    zh: `underlay：TERM=dumb 表示这个终端只能逐行输出，而窗口需要移动光标。${instead.zh}如果终端其实不止于此，请写明：\`TERM=xterm-256color underlay\`。`,
  };
}

/** What could not be proved may have lacked a program that is there now. */
const provedAgain = (proofs: readonly Proof[] | undefined): readonly Proof[] | Promise<readonly Proof[]> =>
  proofs?.every(({proved}) => proved) === true ? proofs : prove({cacheFile: proofsFile(), fresh: true});
