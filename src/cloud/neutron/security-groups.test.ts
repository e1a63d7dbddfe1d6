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

test('rules are added, refused and taken away', async () => {
  const demo = await testCloud().login('demo');
  const {body} = await demo.post(GROUPS, {security_group: {name: 'web'}});
  const rule = (fields: object) =>
    demo.post(RULES, {
      security_group_rule: {security_group_id: body.security_group.id, direction: 'ingress', ...fields},
    });
  const web = {protocol: 'tcp', port_range_min: 80, port_range_max: 80, remote_ip_prefix: '10.0.0.9/24'};
  const made = await rule(web);
  expect(made.body.security_group_rule).toMatchObject({remote_ip_prefix: '10.0.0.0/24', ethertype: 'IPv4'});
  expect(why(await rule(web))).toBe('409 SecurityGroupRuleExists');
  expect(why(await rule({port_range_min: 80, port_range_max: 80}))).toBe('400 SecurityGroupProtocolRequiredWithPorts');
  expect(why(await rule({...web, port_range_min: 90}))).toBe('400 SecurityGroupInvalidPortRange');
  expect(why(await rule({...web, ethertype: 'IPv6'}))).toBe('400 SecurityGroupRuleParameterConflict');
  expect(why(await rule({protocol: 'carrier-pigeon'}))).toBe('400 SecurityGroupRuleInvalidProtocol');
  expect(why(await rule({protocol: 'icmp', port_range_min: 256}))).toBe('400 SecurityGroupInvalidIcmpValue');
  expect(why(await rule({remote_ip_prefix: 'x'}))).toBe('400 InvalidCIDR');
  expect((await rule({protocol: 'icmp', port_range_min: 8, port_range_max: 0})).status).toBe(201);
  expect(
    (await demo.get(`${RULES}?security_group_id=${body.security_group.id}`)).body.security_group_rules,
  ).toHaveLength(4);
  expect((await demo.delete(`${RULES}/${made.body.security_group_rule.id}`)).status).toBe(204);
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
