import type {Text} from '../state/text.ts';
import {done, passed, toldInLine, wrongUsage, type Answer} from './control-answer.ts';
import type {LabRun} from './lab-run.ts';
import type {Question, Step} from './lab.ts';
import {didYouMean} from './near-word.ts';
import {outcomeLine} from './outcome-words.ts';
import type {StepState} from './session.ts';
import {waitForSession} from './wait-for-session.ts';

/** `underlay answer ID VALUE`: notes the answer and waits for the verdict. */
export const answer = async (run: LabRun, step: Step, state: StepState, words: readonly string[]): Promise<Answer> => {
  const asked = step.checks.filter((one) => one.ask !== undefined);
  const [id, ...rest] = words;
  const question = asked.find((one) => one.id === id);
  if (asked.length === 0) return wrongUsage({en: 'This step asks nothing.', zh: '这一步没有问题要回答。'});
  if (question?.ask === undefined || rest.length === 0) {
    const ids = asked.map((one) => one.id);
    const near = didYouMean(question === undefined ? (id ?? '') : '', ids);
    return wrongUsage(
      {en: `Usage: underlay answer ID VALUE.${near.en}`, zh: `用法：underlay answer ID 答案。${near.zh}`},
      ...asked.flatMap((one) => questionLines(one.id, one.ask)),
    );
  }
  const value = rest.join(' ');
  const {options} = question.ask;
  const known = options.map((option) => option.id);
  if (known.length > 0 && !rest.every((one) => one.split(',').every((part) => known.includes(part)))) {
    const near = didYouMean(value, known);
    return wrongUsage(
      {en: `"${value}" is none of the answers.${near.en}`, zh: `“${value}”不是可选的答案。${near.zh}`},
      ...questionLines(question.id, question.ask),
    );
  }
  if (state.status === 'passed') return done(passed());
  const index = run.session.current;
  run.answer(question.id, value);
  const judged = await waitForSession(run, ({steps}) => steps[index]?.outcomes[question.id] !== undefined, 3000);
  const outcome = run.session.steps[index]?.outcomes[question.id];
  const line = outcomeLine(question.id, outcome);
  if (!judged || outcome?.verdict === 'unknown') return {exitCode: 3, lines: [line]};
  if (outcome?.verdict !== 'met') return {exitCode: 1, lines: [line]};
  return done(line, ...(run.session.steps[index]?.status === 'passed' ? [passed()] : []));
};

/** A question with its options. */
export const questionLines = (id: string, ask: Step['checks'][number]['ask']): readonly Text[] => {
  if (ask === undefined) return [];
  const question = toldInLine(ask.question);
  return [{en: `${id}: ${question.en}`, zh: `${id}：${question.zh}`}, ...optionLines(ask)];
};

const optionLines = ({options}: Question): readonly Text[] =>
  options.map((option) => {
    const words = toldInLine(option.words);
    return {en: `  ${option.id}: ${words.en}`, zh: `  ${option.id}：${words.zh}`};
  });

/** `underlay predict OPTION`: noted, not judged. */
export const predict = (run: LabRun, step: Step, state: StepState, words: readonly string[]): Answer => {
  const {predict: question} = step;
  if (question === undefined) return wrongUsage({en: 'This step asks for no prediction.', zh: '这一步不需要预测。'});
  const [option] = words;
  const known = question.options.map((one) => one.id);
  if (option === undefined || words.length > 1 || !known.includes(option)) {
    const near = didYouMean(option ?? '', known);
    return wrongUsage(
      {en: `Usage: underlay predict OPTION.${near.en}`, zh: `用法：underlay predict 选项。${near.zh}`},
      ...predictLines(step),
    );
  }
  if (state.status !== 'current') {
    return {
      exitCode: 1,
      lines: [{en: 'This step is passed: too late for a prediction.', zh: '这一步已通过，来不及预测了。'}],
    };
  }
  run.predict(option);
  return done({en: `Noted: ${option}. Now try it.`, zh: `已记下：${option}。现在动手验证吧。`});
};

export const predictLines = ({predict: question}: Step): readonly Text[] =>
  question === undefined ? [] : [toldInLine(question.question), ...optionLines(question)];
