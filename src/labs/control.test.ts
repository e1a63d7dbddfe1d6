import {describe, expect, test} from 'vitest';
import {runControl} from './control.ts';
import {met, notMet, unknown} from './outcome.ts';
import {aLink, aNamespace, aSnapshot, peerAt} from '../state/testing/build-snapshot.ts';
import {stillRun} from './test-fixtures/still-run.ts';
import {tinyLab} from './test-fixtures/tiny-lab.ts';

const up = met({en: 'lo is up', zh: 'lo 已启用'});
const down = notMet({en: 'lo is up', zh: 'lo 已启用'}, {en: 'lo is down', zh: 'lo 未启用'});
const both = {'lo-up': up, 'self-ping': up};

describe('check', () => {
  test('says of each check what was expected and found, and ends with 1 while one is not met', async () => {
    const {run, finds} = stillRun();
    finds({'lo-up': down, 'self-ping': up});
    expect(await runControl(['check'], run, 'en')).toEqual({
      exitCode: 1,
      text: '✘ lo-up: expected: lo is up; found: lo is down\n✔ self-ping: lo is up\n1 of 2 checks met.\n',
    });
    expect(await runControl(['check'], run, 'zh')).toEqual({
      exitCode: 1,
      text: '✘ lo-up：期望：lo 已启用；实际：lo 未启用\n✔ self-ping：lo 已启用\n2 项检查中有 1 项满足。\n',
    });
  });

  test('ends with 0 when the step is passed', async () => {
    const {run, finds} = stillRun();
    finds(both);
    const {exitCode, text} = await runControl(['check'], run, 'en');
    expect(exitCode).toBe(0);
    expect(text).toContain('This step is passed.');
  });

  test('ends with 3 when nothing is wrong but something could not be looked at', async () => {
    const {run, finds} = stillRun();
    finds({'lo-up': up, 'self-ping': unknown({en: 'ping is missing', zh: '缺少 ping'})});
    const {exitCode, text} = await runControl(['check'], run, 'zh');
    expect(exitCode).toBe(3);
    expect(text).toContain('? self-ping：无法查看：缺少 ping');
  });

  test('ends with 3 while there is no host', async () => {
    const {run} = stillRun({
      type: 'phase',
      phase: {name: 'failed', why: {en: 'gone', zh: '没了'}, next: {en: 'reset', zh: '重置'}},
    });
    expect(await runControl(['check'], run, 'en')).toEqual({exitCode: 3, text: 'gone\nreset\n'});
    expect(await runControl(['check'], run, 'zh')).toEqual({exitCode: 3, text: '没了\n重置\n'});
  });
});

describe('hint', () => {
  test('climbs the ladder and says when it ends', async () => {
    const {run, finds} = stillRun();
    finds({'lo-up': down, 'self-ping': down});
    await run.checkNow();
    expect((await runControl(['hint'], run, 'en')).text).toBe('Expected: lo is up. Found: lo is down.\n');
    await runControl(['hint'], run, 'en');
    await runControl(['hint'], run, 'en');
    expect((await runControl(['hint'], run, 'zh')).text).toBe(
      '期望：lo 已启用。实际：lo 未启用。\n一般提示。\nlo 未启用：lo 未启用。\n具体提示。\n（这是最后一条提示。）\n',
    );
  });
});

