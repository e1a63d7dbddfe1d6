import {expect, test} from 'vitest';
import {withoutClient} from '../../../src/labs/cloud/without-client.ts';
import {cloudHost, type CloudSettings} from '../../../src/labs/cloud/settings.ts';
import type {LabRun} from '../../../src/labs/lab-run.ts';
import type {Lab, SolveLine, Step} from '../../../src/labs/lab.ts';
import {tinyLab} from '../../../src/labs/test-fixtures/tiny-lab.ts';
import {openTestLab, passed, ready, sitDown} from './open-test-lab.ts';

const CLOUD: CloudSettings = {computes: 1, 'tenant-types': ['local']};
const NETWORK = 'openstack network create blue';
const SUBNET = 'openstack subnet create --network blue --subnet-range 172.16.9.0/24 blue-a';
const PORT = 'openstack port create --network blue p1';
const SUBNET_BODY =
  '{"subnet": {"cidr": "172.16.9.0/24", "ip_version": 4, "name": "blue-a", "network_id": "[[network blue]]"}}';

/** Three steps of one line for the client each. */
function clientLab(): Lab {
  const [template] = tinyLab().steps;
  if (template === undefined) throw new Error('The tiny lab has no step.');
  const {predict: _, ...plain} = template;
  const line = (run: string): SolveLine => ({node: 'controller', run, looks: false, proves: []});
  const text = (run: string) => ({en: `Do:\n\n\`\`\`\n${run}\n\`\`\``, zh: `执行：\n\n\`\`\`\n${run}\n\`\`\``});
  const step = (kind: 'network' | 'subnet' | 'port', name: string, run: string): Step => ({
    ...plain,
    id: kind,
    text: text(run),
    solve: [line(run)],
    checks: [{id: kind, claim: {claim: 'resource', kind, name}}],
  });
  return {
    ...tinyLab(),
    id: 'client',
    host: cloudHost(CLOUD),
    cloud: CLOUD,
    steps: [step('network', 'blue', NETWORK), step('subnet', 'blue-a', SUBNET), step('port', 'p1', PORT)],
    clientLines: [
      {line: NETWORK, calls: [`api POST /networking/v2.0/networks '{"network": {"name": "blue"}}'`]},
      {line: SUBNET, calls: [`api POST /networking/v2.0/subnets '${SUBNET_BODY}'`]},
      {
        line: PORT,
        calls: [`api POST /networking/v2.0/ports '{"port": {"name": "p1", "network_id": "[[network blue]]"}}'`],
      },
    ],
  };
}

/** The call that the lesson of the current step shows now. */
const callShown = ({session}: LabRun): string =>
  /^api .*$/m.exec(session.lab.steps[session.current]?.text.zh ?? '')?.[0] ?? '';

test('without the client a learner types the calls that the lesson shows', {timeout: 120_000}, async () => {
  const {run, hosts} = openTestLab({lab: withoutClient(clientLab())});
  await using _run = run;
  await ready(run, 60_000);
  const hidden = await hosts[0]?.node('controller').run(['mount', '--bind', '/dev/null', '/usr/bin/openstack']);
  expect(hidden?.ok, hidden?.stderr).toBe(true);
  const shell = await sitDown(run, 'controller');
  expect(await shell.type(NETWORK)).toContain('Permission denied');
  expect(run.session.steps[0]?.status).toBe('current');

  expect(await shell.type(callShown(run), 10_000)).toContain('HTTP 201 Created');
  await passed(run, 0, 10_000);
  run.next();
  // The network has an id now.
  const id = /"network_id": "([0-9a-f-]{36})"/.exec(callShown(run))?.[1];
  expect(callShown(run)).toContain('"cidr": "172.16.9.0/24"');
  expect(await shell.type("api GET '/networking/v2.0/networks?name=blue'", 10_000)).toContain(`"id": "${id}"`);
  expect(await shell.type(callShown(run), 10_000)).toContain('HTTP 201 Created');
  await passed(run, 1, 10_000);
  run.next();

  await run.typeSolve();
  await passed(run, 2, 10_000);
  expect(shell.screen()).toContain('api POST /networking/v2.0/ports');
});

test('steps that are skipped are done by calls', {timeout: 120_000}, async () => {
  const {run} = openTestLab({lab: withoutClient(clientLab()), step: 2});
  await using _run = run;
  await ready(run, 60_000);
  const causes = (run.timeline?.entries ?? []).map(({cause}) => cause);
  expect(causes.flatMap((cause) => (cause.kind === 'request' ? [`${cause.status} ${cause.path}`] : []))).toEqual([
    '201 /networking/v2.0/networks',
    '201 /networking/v2.0/subnets',
  ]);
  const ran = (run.commandLog?.entries ?? []).map(({argv}) => argv.join(' '));
  expect(ran.filter((words) => words.includes('api POST'))).toHaveLength(2);
  expect(ran.filter((words) => words.includes('openstack '))).toEqual([]);
});
