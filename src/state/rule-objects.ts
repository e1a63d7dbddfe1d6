import type {Text} from './text.ts';
import {parseRule} from './words/parse-rule.ts';

/** The API object that a rule of a cloud was written for. */
export interface RuleObject {
  readonly id: string;
  /** A whole phrase: `security group rule “ssh” of group web`. */
  readonly words: Text;
}

/** What the rules of one chain stand for, by {@link ruleKey}. Chains with the same rules share one. */
export type ObjectsOfChain = Readonly<Record<string, RuleObject>>;

/** Which API object each rule stands for, by the chain's name: those of a cloud have ids in them. */
export type ObjectOfRule = Readonly<Record<string, ObjectsOfChain>>;

export type RuleFamily = 'iptables' | 'ip6tables';

/**
 * A rule without what says nothing about its meaning: the order of its conditions, the modules it loads, its comment.
 * The same for a rule as it was written and as iptables-save prints it.
 */
export const ruleKey = (family: RuleFamily, spec: string): string => {
  const {matches, target, unknownMatches, unknownOptions} = parseRule(spec);
  const conditions = matches
    .filter(({option}) => option !== 'comment')
    .map(({option, value, negated}) => `${negated ? '!' : ''}${option} ${value}`);
  const options = Object.entries(target?.options ?? {}).map((entry) => entry.join(' '));
  const all = [...conditions, ...unknownMatches, ...unknownOptions, ...options].toSorted();
  return [family, ...all, target?.name ?? ''].join(', ');
};

/** What a rule stands for; undefined where it is one that its agent always writes, or no cloud's. */
export const objectOfRule = (
  objects: ObjectOfRule | undefined,
  family: RuleFamily,
  chain: string,
  spec: string,
): RuleObject | undefined => {
  if (objects === undefined || !Object.hasOwn(objects, chain)) return undefined;
  const known = objects[chain] ?? {};
  const key = ruleKey(family, spec);
  return Object.hasOwn(known, key) ? known[key] : undefined;
};
