import {describe, expect, test, vi} from 'vitest';
import {met, notMet, unknown} from '../../../labs/outcome.ts';
import type {Snapshot} from '../../../state/snapshot.ts';
import {island as islands} from '../../../state/testing/teaching-snapshots.ts';
import {diff} from '../../../state/diff.ts';
import {same} from '../../../state/text.ts';
import {renderApp, type AppTestOptions, type AppUnderTest} from '../../testing/render-app.tsx';
import {KEYS} from '../../testing/render.tsx';
import {FakeTimeline, sampleNames} from '../../testing/sample-cloud.ts';

// A busy machine is slow, not wrong.
vi.setConfig({testTimeout: 20_000});

const EMPTY: Snapshot = {takenAt: 0, nodes: {}};
const RED_EXISTS = met({en: 'red exists', zh: 'red 已存在'});
const LO_UP = notMet({en: 'lo in red is down.', zh: 'red 中的 lo 是关闭的。'}, {en: 'lo is up.', zh: 'lo 是开启的。'});
const LO_DOWN = met({en: 'lo is down', zh: 'lo 是关闭的'});

/** A lab whose host stands, with the learner outside the terminal unless the window has several columns. */
const openLab = async (options: AppTestOptions = {}, lab = 'island'): Promise<AppUnderTest> => {
  const app = renderApp({...options, props: {initial: {labId: lab}, ...options.props}});
  await app.waitFor(() => app.runs.length > 0);
  app.run().ready();
  await app.waitFor(
    /* the right end of the status line */ (screen) => /(checks|检查) 0\/2/.test(screen.split('\n').at(-2) ?? ''),
  );
  // The first step asks for a prediction, which comes before the shell.
  if ((options.columns ?? 80) >= 100) {
    app.press(KEYS.ctrlG);
    await app.waitFor((screen) => /Ctrl-G (leave the terminal|离开终端)/.test(screen));
  }
  return app;
};

const screenFile = (name: string): string => `../../testing/screens/${name}.txt`;

