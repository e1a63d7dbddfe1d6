import type {ChangeGroup} from '../../labs/session.ts';
import type {Change} from '../../state/change.ts';
import {changeSign, describeChange, placeName} from '../../state/describe-change.ts';
import type {Names} from '../../state/names.ts';
import {ruleInWords} from '../../state/rule-words.ts';
import type {Language, Text} from '../../state/text.ts';
import {cut, ends, type Line, span} from '../lines/line.ts';
import {namedSpans} from '../lines/named.ts';
import {wrapIndented} from '../lines/wrap.ts';
import type {Style, Theme} from '../themes/theme.ts';
import {traceLines} from './trace-lines.ts';

/** A shell loop can make hundreds of changes; nobody reads more of one command. */
const MOST_SHOWN = 100;

export interface GroupView {
  readonly language: Language;
  readonly theme: Theme;
  /** What kernel names stand for; absent where there is no cloud. */
  readonly names?: Names | undefined;
  readonly width: number;
  /** The lab has one node, whose name then need not be said. */
  readonly oneNode: boolean;
  /** The newest group is shown at length: what moved by itself where nothing else did, and rules explained. */
  readonly isNewest: boolean;
}

/** One command and what it traced or changed: the command, then `+`, `-` and `~` lines under the place where they happened. */
export const groupLines = (group: ChangeGroup, view: GroupView): readonly Line[] => {
  const deliberate = group.changes.filter((change) => !isIncidental(change));
  const incidental = group.changes.filter((change) => isIncidental(change));
  // A ping changes counters and neighbours and nothing else; then they are the news.
  const isUnfolded = view.isNewest && group.trace === undefined && deliberate.length === 0;
  const told = isUnfolded ? incidental : deliberate;
  const {theme, language, isNewest} = view;
  const note = (text: Text): Line => [span(`  ${text[language]}`, theme.dim)];
  return [
    headLine(group, view),
    ...(group.trace === undefined || !isNewest ? [] : traceLines(group.trace, view)),
    ...changeLines(mostTold(told), view),
    ...(told.length > MOST_SHOWN ? [note(moreWords(told.length - MOST_SHOWN))] : []),
    ...(isUnfolded || incidental.length === 0 ? [] : [note(incidentalWords(incidental.length, deliberate.length > 0))]),
    ...(group.changes.length === 0 && !isGoingOn(group) && group.trace === undefined ? [note(NOTHING)] : []),
    ...(group.probed === true && isNewest ? [note(PROBED)] : []),
  ];
};

/** Whether an earlier group is worth a place in the history. */
export const isWorthKeeping = (group: ChangeGroup): boolean => group.changes.some((change) => !isIncidental(change));

/** At most {@link MOST_SHOWN}, in their order. An agent's rules come by the dozen, so they go before anything else does. */
const mostTold = (changes: readonly Change[]): readonly Change[] => {
  const rules = changes.filter((change) => isRule(change));
  const others = changes.filter((change) => !isRule(change));
  const kept = new Set([...others, ...rules].slice(0, MOST_SHOWN));
  return changes.filter((change) => kept.has(change));
};

const isRule = ({what}: Change): boolean => what === 'filter-rule' || what === 'chain';

/** It may change something yet. */
const isGoingOn = ({running, agents}: ChangeGroup): boolean => running || agents === 'working';

const isIncidental = (change: Change): boolean => 'incidental' in change && change.incidental;

const headLine = (group: ChangeGroup, {theme, language, width, oneNode}: GroupView): Line => {
  if (group.command === undefined) return [span(BY_ITSELF[language], theme.dim)];
  const node = group.node === undefined || oneNode ? [] : [span(`${group.node} `, theme.dim)];
  const command = [...node, span('$ ', theme.dim), span(oneLine(group.command), theme.strong)];
  const failed = group.exitCode !== undefined && group.exitCode !== 0;
  if (group.running) return ends(command, [span(RUNNING[language], theme.dim)], width);
  if (group.agents === 'working') return ends(command, [span(AGENTS_WORK[language], theme.dim)], width);
  return failed
    ? ends(command, [span(exitWords(group.exitCode)[language], theme.bad)], width)
    : ends(command, [], width);
};

/** A here-document or a pasted block is one command to the shell; its first line names it. */
const oneLine = (command: string): string => {
  const [first = '', ...rest] = command.trim().split('\n');
  return rest.length === 0 ? first : `${first} …`;
};

const changeLines = (changes: readonly Change[], view: GroupView): readonly Line[] => {
  const {language, theme, width, oneNode} = view;
  // In a group every name is explained once.
  const named = {names: view.names, language, theme, told: new Set<string>()};
  const places = Map.groupBy(changes, (change) => placeName(change, oneNode)[language]);
  return [...places].flatMap(([place, here]) => [
    cut(namedSpans(` ${place}`, theme.namespace, named), width),
    ...here.flatMap((change) => {
      const sign = changeSign(change);
      const style = isIncidental(change) ? theme.dim : SIGN_STYLES[sign](theme);
      const words = isIncidental(change) ? theme.dim : undefined;
      return [
        ...wrapIndented([span(` ${sign} `, style)], namedSpans(describeChange(change)[language], words, named), width),
        ...explanation(change, view),
      ];
    }),
  ]);
};

const SIGN_STYLES: Readonly<Record<ReturnType<typeof changeSign>, (theme: Theme) => Style>> = {
  '+': (theme) => theme.added,
  '-': (theme) => theme.removed,
  '~': (theme) => theme.changed,
};

/** What a new iptables rule does to packets. */
const explanation = (change: Change, {language, theme, width, isNewest, names}: GroupView): readonly Line[] => {
  if (!isNewest || change.what !== 'filter-rule' || change.how !== 'added') return [];
  const {table = '', chain = '', spec = ''} = change.details ?? {};
  return wrapIndented([span('     ')], [span(ruleInWords(table, chain, {spec}, names)[language], theme.dim)], width);
};

const BY_ITSELF: Text = {en: 'without a command', zh: '没有执行命令时'};
const RUNNING: Text = {en: 'running', zh: '运行中'};
const AGENTS_WORK: Text = {en: 'agents at work', zh: '代理正在处理'};
const NOTHING: Text = {en: 'changed nothing that is read here', zh: '没有改变这里读取的内容'};

const PROBED: Text = {
  en: "besides: what the checks' own packets moved",
  zh: '此外：检查自身发出的报文引起的计数等变化',
};

const exitWords = (exitCode: number): Text => ({en: `exit code ${exitCode}`, zh: `退出码 ${exitCode}`});

const incidentalWords = (count: number, hasOthers: boolean): Text => ({
  en: `${hasOthers ? 'and ' : ''}${count} that came by ${count === 1 ? 'itself' : 'themselves'}`,
  zh: `${hasOthers ? '另有' : '有'} ${count} 项自行变化`,
});

const moreWords = (count: number): Text => ({en: `and ${count} more`, zh: `还有 ${count} 项`});
