import {isInstancePort} from '../model.ts';
import type {Port} from '../model.ts';
import {LINUXBRIDGE_PREFIX, bridgeName, ipsetName, portChain, tapName} from '../naming.ts';
import type {SecurityGroupRule} from '../model.ts';
import {plumbing} from './rule-lists.ts';
import type {Tables} from './rule-lists.ts';

/** A port of the node as the firewall driver sees it. */
export interface FilteredPort {
  readonly port: Pick<
    Port,
    'id' | 'networkId' | 'macAddress' | 'deviceOwner' | 'fixedIps' | 'portSecurityEnabled' | 'allowedAddressPairs'
  >;
  /** Of all its security groups. */
  readonly rules: readonly SecurityGroupRule[];
}

const chain = (name: string): string => `${LINUXBRIDGE_PREFIX}-${name}`;
const SG_CHAIN = chain('sg-chain');
const FALLBACK = chain('sg-fallback');

const comment = (words: string): string => `-m comment --comment "${words}"`;
const TRUSTED = 'Accept all packets when port is trusted.';
const UNPROTECTED = 'Accept all packets when port security is disabled.';
const ESTABLISHED = `-m state --state RELATED,ESTABLISHED ${comment('Direct packets associated with a known session to the RETURN chain.')} -j RETURN`;
const INVALID = `-m state --state INVALID ${comment('Drop packets that appear related to an existing connection (e.g. TCP ACK/FIN) but do not have an entry in conntrack.')} -j DROP`;
const UNMATCHED = `${comment('Send unmatched traffic to the fallback chain.')} -j ${FALLBACK}`;

/** A port whose frames the security groups decide on. */
export const isProtected = (port: Pick<Port, 'portSecurityEnabled' | 'deviceOwner'>): boolean =>
  port.portSecurityEnabled && isInstancePort(port);

/**
 * The tables of a node's linuxbridge agent, exactly as iptables-save of a real one shows them: text, order, comments.
 * @param zones conntrack zone by bridge; zones keep equal addresses of different networks apart
 */
export function filterTables(
  ports: readonly FilteredPort[],
  version: 4 | 6,
  zones: Readonly<Record<string, number>>,
): Tables {
  const {raw = {}, mangle = {}, filter = {}} = plumbing(LINUXBRIDGE_PREFIX, version);
  const forward: string[] = [];
  const input: string[] = [];
  const jumps: string[] = [];
  const zoneRules: string[] = [];
  filter[FALLBACK] = [`${comment('Default drop rule for unmatched traffic.')} -j DROP`];
  for (const {port, rules} of ports.filter((one) => isProtected(one.port))) {
    const tap = tapName(port.id);
    const bridge = bridgeName(port.networkId);
    const physdev = (side: 'in' | 'out') => `-m physdev --physdev-${side} ${tap} --physdev-is-bridged`;
    const zone = `${comment(`Set zone for ${tap.slice(4)}`)} -j CT --zone ${zones[bridge] ?? 0}`;
    zoneRules.push(
      `-m physdev --physdev-in ${bridge} ${zone}`,
      `-i ${bridge} ${zone}`,
      `-m physdev --physdev-in ${tap} ${zone}`,
    );
    for (const side of ['out', 'in'] as const) {
      const [into, onward] = [physdev(side), portChain(side === 'out' ? 'i' : 'o', tap)];
      forward.push(
        `${into} ${comment('Direct traffic from the VM interface to the security group chain.')} -j ${SG_CHAIN}`,
      );
      jumps.push(`${into} ${comment('Jump to the VM specific chain.')} -j ${onward}`);
    }
    input.push(
      `${physdev('in')} ${comment('Direct incoming traffic from VM to the security group chain.')} -j ${portChain('o', tap)}`,
    );
    const sources = sourceRules(port, version);
    filter[portChain('i', tap)] = ingressRules(port, rules, version);
    filter[portChain('o', tap)] = egressRules(tap, rules, version, sources.length > 0);
    if (sources.length > 0)
      filter[portChain('s', tap)] = [...sources, `${comment('Drop traffic without an IP/MAC allow rule.')} -j DROP`];
  }
  for (const {port} of ports.filter((one) => !isProtected(one.port))) {
    const words = comment(isInstancePort(port) ? UNPROTECTED : TRUSTED);
    for (const side of ['out', 'in'])
      forward.push(`-m physdev --physdev-${side} ${tapName(port.id)} --physdev-is-bridged ${words} -j ACCEPT`);
  }
  filter[chain('FORWARD')] = forward;
  filter[chain('INPUT')] = input;
  filter[SG_CHAIN] = [...jumps, '-j ACCEPT'];
  raw[chain('PREROUTING')] = zoneRules;
  return {mangle, raw, filter};
}

const versionOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);
const addressesOf = (port: Pick<Port, 'fixedIps'>, version: 4 | 6): readonly string[] =>
  port.fixedIps.map((ip) => ip.ipAddress).filter((address) => versionOf(address) === version);

