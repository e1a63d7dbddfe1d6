import {changeSign, describeChange, placeName} from '../../state/describe-change.ts';
import type {Change} from '../../state/change.ts';
import {NO_NAMES, explained, type Names} from '../../state/names.ts';
import {joinTexts, same, type Language, type Text} from '../../state/text.ts';
import type {Lab, Question, Step} from '../lab.ts';
import type {Session, StepState} from '../session.ts';
import {plainMarkdown} from './plain-markdown.ts';

/** What plain mode says, as lines. Pure: the same session gives the same lines. */

type Lines = readonly string[];

const heading = (text: string): string => `== ${text} ==`;

/** The lab's title and why it is there. */
export const introLines = ({title, intro}: Lab, language: Language): Lines => [
  heading(title[language]),
  ...plainMarkdown(intro[language]),
];

/** The current step: goal, text, questions. Of a finished lab: what to take along. */
export const stepLines = ({lab, current, steps}: Session, language: Language): Lines => {
  const step = lab.steps[current];
  const state = steps[current];
  if (step === undefined || state === undefined) return debriefLines(lab, language);
  const position: Text = {
    en: `Step ${current + 1} of ${lab.steps.length}: ${step.id}`,
    zh: `第 ${current + 1} 步，共 ${lab.steps.length} 步：${step.id}`,
  };
  const goal: Text = {en: 'Goal: ', zh: '目标：'};
  return [
    '',
    heading(position[language]),
    `${goal[language]}${plainMarkdown(step.goal[language]).join(' ')}`,
    '',
    ...plainMarkdown(step.text[language]),
    ...questionLines(step, state, language),
  ];
};

/** The questions of a step and how to answer them. */
export const questionLines = (step: Step, state: StepState, language: Language): Lines => {
  const predict =
    step.predict === undefined || state.status !== 'current'
      ? []
      : askLines(step.predict, {en: ':predict OPTION', zh: ':predict 选项'}, language);
  const asks = step.checks.flatMap(({id, ask}) =>
    ask === undefined
      ? []
      : askLines(
          ask,
          {
            en: `:answer ${id} ${ask.options.length > 0 ? 'OPTION' : 'VALUE'}`,
            zh: `:answer ${id} ${ask.options.length > 0 ? '选项' : '答案'}`,
          },
          language,
        ),
  );
  return [...predict, ...asks];
};

const askLines = (question: Question, how: Text, language: Language): Lines => [
  '',
  `${{en: 'Question: ', zh: '问题：'}[language]}${plainMarkdown(question.question[language]).join(' ')}`,
  ...question.options.map(
    ({id, words}) => `  ${id}${{en: ': ', zh: '：'}[language]}${plainMarkdown(words[language]).join(' ')}`,
  ),
  `${{en: 'Answer with ', zh: '回答方式：'}[language]}${how[language]}`,
];

/** After a step was passed: whether the prediction was right, and why it worked. */
export const passedLines = ({lab, steps}: Session, index: number, language: Language): Lines => {
  const step = lab.steps[index];
  const predicted = steps[index]?.predicted;
  if (step === undefined) return [];
  const verdict: Text | undefined =
    predicted === undefined
      ? undefined
      : predicted.right
        ? {en: `Your prediction was right: ${predicted.option}.`, zh: `你的预测正确：${predicted.option}。`}
        : {
            en: `You predicted ${predicted.option}; it was ${step.predict?.answer ?? ''}.`,
            zh: `你预测的是 ${predicted.option}，实际是 ${step.predict?.answer ?? ''}。`,
          };
  const isLast = index === lab.steps.length - 1;
  const go: Text = isLast
    ? {en: 'Step passed, the last one. :next shows what to take along.', zh: '最后一步已通过。输入 :next 查看总结。'}
    : {en: 'Step passed. :next goes on.', zh: '这一步已通过。输入 :next 继续。'};
  return [
    '',
    `✔ ${go[language]}`,
    ...(verdict === undefined ? [] : [verdict[language]]),
    ...plainMarkdown(step.after[language]),
  ];
};

const debriefLines = (lab: Lab, language: Language): Lines => [
  '',
  heading({en: `${lab.title.en}: finished`, zh: `${lab.title.zh}：完成`}[language]),
  ...plainMarkdown(lab.debrief[language]),
  '',
  {en: ':quit leaves. The host stands until then.', zh: '输入 :quit 退出；在此之前主机一直保留。'}[language],
];

/** `  + red: link veth0 added`; what moves by itself is left out. Names that have a meaning get it at their first time. */
export const changeLines = (
  changes: readonly Change[],
  isOneNode: boolean,
  language: Language,
  names: Names = NO_NAMES,
): Lines => {
  const told = new Set<string>();
  return changes
    .filter((change) => !('incidental' in change) || !change.incidental)
    .map(
      (change) =>
        `  ${changeSign(change)} ${
          joinTexts(
            [placeName(change, isOneNode), describeChange(change)].map((text) => explained(text, names, told)),
            {en: ': ', zh: '：'},
          )[language]
        }`,
    );
};

/** What can be typed that does not go to the shell. */
export const helpLines = (language: Language): Lines =>
  HELP.map(([command, words]) => (command === '' ? words[language] : `  ${command.padEnd(22)}${words[language]}`));

const HELP: readonly (readonly [string, Text])[] = [
  [
    '',
    {
      en: 'Lines go to the shell of the node, except those that begin with a colon:',
      zh: '输入的行会送到节点的 shell，以冒号开头的除外：',
    },
  ],
  [':check', {en: 'looks at every check now', zh: '立即检查这一步的每一项'}],
  [':hint', {en: 'a hint, from general to exact', zh: '显示提示，由浅入深'}],
  [':solve', {en: 'shows the solution', zh: '显示参考解法'}],
  [':predict OPTION', {en: 'says what you expect', zh: '说出你的预测'}],
  [':answer ID VALUE', {en: 'answers a question', zh: '回答问题'}],
  [':next', {en: 'goes on after passing', zh: '通过之后继续'}],
  [':text', {en: 'reads this step again', zh: '重新显示这一步的内容'}],
  [':topology', {en: 'the host as text', zh: '以文字显示拓扑'}],
  [':changes', {en: 'what the last command changed', zh: '上一条命令改变了什么'}],
  [':node NAME', {en: 'goes to another node', zh: '切换到另一个节点'}],
  [':stop', {en: 'stops the running command (Ctrl-C)', zh: '停止正在运行的命令（Ctrl-C）'}],
  [':reset', {en: 'a fresh host at the start of this step', zh: '重建主机，回到这一步的开头'}],
  [':lang en, :lang zh', {en: 'changes the language', zh: '切换语言'}],
  [':quit', {en: 'leaves; nothing stays behind', zh: '退出，不留下任何东西'}],
  ['', same('')],
];
