import {isInstancePort} from '../model.ts';
import type {Port} from '../model.ts';
import {dscpChain, portChain, tapName} from '../naming.ts';
import type {SecurityGroupRule} from '../model.ts';
import {LINUXBRIDGE_FILTER} from './filter-names.ts';
import type {FilterNames} from './filter-names.ts';
import {userRules} from './user-rules.ts';
import {plumbing} from './rule-lists.ts';
import type {Tables} from './rule-lists.ts';

/** A port of the node as the firewall driver sees it. */
export interface FilteredPort {
  readonly port: Pick<
    Port,
    | 'id'
    | 'networkId'
    | 'macAddress'
    | 'deviceOwner'
    | 'fixedIps'
    | 'portSecurityEnabled'
    | 'allowedAddressPairs'
    | 'securityGroups'
  >;
  /** Of all its security groups. */
  readonly rules: readonly SecurityGroupRule[];
  /** False: its packets are not tracked, so no answer passes without a rule of its own. */
  readonly stateful: boolean;
  /** Link-local addresses of routers that advertise IPv6 on its network. */
  readonly advertisers?: readonly string[];
  /** What its packets are marked with (QoS). */
  readonly dscp?: number;
}

/** Rules that iptables or the kernel would not have, with what it said. */
export type Refused = Readonly<Record<4 | 6, ReadonlyMap<string, string>>>;
export const NOTHING_REFUSED: Refused = {4: new Map(), 6: new Map()};

const comment = (words: string): string => `-m comment --comment "${words}"`;
const TRUSTED = 'Accept all packets when port is trusted.';
const UNPROTECTED = 'Accept all packets when port security is disabled.';
const ESTABLISHED = `-m state --state RELATED,ESTABLISHED ${comment('Direct packets associated with a known session to the RETURN chain.')} -j RETURN`;
const INVALID = `-m state --state INVALID ${comment('Drop packets that appear related to an existing connection (e.g. TCP ACK/FIN) but do not have an entry in conntrack.')} -j DROP`;
const unmatched = (prefix: string): string =>
  `${comment('Send unmatched traffic to the fallback chain.')} -j ${prefix}-sg-fallback`;

/** A port whose frames the security groups decide on. */
export const isProtected = (port: Pick<Port, 'portSecurityEnabled' | 'deviceOwner'>): boolean =>
  port.portSecurityEnabled && isInstancePort(port);

/**
 * The tables of a node's bridge or switch agent, exactly as iptables-save of a real one shows them: text, order, comments.
 * @param zones conntrack zone by the device that {@link FilterNames} names; zones keep equal addresses of different networks apart
 * @param refused is left out, so that one bad rule takes no other with it
 */
export function filterTables(
  ports: readonly FilteredPort[],
  version: 4 | 6,
  zones: Readonly<Record<string, number>>,
  refused: Refused = NOTHING_REFUSED,
  names: FilterNames = LINUXBRIDGE_FILTER,
): Tables {
  const {prefix} = names;
  const chain = (name: string): string => `${prefix}-${name}`;
  const [sgChain, fallback] = [chain('sg-chain'), chain('sg-fallback')];
  const without = (rules: readonly string[]) =>
    refused[version].size === 0 ? rules : rules.filter((rule) => !refused[version].has(rule));
  const {raw = {}, mangle = {}, filter = {}} = plumbing(prefix, version);
  const forward: string[] = [];
  const input: string[] = [];
  const jumps: string[] = [];
  const zoneRules: string[] = [];
  filter[fallback] = [`${comment('Default drop rule for unmatched traffic.')} -j DROP`];
  for (const {port, rules, stateful, advertisers = []} of ports.filter((one) => isProtected(one.port))) {
    const tap = tapName(port.id);
    const device = names.zoneDevice(port);
    const physdev = (side: 'in' | 'out') => `-m physdev --physdev-${side} ${tap} --physdev-is-bridged`;
    const zone = stateful
      ? `${comment(`Set zone for ${names.zoneName(port)}`)} -j CT --zone ${zones[device] ?? 0}`
      : `${comment(`Make ${names.zoneName(port)} stateless`)} -j CT --notrack`;
    zoneRules.push(
      `-m physdev --physdev-in ${device} ${zone}`,
      `-i ${device} ${zone}`,
      `-m physdev --physdev-in ${tap} ${zone}`,
    );
    for (const side of ['out', 'in'] as const) {
      const [into, onward] = [physdev(side), portChain(side === 'out' ? 'i' : 'o', tap, prefix)];
      forward.push(
        `${into} ${comment('Direct traffic from the VM interface to the security group chain.')} -j ${sgChain}`,
      );
      jumps.push(`${into} ${comment('Jump to the VM specific chain.')} -j ${onward}`);
    }
    input.push(
      `${physdev('in')} ${comment('Direct incoming traffic from VM to the security group chain.')} -j ${portChain('o', tap, prefix)}`,
    );
    const sources = sourceRules(port, version);
    filter[portChain('i', tap, prefix)] = ingressRules(
      port,
      [...without(userRules(rules, 'ingress', version)), ...(version === 6 ? advertisers.map(fromRouter) : [])],
      version,
      prefix,
    );
    filter[portChain('o', tap, prefix)] = egressRules(
      portChain('s', tap, prefix),
      without(userRules(rules, 'egress', version)),
      version,
      sources.length > 0,
      prefix,
    );
    if (sources.length > 0)
      filter[portChain('s', tap, prefix)] = [
        ...sources,
        `${comment('Drop traffic without an IP/MAC allow rule.')} -j DROP`,
      ];
  }
  for (const {port} of ports.filter((one) => !isProtected(one.port))) {
    const words = comment(isInstancePort(port) ? UNPROTECTED : TRUSTED);
    for (const side of ['out', 'in'])
      forward.push(`-m physdev --physdev-${side} ${tapName(port.id)} --physdev-is-bridged ${words} -j ACCEPT`);
    if (isInstancePort(port))
      input.push(`-m physdev --physdev-in ${tapName(port.id)} --physdev-is-bridged ${words} -j ACCEPT`);
  }
  const marks: string[] = [];
  for (const {port, dscp} of ports) {
    if (dscp === undefined) continue;
    const tap = tapName(port.id);
    marks.push(`-m physdev --physdev-in ${tap} --physdev-is-bridged -j ${dscpChain(tap)}`);
    mangle[dscpChain(tap)] = [...without([dscpRule(dscp)])];
  }
  mangle[chain('POSTROUTING')] = marks;
  filter[chain('FORWARD')] = forward;
  filter[chain('INPUT')] = input;
  filter[sgChain] = [...jumps, '-j ACCEPT'];
  raw[chain('PREROUTING')] = zoneRules;
  return names.marks ? {mangle, raw, filter} : {raw, filter};
}