/** Which addresses the instance may send from; pairs that were allowed later come first. */
function sourceRules(port: FilteredPort['port'], version: 4 | 6): readonly string[] {
  const pairs = [
    ...port.allowedAddressPairs.map((pair) => [pair.ipAddress, pair.macAddress] as const),
    ...port.fixedIps.map((ip) => [ip.ipAddress, port.macAddress] as const),
  ].filter(([address]) => versionOf(address) === version);
  const length = version === 4 ? 32 : 128;
  return pairs.map(
    ([address, mac]) =>
      `-s ${address.includes('/') ? address : `${address}/${length}`} -m mac --mac-source ${mac} ${comment('Allow traffic from defined IP/MAC pairs.')} -j RETURN`,
  );
}

function ingressRules(port: FilteredPort['port'], rules: readonly SecurityGroupRule[], version: 4 | 6): string[] {
  const icmp6 = (type: number) => `-p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j RETURN`;
  const dhcp = (to: string, from: number, port: number) =>
    `-d ${to} -p udp -m udp --sport ${from} --dport ${port} -j RETURN`;
  return [
    ...(version === 6 ? [130, 135, 136].map(icmp6) : []),
    ESTABLISHED,
    ...(version === 4
      ? [...addressesOf(port, 4), '255.255.255.255'].map((address) => dhcp(`${address}/32`, 67, 68))
      : [dhcp('fe80::/64', 547, 546)]),
    ...userRules(rules, 'ingress', version),
    INVALID,
    UNMATCHED,
  ];
}

function egressRules(tap: string, rules: readonly SecurityGroupRule[], version: 4 | 6, hasSources: boolean): string[] {
  const [client, server] = version === 4 ? [68, 67] : [546, 547];
  const asks = `-p udp -m udp --sport ${client} --dport ${server} ${comment('Allow DHCP client traffic.')} -j RETURN`;
  const icmp6 = comment('Allow IPv6 ICMP traffic.');
  return [
    ...(version === 4
      ? [`-s 0.0.0.0/32 -d 255.255.255.255/32 ${asks}`]
      : [131, 135, 143].map(
          (type) => `-s ::/128 -d ff02::/16 -p ipv6-icmp -m icmp6 --icmpv6-type ${type} ${icmp6} -j RETURN`,
        )),
    ...(hasSources ? [`-j ${portChain('s', tap)}`] : []),
    ...(version === 6
      ? [
          `-p ipv6-icmp -m icmp6 --icmpv6-type 134 ${comment('Drop IPv6 Router Advts from VM Instance.')} -j DROP`,
          `-p ipv6-icmp ${icmp6} -j RETURN`,
        ]
      : []),
    asks,
    `-p udp -m udp --sport ${server} --dport ${client} ${comment('Prevent DHCP Spoofing by VM.')} -j DROP`,
    ESTABLISHED,
    ...userRules(rules, 'egress', version),
    INVALID,
    UNMATCHED,
  ];
}

/** What the groups allow, each rule once. */
function userRules(
  rules: readonly SecurityGroupRule[],
  direction: SecurityGroupRule['direction'],
  version: 4 | 6,
): readonly string[] {
  const own = rules.filter(
    (rule) => rule.direction === direction && rule.ethertype === (version === 4 ? 'IPv4' : 'IPv6'),
  );
  return [...new Set(own.map((rule) => userRule(rule, version)))];
}

/** One rule of a security group as iptables-save writes it, without `-A CHAIN`. */
export function userRule(rule: SecurityGroupRule, version: 4 | 6): string {
  const side = rule.direction === 'ingress' ? 's' : 'd';
  const words: string[] = [];
  if (rule.remoteIpPrefix !== null && !rule.remoteIpPrefix.endsWith('/0'))
    words.push(`-${side} ${rule.remoteIpPrefix}`);
  words.push(...protocolWords(rule));
  if (rule.remoteGroupId !== null)
    words.push(`-m set --match-set ${ipsetName(rule.remoteGroupId, version)} ${side === 's' ? 'src' : 'dst'}`);
  return [...words, '-j RETURN'].join(' ');
}

const PROTOCOLS: Readonly<Record<string, string>> = {'112': 'vrrp', icmpv6: 'ipv6-icmp'};

function protocolWords({protocol, portRangeMin: min, portRangeMax: max}: SecurityGroupRule): readonly string[] {
  if (protocol === null) return [];
  const words = [`-p ${PROTOCOLS[protocol] ?? protocol}`];
  if (min === null) return words;
  if (protocol === 'icmp' || protocol === 'icmpv6' || protocol === 'ipv6-icmp') {
    const [module, option] = protocol === 'icmp' ? ['icmp', 'icmp-type'] : ['icmp6', 'icmpv6-type'];
    return [...words, `-m ${module} --${option} ${min}${max === null ? '' : `/${max}`}`];
  }
  return max === null || max === min
    ? [...words, `-m ${protocol} --dport ${min}`]
    : [...words, `-m ${protocol} -m multiport --dports ${min}:${max}`];
}
