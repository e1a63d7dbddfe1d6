import type {ItemChange} from '../change.ts';
import {same} from '../text.ts';
import type {Text} from '../text.ts';
import {fieldArrowWords} from './route-change-words.ts';

export const setChangeWords = (change: ItemChange): Text => {
  const {type = ''} = change.details ?? {};
  const name = {en: `set ${change.key}`, zh: `集合 ${change.key}`};
  if (change.how === 'removed') return {en: `${name.en} removed`, zh: `删除${name.zh}`};
  if (change.how === 'added') return {en: `${name.en} added (${type})`, zh: `新增${name.zh}（${type}）`};
  return fieldArrowWords(name, change);
};

export const setMemberChangeWords = (change: ItemChange): Text => {
  const {set = '', member = '', options} = change.details ?? {};
  const said = options === undefined ? same('') : {en: ` (${options})`, zh: `（${options}）`};
  if (change.how === 'added')
    return {en: `${member} is now in ${set}${said.en}`, zh: `${member} 加入 ${set}${said.zh}`};
  if (change.how === 'removed') return {en: `${member} is no longer in ${set}`, zh: `${member} 不再属于 ${set}`};
  return fieldArrowWords({en: `${member} in ${set}`, zh: `${set} 中的 ${member}`}, change);
};
