import {beforeEach, describe, expect, test} from 'vitest';
import {makeReports} from '../../reports.ts';
import {brokenInvariants} from '../../testing/invariants.ts';
import {makeNetwork, testCloud} from '../../testing/test-cloud.ts';
import type {Answer, Client, TestCloud} from '../../testing/test-cloud.ts';

const AT = '/networking/v2.0/fwaas';

let target: TestCloud;
let demo: Client;
let admin: Client;

beforeEach(async () => {
  target = testCloud();
  demo = await target.login('demo');
  admin = await target.login('admin');
});

type Fields = Readonly<Record<string, unknown>>;
const make = async (client: Client, kind: 'rule' | 'policy' | 'group', fields: Fields = {}): Promise<Answer> =>
  client.post(`${AT}/firewall_${kind === 'policy' ? 'policies' : `${kind}s`}`, {[`firewall_${kind}`]: fields});
const rule = async (fields: Fields = {}, client = demo): Promise<string> =>
  (await make(client, 'rule', fields)).body.firewall_rule.id;
const policy = async (rules: readonly string[] = [], fields: Fields = {}, client = demo): Promise<string> =>
  (await make(client, 'policy', {firewall_rules: rules, ...fields})).body.firewall_policy.id;
const group = async (fields: Fields = {}, client = demo) => {
  const {body} = await make(client, 'group', fields);
  return body.firewall_group as {readonly id: string; readonly status: string; readonly ports: readonly string[]};
};
const put = (client: Client, id: string, fields: Fields): Promise<Answer> =>
  client.put(`${AT}/firewall_groups/${id}`, {firewall_group: fields});
const statusOf = async (id: string): Promise<string> =>
  (await admin.get(`${AT}/firewall_groups/${id}`)).body.firewall_group?.status;
const rulesOf = async (id: string): Promise<readonly string[]> =>
  (await demo.get(`${AT}/firewall_policies/${id}`)).body.firewall_policy.firewall_rules;

const errorOf = ({status, body}: Answer): string =>
  `${status} ${body?.NeutronError?.type}: ${body?.NeutronError?.message}`;

/** The port of a router on a fresh network. */
let subnets = 0;
const routerPort = async (client = demo): Promise<string> => {
  subnets += 1;
  const {subnetId} = await makeNetwork(client, {}, {cidr: `172.16.${subnets}.0/24`});
  const router = await client.post('/networking/v2.0/routers', {router: {name: 'r'}});
  const added = await client.put(`/networking/v2.0/routers/${router.body.router.id}/add_router_interface`, {
    subnet_id: subnetId,
  });
  return added.body.port_id;
};

