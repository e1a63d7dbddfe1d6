import {z} from 'zod';
import {UnreadableOutput} from '../../drivers/kernel/unreadable-output.ts';
import {parseRule} from '../../drivers/kernel/iptables-rule.ts';
import {tableName} from './chain.ts';
import {state, text} from './fields.ts';

export const ruleSchema = z.strictObject({
  claim: z.literal('rule').describe('An iptables chain has a rule that means this.'),
  ...state,
  table: tableName.optional().describe('Default filter.'),
  chain: text,
  spec: text
    .refine((spec) => ruleProblem(spec) === undefined, {error: ({input}) => `must be an iptables rule: ${ruleProblem(String(input))}`})
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
