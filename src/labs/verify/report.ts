import type {Text} from '../../state/text.ts';

/** What verification of one lab gave. Plain data: printed by format-report.ts or as JSON. */
export interface LabReport {
  readonly lab: string;
  readonly folder: string;
  /** `unknown`: nothing is wrong with the lab as far as we could look, but we could not look everywhere. */
  readonly verdict: 'ok' | 'failed' | 'unknown';
  /** One for the lab, or one for each of its faults. */
  readonly runs: readonly RunReport[];
  readonly mutants: Score;
  /** From its first host to its last; other labs may have had hosts meanwhile. */
  readonly durationMs: number;
}

export interface RunReport {
  readonly fault?: string;
  readonly steps: readonly StepReport[];
  /** What concerns no single step: the set-up failed, something was left behind. */
  readonly problems: readonly Problem[];
}

export interface StepReport {
  readonly step: string;
  readonly problems: readonly Problem[];
  readonly mutants: Score;
}

export interface Problem {
  /** `unknown`: could not look. */
  readonly kind: 'failed' | 'unknown';
  readonly text: Text;
}

/** Mutation score: how many wrong ways were refused, of how many tried. */
export interface Score {
  readonly killed: number;
  readonly total: number;
}

export const failed = (text: Text): Problem => ({kind: 'failed', text});
export const unknownProblem = (text: Text): Problem => ({kind: 'unknown', text});

export const addScores = (scores: readonly Score[]): Score => ({
  killed: scores.reduce((sum, {killed}) => sum + killed, 0),
  total: scores.reduce((sum, {total}) => sum + total, 0),
});

export function verdictOf(problems: readonly Problem[]): LabReport['verdict'] {
  if (problems.some(({kind}) => kind === 'failed')) return 'failed';
  return problems.length > 0 ? 'unknown' : 'ok';
}

export const problemsOf = (run: RunReport): readonly Problem[] => [
  ...run.problems,
  ...run.steps.flatMap(({problems}) => problems),
];
