import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {hasMachines} from '../drivers/hosts/host-plan.ts';
import {startBy} from '../drivers/hosts/run.ts';
import {openStarter} from '../drivers/hosts/starter.ts';
import {findTools} from '../drivers/hosts/tools.ts';
import {openWarmClient, type WarmClient} from '../drivers/hosts/warm-client.ts';
import {watch} from '../drivers/kernel/watch.ts';
import {clientLinesText} from '../labs/cloud/call-form.ts';
import {labErrorText} from '../labs/lab-error.ts';
import type {Lab} from '../labs/lab.ts';
import {CALLS_FILE} from '../labs/load-lab.ts';
import type {VerifyParts} from '../labs/verify/actor.ts';
import {reportText} from '../labs/verify/format-report.ts';
import {openPool} from '../labs/verify/pool.ts';
import {hasClientLines, recordCalls} from '../labs/verify/record-calls.ts';
import type {LabReport} from '../labs/verify/report.ts';
import {verifyLab} from '../labs/verify/verify-lab.ts';
import type {Language, Text} from '../state/text.ts';
import {findLab, labsFolder, loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {hostOpener, vmOfProgram, type WantedHost} from './parts.ts';
import {say} from './say.ts';

export interface VerifyCommand {
  readonly typed?: boolean;
  readonly json?: boolean;
  readonly seed?: number;
  readonly times?: number;
  /** Writes calls.txt instead. */
  readonly calls?: boolean;
  readonly host?: WantedHost;
}

/** Sandboxes at a time. More gain nothing on two cores: a lab mostly waits for pings that must stay unanswered. */
const AT_ONCE = 4;
/** In a VM without KVM everything is work, and there are two processors. */
const AT_ONCE_IN_VM = 2;

/** `underlay verify`: proves labs on fresh sandboxes; see src/labs/verify. */
export async function verifyLabs(
  names: readonly string[],
  options: VerifyCommand,
  language: Language,
): Promise<number> {
  const catalog = await loadLabs();
  const labs: Lab[] = [];
  for (const name of names) {
    const found = findLab(catalog, name);
    if ('error' in found) {
      say.error(found.error[language]);
      return found.exitCode;
    }
    labs.push(found.lab);
  }
  if (names.length === 0) labs.push(...catalog.labs);
  const {next} = findTools(labs.flatMap(({tools}) => tools));
  if (next !== undefined) {
    say.error(next[language]);
    return EXIT.unknown;
  }
  const broken = names.length === 0 ? catalog.broken : [];
  for (const {errors} of broken) for (const error of errors) say.error(labErrorText(error)[language]);

  await using _vm = vmOfProgram;
  if (options.calls === true) return await writeCalls(labs, options.host, language);
  await using starter = await openStarter();
  using _started = startBy(starter);
  using client = openWarmClient();
  const reports: LabReport[] = [];
  for (let round = 0; round < (options.times ?? 1); round += 1)
    reports.push(...(await verifyAll(labs, options, (options.seed ?? 1) + round, client)));
  say.line(
    options.json === true ? JSON.stringify({labs: reports, broken}, undefined, 2) : reportText(reports)[language],
  );
  if (broken.length > 0) return EXIT.badLab;
  if (reports.some(({verdict}) => verdict === 'failed')) return EXIT.notMet;
  return reports.some(({verdict}) => verdict === 'unknown') ? EXIT.unknown : EXIT.ok;
}

const partsOf = (lab: Lab, on: WantedHost): VerifyParts => ({
  openHost: hostOpener(lab, on),
  watch,
});

/** `underlay verify --calls`: writes down what the client's lines in the labs ask the API for. */
async function writeCalls(labs: readonly Lab[], on: WantedHost, language: Language): Promise<number> {
  let isWhole = true;
  for (const lab of labs.filter(hasClientLines)) {
    const {lines, problems} = await recordCalls(lab, partsOf(lab, on), new AbortController().signal);
    const file = join(labsFolder(), lab.folder, CALLS_FILE);
    await writeFile(file, clientLinesText(lines));
    say.line(file);
    for (const problem of problems) say.error(notWritten(problem)[language]);
    isWhole &&= problems.length === 0;
  }
  return isWhole ? EXIT.ok : EXIT.notMet;
}

const notWritten = (line: string): Text => ({
  en: `  not for every attempt, because no reference names what it is about: ${line}`,
  zh: `  无法对每次尝试都成立，因为没有引用能表示它所指的对象：${line}`,
});

const verifyAll = (
  labs: readonly Lab[],
  {typed = false, host}: VerifyCommand,
  seed: number,
  client: WarmClient,
): Promise<readonly LabReport[]> => {
  const areVms = host === 'vm' || labs.some((lab) => hasMachines(lab.host));
  const pool = openPool(areVms ? AT_ONCE_IN_VM : AT_ONCE);
  return Promise.all(
    labs.map((lab) => verifyLab(lab, {...partsOf(lab, host), runClient: client.run}, {seed, typed, pool})),
  );
};
