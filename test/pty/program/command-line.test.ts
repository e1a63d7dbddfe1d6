import {cpSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {atPace} from '../../pace.ts';
import {KEY} from '../emulator.ts';
import {openProgram, runInShell, runProgram, temporaryHome} from './open-program.ts';

const CONTENT = join(import.meta.dirname, '../../../labs-content');

test('labs are listed, as text in two languages and as JSON', () => {
  using home = temporaryHome();
  const english = runProgram(['labs'], {home: home.path});
  expect(english).toMatchObject({exitCode: 0, stderr: ''});
  expect(english.stdout).toContain('A namespace is an island');
  expect(runProgram(['labs'], {home: home.path, env: {LANG: 'zh_CN.UTF-8'}}).stdout).toContain('命名空间是一座孤岛');
  const {labs, broken} = JSON.parse(runProgram(['labs', '--json'], {home: home.path}).stdout) as {
    labs: {id: string}[];
    broken: unknown[];
  };
  const folders = readdirSync(CONTENT, {withFileTypes: true}).filter((entry) => entry.isDirectory());
  const numbered = folders.map(({name}) => name).toSorted();
  expect(labs.map(({id}) => id)).toEqual(numbered.map((name) => name.replace(/^\d+-/, '')));
  expect(labs[0]?.id).toBe('island');
  expect(broken).toEqual([]);
});

test.each([
  {args: ['run', 'iland'], says: 'Did you mean island?'},
  {args: ['verfy'], says: /verify/},
  {args: ['labs', '--jsn'], says: '--json'},
  {args: ['run', 'island', '--step', '9'], says: '5 steps'},
  {args: ['run', 'island', '--step', 'x'], says: 'whole number'},
  {args: ['run'], says: 'lab'},
])('a wrong command line ($args) ends with 2 and a suggestion', ({args, says}) => {
  using home = temporaryHome();
  const ran = runProgram([...args, ...(args[0] === 'run' && args.length > 1 ? ['--plain'] : [])], {home: home.path});
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toMatch(says);
});

test('a lab that cannot be loaded ends with 4', () => {
  using home = temporaryHome();
  const labs = join(home.path, 'labs');
  cpSync(join(import.meta.dirname, '../../good-lab'), labs, {recursive: true});
  rmSync(join(labs, '010-good', 'zh.md'));
  const env = {UNDERLAY_LABS: labs};
  for (const args of [
    ['run', 'good', '--plain'],
    ['verify', 'good'],
    ['set-up', '--for', 'good'],
  ]) {
    const ran = runProgram(args, {home: home.path, env});
    expect([ran.exitCode, ran.stderr]).toEqual([4, expect.stringContaining('cannot be loaded')]);
  }
});

test('a reader that closes the pipe early is no error', () => {
  using home = temporaryHome();
  expect(runInShell('underlay labs | true', {home: home.path}).stderr).toBe('');
});

test('a home that cannot be made is told, and the program goes on without it', () => {
  const home = '/proc/no-such-home';
  expect(runProgram(['labs'], {home})).toMatchObject({exitCode: 0, stderr: ''});
  const ran = runProgram(['run', 'island', '--plain'], {home, input: ':text\n'});
  expect(ran.stdout).toContain('A namespace is an island');
  expect(ran.stderr).toMatch(/^Progress cannot be saved in \/proc\/no-such-home\/progress\.json .* owner and rights/);
  expect(ran.exitCode).toBe(0);
});

test('where the window cannot be drawn, it is said why, and what to do instead', async () => {
  using home = temporaryHome();
  const piped = runProgram([], {home: home.path});
  expect([piped.exitCode, piped.stderr]).toEqual([2, expect.stringMatching(/needs a terminal.*--plain/)]);
  await using english = openProgram(['run', 'island'], {home: home.path, columns: 200, env: {TERM: 'dumb'}});
  await english.shows('TERM=dumb says that this terminal can only print lines');
  await english.shows('underlay run LAB --plain');
  await using chinese = openProgram([], {home: home.path, columns: 200, env: {TERM: 'dumb', LANG: 'zh_CN.UTF-8'}});
  await chinese.shows('TERM=dumb 表示这个终端只能逐行输出');
});

test('help and version end well', () => {
  using home = temporaryHome();
  expect(runProgram(['--help'], {home: home.path})).toMatchObject({exitCode: 0});
  expect(runProgram(['help'], {home: home.path}).stdout).toBe(runProgram(['--help'], {home: home.path}).stdout);
  expect(runProgram(['help', 'verify'], {home: home.path}).stdout).toMatch(/^Usage: underlay verify/);
  expect(runProgram(['--version'], {home: home.path}).stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});

test('doctor proves what this machine can do within three seconds', async () => {
  using home = temporaryHome();
  const startedAt = performance.now();
  const ran = runProgram(['doctor', '--json'], {home: home.path});
  expect(performance.now() - startedAt).toBeLessThan(await atPace(3000));
  const report = JSON.parse(ran.stdout) as {
    capabilities: {capability: string; proved: boolean; why?: unknown; mend?: unknown}[];
  };
  expect(report.capabilities.find(({capability}) => capability === 'namespaces')).toMatchObject({proved: true});
  for (const {proved, why, mend} of report.capabilities)
    if (!proved) expect([typeof why, typeof mend]).toEqual(['object', 'object']);
});

test('a lab is done line by line through a pipe', () => {
  using home = temporaryHome();
  const first = runProgram(['run', 'island', '--plain'], {home: home.path, input: ':text\n'});
  const name = /namespace named (\w+)/.exec(first.stdout)?.[1] ?? '';
  expect(name).not.toBe('');
  const ran = runProgram(['run', 'island', '--plain'], {
    home: home.path,
    input: `ip netns add ${name}\n:check\nip netns del ${name}\n:check\n`,
  });
  expect(ran.stdout).toMatch(/✔.*exists/);
  expect(ran.stdout).toMatch(/✘.*exists/);
  expect(ran.exitCode).toBe(0);
});

test('another window asks a running lab', async () => {
  using home = temporaryHome();
  expect(runProgram(['check'], {home: home.path})).toMatchObject({exitCode: 3});
  await using window = openProgram(['run', 'island'], {home: home.path});
  await window.shows('stays untouched');
  window.press(KEY.enter);
  await window.shows('root@host:~#');
  await window.shows('checks 0/1');
  const check = runProgram(['check', 'island'], {home: home.path});
  expect(check.exitCode).toBe(1);
  expect(check.stdout).toContain('exists');
  const topology = JSON.parse(runProgram(['topology', '--json'], {home: home.path}).stdout) as {
    nodes: {name: string}[];
  };
  expect(topology.nodes.map(({name}) => name)).toEqual(['host']);
  expect(runProgram(['topology', 'island', '--mermaid'], {home: home.path}).stdout).toMatch(/^flowchart/);
  const host = runProgram(['topology', '--node', 'host'], {home: home.path});
  expect([host.exitCode, host.stdout]).toEqual([0, expect.stringMatching(/^node host\n/)]);
  const nowhere = runProgram(['topology', '--node', 'nowhere'], {home: home.path});
  expect([nowhere.exitCode, nowhere.stdout]).toEqual([2, 'There is no node nowhere. Nodes: host.\n']);
  expect(runProgram(['topology', '--json', '--mermaid'], {home: home.path})).toMatchObject({exitCode: 2});
});