describe('the three layouts', () => {
  for (const [columns, rows] of [
    [80, 24],
    [120, 36],
    [200, 50],
  ] as const)
    for (const language of ['en', 'zh'] as const)
      test(`${columns}x${rows} ${language}`, async () => {
        await using app = await openLab({columns, rows, language});
        app.run().command('ip netns add red', islands);
        app.run().looked({exists: RED_EXISTS, 'lo-down': LO_UP});
        const isDrawn = (screen: string): boolean =>
          /(checks|检查) 1\/2/.test(screen) &&
          (columns < 100 || (screen.includes('root@host:~#') && screen.includes('blue')));
        await app.waitFor(isDrawn);
        await expect(app.screen()).toMatchFileSnapshot(screenFile(`lab-${columns}x${rows}-${language}`));
      });

  test('narrow: one pane at a time, its tabs tell what the others have', async () => {
    await using app = await openLab();
    app.run().command('ip netns add red', islands);
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_UP});
    await app.waitFor('[1 Lesson]│ 2 Terminal │ 3 Topology │ 4 Changes 3 new │ 5 Checks 1/2');
    app.press('4');
    await app.waitFor('│[4 Changes]│');
    expect(app.screen()).toContain('namespace red added');
    app.press('5');
    await app.waitFor('✘ lo in red is down.');
    expect(app.screen()).toContain('  found: lo is up.');
    // They were seen.
    expect(app.screen()).not.toContain('new');
    app.press('3');
    await app.waitFor('[3 Topology]');
    app.press(KEYS.tab);
    await app.waitFor('[4 Changes]');
    app.press(KEYS.left, KEYS.left, KEYS.left);
    await app.waitFor('[1 Lesson]');
  });

  test('a pane keeps how far it was scrolled while others are looked at', async () => {
    await using app = await openLab();
    app.press(KEYS.end);
    await app.waitFor((screen) => screen.includes('Press a to answer.') && !screen.includes('Every router'));
    app.press('2');
    await app.waitFor('[2 Terminal]');
    app.press(KEYS.ctrlG);
    await app.waitFor((screen) => screen.includes('[1 Lesson]') && screen.includes('Press a to answer.'));
    app.resize(120, 36);
    await app.waitFor('━ 1 Lesson ━');
    app.resize(80, 24);
    await app.waitFor((screen) => screen.includes('[1 Lesson]') && screen.includes('Press a to answer.'));
  });

  test('two columns that are low: the topology tells of new changes', async () => {
    await using app = await openLab({columns: 120, rows: 28});
    app.run().command('ip netns add red', islands);
    await app.waitFor((screen) => screen.includes('─ 3 Topology ─') && screen.includes('─ 4 Changes 3 new ─'));
    app.press(KEYS.ctrlG, '4');
    await app.waitFor((screen) => screen.includes('━ 4 Changes ━') && screen.includes('namespace red added'));
    app.press('1');
    await app.waitFor((screen) => screen.includes('─ 4 Changes ─') && !screen.includes('3 Topology'));
    app.press('3', '1');
    await app.waitFor((screen) => screen.includes('─ 3 Topology ─') && !screen.includes('3 new'));
  });

  test('on a fresh host changes are news again', async () => {
    await using app = await openLab({columns: 120, rows: 28});
    for (const snapshot of [islands, EMPTY]) app.run().command('ip netns', snapshot);
    app.press(KEYS.ctrlG, '4', '3');
    await app.waitFor((screen) => screen.includes('━ 3 Topology ━') && !/\d new/.test(screen));
    const {lab, attempt} = app.run().session;
    app.run().tell({type: 'restarted', current: 0, lab, attempt, passed: []});
    app.run().ready();
    app.run().command('ip netns add red', islands);
    await app.waitFor('4 Changes 3 new');
  });

  test('what comes without a command is no news to call out', async () => {
    await using app = await openLab();
    app.run().tell({type: 'snapshot', snapshot: {...islands, takenAt: 9000}, changes: diff(EMPTY, islands)});
    app.press('4');
    await app.waitFor('namespace red added');
    app.press('1');
    await app.waitFor('[1 Lesson]');
    app.run().tell({type: 'snapshot', snapshot: {...EMPTY, takenAt: 19_000}, changes: diff(islands, EMPTY)});
    app.press('5');
    await app.waitFor('[5 Checks]');
    expect(app.screen()).toContain('│ 4 Changes │');
  });

  test('zoom shows one pane, Escape leads back', async () => {
    await using app = await openLab({columns: 120, rows: 36});
    app.press(KEYS.ctrlG);
    await app.waitFor('COMMANDS');
    app.press('5z');
    await app.waitFor((screen) => screen.includes('━ 5 Checks ━') && !screen.includes('1 Lesson'));
    app.press(KEYS.escape);
    await app.waitFor('1 Lesson');
  });
});

