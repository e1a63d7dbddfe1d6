import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {Names} from './names.ts';
import {chainInWords, ruleInWords, unknownParts} from './rule-words.ts';
import {LANGUAGES} from './text.ts';
import {parseRule} from './words/parse-rule.ts';

interface CapturedRule {
  readonly family: string;
  readonly table: string;
  readonly chain: string;
  readonly spec: string;
}

/** One rule of every form that a real Neutron wrote. */
const captured = (): readonly CapturedRule[] => {
  const text = readFileSync(new URL('words/captured/neutron-21.0-rules.txt', import.meta.url), 'utf8');
  let [family, table] = ['', ''];
  return text.split('\n').flatMap((line) => {
    family = /^# (ip6?tables)$/.exec(line)?.[1] ?? family;
    table = /^\*(\w+)$/.exec(line)?.[1] ?? table;
    const [, chain, spec] = /^-A (\S+) (.*)$/.exec(line) ?? [];
    return chain === undefined || spec === undefined ? [] : [{family, table, chain, spec}];
  });
};

const RULES = captured();

/** Values of conditions that are said by other words; every other one stands in the sentence as the kernel has it. */
const SAID_OTHERWISE = new Set(['protocol', 'icmp-type', 'icmpv6-type', 'physdev-is-bridged', 'comment']);

const valuesIn = (spec: string): readonly string[] => {
  const {matches, target} = parseRule(spec);
  return [
    ...matches.filter(({option}) => !SAID_OTHERWISE.has(option)).map(({value}) => value),
    ...Object.values(target?.options ?? {}),
  ]
    .flatMap((value) => (value.includes('.') ? [value] : value.split(/[/ ]|(?<=^\d+):/)))
    .filter((value) => value !== '' && value !== '0x0' && value !== 'src');
};

describe('the rules that Neutron writes', () => {
  test('there are many', () => {
    expect(RULES.length).toBeGreaterThan(280);
  });

  test.each(RULES)('$family $table $chain $spec', ({table, chain, spec}) => {
    expect(unknownParts(table, chain, {spec})).toEqual([]);
    const words = ruleInWords(table, chain, {spec});
    expect(words.en + words.zh).not.toMatch(/not explained|无法解释|undefined/);
    expect(words.zh).not.toMatch(/\b(?:packets|from|through|the|of)\b/i);
    for (const language of LANGUAGES) for (const value of valuesIn(spec)) expect(words[language]).toContain(value);
    const target = parseRule(spec).target?.name ?? '';
    if (target.startsWith('neutron-')) for (const language of LANGUAGES) expect(words[language]).toContain(target);
  });

  for (const language of LANGUAGES)
    test(`read aloud, ${language}`, async () => {
      const said = RULES.map(
        ({family, table, chain, spec}) =>
          `${family} ${table} ${chain}\n  ${spec}\n  ${ruleInWords(table, chain, {spec})[language]}\n`,
      );
      await expect(said.join('\n')).toMatchFileSnapshot(`words/captured/neutron-21.0-rules.${language}.txt`);
    });
});

const meaning = (en: string, zh: string) => ({short: {en, zh}, long: {en, zh}});
const NAMES: Names = {
  'tap4615776d-f1': meaning('vm1', 'vm1'),
  'brqd4fbe39f-21': meaning('blue', 'blue'),
  '172.16.1.229': meaning('vm1', 'vm1'),
  'NIPv451c189dd-b992-4403-8aba-': meaning('addresses of group web', '安全组 web 的地址'),
  'fwaas e85f4601': meaning('edge', 'edge'),
};

