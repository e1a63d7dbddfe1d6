import {expect, test} from 'vitest';
import type {CloudState} from '../../drivers/neutron/model.ts';
import {objectOfRule} from '../../state/rule-objects.ts';
import {ruleObjects} from './rule-objects.ts';

const GROUP = '51c189dd-b992-4403-8aba-000000000000';
const PORT = '4615776d-f1aa-4000-8000-000000000000';
const FIREWALL = 'e85f4601-0000-4000-8000-000000000000';
const sgRule = (id: string, fields: object) => ({
  id,
  securityGroupId: GROUP,
  direction: 'ingress',
  ethertype: 'IPv4',
  protocol: 'tcp',
  portRangeMin: 22,
  portRangeMax: 22,
  remoteIpPrefix: null,
  remoteGroupId: null,
  description: '',
  ...fields,
});
const fwRule = (id: string, fields: object = {}) => ({
  id,
  name: id,
  enabled: true,
  action: 'allow',
  protocol: 'tcp',
  ipVersion: 4,
  sourceIpAddress: null,
  destinationIpAddress: null,
  sourcePort: null,
  destinationPort: '22',
  ...fields,
});
const cloud = (firewallVersion: 'v1' | 'v2' = 'v2') =>
  ({
    ports: {
      [PORT]: {
        id: PORT,
        portSecurityEnabled: true,
        deviceOwner: 'compute:nova',
        securityGroups: [GROUP],
        binding: {host: 'compute1', vifType: 'bridge'},
      },
    },
    securityGroupRules: {
      a: sgRule('a', {description: 'ssh'}),
      '1b2c3d4e-5': sgRule('1b2c3d4e-5', {ethertype: 'IPv6', protocol: null, portRangeMin: null, portRangeMax: null}),
    },
    firewallGroups: {
      [FIREWALL]: {id: FIREWALL, name: 'edge', ingressPolicyId: 'in', egressPolicyId: null, told: null},
    },
    firewallPolicies: {in: {id: 'in', name: 'inward', ruleIds: ['ssh', 'twin']}},
    firewallRules: {ssh: fwRule('ssh'), twin: fwRule('twin')},
    options: {firewallVersion},
  }) as unknown as CloudState;

const IN = 'neutron-linuxbri-i4615776d-f';
const SSH = '-p tcp -m tcp --dport 22';

test('a rule of a security group, by what people call it', () => {
  const objects = ruleObjects(cloud(), {[GROUP]: 'web'});
  expect(objectOfRule(objects, 'iptables', IN, `${SSH} -j RETURN`)).toEqual({
    id: 'a',
    words: {en: 'security group rule “ssh” of group web', zh: '安全组 web 的规则“ssh”'},
  });
  expect(objectOfRule(objects, 'ip6tables', IN, '-j RETURN')?.words.en).toBe(
    'security group rule 1b2c3d4e of group web',
  );
  // What the agent writes for every port, another direction, another version.
  expect(
    objectOfRule(objects, 'iptables', IN, '-d 255.255.255.255/32 -p udp -m udp --sport 67 --dport 68 -j RETURN'),
  ).toBeUndefined();
  expect(objectOfRule(objects, 'iptables', 'neutron-linuxbri-o4615776d-f', `${SSH} -j RETURN`)).toBeUndefined();
  expect(objectOfRule(objects, 'iptables', IN, '-j RETURN')).toBeUndefined();
});

test('a rule of a firewall; of two that say the same, the first', () => {
  const accepted = `${SSH} -j neutron-l3-agent-accepted`;
  const objects = ruleObjects(cloud(), {});
  expect(objectOfRule(objects, 'iptables', 'neutron-l3-agent-iv4e85f4601', accepted)).toEqual({
    id: 'ssh',
    words: {en: 'firewall rule “ssh” of policy inward, group edge', zh: '防火墙组 edge、策略 inward 的规则“ssh”'},
  });
  expect(objectOfRule(objects, 'iptables', 'neutron-l3-agent-ov4e85f4601', accepted)).toBeUndefined();
  const first = ruleObjects(cloud('v1'), {});
  expect(objectOfRule(first, 'iptables', 'neutron-l3-agent-ov4e85f4601', `${SSH} -j ACCEPT`)?.id).toBe('ssh');
});
