import {isFigure, isMet} from './figure.ts';
import type {Figure, Unmeasured} from './figure.ts';

export interface RowOutcome {
  readonly row: string;
  readonly outcomes: readonly (Figure | Unmeasured)[];
}

const HEAD = ['row', 'measured', 'here', 'compared with', 'ratio', 'target', ''];

/** One aligned line a figure; a column is as wide as its longest cell. */
export function table(rows: readonly RowOutcome[]): string {
  const lines = [HEAD, ...rows.flatMap(({row, outcomes}) => outcomes.map((outcome) => cells(row, outcome)))];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cells(row: string, outcome: Figure | Unmeasured): readonly string[] {
  if (!isFigure(outcome)) return [row, outcome.measured, 'not measured', '', '', '', 'not measured'];
  const {value, unit, against} = outcome;
  return [
    row,
    outcome.measured,
    `${amount(value, unit)}${howMade(outcome)}`,
    against === undefined ? '' : `${against.name} ${amount(against.value, unit)}`,
    against === undefined ? '' : `${round(against.value / value)}×`,
    targetWords(outcome),
    {true: 'met', false: 'MISSED', undefined: ''}[String(isMet(outcome)) as 'true' | 'false' | 'undefined'],
  ];
}

function howMade({statistic, p95, samples, unit}: Figure): string {
  switch (statistic) {
    case 'median':
      return p95 === undefined ? ` (median of ${samples})` : ` (median of ${samples}; p95 ${amount(p95, unit)})`;
    case 'p95':
    case 'most':
      return ` (${statistic} of ${samples})`;
    case 'once':
    case 'sum':
      return '';
  }
}

function targetWords({target, unit}: Figure): string {
  switch (target?.kind) {
    case undefined:
      return '';
    case 'at-most':
      return `≤ ${amount(target.value, unit)}`;
    case 'at-least':
      return `≥ ${amount(target.value, unit)}`;
    case 'times-faster':
      return `≥ ${target.times}× faster`;
    case 'at-most-times':
      return target.times === 1 ? '≤ its time' : `≤ ${target.times}× its time`;
  }
}

const amount = (value: number, unit: Figure['unit']): string => `${round(value)} ${unit}`;

/** Three digits that mean something. */
const round = (value: number): string => {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(Math.round(value));
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
};
