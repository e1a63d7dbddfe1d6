import type {Names} from './names.ts';
import type {FilterRule} from './snapshot.ts';
import {joinTexts, same} from './text.ts';
import type {Text} from './text.ts';
import {commentWords} from './words/comment-words.ts';
import {matchInWords} from './words/match-words.ts';
import {neutronChain} from './words/neutron-chains.ts';
import {parseRule} from './words/parse-rule.ts';
import type {ParsedRule} from './words/parse-rule.ts';
import {ruleNames} from './words/rule-names.ts';
import {actionWords, isTargetExplained, packetsWords, policyAction} from './words/target-words.ts';

/**
 * An iptables rule in plain words: which packets, under which conditions, and what happens to them. Parts that we
 * have no words for are said to be such, verbatim.
 * @param known what devices, addresses and sets stand for, where that is known
 */
export const ruleInWords = (table: string, chain: string, rule: Pick<FilterRule, 'spec'>, known?: Names): Text => {
  const parsed = parseRule(rule.spec);
  const place = {table, chain, names: ruleNames(known)};
  const matches = parsed.unknownMatches.join(' ');
  const unknown =
    matches === ''
      ? []
      : [{en: `and if “${matches}” (not explained here)`, zh: `并且符合“${matches}”（此处无法解释）`}];
  const said = parsed.matches.filter(({option}) => option !== 'comment').map((match) => matchInWords(match, place));
  const conditions = joinTexts([packetsWords(place), ...said, ...unknown]);
  const action = actionWords(parsed, place);
  const options = parsed.unknownOptions.join(' ');
  const rest =
    options === ''
      ? same('')
      : {en: ` (option not explained here: ${options})`, zh: `（此处无法解释的选项：${options}）`};
  const comments = parsed.matches.filter(({option}) => option === 'comment').map(({value}) => commentWords(value));
  return {
    en: [`${conditions.en}: ${action.en}${rest.en}.`, ...comments.map(({en}) => en)].join(' '),
    zh: [`${conditions.zh}：${action.zh}${rest.zh}。`, ...comments.map(({zh}) => zh)].join(''),
  };
};

/** The parts of a rule, and the Neutron chains it names, that {@link ruleInWords} has no words for; verbatim. */
export const unknownParts = (table: string, chain: string, {spec}: Pick<FilterRule, 'spec'>): readonly string[] => {
  const parsed = parseRule(spec);
  return [
    ...parsed.unknownMatches,
    ...(isTargetExplained(parsed) ? [] : [parsed.target?.name ?? '']),
    ...parsed.unknownOptions,
    ...[chain, ...jumpsTo(parsed)].filter((name) => isNeutrons(name) && neutronChain(table, name) === undefined),
  ];
};

const jumpsTo = ({target}: ParsedRule): readonly string[] => (target === undefined ? [] : [target.name]);
const isNeutrons = (chain: string): boolean => chain.startsWith('neutron-');

/** What a chain's rules decide, where its name tells: `what instance port tap4615776d-f1 may receive`. */
export const chainInWords = (table: string, chain: string, known?: Names): Text | undefined =>
  neutronChain(table, chain, ruleNames(known))?.role;

/** What a built-in chain does with packets that no rule decided about. */
export const policyInWords = (chain: string, policy: string): Text => {
  const place = {table: 'filter', chain, names: ruleNames(undefined)};
  const packets = packetsWords(place);
  const action = policyAction(policy, place);
  return {
    en: `${packets.en} that no rule decided about: ${action.en}.`,
    zh: `${packets.zh}，没有规则作出决定时：${action.zh}。`,
  };
};
