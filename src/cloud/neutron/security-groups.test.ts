import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import type {Answer} from '../testing/test-cloud.ts';

const GROUPS = '/networking/v2.0/security-groups';
const RULES = '/networking/v2.0/security-group-rules';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}`;

test('the default group lets everything out, and in only what comes from its own members', async () => {
  const demo = await testCloud().login('demo');
  const {body} = await demo.get(GROUPS);
  expect(body.security_groups).toHaveLength(1);
  const [group] = body.security_groups;
  expect(group).toMatchObject({name: 'default', description: 'Default security group', stateful: true});
  const rules = group.security_group_rules.map(
    (rule: {direction: string; ethertype: string; remote_group_id: string | null}) =>
      `${rule.direction} ${rule.ethertype} ${rule.remote_group_id === group.id ? 'members' : rule.remote_group_id}`,
  );
  expect(rules).toEqual(['egress IPv4 null', 'ingress IPv4 members', 'egress IPv6 null', 'ingress IPv6 members']);
  expect(why(await demo.delete(`${GROUPS}/${group.id}`))).toBe('409 SecurityGroupCannotRemoveDefault');
  expect(why(await demo.put(`${GROUPS}/${group.id}`, {security_group: {name: 'mine'}}))).toBe(
    '409 SecurityGroupCannotUpdateDefault',
  );
});

test("a project's first network brings the default group", async () => {
  const cloud = testCloud();
  const demo = await cloud.login('demo');
  const names = () => [...cloud.cloud.store.tables.securityGroups.values()].map(({name}) => name);
  expect(names()).toEqual([]);
  await makeNetwork(demo);
  await makeNetwork(demo, {}, {cidr: '172.16.2.0/24'});
  expect(names()).toEqual(['default']);
});

/** A group `web` of demo's, and a way to give it rules. */
async function groupWithRules() {
  const demo = await testCloud().login('demo');
  const {body} = await demo.post(GROUPS, {security_group: {name: 'web'}});
  const id: string = body.security_group.id;
  const rule = (fields: object) =>
    demo.post(RULES, {security_group_rule: {security_group_id: id, direction: 'ingress', ...fields}});
  return {demo, id, rule};
}

const web = {protocol: 'tcp', port_range_min: 80, port_range_max: 80, remote_ip_prefix: '10.0.0.9/24'};

test('rules are made, listed and taken away', async () => {
  const {demo, id, rule} = await groupWithRules();
  const made = await rule(web);
  expect(made.body.security_group_rule).toMatchObject({
    remote_ip_prefix: '10.0.0.9/24',
    normalized_cidr: '10.0.0.0/24',
    ethertype: 'IPv4',
    remote_address_group_id: null,
  });
  expect((await rule({protocol: 'icmp', port_range_min: 8, port_range_max: 0})).status).toBe(201);
  const rules = (await demo.get(`${RULES}?security_group_id=${id}`)).body.security_group_rules;
  expect(rules).toHaveLength(4);
  expect((await demo.get(`${RULES}?protocol=tcp&security_group_id=${id}`)).body.security_group_rules).toHaveLength(1);
  const madeId: string = made.body.security_group_rule.id;
  expect((await demo.get(`${GROUPS}/${id}`)).body.security_group.revision_number).toBe(3);
  expect((await demo.delete(`${RULES}/${madeId}`)).status).toBe(204);
  expect(why(await demo.delete(`${RULES}/${madeId}`))).toBe('404 SecurityGroupRuleNotFound');
});

test.each([
  [{protocol: 'TCP'}, {protocol: 'tcp'}],
  [{protocol: 6}, {protocol: '6'}],
  [{protocol: '47'}, {protocol: '47'}],
  [
    {ethertype: 'ipv6', protocol: 'icmp'},
    {ethertype: 'IPv6', protocol: 'ipv6-icmp'},
  ],
  [{ethertype: 'IPv6', protocol: '1'}, {protocol: '58'}],
  [
    {protocol: 'udp', port_range_min: 1, port_range_max: 65_535},
    {port_range_min: null, port_range_max: null},
  ],
  [{remote_ip_prefix: '10.0.0.9'}, {remote_ip_prefix: '10.0.0.9/32', normalized_cidr: '10.0.0.9/32'}],
  [{ethertype: 'IPv6', remote_ip_prefix: '2001:DB8::/64'}, {remote_ip_prefix: '2001:db8::/64'}],
  [
    {protocol: 'icmp', port_range_min: 8},
    {port_range_min: 8, port_range_max: null},
  ],
])("a rule is kept in Neutron's own form: %j", async (asked, kept) => {
  const {rule} = await groupWithRules();
  expect((await rule(asked)).body.security_group_rule).toMatchObject(kept);
});

test.each([
  [{port_range_min: 80, port_range_max: 80}, '400 SecurityGroupProtocolRequiredWithPorts'],
  [{...web, port_range_min: 90}, '400 SecurityGroupInvalidPortRange'],
  [{...web, port_range_max: null}, '400 SecurityGroupInvalidPortRange'],
  [{...web, port_range_min: 0}, '400 SecurityGroupInvalidPortValue'],
  [{...web, port_range_max: 70_000}, '400 SecurityGroupInvalidPortValue'],
  [{...web, port_range_max: 'x'}, '400 SecurityGroupInvalidPortValue'],
  [{...web, ethertype: 'IPv6'}, '400 SecurityGroupRuleParameterConflict'],
  [{...web, ethertype: 'IPX'}, '400 SecurityGroupRuleInvalidEtherType'],
  [{...web, protocol: 'gre'}, '400 SecurityGroupInvalidProtocolForPort'],
  [{protocol: 'ipv6-icmp'}, '400 SecurityGroupEthertypeConflictWithProtocol'],
  [{protocol: 'carrier-pigeon'}, '400 SecurityGroupRuleInvalidProtocol'],
  [{protocol: 256}, '400 SecurityGroupRuleInvalidProtocol'],
  [{protocol: '-1'}, '400 SecurityGroupRuleInvalidProtocol'],
  [{protocol: 'icmp', port_range_min: 256}, '400 SecurityGroupInvalidIcmpValue'],
  [{protocol: 'icmp', port_range_min: 8, port_range_max: 256}, '400 SecurityGroupInvalidIcmpValue'],
  [{protocol: 'icmp', port_range_max: 0}, '400 SecurityGroupMissingIcmpType'],
  [{remote_ip_prefix: 'x'}, '400 InvalidCIDR'],
  [{remote_ip_prefix: '10.0.0.0/33'}, '400 InvalidCIDR'],
  [{direction: 'sideways'}, '400 HTTPBadRequest'],
  [{security_group_id: '00000000-0000-4000-8000-000000000000'}, '404 SecurityGroupNotFound'],
  [{remote_group_id: '00000000-0000-4000-8000-000000000000'}, '404 SecurityGroupNotFound'],
  [{remote_address_group_id: '00000000-0000-4000-8000-000000000000'}, '404 AddressGroupNotFound'],
  [{remote_ip_prefix: '10.0.0.0/8', remote_group_id: 'x'}, '400 SecurityGroupMultipleRemoteEntites'],
])('a rule is refused: %j', async (fields, refusal) => {
  const {rule} = await groupWithRules();
  expect(why(await rule(fields))).toBe(refusal);
});

test.each([
  [web, web],
  [{protocol: 'tcp'}, {protocol: '6'}],
  [{protocol: 'tcp'}, {protocol: 'tcp', port_range_min: 1, port_range_max: 65_535, remote_ip_prefix: '0.0.0.0/0'}],
])('what a rule allows already is refused, with its id: %j, %j', async (first, second) => {
  const {rule} = await groupWithRules();
  const {id} = (await rule(first)).body.security_group_rule;
  const again = await rule(second);
  expect(why(again)).toBe('409 SecurityGroupRuleExists');
  expect(again.body.NeutronError.message).toBe(`Security group rule already exists. Rule id is ${id}.`);
});

test('many rules at once are made as a whole or not at all', async () => {
  const {demo, id} = await groupWithRules();
  const rules = (...fields: readonly object[]) =>
    demo.post(RULES, {
      security_group_rules: fields.map((one) => ({security_group_id: id, direction: 'ingress', ...one})),
    });
  expect(why(await rules({protocol: 'tcp'}, {protocol: '6'}))).toBe('409 DuplicateSecurityGroupRuleInPost');
  const other = (await demo.post(GROUPS, {security_group: {name: 'db'}})).body.security_group.id;
  expect(why(await rules({protocol: 'tcp'}, {security_group_id: other}))).toBe('400 SecurityGroupNotSingleGroupRules');
  expect((await rules({protocol: 'tcp'}, {protocol: 'udp'})).body.security_group_rules).toHaveLength(2);
});

test('quota counts rules, and a group brings its own two', async () => {
  const demo = await testCloud({plan: {quotas: {security_group_rule: 7}}}).login('demo');
  const {body} = await demo.post(GROUPS, {security_group: {name: 'web'}});
  const rule = {security_group_id: body.security_group.id, direction: 'ingress'};
  expect((await demo.post(RULES, {security_group_rule: {...rule, protocol: 'tcp'}})).status).toBe(201);
  const over = await demo.post(RULES, {security_group_rule: {...rule, protocol: 'udp'}});
  expect(over.body.NeutronError).toMatchObject({
    type: 'OverQuota',
    message: "Quota exceeded for resources: ['security_group_rule'].",
  });
  expect(why(await demo.post(GROUPS, {security_group: {name: 'db'}}))).toBe('409 OverQuota');
});

test('stateful or stateless, but not on one port, and not turned round under it', async () => {
  const demo = await testCloud().login('demo');
  const {networkId} = await makeNetwork(demo);
  const make = async (stateful: boolean): Promise<string> =>
    (await demo.post(GROUPS, {security_group: {name: 'g', stateful}})).body.security_group.id;
  const [stateful, stateless] = [await make(true), await make(false)];
  const both = await demo.post('/networking/v2.0/ports', {
    port: {network_id: networkId, security_groups: [stateful, stateless]},
  });
  expect(why(both)).toBe('409 SecurityGroupConflict');
  expect((await demo.put(`${GROUPS}/${stateless}`, {security_group: {stateful: true}})).status).toBe(200);
  await demo.post('/networking/v2.0/ports', {port: {network_id: networkId, security_groups: [stateful]}});
  expect(why(await demo.put(`${GROUPS}/${stateful}`, {security_group: {stateful: false}}))).toBe(
    '409 SecurityGroupInUse',
  );
  expect((await demo.put(`${GROUPS}/${stateful}`, {security_group: {stateful: true}})).status).toBe(200);
});

test('the name of the default group is taken', async () => {
  const {demo, id} = await groupWithRules();
  expect(why(await demo.post(GROUPS, {security_group: {name: 'Default'}}))).toBe(
    '409 SecurityGroupDefaultAlreadyExists',
  );
  expect(why(await demo.put(`${GROUPS}/${id}`, {security_group: {name: 'default'}}))).toBe(
    '409 SecurityGroupDefaultAlreadyExists',
  );
});

test('groups of others are not there', async () => {
  const target = testCloud();
  const [admin, demo] = [await target.login('admin'), await target.login('demo')];
  const {networkId} = await makeNetwork(demo);
  const theirs = (await admin.post(GROUPS, {security_group: {name: 'web'}})).body.security_group.id;
  expect(why(await demo.get(`${GROUPS}/${theirs}`))).toBe('404 SecurityGroupNotFound');
  const port = {network_id: networkId, security_groups: [theirs]};
  expect(why(await demo.post('/networking/v2.0/ports', {port}))).toBe('404 SecurityGroupNotFound');
});

test('address pairs are measured as Neutron does', async () => {
  const demo = await testCloud().login('demo');
  const {networkId} = await makeNetwork(demo);
  const port = (pairs: readonly unknown[], more = {}) =>
    demo.post('/networking/v2.0/ports', {port: {network_id: networkId, allowed_address_pairs: pairs, ...more}});
  const pair = {ip_address: '10.0.0.9'};
  expect(why(await port([pair, pair]))).toBe('400 DuplicateAddressPairInRequest');
  expect(why(await port([{}]))).toBe('400 AllowedAddressPairsMissingIP');
  expect(why(await port(Array.from({length: 11}, (_, n) => ({ip_address: `10.0.0.${n}`}))))).toBe(
    '400 AllowedAddressPairExhausted',
  );
  expect(why(await port([{ip_address: '10.0.0.9/33'}]))).toBe('400 HTTPBadRequest');
  expect(why(await port([{ip_address: '10.0.0.9/24'}, {ip_address: '10.0.0.0/24'}]))).toBe(
    '400 DuplicateAddressPairInRequest',
  );
  expect(why(await port([pair], {port_security_enabled: false}))).toBe('409 AddressPairAndPortSecurityRequired');
  const made = await port([{ip_address: '10.0.0.0/24'}, {...pair, mac_address: 'FA:16:3E:00:00:99'}]);
  const {mac_address: own} = made.body.port;
  expect(made.body.port.allowed_address_pairs).toEqual([
    {ip_address: '10.0.0.0/24', mac_address: own},
    {ip_address: '10.0.0.9', mac_address: 'fa:16:3e:00:00:99'},
  ]);
  const off = {port: {port_security_enabled: false, security_groups: []}};
  expect(why(await demo.put(`/networking/v2.0/ports/${made.body.port.id}`, off))).toBe(
    '409 AddressPairAndPortSecurityRequired',
  );
});

test('a group that a port has stays', async () => {
  const demo = await testCloud().login('demo');
  const {networkId} = await makeNetwork(demo);
  const {body} = await demo.post(GROUPS, {security_group: {name: 'web'}});
  const id = body.security_group.id;
  const port = await demo.post('/networking/v2.0/ports', {port: {network_id: networkId, security_groups: [id]}});
  expect(why(await demo.delete(`${GROUPS}/${id}`))).toBe('409 SecurityGroupInUse');
  const path = `/networking/v2.0/ports/${port.body.port.id}`;
  expect(why(await demo.put(path, {port: {port_security_enabled: false}}))).toBe(
    '409 PortSecurityPortHasSecurityGroup',
  );
  expect((await demo.put(path, {port: {security_groups: [], port_security_enabled: false}})).status).toBe(200);
  expect((await demo.delete(`${GROUPS}/${id}`)).status).toBe(204);
});
