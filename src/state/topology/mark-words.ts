import {same} from '../text.ts';
import type {Text} from '../text.ts';

/** What guests of libvirt are doing, in its words. */
const GUEST_STATES: Readonly<Record<string, Text>> = {
  running: {en: 'running', zh: '运行中'},
  paused: {en: 'paused', zh: '已暂停'},
  'shut off': {en: 'shut off', zh: '已关机'},
  'in shutdown': {en: 'in shutdown', zh: '正在关机'},
  crashed: {en: 'crashed', zh: '已崩溃'},
  saved: {en: 'memory in a file', zh: '内存已存盘'},
};

/** A mark of a namespace in words. Names of targets and chains stay as the tools write them. */
export const markWords = (mark: string): Text => {
  const [, version = '', rest = ''] = mark.match(/^(v6 )?(.*)$/) ?? [];
  const v6 = version === '' ? same('') : {en: 'IPv6 ', zh: 'IPv6 '};
  if (rest === 'forwarding') return {en: `${v6.en}forwarding`, zh: `${v6.zh}转发`};
  const guest = GUEST_STATES[rest];
  if (guest !== undefined) return guest;
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
