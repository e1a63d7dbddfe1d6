import {expect, test} from 'vitest';
import {openTestLabCloud} from './open-lab-cloud.ts';

test('api makes one call in its own form, as whom the shell says, with bash alone', {timeout: 60_000}, async () => {
  await using lab = await openTestLabCloud({computes: 1});
  // The folders of bash and cat, and neither a client nor curl in them.
  const alone = 'mkdir -p /run/alone && ln -sf "$(command -v bash)" "$(command -v cat)" /run/alone';
  const run = (node: string, words: string) =>
    lab.node(node).run(['bash', '-c', `${alone}; PATH=/run/alone; ${words}`], {timeoutMs: 20_000});
  const api = (words: string, node = 'controller') => run(node, `/usr/local/sbin/api ${words}`);

  const absent = await run('controller', 'command -v openstack curl python3');
  expect([absent.exitCode, absent.stdout]).toEqual([1, '']);

  const help = await lab.node('compute1').run(['api']);
  expect([help.exitCode, help.stdout.match(/^ {2}api POST .*$/gm)?.length]).toEqual([0, 3]);

  const made = await api(`POST /networking/v2.0/networks '{"network": {"name": "蓝"}}'`);
  expect([made.exitCode, made.stderr]).toEqual([0, 'HTTP 201 Created\n']);
  const {network} = JSON.parse(made.stdout) as {network: {id: string; name: string; tenant_id: string}};
  expect(network).toMatchObject({name: '蓝', admin_state_up: true});
  expect(lab.cloud.cloud.store.tables.networks.get(network.id)?.name).toBe('蓝');

  const subnet = await api(
    `post /networking/v2.0/subnets '{"subnet": {"network_id": "${network.id}", "ip_version": 4, "cidr": "172.16.100.0/24"}}'`,
    'compute1',
  );
  expect(subnet.stderr).toBe('HTTP 201 Created\n');

  // What the tenant may not do is refused in Neutron's words, whichever way one becomes the tenant.
  const provider = `POST /networking/v2.0/networks '{"network": {"provider:network_type": "local"}}'`;
  for (const asDemo of ['OS_CLOUD=demo', 'source /root/demo-openrc;']) {
    const refused = await run('compute1', `${asDemo} /usr/local/sbin/api ${provider}`);
    expect([refused.exitCode, refused.stderr]).toEqual([1, 'HTTP 403 Forbidden\n']);
    expect(JSON.parse(refused.stdout)).toHaveProperty('NeutronError');
  }

  const gone = await api(`DELETE /networking/v2.0/networks/${network.id}`);
  expect([gone.exitCode, gone.stdout, gone.stderr]).toEqual([0, '', 'HTTP 204 No Content\n']);
  expect(lab.cloud.cloud.store.tables.networks.get(network.id)).toBeUndefined();

  const wrongPassword = await run(
    'controller',
    "source /root/demo-openrc; OS_PASSWORD='a\"\\b' /usr/local/sbin/api GET /",
  );
  expect([wrongPassword.exitCode, wrongPassword.stderr]).toEqual([1, 'HTTP 401 Unauthorized\n']);
  for (const [words, says] of [
    ['FETCH /networking', 'FETCH is no method'],
    ['GET networking', 'begins with /'],
    ['GET', 'begins with /'],
    ['POST /networking/v2.0/networks {"network": {"name": "x"}}', 'put it between'],
  ] as const)
    expect(await api(words)).toMatchObject({exitCode: 2, stdout: '', stderr: expect.stringContaining(says) as string});
  // What is no JSON is told where something knows; the status tells it everywhere.
  const bad = `POST /networking/v2.0/networks '{"network": {name: x}}'`;
  expect((await api(bad)).stderr).toBe('HTTP 400 Bad Request\n');
  const told = await lab.node('controller').run(['bash', '-c', `api ${bad}`], {timeoutMs: 20_000});
  expect([told.exitCode, told.stderr]).toEqual([
    1,
    expect.stringMatching(/^HTTP 400 Bad Request\napi: This is no JSON \/ 这不是 JSON: .*line 1 column 14/),
  ]);
  // Where JSON is not what is wrong, the API says what is.
  const refused = await lab
    .node('controller')
    .run(['bash', '-c', `api POST /networking/v2.0/networks '{"network": {"x": 1}}'`]);
  expect([refused.exitCode, refused.stderr]).toEqual([1, 'HTTP 400 Bad Request\n']);
  // On a terminal the status comes last: a body is longer than most of them.
  const seen = await lab.node('controller').run(['script', '-qec', 'api GET /networking/v2.0/networks', '/dev/null']);
  expect(seen.stdout.trimEnd().split('\n').at(-1)).toBe('HTTP 200 OK');
  const nobody = await run('controller', 'OS_CLOUD=nobody /usr/local/sbin/api GET /');
  expect([nobody.exitCode, nobody.stderr]).toEqual([2, expect.stringContaining('no cloud nobody')]);
  const silent = await run('controller', 'OS_CLOUD= OS_AUTH_URL=http://127.0.0.1:9/identity /usr/local/sbin/api GET /');
  expect([silent.exitCode, silent.stderr]).toEqual([3, expect.stringContaining('no answer from 127.0.0.1:9')]);
  expect(lab.cloud.faults).toEqual([]);
});
