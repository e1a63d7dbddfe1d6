import {expect, test} from 'vitest';
import {rulesetText} from './questions.ts';

/** What becomes of the lines that `nft -i` wrote on its two pipes. */
const asked = (lines: readonly string[], errors: readonly string[]) => {
  const {onLine, onErrorLine, finish} = rulesetText();
  for (const line of errors) onErrorLine?.(line);
  for (const line of lines) onLine(line);
  return finish();
};

test('remarks of nft are no errors: the ruleset was listed', () => {
  const table = ['table ip6 nat {', '}'];
  const remarks = [
    '# Warning: table ip6 nat is managed by iptables-nft, do not touch!',
    'XT target REDIRECT not found',
    'XT match physdev not found',
    '',
  ];
  expect(asked(table, remarks)).toEqual({ok: true, text: table.join('\n')});
});

test('anything else on stderr makes the answer fail, whatever was listed', () => {
  expect(asked([], ['# Warning', 'Error: cache initialization failed: Operation not permitted'])).toEqual({
    ok: false,
    why: 'nft list ruleset: Error: cache initialization failed: Operation not permitted',
  });
});