describe('with what names stand for', () => {
  test('devices, addresses and sets', () => {
    expect(
      ruleInWords(
        'filter',
        'neutron-linuxbri-sg-chain',
        {spec: '-m physdev --physdev-out tap4615776d-f1 --physdev-is-bridged -j neutron-linuxbri-i4615776d-f'},
        NAMES,
      ),
    ).toEqual({
      en: 'Packets to or from an instance port, out through bridge port tap4615776d-f1 (vm1), bridged, not routed: go through chain neutron-linuxbri-i4615776d-f (what instance port tap4615776d-f1 (vm1) may receive).',
      zh: '进出实例端口的包，从网桥端口 tap4615776d-f1（vm1）发出，经桥接而非路由：进入链 neutron-linuxbri-i4615776d-f（实例端口 tap4615776d-f1（vm1）可以接收的包）。',
    });
    expect(
      ruleInWords(
        'filter',
        'neutron-linuxbri-i4615776d-f',
        {spec: '-p tcp -m tcp --dport 3306 -m set --match-set NIPv451c189dd-b992-4403-8aba- src -j RETURN'},
        NAMES,
      ).en,
    ).toBe(
      'Packets to instance port tap4615776d-f1 (vm1), TCP, to port 3306, from an address in set NIPv451c189dd-b992-4403-8aba- (addresses of group web): allowed (back to the chain that lets them through).',
    );
    expect(
      ruleInWords(
        'nat',
        'neutron-l3-agent-PREROUTING',
        {spec: '-d 10.10.10.61/32 -j DNAT --to-destination 172.16.1.229'},
        NAMES,
      ).zh,
    ).toBe('刚进入的包，去往 10.10.10.61/32：目的地址改为 172.16.1.229（vm1）；应答会自动改回。');
  });

  test('chains', () => {
    expect(chainInWords('filter', 'neutron-l3-agent-iv4e85f4601', NAMES)?.en).toBe(
      'what firewall e85f4601… (edge) lets in',
    );
    expect(chainInWords('filter', 'neutron-linuxbri-s4615776d-f', NAMES)?.zh).toBe(
      '实例端口 tap4615776d-f1（vm1）可以使用的源地址',
    );
    expect(chainInWords('filter', 'office', NAMES)).toBeUndefined();
  });

  test('a part of a name that two devices share names neither', () => {
    const names = {...NAMES, 'tap4615776d-f2': meaning('vm2', 'vm2')};
    expect(chainInWords('filter', 'neutron-linuxbri-i4615776d-f', names)?.en).toBe(
      'what instance port tap4615776d-f… may receive',
    );
  });
});

describe('what Neutron writes beside the captured rules', () => {
  const said = (table: string, chain: string, spec: string) => {
    expect(unknownParts(table, chain, {spec})).toEqual([]);
    return ruleInWords(table, chain, {spec}).en;
  };

  test('port forwarding and metering', () => {
    expect(said('nat', 'neutron-l3-agent-fip-pf', '-j neutron-l3-agent-pf-8be1c0f2-')).toBe(
      'Packets: go through chain neutron-l3-agent-pf-8be1c0f2- (port forwarding 8be1c0f2-…).',
    );
    expect(
      said(
        'nat',
        'neutron-l3-agent-pf-8be1c0f2-',
        '-d 10.10.10.61/32 -p tcp -m tcp --dport 2222 -j DNAT --to-destination 172.16.101.11:22',
      ),
    ).toBe(
      'Packets, to 10.10.10.61/32, TCP, to port 2222: their destination becomes 172.16.101.11:22; replies are translated back.',
    );
    expect(said('filter', 'neutron-meter-l-5fa3', '')).toBe('Packets of metering label 5fa3…: only counted.');
    expect(said('filter', 'FORWARD', '-j neutron-meter-FORWARD')).toContain('what the metering agent does with them');
    expect(said('filter', 'neutron-meter-r-5fa3', '-s 172.16.1.5/32 -o qg-f2600819-27 -j neutron-meter-l-5fa3')).toBe(
      'Packets passing through, from 172.16.1.5/32, out through qg-f2600819-27: go through chain neutron-meter-l-5fa3 (the counter of metering label 5fa3…).',
    );
    expect(said('filter', 'neutron-meter-r-5fa3', '-d 172.16.1.5/32 -i qg-f2600819-27 -j RETURN')).toBe(
      'Packets passing through, to 172.16.1.5/32, in through qg-f2600819-27: back to the chain they came from.',
    );
  });

  test('who may say that he is a router', () => {
    const rule = '-s fe80::f816:3eff:fe80:2fb4/128 -p ipv6-icmp -m icmp6 --icmpv6-type 134 -j RETURN';
    expect(said('filter', 'neutron-linuxbri-i4615776d-f', rule)).toContain('ICMPv6, router advertisement: allowed');
  });

  test('a chain of an agent that is not known to make it is not passed over', () => {
    expect(unknownParts('filter', 'neutron-l3-agent-riddle', {spec: '-j neutron-l3-agent-puzzle'})).toEqual([
      'neutron-l3-agent-riddle',
      'neutron-l3-agent-puzzle',
    ]);
  });

  test('a mark of a connection is not taken for one of the packet', () => {
    expect(
      ruleInWords('mangle', 'FORWARD', {spec: '-m connmark --mark 0x5 -m mark ! --mark 0x6/0xff -j ACCEPT'}).en,
    ).toBe('Packets passing through, of a connection marked 0x5, not marked 0x6 (bits 0xff): let through.');
  });
});
