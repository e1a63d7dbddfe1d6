import {z} from 'zod';
import type {FilterChain, Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {type Aspect, EXISTS, aspect, aspects, compared, judge} from './aspects.ts';
import {type Placed, state, text} from './fields.ts';
import {chainAt, chainOf, chainWords, missingChain} from './iptables-chains.ts';
import {inSection} from './look.ts';
import {counted, placeWords, sentence} from './sentences.ts';

export const tableName = z.enum(['filter', 'nat', 'mangle', 'raw', 'security']);

export const chainSchema = z.strictObject({
  claim: z.literal('chain').describe('An iptables chain is so.'),
  ...state,
  table: tableName.optional().describe('Default filter.'),
  chain: text,
  policy: z.enum(['ACCEPT', 'DROP']).optional(),
  empty: z.boolean().optional().describe('Whether it has no rules.'),
  order: z
    .array(text)
    .min(2, 'must have two texts at least')
    .optional()
    .describe('Rules containing these texts stand in this order.'),
});
export type ChainClaim = z.infer<typeof chainSchema>;

export const checkChain = (snapshot: Snapshot, claim: Placed<ChainClaim>): Outcome =>
  inSection(snapshot, claim, 'iptables', (tables) => {
    const table = claim.table ?? 'filter';
    const at = chainAt(snapshot, claim, table, claim.chain);
    const words = chainWords(table, claim.chain);
    const where = placeWords(snapshot, claim);
    const chain = chainOf(tables, table, claim.chain);
    return judge(
      chain === undefined
        ? []
        : [
            {
              subject: at,
              exists: EXISTS,
              aspects: aspects(
                compared(claim.policy, chain.policy, hasPolicy),
                compared(claim.empty, chain.rules.length === 0, (empty) => (empty ? NO_RULES : hasRules(chain))),
                claim.order === undefined ? undefined : orderAspect(chain, claim.order),
              ),
            },
          ],
      {
        absent: claim.absent === true,
        absence: sentence(`no ${at.en}`, `${where.zh}中没有${words.zh}`),
        missing: () => ({
          expected: sentence(`a ${at.en}`, `${where.zh}中有${words.zh}`),
          found: missingChain(snapshot, claim, table, tables),
        }),
      },
    );
  });

const hasPolicy = (policy: string | undefined): Text =>
  policy === undefined
    ? sentence('has no policy, being no built-in chain', '不是内建链，没有默认策略')
    : sentence(`has policy ${policy}`, `默认策略为 ${policy}`);

const NO_RULES = sentence('has no rules', '没有规则');
const hasRules = ({rules}: FilterChain): Text =>
  rules.length === 0
    ? sentence('has rules', '有规则')
    : sentence(`has ${counted(rules.length, 'rule')}`, `有 ${rules.length} 条规则`);

/** The first rule with each text counts: it is the one that packets meet first. */
const orderAspect = (chain: FilterChain, order: readonly string[]): Aspect => {
  const expected = sentence(
    `has rules with ${order.map((part) => `"${part}"`).join(', then ')}`,
    `依次有包含${order.map((part) => `“${part}”`).join('、')}的规则`,
  );
  const places = order.map((part) => chain.rules.findIndex(({spec}) => spec.includes(part)));
  const missing = places.indexOf(-1);
  if (missing !== -1)
    return aspect(
      false,
      expected,
      sentence(`has no rule with "${order[missing]}"`, `没有包含“${order[missing]}”的规则`),
    );
  const late = places.findIndex((place, index) => index > 0 && place <= (places[index - 1] ?? -1));
  if (late === -1) return aspect(true, expected, expected);
  const [before, after] = [order[late - 1], order[late]];
  const [beforeAt, afterAt] = [(places[late - 1] ?? 0) + 1, (places[late] ?? 0) + 1];
  return aspect(
    false,
    expected,
    beforeAt === afterAt
      ? sentence(
          `has "${before}" and "${after}" in one rule, number ${afterAt}`,
          `中“${before}”和“${after}”在同一条规则（第 ${afterAt} 条）中`,
        )
      : sentence(
          `has "${after}" in rule ${afterAt}, before "${before}" in rule ${beforeAt}`,
          `中“${after}”在第 ${afterAt} 条，排在第 ${beforeAt} 条“${before}”之前`,
        ),
  );
};
