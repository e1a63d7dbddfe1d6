import {describe, expect, it} from 'vitest';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';
import {parseLab} from '../../src/labs/load-lab.ts';
import {problemsOf} from '../../src/labs/verify/report.ts';
import {verifyLab, type VerifyOptions} from '../../src/labs/verify/verify-lab.ts';
import {brokenLabs, DYNAMIC, labSources, TEST_MODULES} from './broken-labs.ts';

const parts = {openHost: openSandbox, watch};

const verify = async (name?: string, {typed = false, hosted = 'all'}: VerifyOptions = {}) => {
  const loaded = parseLab(labSources(name), TEST_MODULES);
  if (!loaded.ok) throw new Error(`${name} does not load`);
  return verifyLab(loaded.lab, parts, {typed, hosted});
};

describe('the good lab is proved', () => {
  it.for([false, true])('typed: %s', async (typed) => {
    const report = await verify(undefined, {typed});
    expect(report.runs.flatMap(problemsOf)).toEqual([]);
    expect(report).toMatchObject({verdict: 'ok', mutants: {killed: 11, total: 11}});
  });
});

it('turns together are all of its wrong ways', async () => {
  const [passed, first, second] = await Promise.all(
    (['none', {turn: 0, of: 2}, {turn: 1, of: 2}] as const).map(
      async (hosted) => (await verify(undefined, {hosted})).mutants.total,
    ),
  );
  const hosts = [first, second].map((total = 0) => total - (passed ?? 0));
  expect(passed).toBeGreaterThan(0);
  expect(Math.max(...hosts)).toBeGreaterThan(0);
  expect(hosts.reduce((sum, count) => sum + count, passed ?? 0)).toBe(11);
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
