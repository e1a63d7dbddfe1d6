import {createServer} from 'node:http';
import {expect, test} from 'vitest';
import type {Listening} from '../../../src/drivers/hosts/host.ts';
import {findLeaks, takeCensus} from '../../../src/drivers/hosts/leak-census.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';

/** Answers HTTP on what listens inside. */
const serve = (server: Listening, words: string): void => {
  const http = createServer((_, response) => response.end(words));
  server.onConnection((connection) => http.emit('connection', connection));
};

test('a server of ours answers in the node and its neighbours, not in other networks of the node', async () => {
  await using host = await openTestSandbox(['a', 'b'], ['a:eth0 -- b:eth0']);
  const [a, b] = [host.node('a'), host.node('b')];
  await script(a, 'ip addr add 10.0.0.1/24 dev eth0; ip netns add other; ip -n other link set lo up');
  await script(b, 'ip addr add 10.0.0.2/24 dev eth0');
  serve(await a.listen({port: 80}), 'from outside');
  const get = 'busybox wget -qO- http://10.0.0.1/';
  expect(await script(a, get)).toBe('from outside');
  expect(await script(b, get)).toBe('from outside');
  const other = await a.run(['bash', '-c', 'busybox wget -qO- http://127.0.0.1/'], {namespace: 'other'});
  expect(other.stderr).toContain('Connection refused');
  // No process of the node has it.
  expect(await script(a, 'ps -e -o comm= | grep -c node || true')).toBe('0\n');
});

test('a socket in the file system of the node', async () => {
  await using host = await openTestSandbox(['a', 'b']);
  const node = host.node('a');
  serve(await node.listen({path: '/run/service'}), 'by file');
  const ask = `python3 -c "
import socket
s = socket.socket(socket.AF_UNIX); s.connect('/run/service'); s.send(b'GET / HTTP/1.0\\r\\n\\r\\n'); print(s.recv(4096).decode()[-7:])"`;
  expect(await script(node, ask)).toBe('by file\n');
  expect((await host.node('b').run(['test', '-e', '/run/service'])).exitCode).toBe(1);
});

test('what cannot be had is told with the reason', async () => {
  await using host = await openTestSandbox(['a']);
  const node = host.node('a');
  await node.listen({port: 80});
  await expect(node.listen({port: 80})).rejects.toThrow('EADDRINUSE');
  await expect(node.listen({path: '/nowhere/service'})).rejects.toThrow('ENOENT');
});

test('with the host its servers end, and nothing keeps its network', async () => {
  const host = await openTestSandbox(['a']);
  const node = host.node('a');
  const server = await node.listen({port: 80});
  serve(server, 'x');
  const closed = new Promise((resolve) => {
    server.onConnection((connection) => connection.once('close', resolve));
  });
  // A connection that nobody closes.
  await script(node, `exec 3<>/dev/tcp/127.0.0.1/80; sleep 100 <&3 >/dev/null 2>&1 & `);
  const census = await takeCensus(host);
  await host[Symbol.asyncDispose]();
  await closed;
  expect(await findLeaks(census)).toEqual([]);
});
