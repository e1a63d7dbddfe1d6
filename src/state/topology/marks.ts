import {valueOf} from '../snapshot.ts';
import type {FilterTable, NamespaceSnapshot} from '../snapshot.ts';
import {parseRule} from '../words/parse-rule.ts';
import type {ParsedRule} from '../words/parse-rule.ts';

/** Short marks of what a namespace does with packets: `forwarding`, `masquerade eth0`, `listens tcp 80`. Each once. */
export const marksOf = (namespace: NamespaceSnapshot): readonly string[] => [
  ...new Set([
    ...forwardingMarks(valueOf(namespace.sysctls) ?? {}),
    ...filterMarks(valueOf(namespace.iptables) ?? {}, ''),
    ...filterMarks(valueOf(namespace.ip6tables) ?? {}, 'v6 '),
    ...Object.values(valueOf(namespace.nftables) ?? {}).flatMap((table) => nftMarks(table.lines)),
    ...Object.values(valueOf(namespace.listeners) ?? {})
      .toSorted((a, b) => a.port - b.port)
      .map(({protocol, port}) => `listens ${protocol} ${port}`),
  ]),
];

const forwardingMarks = (sysctls: Readonly<Record<string, string>>): readonly string[] => [
  ...(sysctls['net.ipv4.ip_forward'] === '1' ? ['forwarding'] : []),
  ...(sysctls['net.ipv6.conf.all.forwarding'] === '1' ? ['v6 forwarding'] : []),
];

const filterMarks = (tables: Readonly<Record<string, FilterTable>>, version: string): readonly string[] => {
  const policies = Object.values(tables['filter']?.chains ?? {})
    .filter((chain) => chain.policy === 'DROP')
    .map((chain) => `${chain.name.toLowerCase()} policy DROP`);
  const translations = Object.values(tables['nat']?.chains ?? {})
    .flatMap((chain) => chain.rules)
    .map((rule) => translationMark(parseRule(rule.spec)))
    .filter((mark) => mark !== undefined);
  return [...translations, ...policies].map((mark) => `${version}${mark}`);
};

const translationMark = ({matches, target}: ParsedRule): string | undefined => {
  const value = (option: string) => matches.find((match) => match.option === option && !match.negated)?.value;
  const out = value('out-interface');
  const port = value('dport');
  const options = target?.options ?? {};
  switch (target?.name) {
    case 'MASQUERADE':
      return out === undefined ? 'masquerade' : `masquerade ${out}`;
    case 'SNAT':
      return `snat →${options['to-source'] ?? '?'}`;
    case 'DNAT':
      return `dnat ${port ?? ''}→${options['to-destination'] ?? '?'}`;
    case 'REDIRECT':
      return `redirect ${port ?? ''}→${options['to-ports'] ?? '?'}`;
    default:
      return undefined;
  }
};

/** The same marks from the lines of an nftables table. */
const nftMarks = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => {
    const out = line.match(/\boifname "([^"]+)"/)?.[1];
    const port = line.match(/\bdport (\d+)/)?.[1] ?? '';
    const translation = line.match(/\b(snat|dnat|redirect)(?: ip6?)? to (\S+)/);
    const policy = line.match(/\bhook (input|forward|output)\b.*\bpolicy drop\b/)?.[1];
    const marks: string[] = [];
    if (/\bmasquerade\b/.test(line)) marks.push(out === undefined ? 'masquerade' : `masquerade ${out}`);
    if (translation !== null) {
      const [, kind = '', to = ''] = translation;
      marks.push(kind === 'snat' ? `snat →${to}` : `${kind} ${port}→${to.replace(/^:/, '')}`);
    }
    if (policy !== undefined) marks.push(`${policy} policy DROP`);
    return marks;
  });