describe('focus', () => {
  test('in a wide window the shell has the keys at first, unless a prediction is asked', async () => {
    await using plain = renderApp({columns: 120, rows: 36, props: {initial: {labId: 'patch-cable'}}});
    await plain.waitFor('Ctrl-G leave the terminal');
    await using asking = renderApp({columns: 120, rows: 36, props: {initial: {labId: 'island'}}});
    await asking.waitFor('COMMANDS');
  });

  test('one key leaves the shell and returns', async () => {
    await using app = await openLab({columns: 120, rows: 36});
    app.press('ls -l', KEYS.enter, '?', KEYS.escape);
    await app.waitFor(() => app.run().asked.join(' ').includes('"\\u001b"'));
    expect(app.screen()).not.toContain('the keys of this place');
    app.press(KEYS.ctrlG);
    await app.waitFor('COMMANDS');
    app.press('?');
    await app.waitFor('Outside the terminal:');
    app.press(KEYS.escape);
    await app.waitFor('COMMANDS');
    app.press(KEYS.ctrlG);
    await app.waitFor('Ctrl-G leave the terminal');
  });

  test('what is typed around the key goes where it belongs, even in one piece', async () => {
    await using app = await openLab({columns: 120, rows: 36});
    await app.waitFor('Ctrl-G leave the terminal');
    const typed = (): string =>
      app
        .run()
        .asked.flatMap((entry) =>
          entry.startsWith('typed host ') ? [JSON.parse(entry.slice('typed host '.length)) as string] : [],
        )
        .join('');
    app.press('a\u0007z');
    await app.waitFor((screen) => screen.includes('COMMANDS') && !screen.includes('2 Terminal'));
    expect(typed()).toBe('a');
    app.press('z\u0007ls\r');
    await app.waitFor(() => typed() === 'als\r');
    await app.waitFor('Ctrl-G leave the terminal');
  });

  test('in a narrow window the lesson comes first', async () => {
    await using app = await openLab();
    expect(app.screen()).toContain('[1 Lesson]');
    app.press('2');
    await app.waitFor((screen) => screen.includes('[2 Terminal]') && screen.includes('Ctrl-G leave the terminal'));
  });

  test('another node has another shell', async () => {
    await using app = renderApp({columns: 120, rows: 36, props: {initial: {labId: 'patch-cable'}}});
    await app.waitFor('Ctrl-G leave the terminal');
    app.run().ready();
    await app.waitFor('[host]│ upstream ');
    await app.waitFor('Ctrl-G o other node');
    app.press(KEYS.ctrlG, 'o');
    await app.waitFor(' host │[upstream]');
    await app.waitFor('· sandbox · upstream');
    app.press('x');
    await app.waitFor(() => app.run().asked.includes('typed upstream "x"'));
  });
});

describe('keys that cannot work say why', () => {
  for (const [key, lab, why] of [
    ['n', 'island', 'Not yet: 0 of 2 checks are met.'],
    ['o', 'island', 'This lab has only one node.'],
    ['z', 'island', 'In a narrow window every pane is alone already.'],
    ['x', 'island', 'x does nothing here; ? shows the keys.'],
  ] as const)
    test(`${key}: ${why}`, async () => {
      await using app = await openLab({}, lab);
      app.press(key);
      await app.waitFor(`! ${why}`);
    });

  test('a dialog has no page of keys to point at', async () => {
    await using app = await openLab();
    app.press('m');
    await app.waitFor('Esc close');
    app.press('?');
    await app.waitFor('! ? does nothing here.');
  });

  test('in the language of the moment', async () => {
    await using app = await openLab();
    app.press('n');
    await app.waitFor('! Not yet: 0 of 2 checks are met.');
    app.press('l');
    await app.waitFor('[1 课文]');
    app.press('n');
    await app.waitFor('! 还不行：2 项检查中满足了 0 项。');
  });

  test('before the host stands', async () => {
    await using app = renderApp({props: {initial: {labId: 'island'}}});
    await app.waitFor('… Building the host');
    app.press('c');
    await app.waitFor('! Wait a moment: the host is being prepared.');
    app.press('p');
    await app.waitFor('! This lab has no cloud, and so no API calls to follow.');
    expect(app.run().asked).toEqual([]);
  });
});

