import type {ItemChange} from '../change.ts';
import {same, spaced} from '../text.ts';
import type {Text} from '../text.ts';
import {fieldWords, valueWords} from './field-words.ts';

/** `name: field old → new` for what needs no sentence of its own. */
export const fieldArrowWords = (name: Text, {field = '', before, after}: ItemChange): Text => {
  const words = fieldWords(field);
  const [old, now] = [valueWords(field, before), valueWords(field, after)];
  return {en: `${name.en}: ${words.en} ${old.en} → ${now.en}`, zh: `${name.zh}：${words.zh} ${old.zh} → ${now.zh}`};
};

const cameOrWent = (change: ItemChange, name: Text): Text =>
  change.how === 'added'
    ? {en: `${name.en} added`, zh: `新增${spaced(name.zh).trimEnd()}`}
    : {en: `${name.en} removed`, zh: `删除${spaced(name.zh).trimEnd()}`};

export const addressChangeWords = (change: ItemChange): Text => {
  const {dev = '', address = ''} = change.details ?? {};
  if (change.how === 'added') return {en: `${address} added to ${dev}`, zh: `${dev} 新增地址 ${address}`};
  if (change.how === 'removed') return {en: `${address} removed from ${dev}`, zh: `${dev} 删除地址 ${address}`};
  return fieldArrowWords(same(`${dev} ${address}`), change);
};

export const routeChangeWords = (change: ItemChange): Text => {
  const {route = '', family, protocol} = change.details ?? {};
  const version = family === 'inet6' ? 'IPv6 ' : '';
  const name = {en: `${version}route ${route}`, zh: `${version}路由 ${route}`};
  if (change.how === 'changed') return fieldArrowWords(name, change);
  const words = cameOrWent(change, name);
  if (protocol !== 'kernel') return words;
  return change.how === 'added'
    ? {en: `${words.en} by the kernel, with the address`, zh: `${words.zh}（内核随地址添加）`}
    : {en: `${words.en} by the kernel`, zh: `${words.zh}（由内核删除）`};
};

export const policyRuleChangeWords = (change: ItemChange): Text => {
  const {priority = '', selector = '', table = '', family} = change.details ?? {};
  const rule = `${priority}: ${selector} lookup ${table}`;
  const version = family === 'inet6' ? 'IPv6 ' : '';
  const name = {en: `${version}routing rule ${rule}`, zh: `${version}策略路由规则 ${rule}`};
  return change.how === 'changed' ? fieldArrowWords(name, change) : cameOrWent(change, name);
};
