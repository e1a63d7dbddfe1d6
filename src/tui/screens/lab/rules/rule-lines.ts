import type {Names} from '../../../../state/names.ts';
import {listRules, wasHit} from '../../../../state/rule-list.ts';
import type {ListedChain, ListedRule, TablePlace} from '../../../../state/rule-list.ts';
import {objectOfRule} from '../../../../state/rule-objects.ts';
import type {ObjectOfRule} from '../../../../state/rule-objects.ts';
import {chainInWords, policyInWords, ruleInWords, unknownParts} from '../../../../state/rule-words.ts';
import type {Snapshot} from '../../../../state/snapshot.ts';
import type {Language} from '../../../../state/text.ts';
import {EMPTY_LINE, ends, lineWidth, span, type Line} from '../../../lines/line.ts';
import {wrapIndented} from '../../../lines/wrap.ts';
import type {Words} from '../../../text/en.ts';
import type {Theme} from '../../../themes/theme.ts';

export interface RulesView {
  readonly snapshot: Snapshot;
  /** What counters are compared with; absent until a command ran. */
  readonly before?: Snapshot | undefined;
  readonly names?: Names | undefined;
  readonly objects?: ObjectOfRule | undefined;
  /** Only rules that packets met since then. */
  readonly onlyHit: boolean;
  readonly language: Language;
  readonly words: Words['rules'];
  readonly theme: Theme;
  readonly width: number;
}

/** The rules of a table, chain by chain: as the kernel has each, its counters, and below it what it means. */
export const ruleLines = (place: TablePlace, view: RulesView): readonly Line[] => {
  const chains = listRules(view.snapshot, view.before, place)
    .map((chain) => (view.onlyHit ? {...chain, rules: chain.rules.filter((rule) => wasHit(rule))} : chain))
    .filter((chain) => !view.onlyHit || chain.rules.length > 0 || isPolicyHit(chain));
  if (chains.length === 0) return [[span(view.onlyHit ? view.words.noneHit : view.words.none, view.theme.dim)]];
  return chains.flatMap((chain, index) => [
    ...(index === 0 ? [] : [EMPTY_LINE]),
    ...chainLines(place, chain, view),
    ...chain.rules.flatMap((rule) => linesOfRule(place, chain.name, rule, view)),
  ]);
};

/** Words for a policy are said where it decides something: a chain that accepts what is left is no news. */
const isPolicyTold = ({policy = 'ACCEPT'}: ListedChain): boolean => policy !== 'ACCEPT';
const isPolicyHit = (chain: ListedChain): boolean => isPolicyTold(chain) && wasHit(chain);

const chainLines = (place: TablePlace, chain: ListedChain, view: RulesView): readonly Line[] => {
  const {theme, language, width} = view;
  const role = chainInWords(place.table, chain.name, view.names);
  const head = [
    span(chain.name, theme.namespace),
    ...(chain.policy === undefined ? [] : [span(` (${chain.policy})`, theme.dim)]),
  ];
  const said = role === undefined ? [] : wrapIndented([span('  ')], [span(role[language], theme.dim)], width);
  if (!isPolicyTold(chain)) return [head, ...said];
  return [
    ends([span(mark(chain), theme.changed), ...head], counters(chain, view), width),
    ...said,
    ...wrapIndented([span('    ')], [span(policyInWords(chain.name, chain.policy ?? '')[language])], width),
  ];
};

const linesOfRule = (place: TablePlace, chain: string, rule: ListedRule, view: RulesView): readonly Line[] => {
  const {theme, language, width} = view;
  const spec = rule.spec === '' ? view.words.noConditions : rule.spec;
  const object = objectOfRule(view.objects, place.family, chain, rule.spec);
  const isUnknown = unknownParts(place.table, chain, rule).length > 0;
  const written = wrapIndented(
    [
      span(mark(rule), rule.since === 'new' ? theme.added : theme.changed),
      span(`${String(rule.position).padStart(2)} `, theme.dim),
    ],
    [span(spec, theme.code)],
    width,
  );
  return [
    ...atTheEnd(written, counters(rule, view), width),
    ...wrapIndented([span('     ')], [span(ruleInWords(place.table, chain, rule, view.names)[language])], width),
    ...(object === undefined
      ? []
      : wrapIndented([span('     = ', theme.accent)], [span(object.words[language], theme.strong)], width)),
    ...(isUnknown
      ? wrapIndented([span('     ? ', theme.unknown)], [span(view.words.unknown, theme.unknown)], width)
      : []),
  ];
};

/** Counters beside the last row, or in one of their own where that has no room. */
export const atTheEnd = (rows: readonly Line[], count: Line, width: number): readonly Line[] => {
  const last = rows.at(-1) ?? EMPTY_LINE;
  return lineWidth(last) + 2 + lineWidth(count) <= width
    ? [...rows.slice(0, -1), ends(last, count, width)]
    : [...rows, ends(EMPTY_LINE, count, width)];
};

/** `+` came since, `▸` packets met it since. */
export const mark = (rule: Pick<ListedRule, 'since' | 'packets'>): string =>
  rule.since === 'new' ? '+ ' : wasHit(rule) ? '▸ ' : '  ';

/** `12 packets, 1008 bytes  +3 packets`. */
export const counters = (counted: Pick<ListedRule, 'since' | 'packets' | 'bytes'>, {words, theme}: RulesView): Line => {
  const {since, packets, bytes} = counted;
  const total = span(words.counters(packets, bytes), theme.dim);
  if (since === 'new') return [span(`${words.isNew}  `, theme.added), total];
  return since === undefined || since.packets === 0
    ? [total]
    : [span(`${words.since(since.packets, since.bytes)} `, theme.changed), total];
};