describe('rules', () => {
  test('what is made is shown, in Neutron’s order', async () => {
    const made = await make(demo, 'rule', {
      name: 'ssh',
      protocol: 'TCP',
      destination_port: 22,
      source_ip_address: '10.0.0.0/24',
      action: 'Allow',
    });
    expect(made.status).toBe(201);
    expect(made.body.firewall_rule).toEqual({
      id: made.body.firewall_rule.id,
      tenant_id: demo.projectId,
      name: 'ssh',
      description: '',
      protocol: 'tcp',
      firewall_policy_id: [],
      ip_version: 4,
      source_ip_address: '10.0.0.0/24',
      destination_ip_address: null,
      source_port: null,
      destination_port: '22',
      action: 'allow',
      enabled: true,
      shared: false,
      project_id: demo.projectId,
    });
  });

  test.each([
    [{source_port: 80}, '400 FirewallRuleWithPortWithoutProtocolInvalid: Source/destination port requires a protocol.'],
    [
      {protocol: 'icmp', destination_port: 80},
      '400 FirewallRuleInvalidICMPParameter: Source, destination port are not allowed when protocol is set to ICMP.',
    ],
    [
      {ip_version: 6, source_ip_address: '10.0.0.0/24'},
      '400 FirewallIpAddressConflict: Invalid input - IP addresses do not agree with IP Version.',
    ],
    [
      {protocol: 'tcp', destination_port: '90:80'},
      '400 HTTPBadRequest: Invalid input for destination_port. Reason: First port in a port range must be lower than the second port.',
    ],
    [
      {protocol: 'tcp', destination_port: '99999'},
      '400 HTTPBadRequest: Invalid input for destination_port. Reason: Invalid port: 99999.',
    ],
    [
      {source_ip_address: '10.0.0.5/240'},
      "400 HTTPBadRequest: Invalid input for source_ip_address. Reason: '10.0.0.5/240' is neither a valid IP address, nor is it a valid IP subnet.",
    ],
    [{action: 'log'}, '400 HTTPBadRequest: Invalid input for action. Reason: log is not in valid_values.'],
    [{protocol: 'gre'}, '400 HTTPBadRequest: Invalid input for protocol. Reason: gre is not in valid_values.'],
    [
      {shared: true},
      '403 PolicyNotAuthorized: (rule:create_firewall_rule and rule:create_firewall_rule:shared) is disallowed by policy',
    ],
  ])('%j is refused', async (fields, words) => {
    expect(errorOf(await make(demo, 'rule', fields))).toBe(words);
  });

  test('an update is judged with what the rule has already', async () => {
    const id = await rule({protocol: 'tcp', destination_port: '22'});
    const change = (fields: Fields) => demo.put(`${AT}/firewall_rules/${id}`, {firewall_rule: fields});
    expect(errorOf(await change({protocol: 'icmp'}))).toContain('FirewallRuleInvalidICMPParameter');
    expect(errorOf(await change({protocol: null}))).toContain('FirewallRuleWithPortWithoutProtocolInvalid');
    expect((await change({protocol: 'icmp', destination_port: null})).status).toBe(200);
  });

  test('one that a policy has cannot go; one after the other they can', async () => {
    const id = await rule();
    const policyId = await policy([id]);
    expect((await demo.get(`${AT}/firewall_rules/${id}`)).body.firewall_rule.firewall_policy_id).toEqual([policyId]);
    expect(errorOf(await demo.delete(`${AT}/firewall_rules/${id}`))).toBe(
      `409 FirewallRuleInUse: Firewall rule ${id} is being used.`,
    );
    expect((await demo.delete(`${AT}/firewall_policies/${policyId}`)).status).toBe(204);
    expect((await demo.delete(`${AT}/firewall_rules/${id}`)).status).toBe(204);
  });

  test('none of the three kinds can be made in bulk', async () => {
    for (const kind of ['firewall_rules', 'firewall_policies', 'firewall_groups']) {
      const answer = await demo.post(`${AT}/${kind}`, {[kind]: [{}]});
      expect(errorOf(answer)).toBe('400 HTTPBadRequest: Bulk operation not supported');
    }
  });
});

