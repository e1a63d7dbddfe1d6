import {useState, type ReactNode} from 'react';
import {Box} from 'ink';
import type {Session} from '../../../../labs/session.ts';
import type {Names} from '../../../../state/names.ts';
import {listRules, tablesWithRules, unreadRules, wasHit} from '../../../../state/rule-list.ts';
import type {TablePlace} from '../../../../state/rule-list.ts';
import {bridgesWithFlows, listFlows, unreadFlows} from '../../../../state/flow-list.ts';
import type {FlowPlace} from '../../../../state/flow-list.ts';
import {ROOT_NAMESPACE} from '../../../../state/snapshot.ts';
import type {Snapshot} from '../../../../state/snapshot.ts';
import type {Language} from '../../../../state/text.ts';
import {useKeys} from '../../../keys/key-provider.tsx';
import {cut, EMPTY_LINE, span, type Line} from '../../../lines/line.ts';
import {Lines} from '../../../lines/lines.tsx';
import {useLanguage} from '../../../text/use-language.ts';
import {useWords} from '../../../text/words.ts';
import {useTheme, type Theme} from '../../../themes/theme.ts';
import {Frame} from '../../../widgets/frame.tsx';
import {KeyBar} from '../../../widgets/key-bar.tsx';
import {scrollBadge} from '../../../widgets/page.tsx';
import {useScroll} from '../../../widgets/use-scroll.ts';
import {flowLines} from './flow-lines.ts';
import {ruleLines} from './rule-lines.ts';

export interface RulesPageProps {
  readonly session: Session;
  /** The snapshot before the newest command, which counters are compared with. */
  readonly baseline?: Snapshot | undefined;
  /** Whose rules come first. */
  readonly node: string;
  readonly columns: number;
  readonly rows: number;
  readonly onClose: () => void;
}

/** A table of a namespace, or the flows of a bridge. */
type Place = TablePlace | FlowPlace;

/** Rows above the rules that do not scroll: the namespace, the table, nothing. */
const HEAD_ROWS = 3;

/** Every iptables rule of the lab in words, a table at a time, and every flow of Open vSwitch, a bridge at a time. */
export const RulesPage = ({session, baseline, node, columns, rows, onClose}: RulesPageProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const language = useLanguage();
  const {snapshot} = session;
  const places = snapshot === undefined ? [] : [...tablesWithRules(snapshot), ...bridgesWithFlows(snapshot)];
  const [chosen, choose] = useState<Place | undefined>(() => firstPlace(places, snapshot, baseline, node));
  const [onlyHit, setOnlyHit] = useState(false);
  const place = places.find((one) => isSame(one, chosen)) ?? places[0];

  const width = columns - 4;
  const height = rows - 3 - HEAD_ROWS;
  const {names, objects} = session;
  const view = {before: baseline, names, objects, onlyHit, language, words: words.rules, theme, width};
  const lines =
    snapshot === undefined || place === undefined
      ? nothing(snapshot, words.rules, theme)
      : place.family === 'openvswitch'
        ? flowLines(place, {...view, snapshot})
        : ruleLines(place, {...view, snapshot});
  const {from, actions} = useScroll({
    total: lines.length,
    height,
    follow: {key: `${keyOf(place)} ${onlyHit}`, line: 0},
  });
  const move = (by: 1 | -1, among: readonly Place[]) => (): void => {
    const at = among.findIndex((one) => isSame(one, place));
    choose(among[(at + by + among.length) % among.length]);
  };
  const heads = onePerNamespace(places, place);
  const tables = places.filter((one) => place !== undefined && isSameNamespace(one, place));
  useKeys('dialog', {
    context: 'rules',
    actions: {
      ...actions,
      'next-place': move(1, heads),
      'previous-place': move(-1, heads),
      'next-table': move(1, tables),
      'previous-table': move(-1, tables),
      hits: () => setOnlyHit(!onlyHit),
      back: onClose,
    },
  });
  const head =
    place === undefined
      ? [EMPTY_LINE, EMPTY_LINE, EMPTY_LINE]
      : [
          cut(placeLine(place, heads, {names, language, theme}), width),
          cut(tableLine(place, tables, onlyHit ? words.rules.onlyHit : '', theme), width),
          EMPTY_LINE,
        ];
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Frame
        title={words.rules.title}
        badge={scrollBadge(words.lesson.lines, from, height, lines.length, theme.dim)}
        width={columns}
        height={rows - 1}
        isChosen
      >
        <Box flexDirection="column" paddingX={1}>
          <Lines lines={head} width={width} height={HEAD_ROWS} />
          <Lines lines={lines} from={from} width={width} height={height} />
        </Box>
      </Frame>
      <KeyBar context="rules" width={columns} tellsMessages />
    </Box>
  );
};

