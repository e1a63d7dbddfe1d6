import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {findLeaks, takeCensus} from '../../../src/drivers/hosts/leak-census.ts';
import {describeChange} from '../../../src/state/describe-change.ts';
import {ShellUnavailable} from '../../../src/labs/shells.ts';
import {atPace} from '../../pace.ts';
import {islandLab} from './island-lab.ts';
import {waitUntil} from '../wait-until.ts';
import {openTestLab, passed, ready, sitDown, until} from './open-test-lab.ts';
import {rootOf} from '../root-of.ts';

/** The namespace's name in this attempt. */
const nameOf = (run: ReturnType<typeof openTestLab>['run']): string => run.session.attempt.variables['ns'] ?? '';

describe('a learner types', () => {
  test('the right command turns its step green within 150 ms, and the change is put down to it', async () => {
    const {run, progress} = openTestLab();
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    const ns = nameOf(run);
    await shell.type(`ip netns add wrong`);
    expect(run.session.steps[0]?.status).toBe('current');
    const times: number[] = [];
    terminalTimes(run, times);
    await shell.type(`ip netns add ${ns}`);
    await passed(run, 0);
    times.push(performance.now());
    const [ended = 0, green = 0] = times;
    expect(green - ended, 'ms from the end of the command to green').toBeLessThan(await atPace(150));
    const group = run.session.history.findLast(({command}) => command === `ip netns add ${ns}`);
    expect(group?.changes.map((change) => describeChange(change).en)).toContain(`namespace ${ns} added`);
    expect(progress.current.labs['island-test']?.passed).toEqual(['create']);
    expect(progress.current.last).toBe('island-test');
  });

  test('a probe is tried when the state checks hold, and the step passes with its answer', async () => {
    const {run} = openTestLab({step: 1});
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    await until(run, ({steps}) => steps[1]?.outcomes['lo-up']?.verdict === 'not-met');
    // The ping is not even tried while the interface is down.
    expect(run.session.steps[1]?.outcomes['self-ping']).toBeUndefined();
    await shell.type(`ip -n ${nameOf(run)} link set lo up`);
    await passed(run, 1, 1500);
    expect(run.session.steps[1]?.outcomes['self-ping']?.verdict).toBe('met');
  });

  test('looking counts, answers are judged, and the lab goes on by command', async () => {
    const {run} = openTestLab({step: 2});
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    await shell.type(`ip -n ${nameOf(run)} link`);
    await until(run, ({steps}) => steps[2]?.latched.includes('looked') === true);
    expect(await shell.type('underlay answer state down; echo code $?')).toContain('code 1');
    expect(await shell.type('underlay answer state up; echo code $?')).toContain('code 0');
    expect(run.session.steps[2]?.status).toBe('passed');
    expect(await shell.type('underlay chekc; echo code $?')).toMatch(/Did you mean "check"\?[^]*code 2/);
    await shell.type('underlay next');
    expect(run.session.current).toBe(3);
    // What is said to us is no command of the learner's.
    expect(run.session.history.map(({command}) => command)).toEqual([`ip -n ${nameOf(run)} link`]);
  });

  test('what no kernel event announces is seen all the same', async () => {
    const {run} = openTestLab({step: 3});
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    await until(run, ({steps}) => steps[3]?.outcomes['listens']?.verdict === 'not-met');
    await shell.type('nc -lk 8080 >/dev/null 2>&1 </dev/null &');
    await passed(run, 3, 2000);
    run.next();
    expect(run.session.phase.name).toBe('finished');
  });

  test('who gets an address and then listens, without a command, is not put down to the next command', async () => {
    const {run, hosts} = openTestLab();
    await using _run = run;
    await ready(run);
    await hosts[0]!
      .node('host')
      .run(['bash', '-c', 'ip addr add 192.0.2.9/24 dev eth0; nc -lk 8080 &>/dev/null </dev/null &']);
    await until(run, ({history}) => history.flatMap(({changes}) => changes).some(({what}) => what === 'listener'));
    const shell = await sitDown(run);
    await shell.type('ip link');
    const [alone, command] = run.session.history;
    expect(alone?.command).toBeUndefined();
    expect(alone?.changes).toMatchObject([
      {what: 'address', key: 'eth0 192.0.2.9/24'},
      {what: 'listener', how: 'added'},
    ]);
    expect(command).toMatchObject({command: 'ip link', changes: []});
  });

  test('underlay check tells the state of every check, in the learner’s language', async () => {
    const {run} = openTestLab({language: 'zh'});
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    expect(await shell.type('underlay check; echo code $?')).toMatch(
      /✘ exists：期望：[^]*1 项检查中有 0 项满足。[^]*code 1/,
    );
  });
});

