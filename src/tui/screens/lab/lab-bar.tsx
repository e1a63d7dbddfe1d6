import type {ReactNode} from 'react';
import type {Session} from '../../../labs/session.ts';
import {fit, span, type Line} from '../../lines/line.ts';
import {keyLabel, bindingsIn} from '../../keys/key-table.ts';
import {Row} from '../../lines/lines.tsx';
import {useSay} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {useTheme} from '../../themes/theme.ts';
import {KeyBar} from '../../widgets/key-bar.tsx';
import type {LabActions} from './lab-actions.ts';
import {stepKey, type LabState} from './lab-state.ts';
import {nextQuestion, questionsOf} from './questions.ts';

export interface LabBarProps {
  readonly session: Session;
  readonly state: LabState;
  readonly actions: LabActions;
  readonly width: number;
}

/** The keys that work now. In the terminal that is one key, and what waits behind it. */
export const LabBar = ({session, state, actions, width}: LabBarProps): ReactNode => {
  const theme = useTheme();
  const words = useWords();
  const step = session.lab.steps[session.current];
  const stepState = session.steps[session.current];
  const asked =
    step && stepState && state.answering !== undefined
      ? questionsOf(step, stepState).find(({id}) => id === state.answering)
      : undefined;
  const mode: Line = [span(` ${words.lab.commandMode} `, theme.selected)];
  if (state.focus === 'terminal') return <TerminalBar waits={whatWaits(session, state, words.lab)} width={width} />;
  if (asked !== undefined)
    return <KeyBar context={asked.question.options.length > 0 ? 'question' : 'answer'} width={width} lead={mode} />;
  return <KeyBar context="lab" actions={actions} width={width} lead={mode} />;
};

const whatWaits = (session: Session, {explained}: LabState, words: ReturnType<typeof useWords>['lab']): string => {
  const {lab, current, steps} = session;
  const step = lab.steps[current];
  const state = steps[current];
  if (step === undefined || state === undefined) return '';
  if (state.status === 'passed') {
    if (explained !== stepKey(session)) return words.thenExplain;
    return current === lab.steps.length - 1 ? words.thenFinish : words.thenNext;
  }
  return nextQuestion(questionsOf(step, state)) === undefined ? words.thenKeys : words.thenAnswer;
};

const TerminalBar = ({waits, width}: {readonly waits: string; readonly width: number}): ReactNode => {
  const theme = useTheme();
  const say = useSay();
  const leave = bindingsIn('terminal').flatMap(({keys, short}): Line =>
    short === undefined
      ? []
      : [span(`  ${say(keyLabel(keys[0] ?? ''))}`, theme.key), span(` ${say(short)}`, theme.dim)],
  );
  return <Row line={fit([...leave, span(`   ${waits}`, theme.accent)], width)} />;
};
