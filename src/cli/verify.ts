import {findTools} from '../drivers/hosts/tools.ts';
import {openHost} from '../drivers/hosts/launcher.ts';
import {watch} from '../drivers/kernel/watch.ts';
import {labErrorText} from '../labs/lab-error.ts';
import type {Lab} from '../labs/lab.ts';
import {reportText} from '../labs/verify/format-report.ts';
import {openPool} from '../labs/verify/pool.ts';
import type {LabReport} from '../labs/verify/report.ts';
import {verifyLab} from '../labs/verify/verify-lab.ts';
import type {Language} from '../state/text.ts';
import {findLab, loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
import {proofsFile} from './parts.ts';
import {say} from './say.ts';

export interface VerifyCommand {
  readonly typed?: boolean;
  readonly json?: boolean;
  readonly seed?: number;
  readonly times?: number;
}

/** Sandboxes at a time. More gain nothing on two cores: a lab mostly waits for pings that must stay unanswered. */
const AT_ONCE = 4;

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
      return EXIT.usage;
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

  const reports: LabReport[] = [];
  for (let round = 0; round < (options.times ?? 1); round += 1)
    reports.push(...(await verifyAll(labs, options, (options.seed ?? 1) + round)));
  say.line(
    options.json === true ? JSON.stringify({labs: reports, broken}, undefined, 2) : reportText(reports)[language],
  );
  if (broken.length > 0) return EXIT.badLab;
  if (reports.some(({verdict}) => verdict === 'failed')) return EXIT.notMet;
  return reports.some(({verdict}) => verdict === 'unknown') ? EXIT.unknown : EXIT.ok;
}

const verifyAll = (
  labs: readonly Lab[],
  {typed = false}: VerifyCommand,
  seed: number,
): Promise<readonly LabReport[]> => {
  const pool = openPool(AT_ONCE);
  return Promise.all(
    labs.map((lab) =>
      verifyLab(
        lab,
        {openHost: (plan, signal) => openHost(plan, lab.needs, {cacheFile: proofsFile(), signal}), watch},
        {seed, typed, pool},
      ),
    ),
  );
};