describe('hints and solution', () => {
  test('hints climb one by one, then say that there are no more', async () => {
    await using app = await openLab();
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_UP});
    await app.waitFor('checks 1/2');
    app.press('h');
    await app.waitFor('Expected: lo in red is down. Found: lo is up.');
    app.press('h');
    await app.waitFor('ip netns manages named namespaces.');
    expect(app.screen()).not.toContain('takes one argument');
    app.press('h');
    await app.waitFor('ip netns add takes one argument: the name.');
    app.press('h');
    await app.waitFor('! No further hint; press s to see the solution.');
  });

  test('the solution asks first, and tells that hints are left', async () => {
    await using app = await openLab();
    app.press('s');
    await app.waitFor('There are hints left (h)');
    app.press('n');
    await app.waitFor('[1 Lesson]');
    expect(app.screen()).not.toContain('$ ip netns add red');
    app.press('s');
    await app.waitFor('There are hints left (h)');
    app.press('y');
    await app.waitFor('$ ip netns add red');
    app.press('s');
    await app.waitFor('! The solution is already shown in the lesson.');
  });

  test('typing the solution asks, then goes to the terminal', async () => {
    await using app = await openLab();
    app.press('T');
    await app.waitFor('Type the solution into your shell and run it?');
    app.press(KEYS.enter);
    await app.waitFor('[2 Terminal]');
    expect(app.run().asked).toEqual(['typeSolve']);
    app.press(KEYS.ctrlG, KEYS.end);
    await app.waitFor('$ ip netns add red');
  });

  test('the solution is typed where the learner can watch, and the next step is back where they were', async () => {
    await using app = renderApp({columns: 120, rows: 36, props: {initial: {labId: 'patch-cable'}}});
    await app.waitFor('Ctrl-G leave the terminal');
    const run = app.run();
    run.ready();
    run.typeSolve = async () => run.command('ip route', undefined, 'upstream');
    app.press(KEYS.ctrlG, 'T');
    await app.waitFor('Type the solution into your shell');
    app.press('y');
    await app.waitFor(' host │[upstream]');
    run.looked({});
    await app.waitFor('✔ step passed');
    app.press(KEYS.ctrlG, 'n');
    await app.waitFor((screen) => screen.includes('step 2 of 3') && screen.includes('[host]│ upstream '));
  });

  test('a paste that looks like keys cannot confirm anything', async () => {
    await using app = await openLab();
    app.press('R\ry');
    await app.waitFor('Begin the lab again?');
    app.press(KEYS.escape);
    await app.waitFor('[1 Lesson]');
    expect(app.run().asked).toEqual([]);
  });
});

