import {expect, test} from 'vitest';
import {memoryJournals} from '../../../src/labs/cloud/journal.ts';
import type {Lab, SolveLine, Step} from '../../../src/labs/lab.ts';
import {cloudHost, type CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {memoryProgress} from '../../../src/labs/progress-memory.ts';
import {tinyLab} from '../../../src/labs/test-fixtures/tiny-lab.ts';
import {openTestLab, passed, ready, sitDown} from './open-test-lab.ts';

const CLOUD: CloudSettings = {computes: 1, 'tenant-types': ['local']};
const line = (run: string): SolveLine => ({node: 'controller', run, looks: false, proves: []});
const create = (name: string): string => `openstack network create ${name} -f value -c name`;

/** Two steps, each with a network of its own; the second also wants something done by hand. */
function cloudLab(): Lab {
  const [template] = tinyLab().steps;
  if (template === undefined) throw new Error('The tiny lab has no step.');
  const {predict: _, ...plain} = template;
  const step = (id: string, solve: readonly SolveLine[]): Step => ({
    ...plain,
    id,
    solve,
    checks: [{id: 'network', claim: {claim: 'resource', kind: 'network', name: id}}],
  });
  return {
    ...tinyLab(),
    id: 'clouds',
    host: cloudHost(CLOUD),
    cloud: CLOUD,
    steps: [
      step('one', [line(create('one')), line('ip link add mark1 type bridge')]),
      step('two', [line(create('two'))]),
      step('three', [line(create('three'))]),
    ],
  };
}

test(
  'what was asked of the cloud survives a reset and the end of the program; what a reset step did does not',
  {timeout: 120_000},
  async () => {
    const progress = memoryProgress();
    const journals = memoryJournals();
    const lab = cloudLab();
    const ids: string[] = [];
    const networksOf = async (shell: Awaited<ReturnType<typeof sitDown>>): Promise<readonly string[]> => {
      const text = await shell.type('openstack network list -f value -c ID -c Name | sort -k2', 60_000);
      return Array.from(text.matchAll(/^([0-9a-f-]{36}) (\S+)\s*$/gm), ([, id, name]) => `${name} ${id}`);
    };
    {
      const {run} = openTestLab({lab, progress, journals});
      await ready(run, 60_000);
      const shell = await sitDown(run, 'controller');
      await shell.type(create('one'), 60_000);
      // Not asked for by the lab; it is the learner's all the same.
      await shell.type(create('mine'), 60_000);
      await passed(run, 0, 10_000);
      run.next();
      await shell.type(create('started'), 60_000);
      ids.push(...(await networksOf(shell)));
      expect(ids.map((words) => words.split(' ')[0])).toEqual(['mine', 'one', 'started']);
      await run[Symbol.asyncDispose]();
    }
    {
      // The program is started again: the step is as it was left, with the same ids.
      const {run, hosts} = openTestLab({lab, progress, journals});
      await ready(run, 60_000);
      expect(run.session.current).toBe(1);
      expect(await networksOf(await sitDown(run, 'controller'))).toEqual(ids);
      // The first step was done without the lab's own lines, but what it does by hand is there.
      expect((await hosts[0]?.node('controller').run(['ip', 'link', 'show', 'mark1']))?.ok).toBe(true);
      await run.resetStep();
      await ready(run, 60_000);
      expect((await networksOf(await sitDown(run, 'controller'))).map((words) => words.split(' ')[0])).toEqual([
        'mine',
        'one',
      ]);
      await run[Symbol.asyncDispose]();
    }
  },
);

test('a step that was skipped is done by its solve', {timeout: 120_000}, async () => {
  const {run} = openTestLab({lab: cloudLab(), step: 2});
  await ready(run, 60_000);
  const shell = await sitDown(run, 'controller');
  await shell.type('openstack network list -f value -c Name', 60_000);
  expect(shell.screen()).toMatch(/one[\s\S]*two|two[\s\S]*one/);
  await run[Symbol.asyncDispose]();
});

test(
  'a step that was begun and left is done in the way of the lab, whatever was done in it',
  {timeout: 120_000},
  async () => {
    const {run} = openTestLab({lab: cloudLab(), progress: memoryProgress(), journals: memoryJournals()});
    await ready(run, 60_000);
    const shell = await sitDown(run, 'controller');
    await shell.type(create('aside'), 60_000);
    await run.jump(1);
    await ready(run, 60_000);
    const text = await (
      await sitDown(run, 'controller')
    ).type('openstack network list -f value -c Name | sort', 60_000);
    expect(text.match(/^(?:one|aside|two)\b/gm)).toEqual(['one']);
    await run[Symbol.asyncDispose]();
  },
);
