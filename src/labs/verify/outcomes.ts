import type {Text} from '../../state/text.ts';
import type {Check} from '../lab.ts';
import type {Outcome} from '../outcome.ts';

export type Outcomes = Readonly<Record<string, Outcome>>;

/** What was met once stays met. */
export function latch(latched: Record<string, Outcome>, outcomes: Outcomes): void {
  for (const [id, outcome] of Object.entries(outcomes)) if (outcome.verdict === 'met') latched[id] ??= outcome;
}

/** Those that were never met: a session too no longer looks at the others in a step where once suffices. */
export const stillOpen = (checks: readonly Check[], latched: Outcomes): readonly Check[] =>
  checks.filter(({id}) => latched[id]?.verdict !== 'met');

/** Adds what was expected and found to a sentence. */
export function withOutcome(sentence: Text, outcome: Outcome): Text {
  if (outcome.verdict === 'unknown')
    return {en: `${sentence.en}: ${outcome.why.en}`, zh: `${sentence.zh}：${outcome.why.zh}`};
  if (outcome.verdict === 'met')
    return {en: `${sentence.en}; found: ${outcome.found.en}`, zh: `${sentence.zh}；实际：${outcome.found.zh}`};
  return {
    en: `${sentence.en}; expected: ${outcome.expected.en}; found: ${outcome.found.en}`,
    zh: `${sentence.zh}；期望：${outcome.expected.zh}；实际：${outcome.found.zh}`,
  };
}