describe('policies', () => {
  test('rules go in before, after, or at the top, and out again', async () => {
    const [a, b, c, d] = [await rule(), await rule(), await rule(), await rule()];
    const id = await policy([a, b], {audited: true});
    const act = (action: string, body: Fields) => demo.put(`${AT}/firewall_policies/${id}/${action}`, body);
    const inserted = await act('insert_rule', {firewall_rule_id: c, insert_before: b, insert_after: ''});
    // Without a wrapper, and nobody has looked at it any more.
    expect(inserted.body).toMatchObject({id, audited: false, firewall_rules: [a, c, b]});
    await act('insert_rule', {firewall_rule_id: d, insert_before: '', insert_after: b});
    expect(await rulesOf(id)).toEqual([a, c, b, d]);
    await act('remove_rule', {firewall_rule_id: c});
    await act('insert_rule', {firewall_rule_id: c, insert_before: '', insert_after: ''});
    expect(await rulesOf(id)).toEqual([c, a, b, d]);
    const stranger = await rule();
    expect(errorOf(await act('insert_rule', {firewall_rule_id: a}))).toBe(
      `409 FirewallRuleAlreadyAssociated: Operation cannot be performed since firewall rule ${a} is already associated with firewall policy ${id}.`,
    );
    expect(errorOf(await act('remove_rule', {firewall_rule_id: stranger}))).toBe(
      `400 FirewallRuleNotAssociatedWithPolicy: Firewall rule ${stranger} is not associated with firewall policy ${id}.`,
    );
    expect(errorOf(await act('insert_rule', {firewall_rule_id: stranger, insert_before: 'x'}))).toContain(
      'FirewallRuleNotAssociatedWithPolicy',
    );
    expect(errorOf(await act('insert_rule', {}))).toContain('FirewallRuleInfoMissing');
    expect(errorOf(await act('insert_rule', {firewall_rule_id: 'x'}))).toContain('FirewallRuleNotFound');
    expect(await rulesOf(id)).toEqual([c, a, b, d]);
  });

  test('what is shared has to be shared as a whole', async () => {
    const own = await rule({}, admin);
    const common = await rule({shared: true}, admin);
    expect(errorOf(await make(admin, 'policy', {shared: true, firewall_rules: [own]}))).toContain(
      '404 FirewallRuleSharingConflict',
    );
    const id = await policy([own, common], {}, admin);
    const share = await admin.put(`${AT}/firewall_policies/${id}`, {firewall_policy: {shared: true}});
    expect(errorOf(share)).toBe(
      `409 FirewallPolicySharingConflict: Operation cannot be performed. Before sharing firewall policy ${id}, share associated firewall rule ${own}.`,
    );
    expect(errorOf(await make(demo, 'policy', {firewall_rules: [own]}))).toBe(
      `409 FirewallRuleConflict: Operation cannot be performed since firewall rule ${own} is not shared and belongs to another project ${admin.projectId}.`,
    );
    expect((await make(demo, 'policy', {firewall_rules: [common]})).status).toBe(201);
    await admin.put(`${AT}/firewall_rules/${own}`, {firewall_rule: {shared: true}});
    expect((await admin.put(`${AT}/firewall_policies/${id}`, {firewall_policy: {shared: true}})).status).toBe(200);
    // Seen and used by others, changed by its owner alone.
    expect((await make(demo, 'group', {ingress_firewall_policy_id: id})).status).toBe(201);
    expect((await demo.put(`${AT}/firewall_policies/${id}`, {firewall_policy: {name: 'x'}})).status).toBe(403);
    const unshare = await admin.put(`${AT}/firewall_policies/${id}`, {firewall_policy: {shared: false}});
    expect(errorOf(unshare)).toBe(`409 FirewallPolicyInUse: Firewall policy ${id} is being used.`);
  });

  test('one that a group has cannot go', async () => {
    const id = await policy();
    await group({egress_firewall_policy_id: id});
    expect(errorOf(await demo.delete(`${AT}/firewall_policies/${id}`))).toContain('409 FirewallPolicyInUse');
  });

  test('names of the default ones are taken', async () => {
    expect(errorOf(await make(demo, 'policy', {name: 'default ingress'}))).toBe(
      "409 FirewallDefaultParameterExists: Operation cannot be performed since 'default ingress' is a reserved name for Firewall Policy.",
    );
  });
});

