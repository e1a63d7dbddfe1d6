import {type NamespaceSnapshot, type Reading, type Snapshot, ROOT_NAMESPACE} from '../../state/snapshot.ts';
import {type Text, same} from '../../state/text.ts';
import {editDistance} from '../../state/nearest.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Place, namespaceOf} from './fields.ts';
import {listed, placeWords, sentence} from './sentences.ts';

/** The part of a namespace that a claim looks at. */
type Section = Exclude<keyof NamespaceSnapshot, 'name' | 'conntrack'>;
type ValueOf<S extends Section> = NamespaceSnapshot[S] extends Reading<infer T> ? T : never;

/**
 * Hands the section to `judge`; a namespace that does not exist or a section that could not be read has its outcome
 * already. In a namespace that does not exist there is nothing, so a claim of absence holds.
 */
export const inSection = <S extends Section>(
  snapshot: Snapshot,
  claim: AtPlace,
  section: S,
  judge: (value: ValueOf<S>, namespace: NamespaceSnapshot) => Outcome,
): Outcome =>
  inNamespace(snapshot, claim, (namespace) => {
    const reading = namespace[section] as Reading<ValueOf<S>>;
    return reading.ok
      ? judge(reading.value, namespace)
      : unreadable(snapshot, claim, SECTION_WORDS[section], reading.why);
  });

/** As {@link inSection}, for what is not read with the snapshot. */
export const inNamespace = (
  snapshot: Snapshot,
  claim: AtPlace,
  judge: (namespace: NamespaceSnapshot) => Outcome,
): Outcome => {
  const namespace = snapshot.nodes[claim.node]?.namespaces[namespaceOf(claim)];
  return namespace === undefined ? withoutPlace(snapshot, claim) : judge(namespace);
};

type AtPlace = Place & {readonly absent?: true | undefined};

/** The outcome of a claim about a place that is not there; undefined where it is. */
export const missingPlace = (snapshot: Snapshot, claim: AtPlace): Outcome | undefined =>
  snapshot.nodes[claim.node]?.namespaces[namespaceOf(claim)] === undefined ? withoutPlace(snapshot, claim) : undefined;

const withoutPlace = (snapshot: Snapshot, claim: AtPlace): Outcome => {
  if (snapshot.nodes[claim.node] === undefined || namespaceOf(claim) === ROOT_NAMESPACE) {
    return unknown(sentence(`the node ${claim.node} was not read`, `没有读到节点${claim.node}`));
  }
  return claim.absent === true ? met(noNamespace(snapshot, claim)) : withoutNamespace(snapshot, claim);
};

export const unreadable = (snapshot: Snapshot, place: Place, what: Text, why: string): Outcome => {
  const where = placeWords(snapshot, place);
  return unknown(
    sentence(`the ${what.en} ${where.en} could not be read: ${why}`, `无法读取${where.zh}的${what.zh}：${why}`),
  );
};

const SECTION_WORDS: Readonly<Record<Section, Text>> = {
  links: sentence('interfaces', '接口'),
  routes: sentence('routes', '路由'),
  rules: sentence('routing rules', '策略路由规则'),
  neighbours: sentence('neighbours', '邻居表'),
  fdb: sentence('forwarding entries', '转发表'),
  bridgeVlans: sentence('bridge VLANs', '网桥 VLAN'),
  iptables: sentence('iptables rules', 'iptables 规则'),
  ip6tables: sentence('ip6tables rules', 'ip6tables 规则'),
  nftables: sentence('nftables rules', 'nftables 规则'),
  sysctls: sentence('kernel settings', '内核参数'),
  listeners: sentence('listening sockets', '监听套接字'),
  sets: sentence('sets of addresses', '地址集合'),
  queues: sentence('queues', '队列'),
};

/** Not met because the namespace is missing, with the nearest one there is. */
export const withoutNamespace = (snapshot: Snapshot, place: Place): Outcome =>
  notMet(
    sentence(`a namespace ${namespaceOf(place)}`, `存在命名空间${namespaceOf(place)}`),
    noNamespace(snapshot, place),
  );

export const noNamespace = (snapshot: Snapshot, place: Place): Text => {
  const name = namespaceOf(place);
  const alone = Object.keys(snapshot.nodes).length === 1;
  const missing = alone
    ? sentence(`there is no namespace ${name}`, `没有命名空间${name}`)
    : sentence(`there is no namespace ${name} on ${place.node}`, `节点${place.node}上没有命名空间${name}`);
  const elsewhere = Object.values(snapshot.nodes).find(
    (node) => node.name !== place.node && node.namespaces[name] !== undefined,
  );
  if (elsewhere !== undefined) {
    return sentence(`${missing.en}, but ${elsewhere.name} has one`, `${missing.zh}，但节点${elsewhere.name}上有`);
  }
  const others = Object.keys(snapshot.nodes[place.node]?.namespaces ?? {}).filter((other) => other !== '');
  return othersInstead(missing, name, others);
};

/** Adds what there is instead: the one with a similar name, else a short list. */
export const othersInstead = (missing: Text, name: string, others: readonly string[]): Text => {
  if (others.length === 0) return missing;
  const similar = similarTo(name, others);
  if (similar !== undefined) return sentence(`${missing.en}, but there is ${similar}`, `${missing.zh}，但有${similar}`);
  const list = listed(others);
  return sentence(`${missing.en}, only ${list.en}`, `${missing.zh}，只有${list.zh}`);
};

/** The one that was probably meant: few letters differ. */
export const similarTo = (name: string, others: readonly string[]): string | undefined => {
  const [nearest] = others
    .map((other) => ({other, distance: editDistance(name.toLowerCase(), other.toLowerCase())}))
    .toSorted((a, b) => a.distance - b.distance);
  return nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(name.length / 3))
    ? nearest.other
    : undefined;
};

/** Every other namespace of every node, those of the same node first. */
export const otherPlaces = (
  snapshot: Snapshot,
  place: Place,
): readonly {readonly place: Place; readonly namespace: NamespaceSnapshot}[] =>
  Object.values(snapshot.nodes)
    .toSorted((a, b) => Number(b.name === place.node) - Number(a.name === place.node))
    .flatMap((node) =>
      Object.values(node.namespaces)
        .filter((namespace) => node.name !== place.node || namespace.name !== namespaceOf(place))
        .map((namespace) => ({place: {node: node.name, in: namespace.name}, namespace})),
    );

/** Tells of a thing that it is elsewhere: `veth-b is in the node's own namespace, not in red`. */
export const elsewhere = (snapshot: Snapshot, name: Text | string, there: Place, here: Place): Text => {
  const what = typeof name === 'string' ? same(name) : name;
  const isThere = placeWords(snapshot, there);
  const notHere = placeWords(snapshot, here);
  return sentence(`${what.en} is ${isThere.en}, not ${notHere.en}`, `${what.zh}在${isThere.zh}中，不在${notHere.zh}中`);
};
