import {expect, test} from 'vitest';
import {furnishCloud, instancesUp} from '../../../src/labs/cloud/furnish.ts';
import type {CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {script} from '../open-sandbox.ts';
import {waitUntil} from '../wait-until.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';

const NEVER = new AbortController().signal;

const blue = (instances: CloudSettings['instances'] = []): CloudSettings => ({
  computes: 2,
  networks: [{name: 'blue', type: 'vxlan', segment: 100, subnets: [{name: 'blue-a', cidr: '172.16.100.0/24'}]}],
  instances,
});

test('the real client works in the shell of every server, and nowhere else', {timeout: 120_000}, async () => {
  await using lab = await openTestLabCloud({computes: 1});
  const openstack = (node: string, words: string) => script(lab.node(node), `openstack ${words}`, {timeoutMs: 60_000});
  expect(await openstack('controller', 'network create --provider-network-type local -f value -c name red')).toBe(
    'red\n',
  );
  expect(await openstack('compute1', 'network list -f value -c Name')).toBe('red\n');
  const demo = await script(
    lab.node('compute1'),
    'source /root/demo-openrc; openstack token issue -f value -c project_id',
    {
      timeoutMs: 60_000,
    },
  );
  const [project] = lab.cloud.cloud.store.tables.projects.find('name', 'demo');
  expect(demo.trim()).toBe(project?.id);
  // The switch has no business with the API, and a namespace of a server has no way to it.
  const ask = 'exec 3<>/dev/tcp/192.168.104.10/80';
  expect((await lab.node('compute1').run(['bash', '-c', ask])).ok).toBe(true);
  expect((await lab.node('switch').run(['timeout', '2', 'bash', '-c', ask])).ok).toBe(false);
  await script(lab.node('compute1'), 'ip netns add apart');
  expect((await lab.node('compute1').run(['timeout', '2', 'bash', '-c', ask], {namespace: 'apart'})).ok).toBe(false);
  expect(lab.cloud.faults).toEqual([]);
});

test('what the client asks for is in the timeline, down to the kernel', {timeout: 60_000}, async () => {
  await using lab = await openTestLabCloud(blue());
  await furnishCloud(lab.cloud, blue());
  await script(
    lab.node('controller'),
    'openstack server create --image cirros --flavor m1.tiny --network blue --availability-zone nova:compute1 vm1',
    {timeoutMs: 60_000},
  );
  await lab.cloud.settled();
  const entry = lab.cloud.timeline.entries.at(-1);
  expect(entry?.cause).toMatchObject({
    kind: 'request',
    user: 'admin',
    method: 'POST',
    path: '/compute/v2.1/servers',
    status: 202,
  });
  expect(entry?.cause.kind === 'request' && entry.cause.reads).toBeGreaterThan(2);
  expect(entry?.records.map(({table, how}) => `${how} ${table}`)).toEqual(
    expect.arrayContaining(['added servers', 'added ports']),
  );
  const commands = entry?.works.find(({node}) => node === 'compute1')?.outcomes ?? [];
  expect(commands.some(({command}) => command.kind === 'run' && command.argv.includes(lab.named('[[tap vm1]]')))).toBe(
    true,
  );
  expect(commands.every(({exitCode}) => exitCode === 0)).toBe(true);
  expect(
    entry?.reported.map(({table, fields}) => `${table} ${fields.find(({field}) => field === 'status')?.after}`),
  ).toEqual(expect.arrayContaining(['ports ACTIVE', 'servers ACTIVE']));
  expect(entry?.settledMs).toBeGreaterThan(0);
  // And it is so.
  expect(await script(lab.node('compute1'), lab.named('ip -br link show master [[bridge blue]]'))).toContain(
    lab.named('[[tap vm1]]'),
  );
});

test('a refusal is told in Neutron’s words', async () => {
  await using lab = await openTestLabCloud(blue());
  await furnishCloud(lab.cloud, blue());
  const answer = await lab.cloud.call({
    user: 'admin',
    project: 'admin',
    method: 'POST',
    path: '/networking/v2.0/subnets',
    body: {subnet: {network_id: lab.named('[[network blue]]'), ip_version: 4, cidr: '172.16.100.0/25'}},
  });
  expect(answer.status).toBe(400);
  expect(lab.cloud.timeline.entries.at(-1)?.cause).toMatchObject({
    status: 400,
    refused: expect.stringContaining('overlaps with another subnet'),
  });
});

test(
  'an agent that is stopped is seen to be, does nothing, and catches up when it is started',
  {timeout: 60_000},
  async () => {
    await using lab = await openTestLabCloud(blue([{name: 'vm1', network: 'blue', host: 'compute1'}]));
    await furnishCloud(lab.cloud, blue([{name: 'vm1', network: 'blue', host: 'compute1'}]));
    const compute = lab.node('compute1');
    expect(await script(compute, 'systemctl is-active neutron-linuxbridge-agent')).toBe('active\n');
    await script(compute, 'systemctl stop neutron-linuxbridge-agent');
    expect((await compute.run(['systemctl', 'status', 'neutron-linuxbridge-agent'])).exitCode).toBe(3);
    const alive = async () =>
      ((await lab.ask('GET', '/networking/v2.0/agents?host=compute1')) as {agents: {alive: boolean}[]}).agents.map(
        (agent) => agent.alive,
      );
    expect(await alive()).toEqual([false]);
    // What is broken meanwhile stays broken, also by what happens elsewhere.
    await script(compute, lab.named('bridge fdb del 00:00:00:00:00:00 dev [[vxlan blue]] dst 172.16.16.10'));
    await lab.ask('POST', '/networking/v2.0/ports', {port: {network_id: lab.named('[[network blue]]'), name: 'other'}});
    await lab.cloud.settled();
    const flood = () =>
      script(
        compute,
        lab.named('bridge fdb show dev [[vxlan blue]] | grep -c "^00:00:00:00:00:00 dst 172.16.16.10" || true'),
      );
    expect(await flood()).toBe('0\n');
    await script(compute, 'systemctl start neutron-linuxbridge-agent');
    expect(await alive()).toEqual([true]);
    expect(await flood()).toBe('1\n');
    const acts = lab.cloud.timeline.entries.flatMap(({cause, works}) =>
      cause.kind === 'agent' ? [[cause.act, works.length]] : [],
    );
    expect(acts).toEqual([
      ['stop', 0],
      ['start', 1],
    ]);
    const unknown = await compute.run(['systemctl', 'restart', 'neutron-dhcp-agent']);
    expect([unknown.exitCode, unknown.stderr]).toEqual([5, expect.stringContaining('not found')]);

    // Deleted by an admin, it is still installed.
    const listed = (await lab.ask('GET', '/networking/v2.0/agents?host=compute1')) as {agents: {id: string}[]};
    await lab.ask('DELETE', `/networking/v2.0/agents/${listed.agents[0]?.id}`);
    expect(await alive()).toEqual([]);
    await script(compute, 'systemctl restart neutron-linuxbridge-agent');
    expect(await alive()).toEqual([true]);
  },
);

test('instances answer each other across nodes, have a console, and are gone when deleted', async () => {
  const settings = blue([
    {name: 'vm1', network: 'blue', host: 'compute1'},
    {name: 'vm2', network: 'blue', host: 'compute2'},
  ]);
  await using lab = await openTestLabCloud(settings);
  await furnishCloud(lab.cloud, settings);
  await instancesUp(lab.host, lab.cloud, NEVER);
  const ping = () =>
    lab.node('compute1').run(['ping', '-c1', '-W2', lab.named('[[ip vm2]]')], {namespace: lab.named('[[guest vm1]]')});
  expect((await ping()).ok).toBe(true);
  const console = () =>
    lab.ask('POST', lab.named('/compute/v2.1/servers/[[server vm1]]/action'), {'os-getConsoleOutput': {}}) as Promise<{
      output: string;
    }>;
  await waitUntil(
    async () => (await console()).output.includes('vm1 login:'),
    () => 'the console shows the login prompt',
    10_000,
  );
  await lab.ask('DELETE', lab.named('/compute/v2.1/servers/[[server vm2]]'));
  await lab.cloud.settled();
  expect((await ping()).ok).toBe(false);
  expect((await lab.node('compute2').run(['ip', 'link', 'show', lab.named('[[tap vm2]]')])).ok).toBe(false);
});

test('from the call to the wire: network, subnet and two ports on two nodes', {timeout: 60_000}, async () => {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await using lab = await openTestLabCloud({computes: 2});
    const settings = blue([
      {name: 'vm1', network: 'blue', host: 'compute1'},
      {name: 'vm2', network: 'blue', host: 'compute2'},
    ]);
    const startedAt = performance.now();
    await furnishCloud(lab.cloud, settings);
    times.push(performance.now() - startedAt);
    expect([...lab.cloud.cloud.store.tables.ports.values()].map(({status}) => status)).toEqual([
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
    ]);
  }
  console.log(`API to wired: ${times.map((time) => time.toFixed()).join(', ')} ms (real Neutron 4200 ms)`);
  expect(Math.min(...times)).toBeLessThan(4200);
});
