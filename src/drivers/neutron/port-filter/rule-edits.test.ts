import {expect, test} from 'vitest';
import {parseIptablesSave} from '../../kernel/iptables.ts';
import {chainEdits, ruleEdits} from './rule-edits.ts';

/** What iptables-restore does with edits by number. */
function applied(found: readonly string[], edits: readonly string[]): readonly string[] {
  const rules = [...found];
  for (const edit of edits) {
    const [word, , number, ...rule] = edit.split(' ');
    const at = Number(number) - 1;
    if (at < 0 || at > rules.length) throw new Error(`${edit}: there are ${rules.length} rules`);
    if (word === '-D') rules.splice(at, 1);
    else rules.splice(at, 0, rule.join(' '));
  }
  return rules;
}

test('edits turn any list into any other and touch no rule that stays', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const list = () => Array.from({length: random(9)}, () => `-j ${'abcdef'[random(6)]}`);
  for (let round = 0; round < 3000; round += 1) {
    const [wanted, found] = [list(), list()];
    const edits = chainEdits('c', wanted, found);
    expect(applied(found, edits), `${found.join()} to ${wanted.join()}: ${edits.join('; ')}`).toEqual(wanted);
    expect(edits.length).toBeLessThanOrEqual(wanted.length + found.length);
  }
});

test('an equal list needs no edit, one more rule needs one', () => {
  expect(chainEdits('c', ['-j a', '-j b'], ['-j a', '-j b'])).toEqual([]);
  expect(chainEdits('c', ['-j a', '-j b', '-j c'], ['-j a', '-j c'])).toEqual(['-I c 2 -j b']);
  expect(chainEdits('c', ['-j c'], ['-j a', '-j c'])).toEqual(['-D c 1']);
});

test("jumps come first in built-in chains and somebody else's rules stay", () => {
  const found = parseIptablesSave(
    '*filter\n:INPUT ACCEPT [0:0]\n:our-x - [0:0]\n:theirs - [0:0]\n[0:0] -A INPUT -p icmp -j DROP\n[0:0] -A INPUT -j our-INPUT\n[0:0] -A our-x -j DROP\nCOMMIT\n',
  );
  const wanted = {filter: {INPUT: ['-j top', '-j our-INPUT'], 'our-INPUT': ['-j RETURN']}};
  expect(ruleEdits(wanted, found, (chain) => chain.startsWith('our-')).split('\n')).toEqual([
    '*filter',
    ':our-INPUT - [0:0]',
    '-I our-INPUT 1 -j RETURN',
    '-D INPUT -j our-INPUT',
    '-I INPUT 1 -j top',
    '-I INPUT 2 -j our-INPUT',
    '-F our-x',
    '-X our-x',
    'COMMIT',
    '',
  ]);
});

test('nothing to do gives no input', () => {
  const found = parseIptablesSave('*raw\n:PREROUTING ACCEPT [0:0]\n[0:0] -A PREROUTING -j x\nCOMMIT\n');
  expect(ruleEdits({raw: {PREROUTING: ['-j x']}}, found, () => false)).toBe('');
});

test('chains are complete before anything jumps to them', () => {
  const filter = {
    FORWARD: ['-j all'],
    all: ['-m x -j b-port', '-j ACCEPT'],
    'b-port': ['-j c-drop'],
    'c-drop': ['-j DROP'],
  };
  const lines = ruleEdits({filter}, {}, () => false).split('\n');
  expect(lines.filter((line) => line.startsWith('-I')).map((line) => line.split(' ')[1])).toEqual([
    'c-drop',
    'b-port',
    'all',
    'all',
    'FORWARD',
  ]);
});

test('more than the kernel takes at once is handed over in parts, each rule once', () => {
  const rules = Array.from({length: 2000}, (_, number) => `-p tcp -m tcp --dport ${number} -j RETURN`);
  const input = ruleEdits({filter: {c: rules}}, {}, () => false);
  const parts = input.split('COMMIT\n').filter((part) => part !== '');
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.every((part) => part.startsWith('*filter\n'))).toBe(true);
  const added = input.split('\n').filter((line) => line.startsWith('-I'));
  expect(added).toEqual(rules.map((rule, at) => `-I c ${at + 1} ${rule}`));
});