describe('questions', () => {
  test('a prediction is chosen with the arrows and judged after passing', async () => {
    await using app = await openLab({rows: 40});
    app.press('a', KEYS.down, KEYS.down, KEYS.up);
    await app.waitFor('▸ 2 only lo, and it is down');
    app.press(KEYS.enter);
    await app.waitFor('You predicted: only lo, and it is down');
    expect(app.run().asked).toEqual(['predict lo']);
    expect(app.screen()).not.toContain('✔ right');
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('You predicted: only lo, and it is down ✔ right');
  });

  test('or with its number; Escape leaves it open', async () => {
    await using app = await openLab({rows: 40});
    app.press('a', KEYS.escape, 'a', '3');
    await app.waitFor('You predicted: copies of all interfaces of the host');
    expect(app.run().asked).toEqual(['predict copies']);
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('✘ not what happened');
  });

  const atQuestions = async (columns = 80): Promise<AppUnderTest> => {
    const app = await openLab({columns, rows: columns > 80 ? 60 : 40});
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('✔ step passed');
    if (columns > 80) app.press(KEYS.ctrlG);
    app.press('n');
    await app.waitFor('step 2 of 2');
    return app;
  };

  test('an answer is typed, also when it comes with its Enter', async () => {
    await using app = await atQuestions();
    app.press('a');
    await app.waitFor('> ▏');
    app.press('12', KEYS.backspace);
    await app.waitFor('> 1▏');
    app.press('7q\r');
    await app.waitFor('Your answer: 17q');
    expect(app.run().asked.at(-1)).toBe('answer how-many 17q');
  });

  test('a quiz is chosen from its options', async () => {
    await using app = await atQuestions();
    app.press('a', '1', KEYS.enter);
    await app.waitFor('Your answer: 1');
    app.press('a');
    await app.waitFor('▸ 1 it belongs to the namespace alone');
    app.press(KEYS.down, KEYS.down, KEYS.enter);
    await app.waitFor('Your answer: it is shared with every namespace');
    expect(app.run().asked.at(-1)).toBe('answer which every');
  });

  test('what the keys do then is told whole in a narrow lesson, too', async () => {
    await using app = await openLab({columns: 120, rows: 40});
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('✔ step passed');
    app.press(KEYS.ctrlG, 'n');
    await app.waitFor('step 2 of 2');
    app.press(KEYS.ctrlG, 'a');
    await app.waitFor('> ▏');
    app.press('4', KEYS.enter);
    await app.waitFor('Your answer: 4');
    app.run().looked({'how-many': notMet(same('one'), same('4'))});
    await app.waitFor((screen) => /After the other questions a answers this one +.*\n. again\./.test(screen));
  });

  test('a wrong answer shows its mark, and the question can be asked again', async () => {
    await using app = await atQuestions();
    app.press('a', '4', KEYS.enter);
    await app.waitFor('Your answer: 4');
    app.run().looked({'how-many': notMet(same('one'), same('4'))});
    await app.waitFor('✘ Your answer: 4');
    // The other question was never answered, so it comes first.
    expect(app.screen()).toContain('After the other questions a answers this one again.');
    // Whole also where the lesson is narrower than the sentence.
    app.resize(120, 40);
    await app.waitFor(/a answers this one +[│┃].*\n[│┃] again\./);
    app.resize(80, 40);
    await app.waitFor('After the other questions a answers this one again.');
    app.press('5');
    await app.waitFor('✘ How many interfaces are there?');
    expect(app.screen()).toContain('  found: 4');
    app.press('1', 'a', '1');
    await app.waitFor('Your answer: it belongs to the namespace alone');
    await app.waitFor('Press a to answer again.');
    app.press('a');
    await app.waitFor('> ▏');
  });

  test('where the lesson is narrow, what to press goes on below', async () => {
    await using app = await atQuestions(120);
    app.press(KEYS.ctrlG, 'a', '4', KEYS.enter);
    await app.waitFor('Your answer: 4');
    app.run().looked({'how-many': notMet(same('one'), same('4'))});
    await app.waitFor('After the other questions a answers this one');
    expect(app.screen()).toMatch(/answers this one +┃.*\n┃ again\./);
  });
});

