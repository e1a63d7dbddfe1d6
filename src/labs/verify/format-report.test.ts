import {expect, it} from 'vitest';
import {same} from '../../state/text.ts';
import {reportText} from './format-report.ts';
import {failed, unknownProblem, type LabReport} from './report.ts';

const good: LabReport = {
  lab: 'island',
  folder: '010-island',
  verdict: 'ok',
  runs: [{steps: [{step: 'create', problems: [], mutants: {killed: 3, total: 3}}], problems: []}],
  mutants: {killed: 3, total: 3},
  durationMs: 5312,
};
const bad: LabReport = {
  lab: 'mend-nat',
  folder: '100-mend-nat',
  verdict: 'failed',
  runs: [
    {
      fault: 'drop',
      steps: [
        {step: 'mend', problems: [failed({en: 'a mutant\npassed', zh: '变异通过了'})], mutants: {killed: 2, total: 3}},
      ],
      problems: [unknownProblem(same('no host'))],
    },
  ],
  mutants: {killed: 2, total: 3},
  durationMs: 61_000,
};

it('prints a row a lab, its problems below it, and the sum', () => {
  expect(reportText([good, bad]).en).toMatchInlineSnapshot(`
    "   lab       steps  mutants  score   time
    ✔  island    1/1    3/3      100 %   5.3 s
    ✘  mend-nat  0/1    2/3      66.6 %  61.0 s
       [drop] no host
       [drop] mend: a mutant
         passed
    2 labs, 1 not proved, 2 problems; mutation score 83.3 % (5/6)"
  `);
});

it('keeps the columns in Chinese, whose signs are two columns wide', () => {
  expect(reportText([good, bad]).zh).toMatchInlineSnapshot(`
    "   实验      步骤  变异  得分    用时
    ✔  island    1/1   3/3   100 %   5.3 s
    ✘  mend-nat  0/1   2/3   66.6 %  61.0 s
       [drop] no host
       [drop] mend: 变异通过了
    共 2 个实验，1 个未通过验证，2 个问题；变异得分 83.3 %（5/6）"
  `);
});
