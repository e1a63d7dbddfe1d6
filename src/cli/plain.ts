import {findTools} from '../drivers/hosts/tools.ts';
import {withoutClient} from '../labs/cloud/without-client.ts';
import {serveControl} from '../labs/control-server.ts';
import {openLab} from '../labs/open-lab.ts';
import {pathsFrom} from '../labs/paths.ts';
import {runPlain} from '../labs/plain/run-plain.ts';
import {openProgress} from '../labs/progress-store.ts';
import type {ProgressStore} from '../labs/progress.ts';
import type {Lab} from '../labs/lab.ts';
import type {Language} from '../state/text.ts';
import {findLab, loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {installFailed, installPackages, planInstall} from './install.ts';
import {labRunParts, vmOfProgram, type WantedHost} from './parts.ts';
import {toolsHere} from './tools-here.ts';
import {lacksOnlyClient} from './runnable.ts';
import {say} from './say.ts';
import {agreed} from './set-up.ts';
import {stepIndex} from './step-index.ts';

/** Wide enough that shells and tools rarely wrap a line themselves. */
const SIZE = {columns: 120, rows: 40};

/** `underlay run LAB --plain`: the lab as lines of text on standard input and output. */
export async function runPlainly(
  name: string,
  options: {readonly step?: number; readonly host?: WantedHost},
  fallback: Language,
): Promise<number> {
  const found = findLab(await loadLabs(), name);
  if ('error' in found) {
    say.error(found.error[fallback]);
    return found.exitCode;
  }
  const {lab} = found;
  const step = stepIndex(lab, options.step);
  if (typeof step === 'object') {
    say.error(step[fallback]);
    return EXIT.usage;
  }
  const openable = await withTools(lab, fallback, options.host);
  if (openable === undefined) return EXIT.unknown;
  using progress = await openProgress(pathsFrom(process.env).progress);
  let language = progress.current.settings.language ?? fallback;
  tellNotices(progress, () => language);
  const parts = {...labRunParts(lab, progress, fallback, options.host), language: () => language};
  await using _vm = vmOfProgram;
  await using run = openLab(openable, parts, {size: SIZE, ...(step !== undefined && {step})});
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

/** What stands at the top of the window's first screen: each notice once, when it comes up. */
function tellNotices(progress: ProgressStore, language: () => Language): void {
  const told = new Set<string>();
  const tell = (): void => {
    for (const notice of progress.notices) if (!told.has(notice.en)) say.error(notice[language()]);
    for (const {en} of progress.notices) told.add(en);
  };
  tell();
  progress.subscribe(tell);
}

/**
 * The lab, where its programs are there; those that are missing are installed, where the learner agrees. Where only the
 * OpenStack client is missing, the lab without it.
 */
async function withTools(lab: Lab, language: Language, on: WantedHost): Promise<Lab | undefined> {
  const tools = await toolsHere(lab, on);
  const {packages, unknown, way, next} = planInstall(tools);
  if (next === undefined) return lab;
  if (unknown.length === 0 && way.way !== 'none' && (await agreed(packages.join(' '), language))) {
    const code = await installPackages(packages, way);
    if (code === 0 && planInstall(tools).next === undefined) return lab;
    say.error(installFailed(code)[language]);
  }
  if (way.way === 'none') say.error(way.why[language]);
  say.error(next[language]);
  if (!lacksOnlyClient(findTools(tools).missing)) return undefined;
  say.error({en: 'Until then the lab goes without the client.', zh: '在此之前，实验不使用客户端。'}[language]);
  return withoutClient(lab);
}