describe('what is Markdown in a lesson', () => {
  const lab = tinyLab();
  const [first, ...rest] = lab.steps;
  const hint = {
    en: 'Look at the\n**bridge** with `bridge link`:\n{{found}}',
    zh: '用 `bridge link`\n看看\n**网桥**：{{found}}',
  };
  const goal = {en: 'The address `10.0.0.1` is\nthere.', zh: '有地址 `10.0.0.1`。'};
  const written = {...lab, steps: [{...first!, goal, hints: [{text: hint}]}, ...rest]};
  const started = {type: 'named', lab: written} as const;

  test('is plain text, with the marks of code; what was found stays as it is', async () => {
    const {run, finds} = stillRun(started);
    finds({'lo-up': notMet({en: 'a_b_c', zh: 'a_b_c'}, {en: '*no* `x`', zh: '*no* `x`'}), 'self-ping': up});
    await run.checkNow();
    await runControl(['hint'], run, 'en');
    expect((await runControl(['hint'], run, 'en')).text).toBe(
      'Expected: a_b_c. Found: *no* `x`.\nLook at the bridge with `bridge link`: *no* `x`.\n(That was the last hint.)\n',
    );
    expect((await runControl(['hint'], run, 'zh')).text).toContain('用 `bridge link` 看看网桥：*no* `x`。\n');
    expect((await runControl(['step'], run, 'en')).text).toContain('The address `10.0.0.1` is there.\n');
  });

  test('is broken between words where the terminal is narrow, but no drawing is, and no data', async () => {
    const {run, finds} = stillRun(started);
    finds({'lo-up': down, 'self-ping': up});
    expect((await runControl(['check'], run, 'en', 30)).text).toBe(
      '✘ lo-up: expected: lo is up;\n  found: lo is down\n✔ self-ping: lo is up\n1 of 2 checks met.\n',
    );
    const snapshot = aSnapshot({host: [aNamespace('', [aLink('eth0')])]});
    const drawn = stillRun(started, {type: 'snapshot', snapshot, changes: []});
    for (const form of ['--text', '--json', '--mermaid'])
      expect(await runControl(['topology', form], drawn.run, 'en', 10)).toEqual(
        await runControl(['topology', form], drawn.run, 'en'),
      );
  });
});

describe('predict and answer', () => {
  test('a prediction is noted, not judged', async () => {
    const {run} = stillRun();
    expect(await runControl(['predict', 'yes'], run, 'en')).toEqual({exitCode: 0, text: 'Noted: yes. Now try it.\n'});
    expect(run.session.steps[0]?.predicted?.option).toBe('yes');
  });

  test('a wrong word gets the options and a suggestion', async () => {
    const {run} = stillRun();
    expect(await runControl(['predict', 'yess'], run, 'en')).toEqual({
      exitCode: 2,
      text: 'Usage: underlay predict OPTION. Did you mean "yes"?\nWill it answer?\n  yes: It will\n  no: It will not\n',
    });
    expect((await runControl(['predict'], run, 'zh')).text).toBe(
      '用法：underlay predict 选项。\n会应答吗？\n  yes：会\n  no：不会\n',
    );
  });

  const atQuiz = () => {
    const still = stillRun();
    still.give({type: 'outcomes', step: 0, outcomes: both, whole: true});
    still.give({type: 'moved-on'});
    still.give({type: 'outcomes', step: 1, outcomes: {first: up, second: up}, whole: true});
    still.give({type: 'moved-on'});
    return still;
  };

  test('an answer is judged at once', async () => {
    const {run, finds} = atQuiz();
    finds({state: down});
    expect(await runControl(['answer', 'state', 'up'], run, 'en')).toEqual({
      exitCode: 1,
      text: '✘ state: expected: lo is up; found: lo is down\n',
    });
    finds({state: up});
    expect(await runControl(['answer', 'state', 'down'], run, 'en')).toEqual({
      exitCode: 0,
      text: '✔ state: lo is up\nThis step is passed. "underlay next" goes on.\n',
    });
  });

  test('an answer that is no option, or to no question, changes nothing', async () => {
    const {run} = atQuiz();
    expect(await runControl(['answer', 'state', 'dwn'], run, 'en')).toEqual({
      exitCode: 2,
      text: '"dwn" is none of the answers. Did you mean "down"?\nstate: In which state?\n  up: UP\n  down: DOWN\n',
    });
    expect((await runControl(['answer', 'stat', 'up'], run, 'zh')).text).toContain(
      '用法：underlay answer ID 答案。是不是想输入“state”？',
    );
    expect(run.session.steps[2]?.answers).toEqual({});
    expect((await runControl(['answer', 'lo-up', 'x'], stillRun().run, 'en')).exitCode).toBe(2);
  });
});

