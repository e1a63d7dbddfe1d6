import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer, Client} from '../testing/test-cloud.ts';

const POLICIES = '/networking/v2.0/qos/policies';
const PORTS = '/networking/v2.0/ports';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}`;

const makePolicy = async (admin: Client, values: object = {}): Promise<string> => {
  const made = await admin.post(POLICIES, {policy: {name: 'bw', ...values}});
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.policy.id;
};
const limit = (client: Client, policy: string, rule: object) =>
  client.post(`${POLICIES}/${policy}/bandwidth_limit_rules`, {bandwidth_limit_rule: rule});
const minimum = (client: Client, policy: string, rule: object) =>
  client.post(`${POLICIES}/${policy}/minimum_bandwidth_rules`, {minimum_bandwidth_rule: rule});

test('a policy with its rules, as the API and the drivers see it', async () => {
  const target = testCloud();
  const admin = await target.login('admin');
  const policy = await makePolicy(admin);
  const egress = await limit(admin, policy, {max_kbps: 2000});
  expect(egress.body.bandwidth_limit_rule).toMatchObject({max_kbps: 2000, max_burst_kbps: 0, direction: 'egress'});
  const id: string = egress.body.bandwidth_limit_rule.id;
  const ingress = await limit(admin, policy, {max_kbps: 3000, max_burst_kbps: 300, direction: 'ingress'});
  const dscp = await admin.post(`${POLICIES}/${policy}/dscp_marking_rules`, {dscp_marking_rule: {dscp_mark: 26}});
  expect(dscp.body.dscp_marking_rule.dscp_mark).toBe(26);
  expect((await admin.get(`${POLICIES}/${policy}`)).body.policy.rules).toEqual([
    {max_kbps: 2000, max_burst_kbps: 0, direction: 'egress', id, qos_policy_id: policy, type: 'bandwidth_limit'},
    {
      ...ingress.body.bandwidth_limit_rule,
      qos_policy_id: policy,
      type: 'bandwidth_limit',
    },
    {dscp_mark: 26, id: dscp.body.dscp_marking_rule.id, qos_policy_id: policy, type: 'dscp_marking'},
  ]);
  const changed = await admin.put(`${POLICIES}/${policy}/bandwidth_limit_rules/${id}`, {
    bandwidth_limit_rule: {max_kbps: 2500},
  });
  expect(changed.body.bandwidth_limit_rule).toMatchObject({max_kbps: 2500, direction: 'egress'});
  expect(target.cloud.state.qosPolicies?.[policy]?.rules[0]).toMatchObject({maxKbps: 2500});
  expect((await admin.delete(`${POLICIES}/${policy}/bandwidth_limit_rules/${id}`)).status).toBe(204);
  expect((await admin.get(`${POLICIES}/${policy}/bandwidth_limit_rules`)).body.bandwidth_limit_rules).toHaveLength(1);
  expect(why(await admin.get(`${POLICIES}/${policy}/bandwidth_limit_rules/${id}`))).toBe('404 QosRuleNotFound');
});

test('what a rule is refused for', async () => {
  const admin = await testCloud().login('admin');
  const policy = await makePolicy(admin);
  await limit(admin, policy, {max_kbps: 2000});
  expect(why(await limit(admin, policy, {max_kbps: 3000}))).toBe('409 QoSRulesConflict');
  expect(why(await limit(admin, policy, {max_kbps: -1}))).toBe('400 HTTPBadRequest');
  expect(why(await limit(admin, policy, {max_kbps: 'fast'}))).toBe('400 InvalidInput');
  expect(why(await limit(admin, policy, {max_kbps: 1, direction: 'up'}))).toBe('400 HTTPBadRequest');
  expect(why(await limit(admin, policy, {}))).toBe('400 HTTPBadRequest');
  expect(why(await minimum(admin, policy, {min_kbps: 3000}))).toBe('409 QoSRuleParameterConflict');
  const dscp = (mark: number) =>
    admin.post(`${POLICIES}/${policy}/dscp_marking_rules`, {dscp_marking_rule: {dscp_mark: mark}});
  expect(why(await dscp(27))).toBe('400 HTTPBadRequest');
  expect((await dscp(0)).status).toBe(201);
  expect(why(await limit(admin, '00000000-0000-4000-8000-000000000000', {max_kbps: 1}))).toBe('404 QosPolicyNotFound');
});

test('policies are made by admins, and used by who sees them', async () => {
  const target = testCloud();
  const [admin, demo] = [await target.login('admin'), await target.login('demo')];
  const refused = await demo.post(POLICIES, {policy: {name: 'mine'}});
  expect(refused.body.NeutronError.message).toBe('rule:create_policy is disallowed by policy');
  const [hidden, shared] = [await makePolicy(admin), await makePolicy(admin, {shared: true})];
  const {networkId} = await makeNetwork(demo);
  const port = (policy: string | null) => demo.post(PORTS, {port: {network_id: networkId, qos_policy_id: policy}});
  expect(why(await port(hidden))).toBe('404 QosPolicyNotFound');
  const made = await port(shared);
  expect(made.body.port).toMatchObject({qos_policy_id: shared, qos_network_policy_id: null});
  expect(why(await limit(demo, shared, {max_kbps: 1}))).toBe('403 PolicyNotAuthorized');
  expect(why(await admin.delete(`${POLICIES}/${shared}`))).toBe('409 QosPolicyInUse');
  const {id} = made.body.port;
  await admin.put(`${PORTS}/${id}`, {port: {qos_policy_id: hidden}});
  expect(why(await demo.put(`${PORTS}/${id}`, {port: {qos_policy_id: null}}))).toBe(
    '403 PolicyRemoveAuthorizationError',
  );
  await admin.put(`${PORTS}/${id}`, {port: {qos_policy_id: null}});
  expect((await admin.delete(`${POLICIES}/${shared}`)).status).toBe(204);
});

test("a network's policy is shown by its ports; a default one comes by itself", async () => {
  const admin = await testCloud().login('admin');
  const policy = await makePolicy(admin, {is_default: true});
  expect(why(await admin.post(POLICIES, {policy: {is_default: true}}))).toBe('409 QoSPolicyDefaultAlreadyExists');
  const {networkId} = await makeNetwork(admin);
  expect((await admin.get(`/networking/v2.0/networks/${networkId}`)).body.network.qos_policy_id).toBe(policy);
  const port = await admin.post(PORTS, {port: {network_id: networkId}});
  expect(port.body.port).toMatchObject({qos_policy_id: null, qos_network_policy_id: policy});
  expect(why(await admin.delete(`${POLICIES}/${policy}`))).toBe('409 QosPolicyInUse');
});

test('a minimum can be said and not be had: the Linux bridge driver knows none', async () => {
  const admin = await testCloud().login('admin');
  const {networkId} = await makeNetwork(admin);
  const policy = await makePolicy(admin);
  expect((await minimum(admin, policy, {min_kbps: 1000})).status).toBe(201);
  const port = await admin.post(PORTS, {port: {network_id: networkId, qos_policy_id: policy}});
  expect(why(port)).toBe('409 QosRuleNotSupported');
  const network = await admin.put(`/networking/v2.0/networks/${networkId}`, {network: {qos_policy_id: policy}});
  expect(why(network)).toBe('409 QosRuleNotSupportedByNetwork');
  const used = await makePolicy(admin);
  await admin.post(PORTS, {port: {network_id: networkId, qos_policy_id: used}});
  expect(why(await minimum(admin, used, {min_kbps: 1000}))).toBe('409 QosRuleNotSupported');
  expect((await admin.get(`${POLICIES}/${used}`)).body.policy.rules).toEqual([]);
});

test('the types of rules, and who can do them', async () => {
  const target = testCloud();
  const [admin, demo] = [await target.login('admin'), await target.login('demo')];
  const types = '/networking/v2.0/qos/rule-types';
  expect((await demo.get(types)).body.rule_types).toEqual([{type: 'bandwidth_limit'}, {type: 'dscp_marking'}]);
  expect((await demo.get(`${types}?all_rules=True`)).body.rule_types).toHaveLength(5);
  expect((await admin.get(`${types}/dscp_marking`)).body.rule_type.drivers[0].name).toBe('linuxbridge');
  expect((await admin.get(`${types}/minimum_bandwidth`)).body.rule_type.drivers).toEqual([]);
  expect((await demo.get(`${types}/dscp_marking`)).status).toBe(403);
});
