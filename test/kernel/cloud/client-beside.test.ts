import {expect, test} from 'vitest';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import type {RecordedCall} from '../../../src/labs/cloud/client-lines.ts';
import {openTypist} from '../open-sandbox.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';

test('a client beside the servers does what is typed in them', {timeout: 120_000}, async () => {
  await using lab = await openTestLabCloud({computes: 1}, {beside: openSandbox});
  const calls: RecordedCall[] = [];
  lab.cloud.onCall((call) => calls.push(call));
  const typed = async (node: string, line: string) => {
    const {exitCode, stdout, stderr} = await lab.node(node).run(['bash', '-c', line], {timeoutMs: 60_000});
    return {exitCode, stdout, stderr};
  };
  expect(await typed('controller', 'type -P openstack')).toMatchObject({stdout: '/run/cloud/bin/openstack\n'});
  expect(
    await typed('controller', `openstack network create --description "two  'words'" -f value -c description blue`),
  ).toEqual({exitCode: 0, stdout: "two  'words'\n", stderr: ''});
  expect(calls).toMatchObject([
    {user: 'admin', path: '/networking/v2.0/networks', body: {network: {name: 'blue', description: "two  'words'"}}},
  ]);
  // From another server, as somebody else, and what is refused.
  expect(await typed('compute1', 'OS_CLOUD=demo openstack network show blue')).toMatchObject({exitCode: 1, stdout: ''});
  expect(await typed('compute1', 'openstack network list -f value -c Name | tr a-z A-Z')).toMatchObject({
    stdout: 'BLUE\n',
  });
  expect(await typed('compute1', 'openstack')).toMatchObject({exitCode: 2});
  // Its tables are as wide as the shell they are typed in.
  using shell = await openTypist(lab.node('compute1'), {columns: 60, rows: 24});
  const table = (await shell.type('openstack network list', 60_000))
    .split(/\r?\n/)
    .filter((line) => line.startsWith('+'));
  expect(table.length).toBeGreaterThan(1);
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(await typed('compute1', 'ls /run/cloud/client')).toMatchObject({stdout: 'requests\n'});
});
