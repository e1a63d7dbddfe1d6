import {joinTexts, same} from '../text.ts';
import type {Text} from '../text.ts';

const WHOLE = '0xffffffff';

/** What the L3 agent means by the bits of a mark (neutron/agent/l3, `*_ACCESS_MARK_MASK` and `address_scope_mark`). */
const L3_MARKS: readonly (readonly [pattern: RegExp, meaning: Text])[] = [
  [/^0x1\/0xffff$/, {en: 'metadata request', zh: '元数据请求'}],
  [/^0x2\/0xffff$/, {en: 'came in from outside', zh: '从外部网络进入'}],
  [/\/0xffff0000$/, {en: 'address scope', zh: '地址范围'}],
];

/** A mark as `number/mask`: the bits it is about where they are not all of them, and what Neutron means by it. */
export const markValueWords = (value: string, chain: string): Text => {
  const [number = '', mask = WHOLE] = value.split('/');
  const meaning = chain.startsWith('neutron-l3-agent-')
    ? L3_MARKS.find(([pattern]) => pattern.test(value))?.[1]
    : undefined;
  const notes = [...(meaning === undefined ? [] : [meaning]), ...(mask === WHOLE ? [] : [bitsWords(mask)])];
  if (notes.length === 0) return same(number);
  const all = joinTexts(notes);
  return {en: `${number} (${all.en})`, zh: `${number}（${all.zh}）`};
};

export const isZeroMark = (value: string): boolean => Number(value.split('/')[0]) === 0;

export const maskOf = (value: string): string | undefined => value.split('/')[1];

/** The part of a mark that is looked at. */
export const bitsWords = (mask: string | undefined): Text =>
  mask === undefined || mask === WHOLE ? {en: 'any bit', zh: '任意位'} : {en: `bits ${mask}`, zh: `位 ${mask}`};
