import {z} from 'zod';
import {parseRule} from '../../drivers/kernel/iptables-rule.ts';
import {UnreadableOutput} from '../../drivers/kernel/unreadable-output.ts';
import {type FilterChain, type Snapshot, valueOf} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {type Candidate, EXISTS, aspect, aspects, judge} from './aspects.ts';
import {tableName} from './chain.ts';
import {type Placed, state, text} from './fields.ts';
import {
  type Tables,
  allChains,
  chainAt,
  chainOf,
  chainWords,
  inTable,
  missingChain,
  quotedRule,
} from './iptables-chains.ts';
import {inSection, otherPlaces} from './look.ts';
import {nearestRule} from './nearest-rule.ts';
import {counted, hasHits, placeWords, sentence, wantsHits} from './sentences.ts';
import {sameMeaning} from './understood-rule.ts';

export const ruleSchema = z.strictObject({
  claim: z.literal('rule').describe('An iptables chain has a rule that means this.'),
  ...state,
  table: tableName.optional().describe('Default filter.'),
  chain: text,
  spec: text
    .refine((spec) => ruleProblem(spec) === undefined, {
      error: ({input}) => `must be an iptables rule: ${ruleProblem(String(input))}`,
    })
    .describe('As after `iptables -A CHAIN`.'),
  first: z.boolean().optional().describe('Whether it is the first of its chain.'),
  hits: z.int().min(1).optional().describe('Packets that met it, at least.'),
});
export type RuleClaim = z.infer<typeof ruleSchema>;

function ruleProblem(spec: string): string | undefined {
  try {
    const {table, chain} = parseRule(spec);
    return table === undefined && chain === undefined ? undefined : 'table and chain have their own keys';
  } catch (error) {
    if (error instanceof UnreadableOutput) return error.message;
    throw error;
  }
}

export const checkRule = (snapshot: Snapshot, claim: Placed<RuleClaim>): Outcome =>
  inSection(snapshot, claim, 'iptables', (tables) => {
    const table = claim.table ?? 'filter';
    const chain = chainOf(tables, table, claim.chain);
    const at = chainAt(snapshot, claim, table, claim.chain);
    const wanted = quotedRule(claim.spec);
    return judge(chain === undefined ? [] : candidates(claim, chain, at), {
      absent: claim.absent === true,
      absence: sentence(`no rule ${wanted.en} in ${at.en}`, `${at.zh}中没有规则${wanted.zh}`),
      missing: () => ({
        expected: sentence(`a rule ${wanted.en} in ${at.en}`, `${at.zh}中有规则${wanted.zh}`),
        found:
          chain === undefined
            ? missingChain(snapshot, claim, table, tables)
            : nearest(snapshot, claim, {tables, table, chain, at}),
      }),
    });
  });

const candidates = (claim: RuleClaim, chain: FilterChain, at: Text): readonly Candidate[] =>
  chain.rules.flatMap((rule, index) => {
    if (!sameMeaning(rule.spec, claim.spec)) return [];
    const words = quotedRule(rule.spec, index);
    return [
      {
        subject: sentence(`${words.en} in ${at.en}`, `${at.zh}中的${words.zh}`),
        exists: EXISTS,
        aspects: aspects(
          claim.first === undefined
            ? undefined
            : aspect((index === 0) === claim.first, isFirst(claim.first), stands(index, claim.first)),
          claim.hits === undefined
            ? undefined
            : aspect(rule.packets >= claim.hits, wantsHits(claim.hits), hasHits(rule.packets)),
        ),
      },
    ];
  });

const isFirst = (first: boolean): Text =>
  first ? sentence('is the first', '是第一条') : sentence('is not the first', '不是第一条');
const stands = (index: number, wantsFirst: boolean): Text => {
  if (index === 0) return sentence('is the first', '是第一条');
  return wantsFirst ? sentence(`has ${counted(index, 'rule')} before it`, `前面还有 ${index} 条规则`) : isFirst(false);
};
interface Looked {
  readonly tables: Tables;
  readonly table: string;
  readonly chain: FilterChain;
  readonly at: Text;
}

/** The same rule elsewhere, else the rule of the chain that differs least, else how many rules there are. */
const nearest = (snapshot: Snapshot, claim: Placed<RuleClaim>, {tables, table, chain, at}: Looked): Text => {
  const otherChain = allChains(tables).find(
    (other) => other.chain !== chain && other.chain.rules.some(({spec}) => sameMeaning(spec, claim.spec)),
  );
  if (otherChain !== undefined) {
    const there = chainWords(otherChain.table, otherChain.chain.name);
    const here = otherChain.table === table ? chainWords(table, claim.chain) : inTable(table, claim.chain);
    return sentence(`the rule is in ${there.en}, not in ${here.en}`, `规则在${there.zh}中，不在${here.zh}中`);
  }
  for (const other of otherPlaces(snapshot, claim)) {
    const there = chainOf(valueOf(other.namespace.iptables) ?? {}, table, claim.chain);
    if (there?.rules.some(({spec}) => sameMeaning(spec, claim.spec)) !== true) continue;
    const [isThere, notHere] = [placeWords(snapshot, other.place), placeWords(snapshot, claim)];
    return sentence(`the rule is ${isThere.en}, not ${notHere.en}`, `规则在${isThere.zh}中，不在${notHere.zh}中`);
  }
  const near = nearestRule(
    claim.spec,
    chain.rules.map(({spec}) => spec),
  );
  if (near !== undefined) {
    const words = quotedRule(near.spec, near.index);
    return sentence(`${words.en} has ${near.difference.en}`, `${words.zh}${near.difference.zh}`);
  }
  return chain.rules.length === 0
    ? sentence(`${at.en} has no rules`, `${at.zh}没有规则`)
    : sentence(
        `${chain.rules.length === 1 ? 'the only rule' : `none of the ${chain.rules.length} rules`} in ${at.en} ${chain.rules.length === 1 ? 'does not do it' : 'does it'}`,
        `${at.zh}中的 ${chain.rules.length} 条规则都不是`,
      );
};
