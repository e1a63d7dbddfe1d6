import {PassThrough} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {runPlain, type PlainParts} from '../../../src/labs/plain/run-plain.ts';
import {waitUntil} from '../wait-until.ts';
import {islandLab} from './island-lab.ts';
import {openTestLab, type TestLabOptions} from './open-test-lab.ts';

/** Plain mode at work, with its output so far. */
const openPlain = (options: TestLabOptions = {}, parts: Partial<PlainParts> = {}) => {
  const {run} = openTestLab({seed: 1, ...options});
  const [input, output] = [new PassThrough(), new PassThrough({encoding: 'utf8'})];
  let text = '';
  output.on('data', (data: string) => {
    text += data;
  });
  const ended = runPlain(run, {input, output, language: 'en', isInteractive: false, ...parts});
  return {run, input, ended, text: () => text, ns: run.session.attempt.variables['ns'] ?? ''};
};

/** All of it for lines that come through a pipe. */
const pipe = async (
  lines: (ns: string) => readonly string[],
  options: TestLabOptions = {},
  parts: Partial<PlainParts> = {},
) => {
  const plain = openPlain(options, parts);
  await using _run = plain.run;
  plain.input.end(lines(plain.ns).join('\n'));
  return {exitCode: await plain.ended, text: plain.text(), session: plain.run.session, ns: plain.ns};
};

describe('lines from a pipe', () => {
  test('finish the lab: each waits for the one before, and everything is told in words', async () => {
    const {exitCode, text, session, ns} = await pipe((ns) => [
      `ip netns add ${ns}`,
      ':next',
      `ip -n ${ns} link set lo up`,
      ':next',
      `ip -n ${ns} -br link`,
      ':answer state up',
      ':next',
      'nc -lk 8080 >/dev/null 2>&1 </dev/null &',
      ':next',
    ]);
    expect(session.phase.name, text).toBe('finished');
    expect(exitCode).toBe(0);
    expect(text).toContain(`+ host: namespace ${ns} added`);
    expect(text).toContain('✔ Step passed. :next goes on.');
    expect(text).toMatch(/^lo +UNKNOWN/m);
    expect(text.match(/== Step \d of 4: /g)).toEqual([
      '== Step 1 of 4: ',
      '== Step 2 of 4: ',
      '== Step 3 of 4: ',
      '== Step 4 of 4: ',
    ]);
    // oxlint-disable-next-line no-control-regex -- that is what must not be there
    expect(text).not.toMatch(/[\u0000-\u0008\u000B-\u001F]/);
    // Neither the shell's prompt nor its echo; the line is shown once, by us.
    expect(text).not.toContain('root@host');
    expect(text.match(new RegExp(`^.*ip netns add ${ns}$`, 'gm'))).toEqual(
      [`    ip netns add ${ns}`, `host$ ip netns add ${ns}`].slice(-1),
    );
  });

  test('a here-document, a loop and a line that is no command work as in a shell', async () => {
    const {text} = await pipe(() => [
      'cat <<END',
      'one two',
      'END',
      'for i in 1 2; do',
      'echo "i=$i"',
      'done',
      'if then',
      'exit 3',
      'echo still here',
    ]);
    expect(text).toContain('\none two\n');
    expect(text).toContain('\ni=1\ni=2\n');
    expect(text).toContain('syntax error near unexpected token');
    expect(text).toContain('The shell on host ended (exit code 3). This is a new one');
    expect(text).toContain('\nstill here\n');
  });

  test('a command without an end is stopped', async () => {
    const {text} = await pipe(() => ['sleep 1000', 'echo after'], {}, {commandLimitMs: 300});
    expect(text).toMatch(/\(The command took too long and was stopped\.\)[^]*\nafter\n/);
  });

  test('commands of ours answer in the language that was chosen', async () => {
    const {text} = await pipe(() => [
      ':check',
      ':lang zh',
      ':check',
      ':nxt',
      ':node far',
      'ip -br addr show eth0',
      ':node nowhere',
    ]);
    expect(text).toMatch(/✘ exists: expected: .*\n0 of 1 checks met\./);
    expect(text).toMatch(/✘ exists：期望：.*\n1 项检查中有 0 项满足。/);
    expect(text).toContain('没有命令“:nxt”。是不是想输入“next”？');
    expect(text).toContain('192.0.2.2/24');
    expect(text).toContain(':node 名称，可选：host、far。');
  });

  test('reset gives a fresh host', async () => {
    const {text, session} = await pipe((ns) => [
      'ip netns add rubbish',
      ':reset',
      'ip netns list | sed s/^/names:/',
      `ip netns add ${ns}`,
    ]);
    expect(text).toMatch(/names:mainland/);
    expect(text).not.toMatch(/names:rubbish/);
    expect(session.steps[0]?.status).toBe('passed');
  });

  test('where no host can be built it says why and ends with 3', async () => {
    const {exitCode, text} = await pipe(() => ['ls'], {lab: {...islandLab(), setup: [{node: 'host', run: 'exit 9'}]}});
    expect(exitCode).toBe(3);
    expect(text).toContain('Setting the lab up failed on host: exit 9');
  });
});

describe('somebody types', () => {
  test('lines reach the running program, Ctrl-C stops it, and :quit leaves', async () => {
    let interrupt = (): void => undefined;
    const plain = openPlain(
      {},
      {
        isInteractive: true,
        onInterrupt: (listener) => {
          interrupt = listener;
          return () => undefined;
        },
      },
    );
    await using _run = plain.run;
    const shows = (text: string): Promise<unknown> =>
      waitUntil(
        () => plain.text().includes(text),
        () => `${text}. So far:\n${plain.text()}`,
      );
    await shows('host$ ');
    plain.input.write('read -p "name? " name; echo "hello $name"\n');
    await shows('name?');
    plain.input.write('learner\n');
    await shows('hello learner');
    plain.input.write('sleep 1000\n');
    await waitUntil(
      () => plain.run.session.history.at(-1)?.command === 'sleep 1000',
      () => plain.text(),
    );
    await waitUntil(
      () => {
        interrupt();
        return plain.run.session.history.at(-1)?.exitCode === 130;
      },
      () => plain.text(),
    );
    plain.input.write(':quit\n');
    expect(await plain.ended).toBe(0);
  });
});
