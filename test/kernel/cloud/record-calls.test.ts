import {expect, test} from 'vitest';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import {cloudHost, type CloudSettings} from '../../../src/labs/cloud/settings.ts';
import type {Lab} from '../../../src/labs/lab.ts';
import {tinyLab} from '../../../src/labs/test-fixtures/tiny-lab.ts';
import {recordCalls} from '../../../src/labs/verify/record-calls.ts';

const CLOUD: CloudSettings = {computes: 1, 'tenant-types': ['local']};
const signal = new AbortController().signal;

/** The tiny lab with a cloud, and a first step whose solve has these lines. */
function labOf(lines: readonly string[]): Lab {
  const [step] = tinyLab().steps;
  if (step === undefined) throw new Error('The tiny lab has no step.');
  const solve = lines.map((run) => ({node: 'controller', run, looks: false, proves: []}));
  return {
    ...tinyLab(),
    host: cloudHost(CLOUD),
    cloud: CLOUD,
    variables: {
      net: {kind: 'pick', from: ['network', 'api', 'blue', 'green', 'a']},
      t: {kind: 'number', from: 20, to: 40},
    },
    steps: [{...step, solve}],
  };
}

test('calls of the real client stand with variables and references, for any attempt', {timeout: 300_000}, async () => {
  const create = 'openstack subnet create --network {{net}} --subnet-range 172.16.{{t}}.0/24 {{net}}-a';
  const part = 'openstack network set --mtu {{t}}00 {{net}}';
  const rename = 'OS_CLOUD=admin openstack subnet set --name other [[subnet {{net}}-a]]';
  const foreign = 'openstack network create --project demo theirs';
  const {lines, problems} = await recordCalls(
    labOf([
      'openstack network create {{net}}',
      create,
      'ip link add mark type bridge',
      'openstack network list',
      part,
      rename,
      foreign,
    ]),
    {openHost: openSandbox, watch},
    signal,
  );
  expect(lines).toEqual([
    {
      line: 'openstack network create {{net}}',
      calls: [`api POST /networking/v2.0/networks '{"network": {"admin_state_up": true, "name": "{{net}}"}}'`],
    },
    {
      line: create,
      calls: [
        `api POST /networking/v2.0/subnets '{"subnet": {"cidr": "172.16.{{t}}.0/24", "ip_version": 4, "name": "{{net}}-a", "network_id": "[[network {{net}}]]"}}'`,
      ],
    },
    {line: 'openstack network list', calls: []},
    {line: part, calls: [`api PUT /networking/v2.0/networks/[[network {{net}}]] '{"network": {"mtu": "{{t}}00"}}'`]},
    {
      line: rename,
      calls: [`OS_CLOUD=admin api PUT /networking/v2.0/subnets/[[subnet {{net}}-a]] '{"subnet": {"name": "other"}}'`],
    },
    // The id of a project is another one in every attempt, and nothing names it.
    {
      line: foreign,
      calls: [
        `api POST /networking/v2.0/networks '{"network": {"admin_state_up": true, "name": "theirs", "project_id": "ID"}}'`,
      ],
    },
  ]);
  expect(problems).toEqual([foreign]);
});

test('a lab that never uses the client has nothing to write', async () => {
  expect(await recordCalls(labOf(['ip link']), {openHost: openSandbox, watch}, signal)).toEqual({
    lines: [],
    problems: [],
  });
});
