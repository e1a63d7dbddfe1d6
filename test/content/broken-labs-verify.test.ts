import {describe, expect, it} from 'vitest';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';
import {parseLab} from '../../src/labs/load-lab.ts';
import {problemsOf} from '../../src/labs/verify/report.ts';
import {verifyLab} from '../../src/labs/verify/verify-lab.ts';
import {brokenLabs, DYNAMIC, labSources, TEST_MODULES} from './broken-labs.ts';

const parts = {openHost: openSandbox, watch};

const verify = async (name?: string, typed = false) => {
  const loaded = parseLab(labSources(name), TEST_MODULES);
  if (!loaded.ok) throw new Error(`${name} does not load`);
  return verifyLab(loaded.lab, parts, {typed});
};

describe('the good lab is proved', () => {
  it.for([false, true])('typed: %s', async (typed) => {
    const report = await verify(undefined, typed);
    expect(report.runs.flatMap(problemsOf)).toEqual([]);
    expect(report).toMatchObject({verdict: 'ok', mutants: {killed: 11, total: 11}});
  });
});

describe('a lab that only a real host shows to be broken', () => {
  it.for(brokenLabs().filter(({name}) => DYNAMIC.includes(name)))('$name', async ({name, expected}) => {
    const report = await verify(name);
    const said = report.runs.flatMap(({problems, steps}) => [
      ...problems.map(({text}) => text.en),
      ...steps.flatMap(({step, problems: own}) => own.map(({text}) => `${step}: ${text.en}`)),
    ]);
    expect(said.join('\n')).toBe(expected);
    expect(report.verdict).not.toBe('ok');
  });
});
