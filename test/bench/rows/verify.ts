import {join} from 'node:path';
import {z} from 'zod';
import {OUR_ENVIRONMENT} from '../../../src/drivers/hosts/environment.ts';
import {runProcess} from '../../../src/drivers/hosts/run.ts';
import type {Row} from '../row.ts';
import {programEnvironment} from '../window.ts';
import {ROOT} from '../workspace.ts';

const score = z.object({killed: z.number(), total: z.number()});
const report = z.object({
  labs: z.array(z.object({lab: z.string(), verdict: z.string(), mutants: score, durationMs: z.number()})),
  broken: z.array(z.unknown()),
});

const TIMEOUT_MS = 20 * 60_000;

export const verifyRow: Row = {
  name: 'verify',
  about: 'every lab solved, checked and tried in wrong ways: total time and mutation score',
  async *measure({workspace}) {
    const env = {...programEnvironment(workspace), PATH: OUR_ENVIRONMENT['PATH'] ?? ''};
    // It ends with us, even if we are killed.
    const argv = ['setpriv', '--pdeathsig', 'KILL', '--', 'sh', join(ROOT, 'bin/underlay'), 'verify', '--json'];
    const run = await runProcess(argv, {env, timeoutMs: TIMEOUT_MS});
    if (run.timedOut) throw new Error(`no end within ${TIMEOUT_MS / 60_000} minutes`);
    if (run.stdout === '') throw new Error(run.stderr.trim());
    const {labs, broken} = report.parse(JSON.parse(run.stdout));
    const killed = labs.reduce((sum, {mutants}) => sum + mutants.killed, 0);
    const total = labs.reduce((sum, {mutants}) => sum + mutants.total, 0);
    yield {
      measured: `${labs.length} labs: solve, check, ${total} wrong ways`,
      unit: 's',
      value: run.durationMs / 1000,
      statistic: 'once',
      samples: 1,
      target: {kind: 'at-most', value: 600},
    };
    yield {
      measured: `mutation score (${killed} of ${total} noticed)`,
      unit: '%',
      value: (killed / total) * 100,
      statistic: 'once',
      samples: total,
      target: {kind: 'at-least', value: 95},
    };
    yield {
      measured: 'labs that are not proved, or cannot be loaded',
      unit: 'objects',
      value: labs.filter(({verdict}) => verdict !== 'ok').length + broken.length,
      statistic: 'sum',
      samples: labs.length + broken.length,
      target: {kind: 'at-most', value: 0},
    };
  },
};
