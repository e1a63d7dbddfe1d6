import {readFileSync} from 'node:fs';
import {afterAll, describe, expect, test} from 'vitest';
import {OUR_ENVIRONMENT} from './environment.ts';
import {runProcess, startBy, streamProcess} from './run.ts';
import {openStarter} from './starter.ts';

// Or bash takes its input, a socket, for rsh's and reads ~/.bashrc.
const env = {...OUR_ENVIRONMENT, SHLVL: '1'};
const bash = (script: string, options: {input?: string; timeoutMs?: number} = {}) =>
  runProcess(['bash', '-c', script], {env, ...options});

const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

describe('what is started by a starter is as if we had', async () => {
  const starter = await openStarter();
  const undo = startBy(starter);
  afterAll(async () => {
    undo[Symbol.dispose]();
    await starter[Symbol.asyncDispose]();
  });

  test('its outputs, exit code, end by a signal, and why it could not be', async () => {
    const {stdout} = await bash('echo $PPID');
    expect(Number(stdout)).not.toBe(process.pid);
    expect(await bash('echo out; echo err >&2; exit 3')).toMatchObject({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
      ok: false,
    });
    expect(await bash('kill -9 $$')).toMatchObject({signal: 'SIGKILL', ok: false});
    expect(await runProcess(['no-such-program'], {env})).toMatchObject({notFound: true, ok: false});
    expect(await runProcess(['/etc/passwd'], {env})).toMatchObject({notFound: false, ok: false});
  });

  test('its input and its whole output, however much', async () => {
    const input = 'x'.repeat(1_000_000);
    expect((await bash('cat', {input})).stdout).toBe(input);
    expect(await bash('exec <&-; exit 0', {input})).toMatchObject({ok: true});
    expect((await bash('read -r line || echo none')).stdout).toBe('none\n');
  });

  test('only the environment that was given, a session of its own', async () => {
    const {stdout} = await bash('env; ps -o pid=,sid= -p $$');
    expect(stdout).toContain('LANG=C.UTF-8');
    expect(stdout).not.toContain('VITEST');
    const [pid, session] = (stdout.trim().split('\n').at(-1) ?? '').trim().split(/\s+/);
    expect(session).toBe(pid);
  });

  test('a time-out ends it with all it started', async () => {
    const {timedOut, signal} = await bash('trap "" TERM; sleep 1000; sleep 1000', {timeoutMs: 100});
    expect({timedOut, signal}).toEqual({timedOut: true, signal: 'SIGKILL'});
  });

  test('a stream answers what was written before it was there, and ends when disposed', async () => {
    const stream = streamProcess(['cat'], {env});
    const line = new Promise<string>((resolve) => stream.onLine(resolve));
    stream.write('early\n');
    expect(await line).toBe('early');
    expect(parentOf(stream.pid ?? 0)).not.toBe(process.pid);
    stream[Symbol.dispose]();
    expect((await stream.ended).exitCode).toBeUndefined();
    const never = streamProcess(['sleep', '1000'], {env});
    never[Symbol.dispose]();
    await never.ended;
  });

  test('many at once keep apart', async () => {
    const numbers = Array.from({length: 40}, (_, index) => String(index));
    const results = await Promise.all(numbers.map((number) => bash(`cat; echo ${number} >&2`, {input: number})));
    expect(results.map(({stdout, stderr}) => [stdout, stderr.trim()])).toEqual(numbers.map((one) => [one, one]));
  });
});

test('when the starter is gone nothing waits for it', async () => {
  const starter = await openStarter();
  const undo = startBy(starter);
  // As sandboxes are started, which so end with it.
  const stream = streamProcess(['setpriv', '--pdeathsig', 'KILL', '--', 'sleep', '1000'], {env});
  const {stdout} = await bash('echo $PPID');
  process.kill(Number(stdout), 'SIGKILL');
  await stream.ended;
  expect(await bash('true')).toMatchObject({ok: false, stderr: expect.stringContaining('starter') as string});
  undo[Symbol.dispose]();
  await starter[Symbol.asyncDispose]();
});
