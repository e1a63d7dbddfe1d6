import type {Change} from '../../state/change.ts';
import type {Language} from '../../state/text.ts';
import {outcomeLine} from '../outcome-words.ts';
import type {Session} from '../session.ts';
import {changeLines, passedLines} from './plain-words.ts';

/** What is new in a session since it was last reported: changes, answers of checks, a step passed, a phase. */
export interface PlainReport {
  lines(session: Session, language: Language): readonly string[];
  /** The next answers of the step are the first: told only where they are met. */
  forget(): void;
}

export const openPlainReport = (): PlainReport => {
  const toldChanges = new WeakSet<Change>();
  let toldChecks: Map<string, string> | undefined;
  let toldStep = -1;
  let toldPassed = -1;
  let toldPhase = '';

  const phaseLines = ({phase}: Session, language: Language): readonly string[] => {
    const words = 'doing' in phase ? [phase.doing] : 'why' in phase ? [phase.why, phase.next] : [];
    const text = words.map((one) => one[language]).join('\n');
    if (text === toldPhase) return [];
    toldPhase = text;
    return text === '' ? [] : text.split('\n');
  };

  const newChanges = ({history, lab, names}: Session, language: Language): readonly string[] => {
    const news = history.flatMap(({changes}) => changes).filter((change) => !toldChanges.has(change));
    for (const change of news) toldChanges.add(change);
    return changeLines(news, lab.host.nodes.length === 1, language, names);
  };

  const newAnswers = ({current, lab, steps}: Session, language: Language): readonly string[] => {
    const step = lab.steps[current];
    const state = steps[current];
    if (step === undefined || state === undefined) return [];
    if (toldStep !== current) toldChecks = undefined;
    toldStep = current;
    const isFirst = toldChecks === undefined;
    const told = toldChecks ?? new Map<string, string>();
    const lines: string[] = [];
    for (const {id} of step.checks) {
      const outcome = state.outcomes[id];
      if (outcome === undefined) continue;
      toldChecks = told;
      // Compared in one language, so that a switch of language is no news.
      const key = outcomeLine(id, outcome).en;
      if (told.get(id) === key) continue;
      told.set(id, key);
      if (!isFirst || outcome.verdict === 'met') lines.push(outcomeLine(id, outcome)[language]);
    }
    return lines;
  };

  const newlyPassed = (session: Session, language: Language): readonly string[] => {
    const {current, steps} = session;
    if (steps[current]?.status !== 'passed') return [];
    if (toldPassed === current) return [];
    toldPassed = current;
    return passedLines(session, current, language);
  };

  return {
    lines: (session, language) => [
      ...phaseLines(session, language),
      ...newChanges(session, language),
      ...newAnswers(session, language),
      ...newlyPassed(session, language),
    ],
    forget() {
      toldChecks = undefined;
      toldPassed = -1;
    },
  };
};
