import type {ItemChange} from '../change.ts';
import {same} from '../text.ts';
import type {Text} from '../text.ts';
import {fieldArrowWords} from './route-change-words.ts';

/** What the neighbour table knows: who is where, and how sure it is. */
export const neighbourChangeWords = (change: ItemChange): Text => {
  const {dev = '', address = '', mac, state = '', proxy} = change.details ?? {};
  const name = {en: `neighbour ${address} on ${dev}`, zh: `${dev} 上的邻居 ${address}`};
  if (change.how === 'removed') return {en: `${name.en} forgotten`, zh: `${name.zh} 已移除`};
  if (change.how === 'added') {
    if (proxy === 'yes') return {en: `${name.en} answered for by proxy`, zh: `${name.zh}：代理应答`};
    const known = mac === undefined ? state : `${mac} ${state}`;
    return {en: `${name.en}: ${known}`, zh: `${name.zh}：${known}`};
  }
  if (change.field === 'state') {
    const states = `${change.before ?? ''} → ${change.after ?? ''}`;
    return {en: `${name.en}: ${states}`, zh: `${name.zh}：${states}`};
  }
  return fieldArrowWords(name, change);
};

/** What a bridge or VXLAN device knows: behind which port or tunnel end a MAC address is. */
export const fdbChangeWords = (change: ItemChange): Text => {
  const {dev = '', mac = '', master, vlan, destination, origin} = change.details ?? {};
  const where = destination === undefined ? dev : `${dev} dst ${destination}`;
  const onVlan = vlan === undefined ? '' : ` VLAN ${vlan}`;
  const learner = master ?? dev;
  const behind = destination ?? dev;
  const learned = origin === 'learned';
  if (learned && change.how === 'added') {
    return {
      en: `${learner} learned ${mac}${onVlan} behind ${behind}`,
      zh: `${learner} 学到 ${mac}${onVlan} 在 ${behind} 之后`,
    };
  }
  if (learned && change.how === 'removed') {
    return {
      en: `${learner} forgot ${mac}${onVlan} behind ${behind}`,
      zh: `${learner} 忘记了 ${behind} 之后的 ${mac}${onVlan}`,
    };
  }
  const name = {en: `fdb entry ${mac}${onVlan} dev ${where}`, zh: `fdb 表项 ${mac}${onVlan} dev ${where}`};
  if (change.how === 'changed') return fieldArrowWords(name, change);
  const kind = origin === undefined ? same('') : {en: ` (${origin})`, zh: `（${origin}）`};
  return change.how === 'added'
    ? {en: `${name.en} added${kind.en}`, zh: `新增 ${name.zh}${kind.zh}`}
    : {en: `${name.en} removed`, zh: `删除 ${name.zh}`};
};

export const bridgeVlanChangeWords = (change: ItemChange): Text => {
  const {dev = '', id = '', pvid, untagged} = change.details ?? {};
  const name = {en: `${dev}: VLAN ${id}`, zh: `${dev}：VLAN ${id}`};
  if (change.how === 'changed') return fieldArrowWords(name, change);
  if (change.how === 'removed') return {en: `${name.en} removed`, zh: `${name.zh} 已删除`};
  const flags = [...(pvid === 'yes' ? ['PVID'] : []), ...(untagged === 'yes' ? ['untagged'] : [])].join(', ');
  const said = flags === '' ? same('') : {en: ` (${flags})`, zh: `（${flags}）`};
  return {en: `${name.en} allowed${said.en}`, zh: `${name.zh} 已允许${said.zh}`};
};