describe('groups', () => {
  test.each([
    ['nothing', {}, 'INACTIVE'],
    ['a policy alone', {ingress: true}, 'INACTIVE'],
    ['a port alone', {port: true}, 'INACTIVE'],
    ['both', {ingress: true, port: true}, 'ACTIVE'],
    ['both, switched off', {ingress: true, port: true, off: true}, 'DOWN'],
  ])(
    'made with %s',
    async (_, {ingress = false, port = false, off = false}: Readonly<Record<string, boolean>>, status) => {
      const made = await group({
        ...(ingress && {ingress_firewall_policy_id: await policy()}),
        ...(port && {ports: [await routerPort()]}),
        ...(off && {admin_state_up: false}),
      });
      expect(await statusOf(made.id)).toBe(status);
    },
  );

  test('who looks gets a default group: nothing in, everything out', async () => {
    const {body} = await demo.get(`${AT}/firewall_groups`);
    expect(body.firewall_groups).toMatchObject([{name: 'default', status: 'INACTIVE', ports: []}]);
    const [only] = body.firewall_groups;
    const actions = async (policyId: string) =>
      Promise.all(
        (await rulesOf(policyId)).map(async (id) => {
          const {action, ip_version: version} = (await demo.get(`${AT}/firewall_rules/${id}`)).body.firewall_rule;
          return `${action} ${version}`;
        }),
      );
    expect(await actions(only.ingress_firewall_policy_id)).toEqual(['deny 4', 'deny 6']);
    expect(await actions(only.egress_firewall_policy_id)).toEqual(['allow 4', 'allow 6']);
    expect(errorOf(await make(demo, 'group', {name: 'default'}))).toBe(
      "409 FirewallDefaultParameterExists: Operation cannot be performed since 'default' is a reserved name for Firewall Group.",
    );
    expect(errorOf(await put(demo, only.id, {admin_state_up: false}))).toBe(
      `409 FirewallDefaultObjectUpdateRestricted: Operation cannot be performed on default object '${only.id}' of type Firewall Group.`,
    );
    expect((await put(admin, only.id, {admin_state_up: false})).status).toBe(200);
    expect(errorOf(await demo.delete(`${AT}/firewall_groups/${only.id}`))).toBe(
      '409 FirewallGroupCannotRemoveDefault: Deleting default firewall group not allowed.',
    );
    expect((await admin.delete(`${AT}/firewall_groups/${only.id}`)).status).toBe(204);
    // The next look makes it again.
    expect((await demo.get(`${AT}/firewall_groups`)).body.firewall_groups).toHaveLength(1);
  });

  test('a port is in one group, is a router’s, and is the project’s own', async () => {
    const port = await routerPort();
    const first = await group({ports: [port]});
    expect(errorOf(await make(demo, 'group', {ports: [port]}))).toBe(
      `409 FirewallGroupPortInUse: Port(s) ['${port}'] provided already associated with other firewall group(s).`,
    );
    const {networkId} = await makeNetwork(demo);
    const other = async (fields: Fields) =>
      (
        await admin.post('/networking/v2.0/ports', {
          port: {network_id: networkId, project_id: demo.projectId, ...fields},
        })
      ).body.port.id;
    expect(errorOf(await put(demo, first.id, {ports: [await other({})]}))).toContain('409 FirewallGroupPortInvalid:');
    expect(errorOf(await put(demo, first.id, {ports: [await other({device_owner: 'compute:nova'})]}))).toContain(
      "is not supported by firewall driver 'fwaas_db'",
    );
    expect(errorOf(await make(admin, 'group', {ports: [port]}))).toContain('409 FirewallGroupPortInvalidProject');
    expect(errorOf(await put(demo, first.id, {ports: ['no']}))).toContain('is not a valid UUID');
  });

  test('a router port that goes leaves its group', async () => {
    const port = await routerPort();
    const made = await group({ports: [port]});
    const {deviceId, fixedIps} = target.cloud.store.tables.ports.get(port) ?? {};
    await demo.put(`/networking/v2.0/routers/${deviceId}/remove_router_interface`, {
      subnet_id: fixedIps?.[0]?.subnetId,
    });
    expect((await demo.get(`${AT}/firewall_groups/${made.id}`)).body.firewall_group.ports).toEqual([]);
  });

  test('a policy of another project that is not shared cannot be used, nor seen', async () => {
    const id = await policy([], {}, admin);
    expect(errorOf(await make(demo, 'group', {ingress_firewall_policy_id: id}))).toBe(
      `404 FirewallPolicyNotFound: Firewall policy ${id} could not be found.`,
    );
    const own = await group();
    expect(errorOf(await put(admin, own.id, {ingress_firewall_policy_id: id}))).toContain('404 FirewallPolicyConflict');
  });

  test('quotas count the default ones, too', async () => {
    await demo.get(`${AT}/firewall_groups`);
    for (let count = 1; count < 10; count += 1) expect((await make(demo, 'group')).status).toBe(201);
    expect(errorOf(await make(demo, 'group'))).toBe("409 OverQuota: Quota exceeded for resources: ['firewall_group'].");
    await admin.put(`/networking/v2.0/quotas/${demo.projectId}`, {quota: {firewall_group: 11}});
    expect((await make(demo, 'group')).status).toBe(201);
  });
});

