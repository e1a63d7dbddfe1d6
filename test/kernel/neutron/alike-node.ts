import type {GoldenNode} from './golden-set.ts';

/** A node with what differs between two runs, or has no order, taken out. */
export function alike(node: Partial<GoldenNode>): Partial<GoldenNode> {
  const zones = new Map<string, string>();
  const zone = (line: string) =>
    line.replace(/--zone (\d+)/, (_, number: string) => {
      if (!zones.has(number)) zones.set(number, `Z${zones.size + 1}`);
      return `--zone ${zones.get(number)}`;
    });
  return {
    ...node,
    ...(node.sysctls && {sysctls: node.sysctls.toSorted()}),
    ...(node.ebtables && {ebtables: arpSendersSorted(jumpsSorted(node.ebtables))}),
    ...(node.iptables && {iptables: userRulesSorted(trustedSorted(node.iptables.map(zone)))}),
    ...(node.ip6tables && {ip6tables: userRulesSorted(trustedSorted(node.ip6tables.map(zone)))}),
    ...(node.qdiscs && {qdiscs: node.qdiscs.map(roundBurst)}),
    ...(node.namespaces && {
      namespaces: Object.fromEntries(
        Object.entries(node.namespaces).map(([name, one]) => [name, {...one, addresses: one.addresses.toSorted()}]),
      ),
    }),
  };
}

/** The firewall driver keeps trusted ports in a set, so their rules, which exclude each other, come in any order. */
const trustedSorted = (lines: readonly string[]): readonly string[] => {
  const isTrusted = (line: string) => line.includes('"Accept all packets when port is trusted."');
  const sorted = lines.filter(isTrusted).toSorted();
  return lines.map((line) => (isTrusted(line) ? (sorted.shift() ?? line) : line));
};

/** Ports that come up together are taken in no particular order, which decides only the order of the first chain. */
const jumpsSorted = (lines: readonly string[]): readonly string[] => {
  const isJump = (line: string) => / -j neutron(?:MAC|ARP)-/.test(line);
  return [...lines.filter(isJump).toSorted(), ...lines.filter((line) => !isJump(line))];
};

/** A Python set of addresses decides the order in which a port may claim them. */
const arpSendersSorted = (lines: readonly string[]): readonly string[] =>
  runsSorted(lines, (line) => line.includes('--arp-ip-src'));

/**
 * What the security groups allow has no order in Neutron: it stands between what every port has, from the rule for
 * known connections (and the DHCP server's) to the one for invalid packets.
 */
function userRulesSorted(lines: readonly string[]): readonly string[] {
  const fixed = /--comment|--dport (?:68|546) |--icmpv6-type (?:130|135|136) -j|-j neutron-/;
  return runsSorted(lines, (line) => /^-A neutron-(?:linuxbri|openvswi)-[io][0-9a-f]/.test(line) && !fixed.test(line));
}

/** Neighbouring lines of a kind in the order of their text. */
function runsSorted(lines: readonly string[], isOfKind: (line: string) => boolean): readonly string[] {
  const sorted: string[] = [];
  let open: string[] = [];
  for (const line of lines) {
    if (isOfKind(line)) open.push(line);
    else {
      sorted.push(...open.toSorted(), line);
      open = [];
    }
  }
  return [...sorted, ...open.toSorted()];
}

/** tc turns bytes into ticks of 64 ns and back, which may cost one byte. */
const roundBurst = (line: string): string =>
  line.replace(/burst (\d+)b/, (_, bytes: string) => `burst ${Math.ceil(Number(bytes) / 2) * 2}b`);
