import {installCommand, installScript, installWay, type InstallWay} from '../drivers/hosts/debian-packages.ts';
import {OUR_ENVIRONMENT} from '../drivers/hosts/environment.ts';
import {runInForeground} from '../drivers/hosts/foreground.ts';
import {runProcess} from '../drivers/hosts/run.ts';
import {findTools} from '../drivers/hosts/tools.ts';
import type {Text} from '../state/text.ts';

/** What it takes to have some programs. */
export interface InstallPlan {
  /** Debian's, each once; empty where nothing that Debian has is missing. */
  readonly packages: readonly string[];
  /** Programs that no package we know brings. */
  readonly unknown: readonly string[];
  readonly way: InstallWay;
  /** What a person would type. */
  readonly command: string;
  /** How to get what is missing, in a sentence; absent where nothing is. */
  readonly next?: Text;
}

/** Looks for the programs, and says what would bring those that are missing. */
export function planInstall(programs: readonly string[]): InstallPlan {
  const {missing, next} = findTools(programs);
  const packages = [...new Set(missing.flatMap((tool) => tool.package ?? []))];
  return {
    packages,
    unknown: missing.flatMap((tool) => (tool.package === undefined ? [tool.program] : [])),
    way: installWay(process.getuid?.() ?? 0, (program) => findTools([program]).missing.length === 0),
    command: installCommand(packages),
    ...(next !== undefined && {next}),
  };
}

/** Installs packages before the learner's eyes; sudo may ask for a password. @returns the exit code */
export function installPackages(packages: readonly string[], {way}: InstallWay): Promise<number> {
  const script = `{ ${installScript(packages)}\n} >&2`;
  return runInForeground(way === 'sudo' ? ['sudo', 'sh', '-c', script] : ['sh', '-c', script]);
}

/** What apt says about the size of an installation; undefined where it does not know the packages yet. Takes a second. */
export async function installSize(packages: readonly string[]): Promise<Text | undefined> {
  const {stdout} = await runProcess(
    // Without a lock an ordinary user may ask; no is the answer to the question at the end.
    ['apt-get', '-o', 'Debug::NoLocking=1', '--assume-no', '--no-install-recommends', 'install', ...packages],
    {env: OUR_ENVIRONMENT, timeoutMs: 10_000},
  );
  const load = /^Need to get ([\d.,]+ \w+)(?:\/[\d.,]+ \w+)? of archives/mu.exec(stdout)?.[1];
  const space = /^After this operation, ([\d.,]+ \w+) of additional/mu.exec(stdout)?.[1];
  if (load === undefined || space === undefined) return undefined;
  return {en: `${load} to load, ${space} on the disk`, zh: `下载 ${load}，占用磁盘 ${space}`};
}

export const installFailed = (code: number): Text => ({
  en: `The installation did not succeed (exit code ${code}).`,
  zh: `安装没有成功（退出码 ${code}）。`,
});
