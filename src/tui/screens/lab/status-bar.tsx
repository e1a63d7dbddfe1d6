import {memo, type ReactNode} from 'react';
import type {Session} from '../../../labs/session.ts';
import {ends, lineWidth, span, type Line} from '../../lines/line.ts';
import {Row} from '../../lines/lines.tsx';
import {useMessage} from '../../message.tsx';
import {HOST_KINDS} from '../../text/host-kinds.ts';
import {useLanguage} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {countMet} from './check-lines.ts';

export interface StatusBarProps {
  readonly session: Session;
  readonly node: string;
  readonly width: number;
}

/** Where the learner is: lab, step, host and node; at the right what goes on. A message takes the place for a while. */
export const StatusBar = memo(({session, node, width}: StatusBarProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const language = useLanguage();
  const message = useMessage();
  const total = session.lab.steps.length;
  const bar = theme.bar;
  const right = happening(session, words.lab, language);
  const step =
    session.phase.name === 'finished'
      ? words.lab.finished
      : words.lab.step(Math.min(total, session.current + 1), total);
  const place = (...parts: readonly string[]): Line => [span(` ${parts.join(' · ')}`, bar)];
  const title = session.lab.title[language];
  const host = session.hostKind === undefined ? [] : [HOST_KINDS[session.hostKind][language]];
  const whole = place(title, step, ...host, node);
  // Where there is little room, the kind of host goes first.
  const isLong = lineWidth(whole) + lineWidth([span(right.words)]) + 2 > width;
  const left: Line =
    message === undefined
      ? isLong
        ? place(title, step, node)
        : whole
      : [span(' ! ', {...bar, ...theme.accent}), span(message[language], bar)];
  const style =
    right.kind === 'passed' ? {...bar, ...theme.ok} : right.kind === 'busy' ? {...bar, ...theme.accent} : bar;
  return <Row line={ends(left, [span(`${right.words} `, style)], width, bar)} />;
});
StatusBar.displayName = 'StatusBar';

const happening = (
  session: Session,
  words: ReturnType<typeof useWords>['lab'],
  language: ReturnType<typeof useLanguage>,
): {readonly kind: 'busy' | 'passed' | 'checks' | 'none'; readonly words: string} => {
  const {phase} = session;
  if (phase.name === 'opening' || phase.name === 'replaying')
    return {kind: 'busy', words: `… ${phase.doing[language]}`};
  const step = session.lab.steps[session.current];
  const state = session.steps[session.current];
  if (step === undefined || state === undefined || phase.name !== 'ready') return {kind: 'none', words: ''};
  if (state.status === 'passed') return {kind: 'passed', words: `✔ ${words.passedNow}`};
  return {kind: 'checks', words: words.checks(countMet(step, state), step.checks.length)};
};
