import {afterAll, beforeAll, expect, test} from 'vitest';
import {controlReply} from '../../../src/drivers/hosts/control-reply.ts';
import type {Host, ShellEvent} from '../../../src/drivers/hosts/host.ts';
import {openTestSandbox, openTypist, script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';

let host: Host;
beforeAll(async () => {
  host = await openTestSandbox(['web']);
  await script(host.node('web'), 'ip netns add red');
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});

const open = () => openTypist(host.node('web'));
/** Waits until a program has the terminal: keys that come earlier are the shell's. */
const inFront = (program: string) =>
  waitUntil(
    async () => new RegExp(`^S\\+ +${program}$`, 'm').test(await script(host.node('web'), 'ps -eo stat,comm')),
    () => `${program} in the foreground`,
  );
const commands = (events: readonly ShellEvent[]) => events.filter((event) => event.type !== 'prompt');

test('a prompt that says where it is, and commands with their exit codes', async () => {
  using typist = await open();
  expect(typist.screen()).toMatch(/root@web:~# $/);
  await typist.type('cd /tmp; false');
  expect(typist.screen()).toMatch(/root@web:\/tmp# $/);
  await typist.type('echo \'a;b\\n\' "$((1+1))" 中文');
  await typist.type('');
  await typist.type(' (exit 42) # with a space before it');
  expect(commands(typist.events)).toEqual([
    {type: 'command-start', command: 'cd /tmp; false'},
    {type: 'command-end', command: 'cd /tmp; false', exitCode: 1},
    {type: 'command-start', command: 'echo \'a;b\\n\' "$((1+1))" 中文'},
    {type: 'command-end', command: 'echo \'a;b\\n\' "$((1+1))" 中文', exitCode: 0},
    {type: 'command-start', command: ' (exit 42) # with a space before it'},
    {type: 'command-end', command: ' (exit 42) # with a space before it', exitCode: 42},
  ]);
  expect(typist.screen()).toContain('a;b\\n 2 中文');
  // None of our marks is left for the screen.
  expect(typist.screen()).not.toContain('\u001B]');
});

test('Tab completes the name of a namespace', async () => {
  using typist = await open();
  typist.terminal.write('ip -n r\t addr show lo; ip netns exec r\ttrue; echo $?\r');
  await waitUntil(
    () => commands(typist.events).length === 2,
    () => typist.screen(),
  );
  expect(commands(typist.events)[0]).toMatchObject({
    command: 'ip -n red  addr show lo; ip netns exec red true; echo $?',
  });
});

test('scripts may write to /dev/stderr and /dev/stdout, which are the terminal', async () => {
  using typist = await open();
  await typist.type('echo "to "err > /dev/stderr && echo "to "out | tee /dev/stdout');
  expect(typist.screen()).toMatch(/to err\r?\nto out\r?\nto out/);
});

test('a command over several lines is one command', async () => {
  using typist = await open();
  const loop = 'for i in 1 2; do\necho "<$i>"\ndone';
  typist.terminal.write(`${loop.replaceAll('\n', '\r')}\r`);
  await waitUntil(
    () => commands(typist.events).length === 2,
    () => typist.screen(),
  );
  expect(commands(typist.events)).toEqual([
    {type: 'command-start', command: loop},
    {type: 'command-end', command: loop, exitCode: 0},
  ]);
});

test('the history stays on and whole, whatever the learner sets', async () => {
  using typist = await open();
  await typist.type('HISTCONTROL=ignoreboth HISTIGNORE=*');
  await typist.type('echo same');
  await typist.type('echo same');
  await typist.type(' echo other');
  expect(
    commands(typist.events)
      .filter((event) => event.type === 'command-end')
      .map((event) => event.command),
  ).toEqual(['HISTCONTROL=ignoreboth HISTIGNORE=*', 'echo same', 'echo same', ' echo other']);
});

test('Ctrl-C ends the program in front, and at the prompt ends nothing', async () => {
  using typist = await open();
  typist.terminal.write('sleep 1000\r');
  await inFront('sleep');
  await typist.press('\u0003');
  await typist.press('half a line\u0003');
  expect(await typist.type('echo whole')).toContain('whole');
  expect(commands(typist.events).filter((event) => event.type === 'command-end')).toEqual([
    {type: 'command-end', command: 'sleep 1000', exitCode: 130},
    {type: 'command-end', command: 'echo whole', exitCode: 0},
  ]);
});

test('jobs can be stopped and continued', async () => {
  using typist = await open();
  typist.terminal.write('cat\r');
  await inFront('cat');
  expect(await typist.press('\u001A')).toContain('Stopped');
  typist.terminal.write('fg\r');
  await inFront('cat');
  typist.terminal.write('still here\r');
  await typist.waitFor('still here\r\nstill here');
  expect(await typist.press('\u0004')).toContain('root@web');
});

test('the size reaches the shell, and its changes', async () => {
  using typist = await openTypist(host.node('web'), {columns: 101, rows: 31});
  expect(await typist.type('stty size')).toContain('31 101');
  typist.terminal.resize({columns: 66, rows: 22});
  expect(typist.terminal.size).toEqual({columns: 66, rows: 22});
  expect(await typist.type('stty size')).toContain('22 66');
});

test('a shell in a namespace shows it in the prompt; both shells keep their own commands', async () => {
  using typist = await open();
  expect(await typist.type('ip netns exec red bash')).toMatch(/root@web\(red\):~# $/);
  await typist.type('false');
  await typist.type('exit 5');
  expect(commands(typist.events)).toEqual([
    {type: 'command-start', command: 'ip netns exec red bash'},
    {type: 'command-start', command: 'false'},
    {type: 'command-end', command: 'false', exitCode: 1},
    {type: 'command-start', command: 'exit 5'},
    {type: 'command-end', command: 'exit 5', exitCode: 5},
    {type: 'command-end', command: 'ip netns exec red bash', exitCode: 5},
  ]);
});

test('`underlay` in the shell asks us and prints the answer, in a namespace and a pipe too', async () => {
  using typist = await open();
  typist.terminal.onEvent((event) => {
    if (event.type !== 'control') return;
    typist.terminal.write(controlReply(event.argv.length, `answer 你好\n${event.argv.join('|')}\n`));
  });
  expect(await typist.type('underlay answer "two words" ""; echo "code $?"')).toContain(
    'answer 你好\r\nanswer|two words|\r\ncode 3\r\n',
  );
  expect(await typist.type('underlay; echo "code $?"')).toContain('code 0');
  expect(await typist.type("underlay x y | tr '|' '+'")).toContain('x+y');
  await typist.type('ip netns exec red bash');
  expect(await typist.type('underlay in red; echo "code $?"')).toContain('in|red\r\ncode 2');
  await typist.type('exit');
  // A long answer, longer than the terminal's buffer of 4096 bytes.
  typist.terminal.onEvent(() => {});
  expect(await typist.type(`underlay ${'x'.repeat(3000)}`)).toContain('answer');
  expect(await typist.type('stty -a | grep -o " -\\?echo "')).toContain(' echo ');
});

test('`underlay` waits five seconds, and an answer that comes later is not typed into the shell', async () => {
  using typist = await open();
  expect(await typist.type('underlay x; echo "code $?"', 10_000)).toMatch(/5 seconds[\s\S]*code 2/);
  typist.terminal.write(controlReply(0, 'late'));
  expect(await typist.type('echo next')).toMatch(/^echo next\r\n[^;]*next\r\n/);
}, 15_000);

test('Ctrl-C ends the waiting, and keys work again', async () => {
  using typist = await open();
  typist.terminal.write('underlay x\r');
  await waitUntil(
    () => typist.events.some((event) => event.type === 'control'),
    () => typist.screen(),
  );
  await typist.press('\u0003');
  expect(commands(typist.events).at(-1)).toMatchObject({type: 'command-end', exitCode: 130});
  expect(await typist.type('echo visible')).toMatch(/^echo visible/);
});

test('without a terminal `underlay` says so', async () => {
  const result = await host.node('web').run(['underlay', 'check']);
  expect(result).toMatchObject({exitCode: 2});
  expect(result.stderr).toContain('there is no terminal here');
  expect(result.stderr).toContain('没有终端');
});

test('sudo is understood, for lessons and habits that say it', async () => {
  using typist = await open();
  expect(await typist.type("sudo -u root ip netns list; X=1 sudo -E Y=2 bash -c 'echo $X$Y'")).toMatch(/red\r\n12\r\n/);
});

test('exit ends the terminal with the shell’s code; background jobs of it live on', async () => {
  using typist = await open();
  await typist.type('setsid sleep 9100 &');
  await waitUntil(
    async () => (await script(host.node('web'), 'ps -eo args')).includes('sleep 9100'),
    () => 'the sleep',
  );
  typist.terminal.write('exit 7\r');
  expect(await typist.terminal.exited).toBe(7);
  expect(await script(host.node('web'), 'ps -eo args')).toContain('sleep 9100');
  typist.terminal.write('after the end\r');
  typist.terminal.resize({columns: 10, rows: 10});
});

test('disposing ends the shell and its jobs, also one that ignores the hang-up', async () => {
  const typist = await open();
  await typist.type('trap "" HUP');
  typist.terminal.write('sleep 9200\r');
  await waitUntil(
    async () => (await script(host.node('web'), 'ps -eo args')).includes('sleep 9200'),
    () => 'the sleep',
  );
  typist[Symbol.dispose]();
  await typist.terminal.exited;
  expect(await script(host.node('web'), 'ps -eo args')).not.toContain('sleep 9200');
});

test('a flood can be paused, and goes on after', async () => {
  using typist = await open();
  typist.terminal.write('yes underlay\r');
  await typist.waitFor('underlay\r\nunderlay\r\nunderlay');
  typist.terminal.pause();
  let length = -1;
  await waitUntil(
    async () => {
      const before = length;
      length = typist.screen().length;
      await inFront('yes');
      return before === length;
    },
    () => 'the flood standing still',
  );
  typist.terminal.resume();
  await waitUntil(
    () => typist.screen().length > length,
    () => 'the flood going on',
  );
  await typist.press('\u0003');
  expect(typist.events.at(-2)).toMatchObject({type: 'command-end', command: 'yes underlay', exitCode: 130});
});
