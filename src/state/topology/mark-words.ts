import {same} from '../text.ts';
import type {Text} from '../text.ts';

/** A mark of a namespace in words. Names of targets and chains stay as the tools write them. */
export const markWords = (mark: string): Text => {
  const [, version = '', rest = ''] = mark.match(/^(v6 )?(.*)$/) ?? [];
  const v6 = version === '' ? same('') : {en: 'IPv6 ', zh: 'IPv6 '};
  if (rest === 'forwarding') return {en: `${v6.en}forwarding`, zh: `${v6.zh}转发`};
  const policy = rest.match(/^(\S+) policy (\S+)$/);
  if (policy !== null) {
    const [, chain = '', target = ''] = policy;
    return {en: `${v6.en}${rest}`, zh: `${v6.zh}${chain.toUpperCase()} 默认策略 ${target}`};
  }
  const listens = rest.match(/^listens (.*)$/)?.[1];
  if (listens !== undefined) return {en: rest, zh: `监听 ${listens}`};
  return same(`${version === '' ? '' : 'IPv6 '}${rest}`);
};

export const CONDITIONS: Readonly<Record<'up' | 'down' | 'no-carrier', Text>> = {
  up: {en: 'up', zh: '已启用'},
  down: {en: 'down', zh: '未启用'},
  'no-carrier': {en: 'no carrier', zh: '无载波'},
};
