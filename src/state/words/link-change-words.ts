import type {ItemChange, Place} from '../change.ts';
import {joinTexts, same, spaced} from '../text.ts';
import type {Text} from '../text.ts';
import {placeOfId} from '../topology.ts';
import {fieldWords, valueWords} from './field-words.ts';
import {deviceFrom, placeFrom} from './place-words.ts';

/** Where the other end is. `id` is a device id, or `#6` where no node names the peer's namespace. */
const otherEnd = (id: string, from: Place): Text => {
  if (id.startsWith('#')) return {en: 'in a namespace without a name', zh: '在一个没有名字的命名空间里'};
  const far = deviceFrom(id, from);
  return {en: far.en, zh: `是${spaced(far.zh).trimEnd()}`};
};

const upWords = (up: string | undefined): Text =>
  up === 'yes' ? {en: 'up', zh: '已启用'} : {en: 'down', zh: '未启用'};

const describing = (change: ItemChange): Text => {
  const {kind = '', peer, master, vni, vlan, dev, up} = change.details ?? {};
  const parts: Text[] = [same(kind)];
  if (vni !== undefined) parts.push(same(`VNI ${vni}`));
  if (vlan !== undefined) parts.push(same(`VLAN ${vlan}`));
  if (dev !== undefined) parts.push({en: `over ${dev}`, zh: `基于 ${dev}`});
  if (peer !== undefined) {
    const words = otherEnd(peer, change);
    parts.push({en: `other end ${words.en}`, zh: `另一端${words.zh}`});
  }
  if (master !== undefined) parts.push({en: `port of ${master}`, zh: `${master} 的端口`});
  parts.push(upWords(up));
  return joinTexts(parts);
};

const masterWords = ({key, before, after}: ItemChange): Text => {
  if (before === undefined) return {en: `${key} became a port of ${after}`, zh: `${key} 成为 ${after} 的端口`};
  if (after === undefined) return {en: `${key} is no longer a port of ${before}`, zh: `${key} 不再是 ${before} 的端口`};
  return {en: `${key} moved from bridge ${before} to ${after}`, zh: `${key} 从网桥 ${before} 移到 ${after}`};
};

const movedWords = (change: ItemChange): Text => {
  const {key, before = ''} = change;
  const from = placeFrom(placeOfId(before), change);
  const oldName = change.details?.['oldName'];
  const renamed = oldName !== undefined && oldName !== key;
  return {
    en: `${key} moved here from ${from.en}${renamed ? `, where it was ${oldName}` : ''}`,
    zh: `${key} 从${spaced(from.zh)}移到这里${renamed ? `（原名 ${oldName}）` : ''}`,
  };
};

const fieldChangeWords = (change: ItemChange): Text => {
  const {key, field = '', before, after} = change;
  switch (field) {
    case 'master':
      return masterWords(change);
    case 'up':
      return after === 'yes' ? {en: `${key} is up`, zh: `${key} 已启用`} : {en: `${key} is down`, zh: `${key} 已停用`};
    case 'carrier':
      return after === 'yes'
        ? {en: `${key} has carrier`, zh: `${key} 有载波了`}
        : {en: `${key} lost its carrier`, zh: `${key} 失去载波`};
    case 'peer': {
      if (after === undefined) return {en: `${key} has no other end any more`, zh: `${key} 没有另一端了`};
      const words = otherEnd(after, change);
      return {en: `${key}: the other end is now ${words.en}`, zh: `${key}：另一端现在${words.zh}`};
    }
    case 'namespace':
      return movedWords(change);
    case 'name':
      return {en: `${before} renamed to ${after}`, zh: `${before} 改名为 ${after}`};
    default: {
      const name = fieldWords(field);
      const [old, now] = [valueWords(field, before), valueWords(field, after)];
      return {en: `${key}: ${name.en} ${old.en} → ${now.en}`, zh: `${key}：${name.zh} ${old.zh} → ${now.zh}`};
    }
  }
};

/** A change of an interface. */
export const linkChangeWords = (change: ItemChange): Text => {
  const {key} = change;
  if (change.how === 'changed') return fieldChangeWords(change);
  if (change.how === 'removed') return {en: `${key} removed`, zh: `${key} 已删除`};
  const words = describing(change);
  return {en: `${key} added (${words.en})`, zh: `新增 ${key}（${words.zh}）`};
};
