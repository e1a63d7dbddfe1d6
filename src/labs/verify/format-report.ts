import stringWidth from 'string-width';
import type {Language, Text} from '../../state/text.ts';
import {problemsOf, type LabReport, type Score} from './report.ts';

const HEAD = {
  en: ['', 'lab', 'steps', 'mutants', 'score', 'time'],
  zh: ['', '实验', '步骤', '变异', '得分', '用时'],
} as const;

const MARKS = {ok: '✔', failed: '✘', unknown: '?'} as const;

/** The table that `underlay verify` prints: a row for each lab, its problems below it, the sum at the end. */
export const reportText = (reports: readonly LabReport[]): Text => ({
  en: table(reports, 'en'),
  zh: table(reports, 'zh'),
});

function table(reports: readonly LabReport[], language: Language): string {
  const rows = reports.map((report) => ({report, cells: rowOf(report)}));
  const widths = HEAD[language].map((head, column) =>
    Math.max(stringWidth(head), ...rows.map(({cells}) => stringWidth(cells[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(HEAD[language]),
    ...rows.flatMap(({report, cells}) => [line(cells), ...problemLines(report, language)]),
    sum(reports, language),
  ].join('\n');
}

function rowOf({lab, verdict, runs, mutants, durationMs}: LabReport): readonly string[] {
  const steps = runs.flatMap((run) => run.steps);
  const good = steps.filter(({problems}) => problems.length === 0).length;
  return [
    MARKS[verdict],
    lab,
    `${good}/${steps.length}`,
    `${mutants.killed}/${mutants.total}`,
    percent(mutants),
    seconds(durationMs),
  ];
}

function problemLines({runs}: LabReport, language: Language): readonly string[] {
  return runs.flatMap(({fault, steps, problems}) => {
    const where = fault === undefined ? '' : `[${fault}] `;
    return [
      ...problems.map(({text}) => indent(`${where}${text[language]}`)),
      ...steps.flatMap(({step, problems: own}) => own.map(({text}) => indent(`${where}${step}: ${text[language]}`))),
    ];
  });
}

function sum(reports: readonly LabReport[], language: Language): string {
  const score = {
    killed: reports.reduce((total, {mutants}) => total + mutants.killed, 0),
    total: reports.reduce((total, {mutants}) => total + mutants.total, 0),
  };
  const bad = reports.filter(({verdict}) => verdict !== 'ok').length;
  const problems = reports.reduce((total, {runs}) => total + runs.flatMap(problemsOf).length, 0);
  return {
    en: `${reports.length} labs, ${bad} not proved, ${problems} problems; mutation score ${percent(score)} (${score.killed}/${score.total})`,
    zh: `共 ${reports.length} 个实验，${bad} 个未通过验证，${problems} 个问题；变异得分 ${percent(score)}（${score.killed}/${score.total}）`,
  }[language];
}

const indent = (problem: string): string => `   ${problem.replaceAll('\n', '\n     ')}`;
const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - stringWidth(cell)));
const percent = ({killed, total}: Score): string =>
  total === 0 ? '–' : `${Math.floor((killed / total) * 1000) / 10} %`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
