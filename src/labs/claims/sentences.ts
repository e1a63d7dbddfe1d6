import {type Snapshot, ROOT_NAMESPACE} from '../../state/snapshot.ts';
import {joinTexts, type Text} from '../../state/text.ts';
import {type Place, namespaceOf} from './fields.ts';

/** How the sentences of claims are put together: fragments without a full stop, a blank between Chinese and Latin letters. */
export const sentence = (en: string, zh: string): Text => ({en, zh: spaced(zh)});

const spaced = (zh: string): string =>
  zh
    .replace(/(?<=[\p{Script=Han}”）]) (?=[\p{Script=Han}“（])/gu, '')
    .replaceAll(' （', '（')
    .replace(/(?<=[\p{Script=Han}])(?=[A-Za-z0-9/*{-])/gu, ' ')
    .replace(/(?<=[A-Za-z0-9/*}%])(?=[\p{Script=Han}])/gu, ' ');

/** `is up, has carrier and is a port of br0` */
export const both = (predicates: readonly Text[]): Text => {
  const {en, zh} = joinTexts(predicates, {en: ', ', zh: '，'});
  const last = predicates.at(-1)?.en ?? '';
  return {en: predicates.length < 2 ? en : `${en.slice(0, -last.length - 2)} and ${last}`, zh};
};

/** Where a claim looks: `in red`, `in the node's own namespace`, `on upstream`; in Chinese the place's name alone. */
export const placeWords = (snapshot: Snapshot, place: Place): Text => {
  const namespace = namespaceOf(place);
  const alone = Object.keys(snapshot.nodes).length === 1;
  if (namespace === ROOT_NAMESPACE) {
    return alone
      ? sentence("in the node's own namespace", '节点自己的命名空间')
      : sentence(`on ${place.node}`, `节点${place.node}`);
  }
  return alone
    ? sentence(`in ${namespace}`, `命名空间${namespace}`)
    : sentence(`in ${namespace} on ${place.node}`, `节点${place.node}的命名空间${namespace}`);
};

/** A thing at its place: `cable-l in red`; on the only node's own namespace the bare name says enough. */
export const thingAt = (snapshot: Snapshot, place: Place, name: Text): Text => {
  if (namespaceOf(place) === ROOT_NAMESPACE && Object.keys(snapshot.nodes).length === 1) return name;
  const where = placeWords(snapshot, place);
  return sentence(`${name.en} ${where.en}`, `${where.zh}中的${name.zh}`);
};

/** Words for a list of names that a reader can take in: the first five, then how many more. */
export const listed = (names: readonly string[]): Text => {
  const shown = names.slice(0, 5);
  const more = names.length - shown.length;
  return sentence(
    `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    `${shown.join('、')}${more > 0 ? `等 ${names.length} 个` : ''}`,
  );
};

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What a claim wants of the counter of a rule or a flow, and what was found. */
export const wantsHits = (hits: number): Text =>
  sentence(`met ${counted(hits, 'packet')} at least`, `至少匹配了 ${hits} 个报文`);
export const hasHits = (packets: number): Text =>
  packets === 0
    ? sentence('met no packet yet', '还没有匹配任何报文')
    : sentence(`met ${counted(packets, 'packet')}`, `匹配了 ${packets} 个报文`);