describe('the life of a group while agents take their time', () => {
  let settle: (id: string) => void;
  let fail: (id: string) => void;

  beforeEach(async () => {
    target = testCloud({agents: false});
    demo = await target.login('demo');
    admin = await target.login('admin');
    const reports = makeReports(target.cloud);
    settle = (groupId) => reports.firewalls([{groupId, status: 'DONE'}]);
    fail = (groupId) => reports.firewalls([{groupId, status: 'ERROR', reason: 'no conntrack'}]);
  });

  test('every state and every refusal on the way', async () => {
    const ssh = await rule();
    const policyId = await policy([ssh]);
    const port = await routerPort();
    const {id} = await group({ingress_firewall_policy_id: policyId, ports: [port]});
    const pending = async (status: string): Promise<void> => {
      const words = `409 FirewallGroupInPendingState: Operation cannot be performed since associated firewall group ${id} is in ${status}.`;
      expect(await statusOf(id)).toBe(status);
      expect(errorOf(await put(demo, id, {name: 'x'}))).toBe(words);
      expect(errorOf(await demo.put(`${AT}/firewall_policies/${policyId}`, {firewall_policy: {}}))).toBe(words);
      expect(errorOf(await demo.put(`${AT}/firewall_rules/${ssh}`, {firewall_rule: {}}))).toBe(words);
      const out = await demo.put(`${AT}/firewall_policies/${policyId}/remove_rule`, {firewall_rule_id: ssh});
      expect(errorOf(out)).toBe(words);
    };
    await pending('PENDING_CREATE');
    settle(id);
    expect(await statusOf(id)).toBe('ACTIVE');
    expect(errorOf(await demo.delete(`${AT}/firewall_groups/${id}`))).toBe(
      `409 FirewallGroupInUse: Firewall group ${id} is still active.`,
    );
    // Switching it off tells nobody …
    await put(demo, id, {admin_state_up: false});
    expect(await statusOf(id)).toBe('ACTIVE');
    expect(target.cloud.state.firewallGroups?.[id]?.told).toEqual({adminStateUp: true, portIds: [port]});
    // … until a rule is taken out.
    await demo.put(`${AT}/firewall_policies/${policyId}/remove_rule`, {firewall_rule_id: ssh});
    expect(await statusOf(id)).toBe('PENDING_UPDATE');
    expect(target.cloud.state.firewallGroups?.[id]?.told).toEqual({adminStateUp: false, portIds: [port]});
    settle(id);
    expect(await statusOf(id)).toBe('DOWN');
    expect((await demo.delete(`${AT}/firewall_groups/${id}`)).status).toBe(204);
    expect(brokenInvariants(target.cloud.store.tables)).toEqual([]);
  });

  test('the last port gone is INACTIVE; a port without a policy is told nobody', async () => {
    const {id} = await group({ingress_firewall_policy_id: await policy(), ports: [await routerPort()]});
    settle(id);
    await put(demo, id, {ports: []});
    expect(await statusOf(id)).toBe('PENDING_UPDATE');
    expect(target.cloud.state.firewallGroups?.[id]?.told).toBeNull();
    settle(id);
    expect(await statusOf(id)).toBe('INACTIVE');
    await put(demo, id, {ingress_firewall_policy_id: null});
    await put(demo, id, {ports: [await routerPort()]});
    expect(await statusOf(id)).toBe('INACTIVE');
    // With ports, an INACTIVE group is taken away by the agents.
    expect((await demo.delete(`${AT}/firewall_groups/${id}`)).status).toBe(204);
    expect(await statusOf(id)).toBe('PENDING_DELETE');
    settle(id);
    expect((await demo.get(`${AT}/firewall_groups/${id}`)).status).toBe(404);
  });

  test('an agent that fails makes an ERROR, which the next change leaves', async () => {
    const policyId = await policy();
    const {id} = await group({ingress_firewall_policy_id: policyId, ports: [await routerPort()]});
    fail(id);
    expect(await statusOf(id)).toBe('ERROR');
    expect((await put(demo, id, {egress_firewall_policy_id: policyId})).status).toBe(200);
    expect(await statusOf(id)).toBe('PENDING_UPDATE');
    settle(id);
    expect(await statusOf(id)).toBe('ACTIVE');
    settle('gone');
  });

  test('a rule that changes in a shared policy is told to every group that has it', async () => {
    const common = await rule({shared: true}, admin);
    const policyId = await policy([common], {shared: true}, admin);
    const {id} = await group({egress_firewall_policy_id: policyId, ports: [await routerPort()]});
    settle(id);
    expect((await admin.put(`${AT}/firewall_rules/${common}`, {firewall_rule: {enabled: false}})).status).toBe(200);
    expect(await statusOf(id)).toBe('PENDING_UPDATE');
  });
});
