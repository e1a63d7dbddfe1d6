/** What an iptables rule means, apart from how it is written. */
import {BARE_MODULES, FREE_TEXT, NAMES, TARGET_OPTIONS, VALUES, VALUE_OF} from './rule-options.ts';
import {icmpType, icmpv6Type, mark} from './rule-values.ts';
import {ruleWords} from './rule-words.ts';
import {UnreadableOutput} from './unreadable-output.ts';

export interface Condition {
  /** Normalised: `tcp`, `10.0.0.0/24`, `ESTABLISHED,RELATED`; empty for an option without a value. */
  readonly value: string;
  readonly negated: boolean;
}

export interface ParsedRule {
  /** From `-t` and `-A`, `-I`…, where the text has them. */
  readonly table?: string;
  readonly chain?: string;
  /**
   * By the long name of the option without dashes: `source`, `destination`, `in-interface`, `out-interface`,
   * `protocol`, `dport`, `sport`, `ctstate`, `icmp-type`, `physdev-in`…; `match NAME` for a module without options.
   * Conditions that every packet meets are left out.
   */
  readonly conditions: Readonly<Record<string, Condition>>;
  /** Target or chain of `-j` or `-g`; absent for a rule that only counts. */
  readonly target?: string;
  readonly goto: boolean;
  /** Options of the target: `to-destination`, `to-source`, `set-xmark`… Defaults are left out. */
  readonly options: Readonly<Record<string, string>>;
  readonly comment?: string;
}

/**
 * Takes a rule apart: as iptables-save prints it, or as somebody types it after `iptables`.
 * @throws {UnreadableOutput} where it is not a rule: an unfinished quote, an option without its value, a stray word.
 */
export const parseRule = (spec: string): ParsedRule => {
  const list = ruleWords(spec);
  const first = list[0]?.split('/').at(-1);
  let at = first === 'iptables' || first === 'ip6tables' ? 1 : 0;
  const conditions: Record<string, Condition> = {};
  const options: Record<string, string> = {};
  const head: {table?: string; chain?: string; target?: string; comment?: string} = {};
  let goto = false;
  let negated = false;

  while (at < list.length) {
    const word = list[at++] ?? '';
    if (word === '!') {
      negated = true;
      continue;
    }
    const option = /^--?([A-Za-z].*)$/.exec(word)?.[1];
    if (option === undefined)
      throw new UnreadableOutput('iptables rule', 1, spec, `stray word ${JSON.stringify(word)}`);
    const name = NAMES[option] ?? option;
    const values: string[] = [];
    for (let count = VALUES[name] ?? 1; count > 0; count--) {
      // The old place of the negation: `-s ! 10.0.0.1`.
      if (list[at] === '!' && values.length === 0) {
        negated = true;
        at++;
      }
      const value = list[at++];
      if (value === undefined || (/^-{1,2}[A-Za-z]/.test(value) && !FREE_TEXT.has(name)))
        throw new UnreadableOutput('iptables rule', 1, spec, `${word} lacks its value`);
      values.push(value);
    }
    const value = values.join(' ');
    switch (name) {
      case 'table':
        head.table = value;
        break;
      case 'append':
      case 'delete':
      case 'check':
        head.chain = value;
        break;
      case 'insert':
      case 'replace':
        head.chain = value;
        if (/^\d+$/.test(list[at] ?? '')) at++;
        break;
      case 'jump':
      case 'goto':
        head.target = value;
        goto = name === 'goto';
        break;
      case 'comment':
        head.comment = value;
        break;
      case 'match':
        if (BARE_MODULES.has(value)) conditions[`match ${value}`] = {value: '', negated};
        break;
      case 'wait':
      case 'set-counters':
        break;
      case 'syn':
        conditions['tcp-flags'] = {value: 'ACK,FIN,RST,SYN SYN', negated};
        break;
      case 'set-mark':
        options['set-xmark'] = setXmark(value);
        break;
      default: {
        const meaning = (VALUE_OF[name] ?? same)(value);
        if (TARGET_OPTIONS.has(name)) {
          if (meaning !== undefined) options[name] = meaning;
          break;
        }
        // What every packet meets is no condition, unless it is turned round.
        if (meaning === undefined && !negated) break;
        conditions[name === 'match-set' ? `${name} ${value}` : name] = {value: meaning ?? value, negated};
      }
    }
    negated = false;
  }
  const type = conditions['icmp-type'];
  if (type !== undefined) {
    const v6 = conditions['protocol']?.value === 'icmpv6';
    conditions['icmp-type'] = {value: (v6 ? icmpv6Type : icmpType)(type.value), negated: type.negated};
  }
  return {...head, conditions, goto, options};
};

const same = (value: string): string => value;

/** `--set-mark V/M` clears M as well as V's bits before setting V, which iptables-save writes as `--set-xmark`. */
const setXmark = (value: string): string => {
  const [bits = '', mask] = value.split('/');
  if (mask === undefined) return mark(bits);
  return mark(`${bits}/${(Number(mask) | Number(bits)) >>> 0}`);
};

/** One text for all rules that mean the same. Chain, table and comment are left out. */
export const ruleMeaning = (rule: ParsedRule): string => {
  const conditions = Object.entries(rule.conditions).map(
    ([name, {value, negated}]) => `${negated ? '! ' : ''}--${name} ${value}`,
  );
  const options = Object.entries(rule.options).map(([name, value]) => `--${name} ${value}`);
  const target = rule.target === undefined ? [] : [`${rule.goto ? '-g' : '-j'} ${rule.target}`];
  return [...conditions.toSorted(), ...target, ...options.toSorted()].join(' ');
};

/**
 * Whether two rules do the same, however written: order of options, `state` or `conntrack`, `/32`, service names,
 * implied modules, defaults and comments make no difference.
 * @throws {UnreadableOutput} where one is not a rule.
 */
export const sameRule = (a: string, b: string): boolean => ruleMeaning(parseRule(a)) === ruleMeaning(parseRule(b));
