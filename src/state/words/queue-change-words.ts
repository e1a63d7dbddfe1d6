import type {ItemChange} from '../change.ts';
import {same} from '../text.ts';
import type {Text} from '../text.ts';

/** What leaves an interface waits, or what comes in is looked at by filters. */
export const queueChangeWords = (change: ItemChange): Text => {
  const {dev = '', place = '', kind = '', does = ''} = change.details ?? {};
  if (HOLDS_FILTERS.has(kind))
    return change.how === 'removed'
      ? {en: `${dev}: no filters on what comes in any more`, zh: `${dev}：不再有入方向过滤器`}
      : {en: `${dev}: place for filters on what comes in (${kind})`, zh: `${dev}：可挂入方向过滤器（${kind}）`};
  const where = place === 'root' ? same(dev) : same(`${dev} ${place}`);
  const name = {en: `${where.en}: what leaves`, zh: `${where.zh}：发出的包`};
  const how = `${kind} ${does}`.trimEnd();
  switch (change.how) {
    case 'added':
      return {en: `${name.en} waits in ${how}`, zh: `${name.zh}在 ${how} 中排队`};
    case 'removed':
      return {en: `${name.en} no longer waits in ${kind}`, zh: `${name.zh}不再经过 ${kind}`};
    case 'changed':
      return {
        en: `${where.en}: ${kind} ${change.before ?? ''} → ${change.after ?? ''}`,
        zh: `${where.zh}：队列 ${kind} ${change.before ?? ''} → ${change.after ?? ''}`,
      };
  }
};

const HOLDS_FILTERS: ReadonlySet<string> = new Set(['ingress', 'clsact']);

/** `tap1: filter on what comes in: u32 … police rate 3Mbit burst 37500b action drop`. */
export const queueFilterChangeWords = (change: ItemChange): Text => {
  const {dev = '', filter = ''} = change.details ?? {};
  return change.how === 'removed'
    ? {en: `${dev}: filter removed: ${filter}`, zh: `${dev}：删除过滤器：${filter}`}
    : {en: `${dev}: filter on what comes in: ${filter}`, zh: `${dev}：新增入方向过滤器：${filter}`};
};
