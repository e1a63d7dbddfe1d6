import {describe, expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseIptablesSave} from './iptables.ts';

describe('parseIptablesSave', () => {
  it('reads tables, chains with policies, rules and counters', () => {
    const {filter, nat} = parseIptablesSave(captured('iptables.out'));
    expect(Object.values(filter?.chains ?? {}).map(({name, policy}) => `${name} ${policy}`)).toEqual([
      'INPUT ACCEPT',
      'FORWARD DROP',
      'OUTPUT ACCEPT',
    ]);
    expect(filter?.chains['FORWARD']?.rules.map((rule) => rule.spec)).toEqual([
      '-s 10.0.0.0/24 -i eth0 -o lo -j ACCEPT',
      '-m state --state RELATED,ESTABLISHED -j ACCEPT',
    ]);
    expect(filter?.chains['OUTPUT']?.rules).toEqual([
      {
        spec: String.raw`-d 10.0.0.254/32 -p icmp -m comment --comment "counts \"pings\"" -j ACCEPT`,
        packets: 3,
        bytes: 252,
      },
    ]);
    expect(nat?.chains['underlay-chain']).toEqual({
      name: 'underlay-chain',
      packets: 0,
      bytes: 0,
      rules: [{spec: '-s 10.0.0.0/24 ! -d 10.0.0.0/24 -o eth0 -j MASQUERADE', packets: 0, bytes: 0}],
    });
    expect(parseIptablesSave(captured('ip6tables.out'))['filter']?.chains['INPUT']?.rules).toMatchObject([
      {spec: '-p ipv6-icmp -j ACCEPT'},
    ]);
  });

  it('has no table where nothing was ever set', () => {
    expect(parseIptablesSave(captured('iptables-empty.out'))).toEqual({});
  });

  it('takes a comment of iptables-save among the tables', () => {
    const text = `# Table \`filter' is incompatible, use 'nft' tool.\n${captured('ip6tables.out')}`;
    expect(Object.keys(parseIptablesSave(text))).toEqual(['filter']);
  });

  it('never takes cut-off output for a smaller ruleset', () => {
    const lines = captured('iptables.out').split('\n');
    const ends = new Set(
      lines.flatMap((line, index) => (line === 'COMMIT' || line.startsWith('#') ? [index + 1] : [])),
    );
    for (const [count] of lines.entries()) {
      const text = lines.slice(0, count).join('\n');
      const inTable = text.lastIndexOf('\n*') > text.lastIndexOf('\nCOMMIT');
      if (inTable && !ends.has(count))
        expect(() => parseIptablesSave(text), `first ${count} lines`).toThrow('has no COMMIT');
    }
  });

  it('names the line it could not read', () => {
    expect(() => parseIptablesSave('*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j DROP\nCOMMIT\n')).toThrow(
      'iptables-save: line 3: expected a rule: "-A INPUT -j DROP"',
    );
    expect(() => parseIptablesSave('*filter\n[0:0] -A NOSUCH -j DROP\nCOMMIT')).toThrow('there is no chain NOSUCH');
    expect(() => parseIptablesSave('Fatal: could not open')).toThrow(
      'line 1: expected a table: "Fatal: could not open"',
    );
  });
});