describe('the solve typed by the program', () => {
  test('solves every step in the learner’s own shell', async () => {
    const {run, progress} = openTestLab();
    await using _run = run;
    await ready(run);
    for (const [index] of run.session.lab.steps.entries()) {
      await run.typeSolve();
      await passed(run, index);
      run.next();
    }
    expect(run.session.phase.name).toBe('finished');
    expect(progress.current.labs['island-test']?.finishedAt).toBeGreaterThan(0);
  });

  test('wipes what stands on the line and stops what runs', async () => {
    const {run} = openTestLab();
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    shell.terminal.write('sleep 100\r');
    await until(run, ({history}) => history.at(-1)?.running === true);
    await run.typeSolve();
    await passed(run, 0);
    shell.terminal.write('half a li');
    run.next();
    await run.typeSolve();
    await passed(run, 1);
  });
});

describe('starting anew', () => {
  test('reset gives a fresh host at the start of the step, with the same attempt', async () => {
    const {run, hosts} = openTestLab({step: 1});
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    const ns = nameOf(run);
    await shell.type('ip netns add rubbish; ip addr flush dev eth0');
    await until(run, ({snapshot}) => snapshot?.nodes['host']?.namespaces['rubbish'] !== undefined);
    const [old] = hosts;
    if (old === undefined) throw new Error('no host');
    await run.resetStep();
    expect(run.session.phase.name).toBe('ready');
    expect(nameOf(run)).toBe(ns);
    const namespaces = run.session.snapshot?.nodes['host']?.namespaces ?? {};
    expect(Object.keys(namespaces).toSorted()).toEqual(['', 'mainland', ns].toSorted());
    await shell.sitDownAgain();
    expect(await shell.type('ip -br addr show eth0')).toContain('192.0.2.1/24');
    // Not by its namespaces: the kernel gives their numbers to the new host.
    await waitUntil(
      () => !existsSync(rootOf(old.node('host'))),
      () => `the old host's first process is still there: ${rootOf(old.node('host'))}`,
    );
  });

  test('a jump replays what comes before; passed steps stay passed', async () => {
    const {run} = openTestLab();
    await using _run = run;
    await ready(run);
    await run.typeSolve();
    await passed(run, 0);
    await run.jump(2);
    expect(run.session.steps.map(({status}) => status)).toEqual(['passed', 'skipped', 'current', 'ahead']);
    const shell = await sitDown(run);
    expect(await shell.type(`ip netns exec ${nameOf(run)} ping -c1 127.0.0.1`)).toContain('1 received');
    expect(() => run.jump(9)).toThrow(RangeError);
  });

  test('the latest of several wins, and none of the others leaves a host', async () => {
    const {run, hosts} = openTestLab();
    const works = [run.jump(3), run.resetStep(), run.jump(1), run.jump(2)];
    await Promise.all(works);
    expect([run.session.phase.name, run.session.current]).toEqual(['ready', 2]);
    const standing = hosts.at(-1);
    if (standing === undefined) throw new Error('no host');
    const census = await takeCensus(standing);
    await run[Symbol.asyncDispose]();
    expect(await findLeaks(census)).toEqual([]);
    for (const host of hosts) expect((await host.node('host').run(['true'])).canceled).toBe(true);
  });

  test('a new attempt begins at step 1', async () => {
    const {run, progress} = openTestLab({step: 2, seed: 3});
    await using _run = run;
    await ready(run);
    await run.resetLab();
    expect(run.session.attempt.seed).toBe(7);
    expect([run.session.current, run.session.phase.name]).toEqual([0, 'ready']);
    expect(progress.current.labs['island-test']?.seed).toBe(7);
  });

  test('a lab to be mended has another fault the next time, begun again or opened again', async () => {
    const fault = (id: string) => ({id, layer: 'link', inject: [], mend: []});
    const lab = {...islandLab(), faults: [fault('a'), fault('b')]};
    const {run, progress} = openTestLab({lab});
    await ready(run);
    const first = run.session.attempt.fault;
    await run.resetLab();
    const second = run.session.attempt.fault;
    expect(new Set([first, second])).toEqual(new Set(['a', 'b']));
    await run[Symbol.asyncDispose]();

    const opened = async () => {
      const {run: next} = openTestLab({lab, progress});
      await using _next = next;
      await ready(next);
      return next.session.attempt.fault;
    };
    expect(await opened()).toBe(second);
    const [id, passed] = ['island-test', lab.steps.map((step) => step.id)];
    await progress.update((before) => {
      const kept = before.labs[id];
      return kept === undefined ? before : {...before, labs: {...before.labs, [id]: {...kept, passed}}};
    });
    expect(await opened()).toBe(first);
  });

  test('the next run goes on where this one stopped', async () => {
    const first = openTestLab({seed: 3});
    await ready(first.run);
    await first.run.typeSolve();
    await passed(first.run, 0);
    await first.run[Symbol.asyncDispose]();
    const {run} = openTestLab({progress: first.progress});
    await using _run = run;
    await ready(run);
    expect([run.session.current, run.session.attempt.seed]).toEqual([1, 3]);
    expect(run.session.steps[0]?.status).toBe('passed');
  });
});

