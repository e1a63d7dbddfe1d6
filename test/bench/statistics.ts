import type {Figure, Unit} from './figure.ts';

/** @throws {RangeError} without samples: there is no such number. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  // Nearest rank: always one that was measured.
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new RangeError('No samples.');
  return found;
}

export const median = (samples: readonly number[]): number => percentile(samples, 50);

type Rest = Pick<Figure, 'against' | 'target'>;

/** Judged by the median, with the 95th percentile beside it where there are enough samples to have one. */
export const medianFigure = (measured: string, unit: Unit, samples: readonly number[], rest: Rest = {}): Figure => ({
  measured,
  unit,
  value: median(samples),
  statistic: 'median',
  samples: samples.length,
  ...(samples.length >= 20 && {p95: percentile(samples, 95)}),
  ...rest,
});

export const p95Figure = (measured: string, unit: Unit, samples: readonly number[], rest: Rest = {}): Figure => ({
  measured,
  unit,
  value: percentile(samples, 95),
  statistic: 'p95',
  samples: samples.length,
  ...rest,
});

export const mostFigure = (measured: string, unit: Unit, samples: readonly number[], rest: Rest = {}): Figure => ({
  measured,
  unit,
  value: percentile(samples, 100),
  statistic: 'most',
  samples: samples.length,
  ...rest,
});
