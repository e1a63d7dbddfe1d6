import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Host, ScriptRunner} from '../../../src/drivers/hosts/host.ts';
import {forPort, run, write} from '../../../src/drivers/neutron/command-words.ts';
import type {Command} from '../../../src/drivers/neutron/driver.ts';
import {actAndLook} from '../../../src/drivers/neutron/findings.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';

let host: Host;
let scripts: ScriptRunner;
beforeAll(async () => {
  host = await openTestSandbox(['one']);
  scripts = host.node('one').scripts();
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});

const WHY = {en: 'A test.', zh: '测试。'};
const QUESTIONS = {own: true, namespaces: [], tables: [], entries: false, files: [], processes: false, outputs: []};
const command = (port: string, line: string, namespace?: string): Command =>
  run(forPort(port), WHY, line, namespace === undefined ? {} : {namespace});
const act = async (commands: readonly Command[], log?: string) => {
  const {outcomes, found} = await actAndLook(
    {node: host.node('one'), scripts},
    commands.map((one) => ({command: one, ...(log !== undefined && {log})})),
    QUESTIONS,
  );
  const links = found.snapshot.namespaces['']?.links;
  return {
    ends: outcomes.map(({exitCode, stderr}) => (stderr === '' ? exitCode : `${exitCode}: ${stderr}`)),
    links: links?.ok === true ? Object.keys(links.value) : links?.why,
  };
};

test('a failure in a batch: what came before is done, what is of the same object is left out, the rest is done', async () => {
  const {ends, links} = await act([
    command('a', 'ip link add a1 type bridge'),
    // A wrong argument ends ip without a word about the line.
    command('b', 'ip link set a1 master nowhere'),
    command('b', 'ip link add b1 type bridge'),
    command('c', 'ip link add c1 type bridge'),
    // The kernel refuses; ip tells the line.
    command('d', 'ip link add c1 type bridge'),
    command('d', 'ip link add d1 type bridge'),
    command('a', 'ip link set a1 up'),
  ]);
  expect(ends).toEqual([
    0,
    '1: Error: argument "nowhere" is wrong: Device does not exist',
    undefined,
    0,
    '1: RTNETLINK answers: File exists',
    undefined,
    0,
  ]);
  expect(links).toEqual(['a1', 'c1', 'lo']);
});

test('the same for bridge, and for single commands of any program', async () => {
  await script(host.node('one'), 'ip link add vx type vxlan id 5 dstport 8472 local 10.0.0.1; ip link set vx up');
  const {ends} = await act([
    command('a', 'bridge fdb append 00:00:00:00:00:00 dev vx dst 10.0.0.2'),
    command('b', 'bridge fdb append 00:00:00:00:00:00 dev nowhere dst 10.0.0.2'),
    command('a', 'bridge fdb append 00:00:00:00:00:00 dev vx dst 10.0.0.3'),
    command('c', 'false'),
    command('c', 'true'),
    command('a', 'true'),
    command('d', 'no-such-program'),
  ]);
  expect(ends.slice(0, 6)).toEqual([0, '1: Cannot find device "nowhere"', 0, 1, undefined, 0]);
  expect(ends[6]).toMatch(/^127: .*no-such-program: command not found$/);
  expect((await script(host.node('one'), 'bridge fdb show dev vx')).match(/dst 10\.0\.0\.[23]/g)).toHaveLength(2);
});

test('sysctl writes what procps’ one would, and tells what is not there', async () => {
  const {ends} = await act([
    command('a', 'ip link add s1 type bridge'),
    command('a', 'sysctl -qw net/ipv4/conf/s1/arp_ignore=1 net.ipv4.conf.s1.arp_announce=2'),
    command('b', 'sysctl -qw net.ipv4.conf.nowhere.arp_ignore=1'),
  ]);
  expect(ends.slice(0, 2)).toEqual([0, 0]);
  expect(ends[2]).toMatch(/^1: .*\/proc\/sys\/net\/ipv4\/conf\/nowhere\/arp_ignore: No such file or directory$/);
  expect(await script(host.node('one'), 'sysctl -n net.ipv4.conf.s1.arp_ignore net.ipv4.conf.s1.arp_announce')).toBe(
    '1\n2\n',
  );
});

test('files with anything in them, input, and namespaces', async () => {
  const content = `a 'b' "c" $d \\e \`f\`\n\tlast line without end`;
  const {ends} = await act([
    write(forPort('a'), WHY, '/tmp/deep/er/file', content),
    command('a', 'ip netns add red'),
    command('a', 'ip link add x1 type bridge', 'red'),
    command('a', 'ip link set x1 up', 'red'),
    run(forPort('a'), WHY, 'tee /tmp/input', {input: "it's $HOME\n"}),
    command('b', 'ip link add x1 type bridge', 'green'),
    write(forPort('c'), WHY, '/tmp/gone', undefined),
  ]);
  expect(ends.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(ends[5]).toMatch(/^255: Cannot open network namespace "green"/);
  expect(ends[6]).toBe(0);
  expect(await script(host.node('one'), 'cat /tmp/deep/er/file')).toBe(content);
  expect(await script(host.node('one'), 'cat /tmp/input')).toBe("it's $HOME\n");
  expect(await script(host.node('one'), 'ip -n red -br link show x1')).toMatch(/^x1/);
});

test('a failed write tells why', async () => {
  const {ends} = await act([write(forPort('a'), WHY, '/proc/nothing/here', 'x')]);
  expect(ends[0]).toMatch(/^1: mkdir: cannot create directory/);
});

test('every end is noted in the log that is named, with the time', async () => {
  const log = '/tmp/agent.log';
  await act(
    [
      command('a', 'ip link add l1 type bridge'),
      command('b', 'ip link set l1 master nowhere'),
      command('b', 'ip link set l1 up'),
      command('c', 'ip link set l1 up'),
      run(forPort('d'), WHY, 'ls /nowhere /neither', {namespace: 'red'}),
      write(forPort('e'), WHY, '/tmp/written', 'x'),
    ],
    log,
  );
  await act([command('f', 'true')]);
  const lines = (await script(host.node('one'), `cat ${log}`)).trimEnd().split('\n');
  const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /;
  for (const line of lines) expect(line).toMatch(time);
  expect(lines.map((line) => line.replace(time, ''))).toEqual([
    'INFO [port a] ip link add l1 type bridge',
    'ERROR [port b] ip link set l1 master nowhere: Error: argument "nowhere" is wrong: Device does not exist (exit code 1)',
    'INFO [port c] ip link set l1 up',
    "ERROR [port d] ip netns exec red ls /nowhere /neither: ls: cannot access '/nowhere': No such file or directory ls: cannot access '/neither': No such file or directory (exit code 2)",
    'INFO [port e] write /tmp/written',
  ]);
});
