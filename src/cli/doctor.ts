import {prove} from '../drivers/hosts/capabilities.ts';
import {CAPABILITIES} from '../drivers/hosts/host.ts';
import {findTools, toolVersion} from '../drivers/hosts/tools.ts';
import {reportVm, type VmReport} from '../drivers/hosts/vm/vm-report.ts';
import {pathsFrom} from '../labs/paths.ts';
import type {Language, Text} from '../state/text.ts';
import {loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {proofsFile} from './parts.ts';
import {planInstall} from './install.ts';
import {runnable} from './runnable.ts';
import {say} from './say.ts';
import {version} from './version.ts';

/** `underlay doctor`: every capability proved by doing, every tool looked for, and the one command that mends each gap. */
export async function examine({json}: {readonly json?: boolean}, language: Language): Promise<number> {
  const catalog = await loadLabs();
  const programs = [...new Set(catalog.labs.flatMap(({tools}) => tools))].toSorted();
  const [proofs, tools, vm] = await Promise.all([
    prove({cacheFile: proofsFile(), fresh: true, also: CAPABILITIES}),
    examineTools(programs),
    reportVm(pathsFrom(process.env).vm),
  ]);
  const labs = catalog.labs.map((lab) => ({id: lab.id, ...runnable(lab, proofs)}));
  const well = labs.every(({can}) => can);
  if (json === true) {
    say.line(
      JSON.stringify({version: version(), node: process.version, capabilities: proofs, vm, tools, labs}, undefined, 2),
    );
    return well ? EXIT.ok : EXIT.unknown;
  }
  say.line(`underlay ${version()} · Node ${process.version} · ${process.platform} ${process.arch}`);
  say.line(`\n${{en: 'This machine', zh: '这台机器'}[language]}`);
  for (const {capability, proved, why, mend} of proofs) {
    say.line(`  ${proved ? '✔' : '✘'} ${capability}`);
    if (why !== undefined) say.line(`      ${why[language]}`);
    if (mend !== undefined) say.line(`      → ${mend[language]}`);
  }
  for (const line of vmLines(vm)) say.line(line[language]);
  say.line(`\n${{en: 'Programs', zh: '程序'}[language]}`);
  const longest = Math.max(...tools.map(({program}) => program.length));
  for (const {program, path, toolVersion: number} of tools)
    say.line(`  ${path === undefined ? '✘' : '✔'} ${program.padEnd(longest)} ${number ?? ''}`.trimEnd());
  const {next, way} = planInstall(programs);
  const orBy = way.way === 'none' ? '' : ` (${{en: 'or', zh: '或者'}[language]} underlay set-up --all)`;
  if (next !== undefined) say.line(`      → ${next[language]}${orBy}`);
  const able = labs.filter(({can}) => can).length;
  say.line(
    `\n${{en: `${able} of ${labs.length} labs run here.`, zh: `${labs.length} 个实验中有 ${able} 个可以在这里运行。`}[language]}`,
  );
  const more = labs.filter((lab) => !lab.can && lab.withoutClient === true).length;
  if (more > 0)
    say.line(
      {
        en: `${more} more can be opened without the OpenStack client.`,
        zh: `另有 ${more} 个可以不用 OpenStack 客户端打开。`,
      }[language],
    );
  return well ? EXIT.ok : EXIT.unknown;
}

/** The lab VM, for labs that need what this kernel lacks. */
function vmLines({next, kernel, isSaved, notSaved}: VmReport): readonly Text[] {
  const lines: Text[] = [{en: '\nLab VM', zh: '\n实验虚拟机'}];
  if (next !== undefined) lines.push({en: `  ✘ → ${next.en}`, zh: `  ✘ → ${next.zh}`});
  lines.push(
    kernel === undefined
      ? {en: '  kernel: fetched when a lab first needs it (27 MB)', zh: '  内核：有实验需要时下载（27 MB）'}
      : {en: `  kernel: ${kernel}`, zh: `  内核：${kernel}`},
  );
  if (isSaved) lines.push({en: '  goes on from a saved one', zh: '  从保存的状态恢复'});
  if (notSaved !== undefined)
    lines.push({
      en: `  boots every time, for it could not be saved: ${notSaved}`,
      zh: `  每次都要重新启动，因为没能保存它的状态：${notSaved}`,
    });
  return lines;
}

interface ToolState {
  readonly program: string;
  readonly path?: string;
  readonly toolVersion?: string;
}

async function examineTools(programs: readonly string[]): Promise<readonly ToolState[]> {
  const {found} = findTools(programs);
  return Promise.all(
    programs.map(async (program) => {
      const path = found[program];
      if (path === undefined) return {program};
      const number = await toolVersion(program);
      return {program, path, ...(number !== undefined && {toolVersion: number})};
    }),
  );
}
