import type {OvsFlow} from './openvswitch.ts';
import {joinTexts, same, spaced} from './text.ts';
import type {Text} from './text.ts';
import {flowActionWords, splitActions} from './words/flow-action-words.ts';
import {flowMatchWords} from './words/flow-match-words.ts';

/**
 * A flow of Open vSwitch in plain words: which frames, and what happens to them, in the order of its actions. What we
 * have no words for stands verbatim, in quotation marks.
 */
export const flowInWords = ({match, actions, options}: Pick<OvsFlow, 'match' | 'actions' | 'options'>): Text => {
  const conditions = partsOf(match).map((part) => flowMatchWords(part) ?? verbatimMatch(part));
  const which = joinTexts(conditions, {en: ', ', zh: '、'});
  const subject: Text =
    conditions.length === 0
      ? {en: 'Every frame', zh: '所有帧'}
      : {en: `Frames ${which.en}`, zh: `${spaced(which.zh).trimStart()}的帧`};
  const said = splitActions(actions).map((action) => flowActionWords(action) ?? verbatimAction(action));
  const steps = joinTexts(said, {en: ', then ', zh: '，然后'});
  const life = joinTexts(options.flatMap(optionWords));
  const until: Text = life.en === '' ? same('') : {en: ` (${life.en})`, zh: `（${life.zh}）`};
  return {en: `${subject.en}: ${steps.en}${until.en}.`, zh: `${subject.zh}：${steps.zh}${until.zh}。`};
};

/** The parts of a flow that {@link flowInWords} has no words for, verbatim. */
export const unknownFlowParts = ({match, actions}: Pick<OvsFlow, 'match' | 'actions'>): readonly string[] => [
  ...partsOf(match).filter((part) => flowMatchWords(part) === undefined),
  ...splitActions(actions).filter((action) => flowActionWords(action) === undefined),
];

const partsOf = (match: string): readonly string[] => (match === '' ? [] : match.split(','));

const verbatimMatch = (part: string): Text => ({
  en: `if “${part}” (not explained here)`,
  zh: `符合“${part}”（此处无法解释）`,
});
const verbatimAction = (action: string): Text => ({
  en: `“${action}” (not explained here)`,
  zh: `“${action}”（此处无法解释）`,
});

const optionWords = (option: string): readonly Text[] => {
  const [name, value = ''] = option.split('=');
  if (name === 'idle_timeout') return [{en: `forgotten after ${value} s without use`, zh: `闲置 ${value} 秒后失效`}];
  if (name === 'hard_timeout') return [{en: `forgotten after ${value} s`, zh: `${value} 秒后失效`}];
  return [];
};
