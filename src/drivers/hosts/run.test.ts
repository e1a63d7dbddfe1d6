import {expect, test} from 'vitest';
import {OUR_ENVIRONMENT} from './environment.ts';
import {runProcess, streamProcess} from './run.ts';

const env = OUR_ENVIRONMENT;
const bash = (script: string, options: {input?: string; timeoutMs?: number; signal?: AbortSignal} = {}) =>
  runProcess(['bash', '-c', script], {env, ...options});

test('success and failure have one shape', async () => {
  expect(await bash('echo out; echo err >&2')).toEqual({
    argv: ['bash', '-c', 'echo out; echo err >&2'],
    exitCode: 0,
    stdout: 'out\n',
    stderr: 'err\n',
    durationMs: expect.any(Number) as number,
    timedOut: false,
    canceled: false,
    notFound: false,
    ok: true,
  });
  expect(await bash('exit 3')).toMatchObject({exitCode: 3, ok: false});
  const killed = await bash('kill -9 $$');
  expect(killed).toMatchObject({signal: 'SIGKILL', ok: false, timedOut: false, canceled: false});
  expect(killed.exitCode).toBeUndefined();
});

test('what cannot be started does not reject', async () => {
  expect(await runProcess(['no-such-program'], {env})).toMatchObject({notFound: true, ok: false});
  expect(await runProcess(['/etc/passwd'], {env})).toMatchObject({
    notFound: false,
    ok: false,
    stderr: expect.stringContaining('EACCES') as string,
  });
  expect((await streamProcess(['no-such-program'], {env}).ended).stderr).toContain('ENOENT');
});

test('input nobody reads is no error', async () => {
  expect(await bash('exec <&-; exit 0', {input: 'x'.repeat(1_000_000)})).toMatchObject({ok: true});
});

test('only the environment that was given', async () => {
  process.env['UNDERLAY_TEST_SECRET'] = 'secret';
  const {stdout} = await bash('env');
  delete process.env['UNDERLAY_TEST_SECRET'];
  expect(stdout).not.toContain('secret');
  expect(stdout).toContain('LANG=C.UTF-8');
});

test('a time-out ends it, also where TERM is ignored', async () => {
  const obeys = await bash('sleep 1000', {timeoutMs: 100});
  expect(obeys).toMatchObject({timedOut: true, ok: false, signal: 'SIGTERM'});
  expect(obeys.durationMs).toBeLessThan(2000);
  expect(await bash('trap "" TERM; sleep 1000; sleep 1000', {timeoutMs: 100})).toMatchObject({
    timedOut: true,
    signal: 'SIGKILL',
  });
});

test('an abort before the start starts nothing', async () => {
  expect(await bash('echo never', {signal: AbortSignal.abort()})).toMatchObject({
    canceled: true,
    stdout: '',
    ok: false,
  });
});

test('a child in the background is neither waited for nor cut off from its output', async () => {
  const result = await bash('sleep 60 & echo $!');
  const child = Number(result.stdout);
  expect(result).toMatchObject({ok: true});
  expect(result.durationMs).toBeLessThan(5000);
  expect(() => process.kill(child, 0)).not.toThrow();
  process.kill(child);
});

test('lines of a stream, cut and joined as they come, and the last one without an end', async () => {
  const stream = streamProcess(['cat'], {env});
  const lines: string[] = [];
  const stop = stream.onLine((line) => lines.push(line));
  stream.write('one\ntwo中');
  stream.write('文\n\nlast');
  stream.endInput();
  expect(await stream.ended).toEqual({exitCode: 0, stderr: ''});
  expect(lines).toEqual(['one', 'two中文', '', 'last']);
  stop();
  stream[Symbol.dispose]();
  stream.write('after the end');
});

test('a stream tells what was said last on stderr', async () => {
  const stream = streamProcess(['bash', '-c', 'seq 100 >&2; exit 4'], {env});
  const {exitCode, stderr} = await stream.ended;
  expect(exitCode).toBe(4);
  expect(stderr.split('\n')).toEqual(Array.from({length: 20}, (_, at) => String(at + 81)));
});
