import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {CloudState, FirewallRule, Port} from '../model.ts';
import type {FilterTable} from '../../../state/snapshot.ts';
import {firewallChains, firewallRuleText} from './firewall-chains.ts';
import type {FirewallChains} from './firewall-chains.ts';
import {forgottenFlows} from './forgotten-flows.ts';
import {routerFirewalls} from './router-firewall.ts';
import type {RouterFirewall} from './router-firewall.ts';

/** What the real IptablesManager wrote for neutron_fwaas's rules: the agent's chains, and its FORWARD. */
const captured = (version: 'v1' | 'v2'): Readonly<Record<string, readonly string[]>> => {
  const text = readFileSync(new URL(`captured/${version}-iptables-save.txt`, import.meta.url), 'utf8');
  const rules = [...text.matchAll(/^-A (neutron-l3-agent-\S+) (.*)$/gm)].map(([, name = '', spec = '']) => ({
    name,
    spec,
  }));
  return Object.fromEntries(
    [...Map.groupBy(rules, ({name}) => name)].map(([name, list]) => [name, list.map(({spec}) => spec)]),
  );
};

const FORWARD = 'neutron-l3-agent-FORWARD';
const asTable = ({forward, chains}: FirewallChains) => ({[FORWARD]: forward, ...chains});

const rule = (fields: Partial<FirewallRule>): FirewallRule => ({
  id: 'r',
  name: '',
  projectId: 'p',
  enabled: true,
  action: 'allow',
  protocol: 'tcp',
  ipVersion: 4,
  sourceIpAddress: null,
  destinationIpAddress: null,
  sourcePort: null,
  destinationPort: null,
  ...fields,
});

const SSH = rule({destinationPort: '22'});
const WEB = rule({action: 'reject', destinationPort: '80'});
const PING = rule({protocol: 'icmp'});
const GROUP = 'e85f4601-0000-4000-8000-000000000000';
const edge = (fields: Partial<RouterFirewall> = {}): RouterFirewall => ({
  groupId: GROUP,
  adminStateUp: true,
  links: ['qr-d568ba1a-74'],
  ingress: [SSH, WEB],
  egress: [PING, rule({action: 'deny', sourceIpAddress: '10.0.0.0/24', destinationPort: '443'})],
  ...fields,
});

describe('chains and rules equal the reference', () => {
  test('v2: a group on a router port', () => {
    expect(asTable(firewallChains([edge()], 4))).toEqual(captured('v2'));
  });

  test('v1: a firewall of a router, the same rules both ways', () => {
    const rules = [rule({sourceIpAddress: '10.0.0.0/24', destinationPort: '22'}), PING, WEB];
    expect(asTable(firewallChains([edge({ingress: rules, egress: []})], 4, 'v1'))).toEqual(captured('v1'));
    // One policy is all it knows, whichever side it was given for.
    expect(asTable(firewallChains([edge({ingress: [], egress: rules})], 4, 'v1'))).toEqual(captured('v1'));
  });
});

describe('what the reference does not show', () => {
  test('IPv6 has chains of its own, with the rules of its version', () => {
    const six = rule({protocol: 'icmp', ipVersion: 6, sourceIpAddress: '2001:db8::1'});
    const {forward, chains} = firewallChains([edge({ingress: [SSH, six]})], 6);
    expect(forward[0]).toBe('-o qr-d568ba1a-74 -j neutron-l3-agent-iv6e85f4601');
    expect(chains['neutron-l3-agent-iv6e85f4601']?.slice(2)).toEqual([
      '-s 2001:db8::1/128 -p ipv6-icmp -j neutron-l3-agent-accepted',
    ]);
    expect(chains['neutron-l3-agent-rejected']).toEqual(['-j REJECT --reject-with icmp6-port-unreachable']);
  });

  test('an empty policy leaves only known flows; a group that is down leaves none', () => {
    const empty = firewallChains([edge({ingress: [], egress: []})], 4);
    expect(empty.chains['neutron-l3-agent-iv4e85f4601']).toEqual([
      '-m state --state INVALID -j neutron-l3-agent-dropped',
      '-m state --state RELATED,ESTABLISHED -j ACCEPT',
    ]);
    expect(empty.forward).toHaveLength(4);
    expect(firewallChains([edge({adminStateUp: false})], 4).forward).toEqual([
      '-o qr-d568ba1a-74 -j neutron-l3-agent-fwaas-defau',
      '-i qr-d568ba1a-74 -j neutron-l3-agent-fwaas-defau',
    ]);
    expect(asTable(firewallChains([edge({adminStateUp: false})], 4, 'v1'))).toEqual({
      [FORWARD]: ['-o qr-+ -j neutron-l3-agent-fwaas-defau', '-i qr-+ -j neutron-l3-agent-fwaas-defau'],
      'neutron-l3-agent-fwaas-defau': ['-j DROP'],
    });
  });

  test('no firewall, no chain', () => {
    expect(firewallChains([], 4)).toEqual({forward: [], chains: {}});
  });

  test('what is any is not said', () => {
    expect(firewallRuleText(rule({protocol: null, sourceIpAddress: '0.0.0.0/0', action: 'deny'}))).toBe(
      '-j neutron-l3-agent-dropped',
    );
    expect(firewallRuleText(rule({protocol: 'udp', sourcePort: '0:65535', destinationPort: '1000:2000'}))).toBe(
      '-p udp -m udp --dport 1000:2000 -j neutron-l3-agent-accepted',
    );
    expect(firewallRuleText(rule({destinationIpAddress: '10.0.0.5'}))).toBe(
      '-d 10.0.0.5/32 -p tcp -j neutron-l3-agent-accepted',
    );
  });
});