const keyOf = (place: Place | undefined): string =>
  place === undefined ? '' : [place.node, place.namespace, place.family, place.table].join(' ');
const isSame = (a: Place, b: Place | undefined): boolean => keyOf(a) === keyOf(b);
const isSameNamespace = (a: Place, b: Place): boolean => a.node === b.node && a.namespace === b.namespace;

/** Where packets met a rule since then, else the node that is looked at. */
const firstPlace = (
  places: readonly Place[],
  snapshot: Snapshot | undefined,
  before: Snapshot | undefined,
  node: string,
): Place | undefined => {
  const isHit = (place: Place): boolean =>
    snapshot !== undefined &&
    before !== undefined &&
    (place.family === 'openvswitch'
      ? listFlows(snapshot, before, place).some((flow) => wasHit(flow))
      : listRules(snapshot, before, place).some(({rules}) => rules.some((rule) => wasHit(rule))));
  return places.find((place) => isHit(place)) ?? places.find((place) => place.node === node);
};

/** The first table of every namespace; of the chosen one, the chosen. */
const onePerNamespace = (places: readonly Place[], chosen: Place | undefined): readonly Place[] =>
  places.filter((place, index) =>
    chosen !== undefined && isSameNamespace(place, chosen)
      ? isSame(place, chosen)
      : places.findIndex((other) => isSameNamespace(other, place)) === index,
  );

interface PlaceView {
  readonly names: Names | undefined;
  readonly language: Language;
  readonly theme: Theme;
}

/** `◂ compute1/qrouter-… (r1) ▸  2/5`. */
const placeLine = (place: Place, heads: readonly Place[], {names, language, theme}: PlaceView): Line => {
  const at = heads.findIndex((one) => isSame(one, place));
  const meaning = names?.[place.namespace]?.short[language];
  return [
    span('◂ ', theme.key),
    span(place.node, theme.node),
    ...(place.namespace === ROOT_NAMESPACE ? [] : [span(`/${place.namespace}`, theme.namespace)]),
    ...(meaning === undefined ? [] : [span(language === 'zh' ? `（${meaning}）` : ` (${meaning})`)]),
    span(' ▸', theme.key),
    span(`  ${at + 1}/${heads.length}`, theme.dim),
  ];
};

const FAMILY_WORDS = {iptables: '', ip6tables: 'IPv6 ', openvswitch: 'OVS '} as const;

const tableLine = (place: Place, tables: readonly Place[], note: string, theme: Theme): Line => [
  ...tables.flatMap((one) => {
    const name = `${FAMILY_WORDS[one.family]}${one.table}`;
    return isSame(one, place) ? [span(`[${name}]`, theme.selected), span(' ')] : [span(` ${name}  `, theme.dim)];
  }),
  span(note, theme.accent),
];

const nothing = (
  snapshot: Snapshot | undefined,
  words: ReturnType<typeof useWords>['rules'],
  theme: Theme,
): readonly Line[] =>
  snapshot === undefined
    ? [[span(words.starting, theme.dim)]]
    : [
        [span(words.empty, theme.dim)],
        ...unreadRules(snapshot).map(({node, namespace, why}): Line => [
          span(words.unread(namespace === ROOT_NAMESPACE ? node : `${node}/${namespace}`, why), theme.unknown),
        ]),
        ...unreadFlows(snapshot).map(({node, why}): Line => [span(words.unread(node, why), theme.unknown)]),
      ];