describe('trouble', () => {
  test('an ended shell is replaced by a new one that says so', async () => {
    const {run} = openTestLab();
    await using _run = run;
    await ready(run);
    const shell = await sitDown(run);
    const first = shell.terminal;
    const {promise: again, resolve} = Promise.withResolvers<void>();
    run.onTerminals(resolve);
    shell.terminal.write('exit 3\r');
    await again;
    await shell.sitDownAgain();
    expect(shell.terminal).not.toBe(first);
    expect(shell.screen()).toContain(
      '[The shell on host ended (exit code 3). This is a new one; the host is as you left it.]',
    );
    await shell.type(`ip netns add ${nameOf(run)}`);
    await passed(run, 0);
    expect(run.session.history.every(({running}) => !running)).toBe(true);
  });

  test('a host that is killed from outside is told, and a reset mends it', async () => {
    const {run, hosts} = openTestLab();
    await using _run = run;
    await ready(run);
    const [host] = hosts;
    if (host === undefined) throw new Error('no host');
    // Pid 1 of a node takes the sandbox's first process with it when that is killed: the path of the OOM killer.
    process.kill(await firstProcess(rootOf(host.node('host'))), 'SIGKILL');
    await until(run, ({phase}) => phase.name === 'failed');
    expect(() => run.terminal('host')).toThrow(ShellUnavailable);
    await run.checkNow();
    await run.resetStep();
    await ready(run);
    const shell = await sitDown(run);
    await shell.type(`ip netns add ${nameOf(run)}`);
    await passed(run, 0);
  });

  test('a broken set-up says what failed, where and why', async () => {
    const {run} = openTestLab({lab: {...islandLab(), setup: [{node: 'far', run: 'ip link set nothing up'}]}});
    await using _run = run;
    await until(run, ({phase}) => phase.name === 'failed');
    expect(run.session.phase).toMatchObject({
      why: {
        en: expect.stringMatching(/failed on far: ip link set nothing up\n.*Cannot find device "nothing"/),
        zh: expect.stringContaining('在 far 上'),
      },
    });
  });

  test('can be closed while it is being opened, and nothing is left', async () => {
    const {run, hosts} = openTestLab({step: 3});
    await run[Symbol.asyncDispose]();
    expect(run.session.phase.name).toBe('closed');
    for (const host of hosts) expect((await host.node('host').run(['true'])).canceled).toBe(true);
  });
});

/** Notes when the next command ends. */
const terminalTimes = (run: ReturnType<typeof openTestLab>['run'], times: number[]): void => {
  const off = run.terminal('host').onEvent((event) => {
    if (event.type !== 'command-end') return;
    times.push(performance.now());
    off();
  });
};

/** The sandbox's first process, out of `/proc/PID/root` of a node: the parent of the node's. */
const firstProcess = async (root: string): Promise<number> => {
  const parentOf = async (pid: string): Promise<string> =>
    /^PPid:\s*(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
  const pid = root.split('/')[2] ?? '';
  // unshare of the node stands between the two.
  return Number(await parentOf(await parentOf(pid)));
};