describe('which firewalls a router has', () => {
  const port = (id: string, deviceId: string) => ({id, deviceId, deviceOwner: 'network:router_interface'}) as Port;
  const cloud = (told: {adminStateUp: boolean; portIds: readonly string[]} | null): CloudState =>
    ({
      ports: {'11111111-22': port('11111111-22', 'r1'), '33333333-44': port('33333333-44', 'r2')},
      firewallGroups: {
        g: {id: 'g', name: '', projectId: '', ingressPolicyId: 'in', egressPolicyId: null, status: 'ACTIVE', told},
      },
      firewallPolicies: {in: {id: 'in', name: '', projectId: '', ruleIds: ['b', 'off', 'a']}},
      firewallRules: {a: {...SSH, id: 'a'}, b: {...PING, id: 'b'}, off: {...WEB, id: 'off', enabled: false}},
    }) as unknown as CloudState;

  test('those told of, at the router’s own interfaces, with enabled rules in order', () => {
    const told = {adminStateUp: true, portIds: ['11111111-22', '33333333-44', 'gone']};
    const [only, ...others] = routerFirewalls(cloud(told), 'r1');
    expect(others).toEqual([]);
    expect(only).toMatchObject({groupId: 'g', links: ['qr-11111111-22'], egress: []});
    expect(only?.ingress.map(({id}) => id)).toEqual(['b', 'a']);
    expect(routerFirewalls(cloud(null), 'r1')).toEqual([]);
    expect(routerFirewalls(cloud(told), 'r3')).toEqual([]);
  });
});

describe('flows that rules have to be asked about again', () => {
  const tables = (...firewalls: readonly RouterFirewall[]) => {
    const of = (version: 4 | 6): Readonly<Record<string, FilterTable>> => {
      const {chains} = firewallChains(firewalls, version);
      const filter = Object.entries(chains).map(([name, rules]) => [
        name,
        {name, packets: 0, bytes: 0, rules: rules.map((spec) => ({spec, packets: 0, bytes: 0}))},
      ]);
      return {filter: {name: 'filter', chains: Object.fromEntries(filter)}};
    };
    return {4: of(4), 6: of(6)};
  };

  test('all of them for a firewall that comes', () => {
    expect(forgottenFlows([edge()], tables())).toEqual(['conntrack -F']);
  });

  test('those of a rule that came, went or changed', () => {
    const after = edge({ingress: [rule({destinationPort: '2222'}), WEB], egress: [PING]});
    expect(forgottenFlows([after], tables(edge()))).toEqual([
      'conntrack -D -f ipv4 -p tcp --dport 22',
      'conntrack -D -f ipv4 -p tcp --dport 2222',
      'conntrack -D -f ipv4 -p tcp --dport 443',
    ]);
  });

  test('none where nothing changed, where only the order did, or where all is dropped anyway', () => {
    expect(forgottenFlows([edge()], tables(edge()))).toEqual([]);
    expect(forgottenFlows([edge({ingress: [WEB, SSH]})], tables(edge()))).toEqual([]);
    expect(forgottenFlows([edge({adminStateUp: false})], tables(edge()))).toEqual([]);
  });

  test('a range of ports counts as any port, no protocol as any flow', () => {
    const after = edge({ingress: [SSH, WEB, rule({destinationPort: '90:99'}), rule({protocol: null, ipVersion: 6})]});
    expect(forgottenFlows([after], tables(edge()))).toEqual(['conntrack -D -f ipv4 -p tcp', 'conntrack -D -f ipv6']);
  });
});
