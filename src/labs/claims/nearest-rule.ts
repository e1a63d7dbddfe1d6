import type {ParsedRule} from '../../drivers/kernel/iptables-rule.ts';
import type {Text} from '../../state/text.ts';
import {both, sentence} from './sentences.ts';
import {understood} from './understood-rule.ts';

export interface NearRule {
  readonly spec: string;
  readonly index: number;
  /** `--dport 8080 instead of --dport 80` */
  readonly difference: Text;
}

/** More differences than this and it is another rule, not the same one with a mistake in it. */
const MOST_DIFFERENCES = 2;

/** The rule that was probably meant to be the wanted one. */
export const nearestRule = (wanted: string, specs: readonly string[]): NearRule | undefined => {
  const asked = understood(wanted);
  if (asked === undefined) return undefined;
  const target = parts(asked.rule);
  const [best] = specs
    .flatMap((spec, index) => {
      const found = understood(spec);
      if (found === undefined) return [];
      const theirs = parts(found.rule);
      const names = [...new Set([...target.keys(), ...theirs.keys()])];
      const differing = names.filter((name) => target.get(name) !== theirs.get(name));
      const shared = names.length - differing.length;
      return [{spec, index, differing, shared, theirs}];
    })
    .filter(({differing, shared}) => differing.length <= MOST_DIFFERENCES && shared > 0)
    .toSorted((a, b) => a.differing.length - b.differing.length || b.shared - a.shared);
  if (best === undefined) return undefined;
  const difference = both(best.differing.map((name) => told(best.theirs.get(name), target.get(name))));
  return {spec: best.spec, index: best.index, difference};
};

const told = (found: string | undefined, wanted: string | undefined): Text => {
  if (found === undefined) return sentence(`no ${wanted}`, `缺少 ${wanted}`);
  if (wanted === undefined) return sentence(`${found}, which should not be there`, `多了 ${found}`);
  return sentence(`${found} instead of ${wanted}`, `写的是 ${found}，应为 ${wanted}`);
};

/** Everything a rule says, by name, as somebody would type it. */
const parts = (rule: ParsedRule): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(rule.conditions).map(([name, {value, negated}]): [string, string] => [
      name,
      `${negated ? '! ' : ''}${option(name)}${value === '' ? '' : ` ${value}`}`,
    ]),
    ['target', rule.target === undefined ? 'no target' : `${rule.goto ? '-g' : '-j'} ${rule.target}`],
    ...Object.entries(rule.options).map(([name, value]): [string, string] => [
      `option ${name}`,
      `--${name}${value === '' ? '' : ` ${value}`}`,
    ]),
  ]);

const SHORT: Readonly<Record<string, string>> = {
  source: '-s',
  destination: '-d',
  'in-interface': '-i',
  'out-interface': '-o',
  protocol: '-p',
};

const option = (name: string): string => {
  if (name.startsWith('match ')) return `-m ${name.slice('match '.length)}`;
  return SHORT[name] ?? `--${name}`;
};
