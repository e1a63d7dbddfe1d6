import type {Question, Step} from '../../../labs/lab.ts';
import type {StepState} from '../../../labs/session.ts';

/** Something the learner is asked in a step: a prediction, or what an answer, quiz or diagnosis check asks. */
export interface Asked {
  /** `predict`, or the check's id. */
  readonly id: string;
  readonly kind: 'predict' | 'check';
  readonly question: Question;
  /** What was answered last. */
  readonly given: string | undefined;
  /** The answer counts: nothing is left to ask. */
  readonly isDone: boolean;
}

/** The questions of a step, in the order they are shown. */
export const questionsOf = (step: Step, state: StepState): readonly Asked[] => [
  ...(step.predict === undefined
    ? []
    : [
        {
          id: 'predict',
          kind: 'predict' as const,
          question: step.predict,
          given: state.predicted?.option,
          // What was not predicted before the step was passed is no longer a prediction.
          isDone: state.predicted !== undefined || state.status !== 'current',
        },
      ]),
  ...step.checks.flatMap((check): readonly Asked[] =>
    check.ask === undefined
      ? []
      : [
          {
            id: check.id,
            kind: 'check',
            question: check.ask,
            given: state.answers[check.id],
            isDone: state.status !== 'current' || state.outcomes[check.id]?.verdict === 'met',
          },
        ],
  ),
];

/** The question to put next: one that was never answered, else one whose answer was wrong. */
export const nextQuestion = (questions: readonly Asked[]): Asked | undefined =>
  questions.find(({isDone, given}) => !isDone && given === undefined) ?? questions.find(({isDone}) => !isDone);
