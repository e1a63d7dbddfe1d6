import type {Lab} from '../lab.ts';
import type {VerifyParts} from './actor.ts';
import {HOSTS_AT_A_TIME, openPool} from './pool.ts';
import type {LabReport} from './report.ts';
import {verifyLab, type VerifyOptions} from './verify-lab.ts';

export interface VerifyLabsOptions extends VerifyOptions {
  /** Called as each lab is done, in the order they end. */
  readonly onReport?: (report: LabReport) => void;
}

/** The last hosts of a lab need not be waited for by the first of the next. */
const LABS_AT_A_TIME = 2;

/** Verifies labs with one pool of hosts; the reports come in the labs' order. */
export async function verifyLabs(
  labs: readonly Lab[],
  parts: VerifyParts,
  {onReport, ...options}: VerifyLabsOptions = {},
): Promise<readonly LabReport[]> {
  const pool = options.pool ?? openPool(HOSTS_AT_A_TIME);
  const queue = openPool(LABS_AT_A_TIME);
  return Promise.all(
    labs.map((lab) =>
      queue.run(async () => {
        const report = await verifyLab(lab, parts, {...options, pool});
        onReport?.(report);
        return report;
      }),
    ),
  );
}

/** The worst of all verdicts: `failed`, else `unknown`, else `ok`. For the exit code. */
export function overallVerdict(reports: readonly LabReport[]): LabReport['verdict'] {
  if (reports.some(({verdict}) => verdict === 'failed')) return 'failed';
  return reports.some(({verdict}) => verdict === 'unknown') ? 'unknown' : 'ok';
}
