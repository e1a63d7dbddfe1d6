import {NO_NAMES, type Names} from './names.ts';
import {joinTexts, same, spaced} from './text.ts';
import type {Language, Text} from './text.ts';
import {OVS_BRIDGE, placeOfId} from './topology.ts';
import type {Topology, TopologyDevice, TopologyNamespace} from './topology.ts';
import {deviceTree, farEnds, vlanParents} from './topology/device-tree.ts';
import {CONDITIONS, markWords} from './topology/mark-words.ts';
import {ROOT_NAMESPACE} from './snapshot.ts';
import {deviceFrom} from './words/place-words.ts';

/**
 * The topology as indented lines of plain words, without box art: for screen readers, pipes and slow links.
 * One line for each device with its kind, state, addresses and what it is connected to.
 *
 * @param names what kernel names stand for, said behind them. @default nothing
 */
export const topologyText = (topology: Topology, language: Language, names: Names = NO_NAMES): string => {
  const lines: string[] = [];
  const say = (depth: number, text: Text) => lines.push(`${'  '.repeat(depth)}${text[language]}`);
  const ends = farEnds(topology.wires);
  const parents = vlanParents(topology.wires);

  const sayInside = (namespace: TopologyNamespace, depth: number): void => {
    for (const {device, depth: level} of deviceTree(namespace.devices, parents)) {
      const isPort = level > 0 && device.bridge !== undefined;
      say(depth + level, deviceWords(device, isPort, ends.get(device.id) ?? [], names));
    }
    const linksUnread = namespace.unread?.some((line) => line.startsWith('links:')) ?? false;
    if (namespace.devices.length === 0 && !linksUnread && namespace.guest !== true)
      say(depth, {en: 'no interface but lo', zh: '除 lo 外没有接口'});
    for (const route of namespace.routes) say(depth, {en: `route ${route}`, zh: `路由 ${route}`});
    for (const line of namespace.unread ?? []) say(depth, {en: `could not read ${line}`, zh: `无法读取 ${line}`});
  };

  for (const node of topology.nodes) {
    for (const namespace of node.namespaces) {
      const root = namespace.name === ROOT_NAMESPACE;
      const title = root
        ? {en: `node ${node.name}`, zh: `节点 ${node.name}`}
        : namespace.guest === true
          ? {en: `guest ${namespace.name}`, zh: `客户机 ${namespace.name}`}
          : withMeaning({en: `namespace ${namespace.name}`, zh: `命名空间 ${namespace.name}`}, namespace.name, names);
      const marks = joinTexts(namespace.marks.map(markWords));
      say(root ? 0 : 1, namespace.marks.length === 0 ? title : joinTexts([title, marks], {en: ': ', zh: '：'}));
      sayInside(namespace, root ? 1 : 2);
    }
  }
  return lines.join('\n');
};

type Ends = ReturnType<typeof farEnds> extends ReadonlyMap<string, infer E> ? E : never;

/** The meaning once, behind the name: a listener has no other line to look at. */
const withMeaning = (text: Text, name: string, names: Names): Text => {
  const long = names[name]?.long;
  return long === undefined ? text : {en: `${text.en} (${long.en})`, zh: `${text.zh}（${long.zh}）`};
};

const OVS_BRIDGE_WORDS: Text = {en: 'Open vSwitch bridge', zh: 'Open vSwitch 网桥'};

const deviceWords = (device: TopologyDevice, isPort: boolean, ends: Ends, names: Names): Text => {
  const from = placeOfId(device.id);
  const parts: Text[] = [device.kind === OVS_BRIDGE ? OVS_BRIDGE_WORDS : same(device.kind)];
  if (device.label !== undefined) parts.push(same(device.label));
  parts.push(CONDITIONS[device.condition], ...device.addresses.map(same));
  for (const {id, wire} of ends) {
    const tunnel = wire.kind === 'vxlan';
    if (id === undefined) {
      const where = wire.label === undefined ? '' : ` (${wire.label})`;
      parts.push({en: `connected to a place outside${where}`, zh: `连接到外部${where}`});
    } else {
      const far = deviceFrom(id, from);
      parts.push({
        en: `${tunnel ? 'tunnel' : 'connected'} to ${far.en}`,
        zh: `${tunnel ? '隧道通往' : '连接到'}${spaced(far.zh).trimEnd()}`,
      });
    }
  }
  const name = isPort ? {en: `port ${device.name}`, zh: `端口 ${device.name}`} : same(device.name);
  return joinTexts([withMeaning(name, device.name, names), joinTexts(parts)], {en: ': ', zh: '：'});
};
