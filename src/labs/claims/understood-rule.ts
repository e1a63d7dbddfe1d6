import {type ParsedRule, parseRule, ruleMeaning} from '../../drivers/kernel/iptables-rule.ts';
import {UnreadableOutput} from '../../drivers/kernel/unreadable-output.ts';

export interface UnderstoodRule {
  readonly rule: ParsedRule;
  /** The same text for all rules that mean the same. */
  readonly meaning: string;
}

/** Checks look at the same rules after every change; taking a rule apart is the dearest thing they do. */
const known = new Map<string, UnderstoodRule | undefined>();
const MOST_KNOWN = 10_000;

/** A rule taken apart; undefined for one of the kernel's that we cannot read. */
export const understood = (spec: string): UnderstoodRule | undefined => {
  if (known.has(spec)) return known.get(spec);
  if (known.size >= MOST_KNOWN) known.clear();
  const result = understand(spec);
  known.set(spec, result);
  return result;
};

const understand = (spec: string): UnderstoodRule | undefined => {
  try {
    const rule = parseRule(spec);
    return {rule, meaning: ruleMeaning(rule)};
  } catch (error) {
    if (error instanceof UnreadableOutput) return undefined;
    throw error;
  }
};

/** Whether two rules do the same; one that we cannot read is the same only as its own text. */
export const sameMeaning = (found: string, wanted: string): boolean => {
  const [one, other] = [understood(found), understood(wanted)];
  return one === undefined || other === undefined ? found.trim() === wanted.trim() : one.meaning === other.meaning;
};