describe('the rest', () => {
  test('next only goes on after passing', async () => {
    const {run, finds} = stillRun();
    expect(await runControl(['next'], run, 'en')).toEqual({
      exitCode: 1,
      text: 'Not passed yet: 0 of 2 checks met. "underlay check" says what is missing.\n',
    });
    finds(both);
    await run.checkNow();
    expect(await runControl(['next'], run, 'zh')).toEqual({
      exitCode: 0,
      text: '小实验，第 2 步，共 3 步：\nlook 的目标。\n',
    });
  });

  test('step tells the goal and what is asked', async () => {
    expect((await runControl(['goal'], stillRun().run, 'en')).text).toBe(
      'Tiny, step 1 of 3:\nGoal of loopback.\nWill it answer?\n  yes: It will\n  no: It will not\n',
    );
  });

  test('changes tells the last command that changed something', async () => {
    const {run, give} = stillRun();
    expect((await runControl(['changes'], run, 'zh')).text).toBe('还没有任何变化。\n');
    give({type: 'command-started', node: 'host', command: 'ip netns add red', at: 1});
    give({
      type: 'snapshot',
      snapshot: {takenAt: 2, nodes: {}},
      changes: [{what: 'namespace', how: 'added', node: 'host', namespace: 'red'}],
    });
    give({type: 'command-started', node: 'host', command: 'ls', at: 1000});
    expect((await runControl(['changes'], run, 'en')).text).toBe(
      'host$ ip netns add red\n  + host: namespace red added\n',
    );
  });

  test('topology speaks three forms and refuses others', async () => {
    const {run, give} = stillRun();
    expect((await runControl(['topology'], run, 'en')).exitCode).toBe(3);
    give({type: 'snapshot', snapshot: {takenAt: 2, nodes: {host: {name: 'host', namespaces: {}}}}, changes: []});
    const json = await runControl(['topology', '--json'], run, 'en');
    expect(JSON.parse(json.text)).toMatchObject({nodes: [{name: 'host'}], wires: []});
    expect((await runControl(['topology', '--mermaid'], run, 'en')).text).toContain('flowchart');
    expect(await runControl(['topology', '--jsn'], run, 'en')).toEqual({
      exitCode: 2,
      text: 'Usage: underlay topology [--text|--mermaid|--json] [--node NAME]. Did you mean "--json"?\n',
    });
  });

  test('topology of one node, with the wires that leave it', async () => {
    const {run, give} = stillRun();
    const cabled = (peer: string) => [aNamespace('', [aLink('eth0', {peer: peerAt(peer, '', 'eth0')})])];
    const snapshot = aSnapshot({left: cabled('right'), right: cabled('left')});
    give({type: 'snapshot', snapshot, changes: []});
    const left = await runControl(['topology', '--text', '--node', 'left'], run, 'en');
    expect(left).toEqual({
      exitCode: 0,
      text: expect.stringMatching(/^node left\n {2}eth0: .*connected to eth0 .*right\n$/),
    });
    const json = await runControl(['topology', '--node', 'right', '--json'], run, 'en');
    expect(JSON.parse(json.text)).toMatchObject({nodes: [{name: 'right'}], wires: [{}]});
    expect(await runControl(['topology', '--node', 'lfet'], run, 'en')).toEqual({
      exitCode: 2,
      text: 'There is no node lfet. Did you mean "left"? Nodes: left, right.\n',
    });
    expect((await runControl(['topology', '--node'], run, 'zh')).text).toMatch(/^用法：underlay topology /);
  });

  test('an unknown word gets a suggestion and the list, in the language', async () => {
    const {run} = stillRun();
    const english = await runControl(['chekc'], run, 'en');
    expect(english.exitCode).toBe(2);
    expect(english.text).toMatch(/^underlay: no command "chekc"\. Did you mean "check"\?\nIn this shell:\n/);
    expect((await runControl(['chekc'], run, 'zh')).text).toMatch(
      /^underlay：没有命令“chekc”。是不是想输入“check”？\n在这个 shell 里/,
    );
    expect((await runControl([], run, 'en')).exitCode).toBe(0);
    expect((await runControl(['--help'], run, 'en')).text).toContain('underlay check');
  });

  test('a finished lab says so', async () => {
    const {run, give} = stillRun();
    give({type: 'phase', phase: {name: 'finished'}});
    expect((await runControl(['check'], run, 'en')).text).toBe('This lab is finished. Well done.\n');
  });
});
