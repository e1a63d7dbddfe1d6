import {createServer} from 'node:http';
import {expect, test} from 'vitest';
import {HostError} from '../../../src/drivers/hosts/host-error.ts';
import type {Host, HostPlan} from '../../../src/drivers/hosts/host.ts';
import type {Line} from '../../../src/drivers/hosts/remote/messages.ts';
import {openRemoteHost} from '../../../src/drivers/hosts/remote/remote-host.ts';
import {remoteObjects} from '../../../src/drivers/hosts/remote/remote-objects.ts';
import {serveHosts} from '../../../src/drivers/hosts/remote/serve-host.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import {openTypist, script, testPlan} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';

/** Two ends of a line in this process; what is said arrives a turn of the event loop later. */
function openLine() {
  const {promise: broke, resolve: breakLine} = Promise.withResolvers<string>();
  const end = () => {
    const listeners = new Set<(text: string) => void>();
    const hear = (text: string): void => {
      setImmediate(() => {
        for (const listener of listeners) listener(text);
      });
    };
    return {listeners, hear};
  };
  const [here, there] = [end(), end()];
  const lineOf = (own: typeof here, other: typeof here): Line => ({
    send: other.hear,
    onText: (listener) => own.listeners.add(listener),
    broke,
  });
  return {here: lineOf(here, there), there: lineOf(there, here), breakLine};
}

interface Far extends AsyncDisposable {
  readonly host: Host;
  readonly breakLine: (why: string) => void;
}

async function openFar(plan: HostPlan): Promise<Far> {
  const {here, there, breakLine} = openLine();
  const opened: Host[] = [];
  serveHosts(there, async (asked, signal) => {
    const host = await openSandbox(asked, signal);
    opened.push(host);
    return host;
  });
  const host = await openRemoteHost(remoteObjects(here), 'vm', plan);
  return {
    host,
    breakLine,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((one) => one[Symbol.asyncDispose]()));
    },
  };
}

test('commands: output, exit codes, input, environment, namespaces, what is missing, in time or not', async () => {
  await using far = await openFar(testPlan(['a', 'b'], ['a:eth0 -- b:eth0']));
  const {host} = far;
  const node = host.node('a');
  expect(await node.run(['bash', '-c', "echo 'it is'; echo no >&2; exit 3"])).toMatchObject({
    argv: ['bash', '-c', "echo 'it is'; echo no >&2; exit 3"],
    stdout: 'it is\n',
    stderr: 'no\n',
    exitCode: 3,
    ok: false,
  });
  expect((await node.run(['cat'], {input: 'ab\n"c"'})).stdout).toBe('ab\n"c"');
  expect((await node.run(['printenv', 'SPEECH'], {env: {SPEECH: "it's"}})).stdout).toBe("it's\n");
  expect((await node.run(['hostname'])).stdout).toBe('a\n');
  await script(node, 'ip netns add red; ip -n red link add in-red type bridge');
  expect((await node.run(['ip', '-br', 'link', 'show', 'in-red'], {namespace: 'red'})).ok).toBe(true);
  expect((await node.run(['ip', '-br', 'link', 'show', 'in-red'])).ok).toBe(false);
  expect(await node.run(['no-such-program'])).toMatchObject({notFound: true, ok: false});
  expect(await node.run(['sleep', '50'], {timeoutMs: 200})).toMatchObject({timedOut: true, ok: false});
  const abort = new AbortController();
  const sleeping = node.run(['sleep', '50'], {signal: abort.signal});
  setTimeout(() => {
    abort.abort();
  }, 100);
  expect(await sleeping).toMatchObject({canceled: true, ok: false});
  const many = await Promise.all([1, 2, 3, 4, 5].map((n) => node.run(['echo', String(n)])));
  expect(many.map(({stdout}) => stdout.trim())).toEqual(['1', '2', '3', '4', '5']);
  expect(host.log.entries.map(({argv}) => argv.join(' '))).toContain('hostname');
  expect(host.log.entries.some(({argv}) => argv.join(' ').includes('eth0'))).toBe(true);
});