/** The value as hex digits, which iptables-save prints. */
export const dscpRule = (dscp: number): string => `-j DSCP --set-dscp 0x${dscp.toString(16).padStart(2, '0')}`;

const versionOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);
const addressesOf = (port: Pick<Port, 'fixedIps'>, version: 4 | 6): readonly string[] =>
  port.fixedIps.map((ip) => ip.ipAddress).filter((address) => versionOf(address) === version);

/**
 * Which addresses the instance may send from; pairs that were allowed later come first. Whoever may use an IPv6 address
 * may use its MAC's link-local one too; a port without addresses may send from any, with its own MAC.
 */
function sourceRules(port: FilteredPort['port'], version: 4 | 6): readonly string[] {
  const pairs = [
    ...port.allowedAddressPairs.map((pair) => [pair.ipAddress, pair.macAddress] as const),
    ...port.fixedIps.map((ip) => [ip.ipAddress, port.macAddress] as const),
  ]
    .filter(([address]) => versionOf(address) === version)
    .flatMap(([address, mac]) =>
      version === 4 ? [sourceRule(address, mac)] : [sourceRule(address, mac), sourceRule(linkLocal(mac), mac)],
    );
  if (port.fixedIps.length === 0) pairs.push(sourceRule(undefined, port.macAddress));
  return [...new Set(pairs)];
}

function sourceRule(address: string | undefined, mac: string): string {
  const block =
    address === undefined || address.includes('/') ? address : `${address}/${versionOf(address) === 4 ? 32 : 128}`;
  const source = block === undefined || block.endsWith('/0') ? '' : `-s ${block} `;
  return `${source}-m mac --mac-source ${mac} ${comment('Allow traffic from defined IP/MAC pairs.')} -j RETURN`;
}

/** The address that a MAC makes itself on every link (RFC 4291, modified EUI-64). */
export function linkLocal(mac: string): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f].map((group) => group.toString(16));
  return `fe80::${(groups[0] === '0' ? groups.slice(1) : groups).join(':')}`;
}

/** Of all who may say that they are routers only those that are (securitygroups_rpc_base). */
const fromRouter = (address: string): string => `-s ${address}/128 -p ipv6-icmp -m icmp6 --icmpv6-type 134 -j RETURN`;

function ingressRules(
  port: FilteredPort['port'],
  allowed: readonly string[],
  version: 4 | 6,
  prefix: string,
): string[] {
  const icmp6 = (type: number) => `-p ipv6-icmp -m icmp6 --icmpv6-type ${type} -j RETURN`;
  const dhcp = (to: string, from: number, port: number) =>
    `-d ${to} -p udp -m udp --sport ${from} --dport ${port} -j RETURN`;
  return [
    ...(version === 6 ? [130, 135, 136].map(icmp6) : []),
    ESTABLISHED,
    ...(version === 4
      ? [...addressesOf(port, 4), '255.255.255.255'].map((address) => dhcp(`${address}/32`, 67, 68))
      : [dhcp('fe80::/64', 547, 546)]),
    ...allowed,
    INVALID,
    unmatched(prefix),
  ];
}

function egressRules(
  sourceChain: string,
  allowed: readonly string[],
  version: 4 | 6,
  hasSources: boolean,
  prefix: string,
): string[] {
  const [client, server] = version === 4 ? [68, 67] : [546, 547];
  const asks = `-p udp -m udp --sport ${client} --dport ${server} ${comment('Allow DHCP client traffic.')} -j RETURN`;
  const icmp6 = comment('Allow IPv6 ICMP traffic.');
  return [
    ...(version === 4
      ? [`-s 0.0.0.0/32 -d 255.255.255.255/32 ${asks}`]
      : [131, 135, 143].map(
          (type) => `-s ::/128 -d ff02::/16 -p ipv6-icmp -m icmp6 --icmpv6-type ${type} ${icmp6} -j RETURN`,
        )),
    ...(hasSources ? [`-j ${sourceChain}`] : []),
    ...(version === 6
      ? [
          `-p ipv6-icmp -m icmp6 --icmpv6-type 134 ${comment('Drop IPv6 Router Advts from VM Instance.')} -j DROP`,
          `-p ipv6-icmp ${icmp6} -j RETURN`,
        ]
      : []),
    asks,
    `-p udp -m udp --sport ${server} --dport ${client} ${comment('Prevent DHCP Spoofing by VM.')} -j DROP`,
    ESTABLISHED,
    ...allowed,
    INVALID,
    unmatched(prefix),
  ];
}