describe('passing', () => {
  test('one calm line, the explanation, then the next step', async () => {
    await using app = await openLab({columns: 120, rows: 36});
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor((screen) => screen.includes('✔ step passed') && screen.includes('All checks are met.'));
    expect(app.screen()).toContain('The kernel made a new loopback');
    await app.waitFor('then n: next step');
    app.press(KEYS.ctrlG, 'n');
    await app.waitFor('step 2 of 2');
    // No prediction is asked for: back to the shell.
    await app.waitFor('Ctrl-G leave the terminal');
    expect(app.run().asked).toEqual(['next']);
  });

  test('what the learner has not seen yet is shown before the next step', async () => {
    await using app = await openLab();
    app.press('3', '2');
    await app.waitFor('[2 Terminal]');
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('then n: what happened');
    app.press(KEYS.ctrlG);
    await app.waitFor('[3 Topology]');
    app.press('n');
    await app.waitFor('! This is what happened; n again goes on.');
    expect(app.screen()).toContain('✔ Step passed');
    expect(app.screen()).toContain('The kernel made a new loopback');
    expect(app.run().asked).toEqual([]);
    app.press('n');
    await app.waitFor('step 2 of 2');
  });

  test('what was scrolled away was seen', async () => {
    await using app = await openLab();
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('✔ Step passed');
    app.press(KEYS.home);
    await app.waitFor((screen) => !screen.includes('✔ Step passed'));
    app.press('n');
    await app.waitFor('step 2 of 2');
  });

  test('the end: a debrief, and the next lab', async () => {
    await using app = await openLab();
    app.press('h');
    await app.waitFor('Hint 1');
    app.run().looked({exists: RED_EXISTS, 'lo-down': LO_DOWN});
    await app.waitFor('✔ step passed');
    app.press('n');
    await app.waitFor('step 2 of 2');
    app.run().looked({'how-many': met(same('1')), which: met(same('own'))});
    await app.waitFor('✔ step passed');
    app.press('n');
    await app.waitFor('✔ Finished: A namespace is an island');
    await expect(app.screen()).toMatchFileSnapshot(screenFile('debrief-80x24-en'));
    app.press('v');
    await app.waitFor('[1 Lesson]');
    app.press('h');
    await app.waitFor('! The lab is finished; g goes back to a step.');
    app.press(KEYS.end);
    await app.waitFor('The lab is finished. Press n to see its end again.');
    expect(app.screen()).not.toContain('Press n to finish the lab.');
    app.press('n');
    await app.waitFor('→ Next lab: veth: the patch cable');
    app.press('n');
    await app.waitFor('step 1 of 3');
    expect(app.opened.map((entry) => entry.split(' ')[0])).toEqual(['island', 'patch-cable']);
    expect(app.runs[0]?.asked).toContain('disposed');
  });

  test('the end of a lab to be mended: R begins it anew, with another fault', async () => {
    await using app = await openLab();
    const {lab} = app.run().session;
    const fault = {layer: 'link', inject: [], mend: []};
    app.run().tell({type: 'phase', phase: {name: 'finished'}});
    await app.waitFor((screen) => screen.includes('R again') && !screen.includes('for another fault'));
    const faults = ['down', 'gone'].map((id) => ({...fault, id}));
    app.run().tell({type: 'named', lab: {...lab, faults}});
    await app.waitFor('Press R, or open the lab again, for another fault.');
    app.press('R');
    await app.waitFor('Begin the lab again?');
    app.press('y');
    await app.waitFor(() => app.run().asked.includes('resetLab'));
  });

  test('could not look is not a mistake of the learner', async () => {
    await using app = await openLab();
    app.run().looked({exists: RED_EXISTS, 'lo-down': unknown({en: 'ip did not answer', zh: 'ip 没有应答'})});
    app.press('5');
    await app.waitFor((screen) => /\? could not look: ip did not answer +lo-down/.test(screen));
  });
});