test('a terminal, a stream, files, namespaces as they come and go, and a whole snapshot', async () => {
  await using far = await openFar(testPlan(['a']));
  const node = far.host.node('a');
  using typist = await openTypist(node);
  expect(await typist.type('echo $((6 * 7))')).toContain('42\r\n');
  typist.terminal.resize({columns: 100, rows: 30});
  expect(await typist.type('stty size')).toContain('30 100');

  using stream = node.stream(['cat']);
  const lines: string[] = [];
  stream.onLine((line) => lines.push(line));
  stream.write('one\ntwo\n');
  await waitUntil(
    () => lines.length === 2,
    () => `two lines, not ${lines.join()}`,
  );

  expect(await node.files.read('/etc/hostname')).toBe('a\n');
  expect(await node.files.list('/run')).toContain('lock');
  expect(await node.files.link('/proc/1/ns/net')).toMatch(/^net:/);
  await expect(node.files.read('/nowhere')).rejects.toMatchObject({code: 'ENOENT'});

  await using watcher = await watch(far.host);
  await script(node, 'ip netns add blue; ip -n blue link add br7 type bridge');
  await waitUntil(
    () => JSON.stringify(watcher.current).includes('br7'),
    () => 'br7 in the snapshot',
  );
  await script(node, 'ip netns del blue');
  await waitUntil(
    () => !JSON.stringify(watcher.current).includes('br7'),
    () => 'a snapshot without br7',
  );
});

test('a server of ours answers in the node', async () => {
  await using far = await openFar(testPlan(['a']));
  const node = far.host.node('a');
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.end(`${request.method} ${Buffer.concat(chunks).length}`));
  });
  using listening = await node.listen({port: 80});
  listening.onConnection((connection) => http.emit('connection', connection));
  expect(await script(node, 'busybox wget -qO- http://127.0.0.1/')).toBe('GET 0');
  const post = 'head -c 300000 /dev/zero >/tmp/body; curl -s --data-binary @/tmp/body http://127.0.0.1/';
  expect(await script(node, post)).toBe('POST 300000');
  await expect(node.listen({port: 80})).rejects.toThrow('EADDRINUSE');
});

/** Answers one question. */
const ANSWERS = `$socket = IO::Socket::UNIX->new(Local => '/run/answers.sock', Listen => 1) or die;
$asker = $socket->accept; $question = <$asker>; print $asker "asked: $question"`;

test('who listens on a socket is asked; that nobody does is told, and harms nothing', async () => {
  await using far = await openFar(testPlan(['a']));
  const node = far.host.node('a');
  const {files} = node;
  using _server = node.stream(['perl', '-MIO::Socket::UNIX', '-e', ANSWERS]);
  await waitUntil(
    async () => (await files.list('/run')).includes('answers.sock'),
    () => 'somebody listens',
  );
  await expect(files.ask('/run/answers.sock', 'show stat\n')).resolves.toBe('asked: show stat\n');
  await expect(files.ask('/run/no-such.sock', '?')).rejects.toThrow('ENOENT');
  await waitUntil(
    () =>
      files.ask('/run/answers.sock', '?').then(
        () => false,
        (error: Error) => error.message.includes('ECONNREFUSED'),
      ),
    () => 'who answered has ended',
  );
});

test('what cannot be opened says why; a line that breaks ends the host', async () => {
  const {here, there} = openLine();
  serveHosts(there, () => {
    throw new HostError({en: 'No.', zh: '不。'}, {en: 'Try.', zh: '试试。'});
  });
  const failure = await openRemoteHost(remoteObjects(here), 'vm', testPlan(['a'])).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(HostError);
  expect(failure).toMatchObject({why: {en: 'No.', zh: '不。'}, next: {zh: '试试。'}});

  await using far = await openFar(testPlan(['a']));
  const node = far.host.node('a');
  const running = node.run(['sleep', '50']);
  const terminal = node.terminal({columns: 80, rows: 24});
  const stream = node.stream(['cat']);
  far.breakLine('It was cut.');
  expect((await far.host.ended).en).toContain('It was cut.');
  expect(await running).toMatchObject({ok: false, canceled: true, stderr: 'It was cut.'});
  expect(await terminal.exited).toBe(129);
  expect((await stream.ended).stderr).toBe('It was cut.');
});
