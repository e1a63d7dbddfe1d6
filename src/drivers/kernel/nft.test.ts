import {describe, expect, it} from 'vitest';
import {captured} from './captured/captured.ts';
import {parseRuleset, structureOf} from './nft.ts';

describe('parseRuleset', () => {
  it('tells tables of iptables from others', () => {
    const {native, owned} = parseRuleset(captured('ruleset.out'));
    expect(Object.keys(native)).toEqual(['inet lesson', 'ip raw', 'ip nat6only']);
    expect(owned.ip.map((table) => table.name)).toEqual(['filter', 'nat']);
    expect(owned.ip6.map((table) => table.name)).toEqual(['filter']);
    expect(native['inet lesson']?.lines).toEqual([
      'table inet lesson {',
      '\tchain in {',
      '\t\ttype filter hook input priority filter; policy accept;',
      '\t\tip saddr 10.0.0.9 counter packets 0 bytes 0 drop',
      '\t}',
      '}',
    ]);
  });

  it('goes by what is in a table, not by its name alone', () => {
    const table = (body: string) => `table ip nat {\n${body}}\n`;
    const isNative = (body: string) => 'ip nat' in parseRuleset(table(body)).native;
    expect(
      isNative('\tchain POSTROUTING {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n\t}\n'),
    ).toBe(false);
    expect(isNative('\tchain mine {\n\t}\n')).toBe(false);
    expect(
      isNative('\tchain postrouting {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n\t}\n'),
    ).toBe(true);
    expect(isNative('\tset hosts {\n\t\ttype ipv4_addr\n\t}\n')).toBe(true);
    expect(isNative('')).toBe(true);
  });

  it('has nothing in an empty namespace', () => {
    expect(parseRuleset(captured('ruleset-empty.out'))).toEqual({native: {}, owned: {ip: [], ip6: []}});
  });

  it('names the line it could not read', () => {
    expect(() => parseRuleset('Error: no')).toThrow('nft list ruleset: line 1: expected a table: "Error: no"');
    expect(() => parseRuleset('table ip x {\n\tchain y {\n')).toThrow('table ip x has no end');
  });
});

it('structureOf does not change with counters', () => {
  const [filter] = parseRuleset(captured('ruleset.out')).owned.ip;
  const [other] = parseRuleset(captured('ruleset.out').replaceAll('packets 3 bytes 252', 'packets 4 bytes 336')).owned
    .ip;
  expect(filter).not.toEqual(other);
  expect(filter && structureOf(filter)).toBe(other && structureOf(other));
  expect(filter && structureOf(filter)).toContain('policy drop');
});