describe('the lab itself', () => {
  test('going to a step asks, and jumps', async () => {
    await using app = await openLab();
    app.press('g');
    await app.waitFor('● 1. A namespace named red exists.');
    app.press('2', KEYS.enter);
    await app.waitFor('Go to step 2?');
    app.press('y');
    await app.waitFor('[1 Lesson]');
    expect(app.run().asked).toEqual(['jump 1']);
  });

  test('r begins the step anew, R the lab; both ask first', async () => {
    await using app = await openLab();
    app.press('route -n\r');
    await app.waitFor('Begin this step again?');
    expect(app.run().asked).toEqual([]);
    app.press('y');
    await app.waitFor('! This step begins anew.');
    app.press('r');
    await app.waitFor('Begin this step again?');
    app.press('oute', KEYS.enter);
    app.press('n');
    await app.waitFor('[1 Lesson]');
    expect(app.run().asked).toEqual(['resetStep']);
    // A line for the shell in one piece, its Enter in another.
    app.press('route -n');
    await app.waitFor('Begin this step again?');
    app.press(KEYS.enter);
    app.press(KEYS.escape);
    await app.waitFor('[1 Lesson]');
    expect(app.run().asked).toEqual(['resetStep']);
    // “underlay” for the shell.
    app.press('r');
    await app.waitFor('Begin this step again?');
    app.press('lay');
    await app.waitFor((screen) => screen.includes('Something else was typed') && !screen.includes('y yes'));
    app.press(KEYS.escape);
    await app.waitFor('[1 Lesson]');
    expect(app.run().asked).toEqual(['resetStep']);
    app.press('R');
    await app.waitFor('Begin the lab again?');
    app.press('y');
    await app.waitFor(() => app.run().asked.includes('resetLab'));
    expect(app.run().asked).toEqual(['resetStep', 'resetLab']);
  });

  test('leaving asks, ends the lab and shows the list', async () => {
    await using app = await openLab();
    app.press(KEYS.escape);
    await app.waitFor('Leave the lab?');
    app.press('y');
    await app.waitFor('Enter open');
    expect(app.run().asked).toEqual(['disposed']);
  });

  test('Ctrl-C outside the terminal asks before it leaves the program', async () => {
    await using app = await openLab();
    app.press(KEYS.ctrlC);
    await app.waitFor('Leave Underlay?');
    app.press('n');
    await app.waitFor('[1 Lesson]');
    expect(app.exits()).toBe(0);
    app.press(KEYS.ctrlC);
    await app.waitFor('Leave Underlay?');
    app.press('y');
    await app.waitFor(() => app.exits() === 1);
    expect(app.run().asked).toEqual(['disposed']);
  });

  test('a host that failed says why and what to do; r tries again', async () => {
    await using app = await openLab({columns: 120, rows: 36});
    app.run().tell({
      type: 'phase',
      phase: {
        name: 'failed',
        why: {en: 'The sandbox ended: out of memory.', zh: '沙箱已结束：内存不足。'},
        next: {en: 'Close other programs and try again.', zh: '请关闭其他程序后重试。'},
      },
    });
    await app.waitFor(
      (screen) => screen.includes('✘ The sandbox ended: out of memory.') && screen.includes('→ Close other programs'),
    );
    app.press('r');
    await app.waitFor(() => app.run().asked.includes('resetStep'));
  });

  test('every command that we ran can be read and typed again', async () => {
    await using app = await openLab();
    app.run().logged.push(
      {at: 1, node: 'host', namespace: '', argv: ['ip', '-j', 'link'], exitCode: 0, durationMs: 3},
      {
        at: 2,
        node: 'host',
        namespace: 'red',
        argv: ['sh', '-c', "echo 'a b'"],
        exitCode: 2,
        durationMs: 4,
        stderr: 'no such thing\n',
      },
      {
        at: 3,
        node: 'host',
        namespace: '',
        argv: ['bash', '-c', Array.from({length: 30}, (_, row) => `\techo ${row}`).join('\n')],
        durationMs: 0,
      },
    );
    app.press('m');
    await app.waitFor('host $ ip -j link');
    expect(app.screen()).toContain(`host/red $ sh -c 'echo '\\''a b'\\'''`);
    expect(app.screen()).toContain('    ✘ exit 2 (4 ms)');
    expect(app.screen()).toContain('      echo 5');
    expect(app.screen()).toContain('    … 24 more lines');
    expect(app.screen()).toContain('no such thing');
    app.press(KEYS.escape);
    await app.waitFor('[1 Lesson]');
  });

  test('p follows API calls where the lab has a cloud, and says so where it has none', async () => {
    await using app = await openLab();
    app.press('p');
    await app.waitFor('! This lab has no cloud');
    app.run().timeline = new FakeTimeline();
    app.run().tell({type: 'names', names: sampleNames});
    app.press('p');
    await app.waitFor('DELETE …/ports/vm1');
    app.press(KEYS.escape);
    await app.waitFor('[1 Lesson]');
    // What is gone is still told of.
    app.run().tell({type: 'names', names: {}});
    app.press('p');
    await app.waitFor('DELETE …/ports/vm1');
  });

  test('help shows the keys of this place in the language of the moment', async () => {
    await using app = await openLab({rows: 50, language: 'zh'});
    app.press('?');
    await app.waitFor('在终端之外：');
    await expect(app.screen()).toMatchFileSnapshot(screenFile('help-lab-80x50-zh'));
  });
});
