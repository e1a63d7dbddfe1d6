import type {Change, ItemChange, ItemKind} from './change.ts';
import {ROOT_NAMESPACE} from './snapshot.ts';
import {same} from './text.ts';
import type {Text} from './text.ts';
import {chainChangeWords, nftChangeWords, ruleChangeWords} from './words/filter-change-words.ts';
import {bridgeVlanChangeWords, fdbChangeWords, neighbourChangeWords} from './words/layer2-change-words.ts';
import {linkChangeWords} from './words/link-change-words.ts';
import {
  ovsBridgeChangeWords,
  ovsFdbChangeWords,
  ovsFlowChangeWords,
  ovsPortChangeWords,
} from './words/openvswitch-change-words.ts';
import {addressChangeWords, policyRuleChangeWords, routeChangeWords} from './words/route-change-words.ts';
import {
  domainChangeWords,
  leaseChangeWords,
  networkChangeWords,
  poolChangeWords,
  volumeChangeWords,
} from './words/libvirt-change-words.ts';
import {queueChangeWords, queueFilterChangeWords} from './words/queue-change-words.ts';
import {setChangeWords, setMemberChangeWords} from './words/set-change-words.ts';
import {listenerChangeWords, readingChangeWords, sysctlChangeWords} from './words/setting-change-words.ts';

const ITEMS: Readonly<Record<ItemKind, (change: ItemChange) => Text>> = {
  link: linkChangeWords,
  address: addressChangeWords,
  route: routeChangeWords,
  rule: policyRuleChangeWords,
  neighbour: neighbourChangeWords,
  fdb: fdbChangeWords,
  'bridge-vlan': bridgeVlanChangeWords,
  'ovs-bridge': ovsBridgeChangeWords,
  'ovs-port': ovsPortChangeWords,
  'ovs-flow': ovsFlowChangeWords,
  'ovs-fdb': ovsFdbChangeWords,
  chain: chainChangeWords,
  'filter-rule': ruleChangeWords,
  'nft-table': nftChangeWords,
  sysctl: sysctlChangeWords,
  listener: listenerChangeWords,
  set: setChangeWords,
  'set-member': setMemberChangeWords,
  queue: queueChangeWords,
  'queue-filter': queueFilterChangeWords,
  domain: domainChangeWords,
  'virtual-network': networkChangeWords,
  'virtual-lease': leaseChangeWords,
  'storage-pool': poolChangeWords,
  'storage-volume': volumeChangeWords,
  reading: readingChangeWords,
};

/** One change in plain words. Where it happened is said by {@link placeName}. */
export const describeChange = (change: Change): Text => {
  switch (change.what) {
    case 'node':
      return change.how === 'added'
        ? {en: `node ${change.node} added`, zh: `新增节点 ${change.node}`}
        : {en: `node ${change.node} removed`, zh: `节点 ${change.node} 已删除`};
    case 'namespace':
      return change.how === 'added'
        ? {en: `namespace ${change.namespace} added`, zh: `新增命名空间 ${change.namespace}`}
        : {en: `namespace ${change.namespace} removed`, zh: `命名空间 ${change.namespace} 已删除`};
    default:
      return ITEMS[change.what](change);
  }
};

/**
 * Where a change happened. The coming and going of a namespace happens on its node.
 *
 * @param oneNode leaves the node's name away, for labs with a single node. @default false
 */
export const placeName = (change: Change, oneNode = false): Text => {
  const inside = change.what === 'node' || change.what === 'namespace' ? ROOT_NAMESPACE : change.namespace;
  if (inside === ROOT_NAMESPACE) return same(change.node);
  return oneNode ? same(inside) : {en: `${inside} on ${change.node}`, zh: `${change.node} 上的 ${inside}`};
};

const SIGNS = {added: '+', removed: '-', changed: '~'} as const;

/** `+`, `-` or `~`. A line that came into an nftables table counts as added, and so on. */
export const changeSign = (change: Change): '+' | '-' | '~' => {
  if (change.what === 'nft-table' && change.field === 'line') return change.after === undefined ? '-' : '+';
  return SIGNS[change.how];
};

const MARKS: Readonly<Record<Change['what'], string>> = {
  node: 'node',
  namespace: 'netns',
  link: 'link',
  address: 'addr',
  route: 'route',
  rule: 'rule',
  neighbour: 'neigh',
  fdb: 'fdb',
  'bridge-vlan': 'vlan',
  'ovs-bridge': 'ovs',
  'ovs-port': 'port',
  'ovs-flow': 'flow',
  'ovs-fdb': 'fdb',
  chain: 'chain',
  'filter-rule': 'ipt',
  'nft-table': 'nft',
  sysctl: 'sysctl',
  listener: 'listen',
  set: 'ipset',
  'set-member': 'ipset',
  queue: 'qdisc',
  'queue-filter': 'filter',
  domain: 'guest',
  'virtual-network': 'net',
  'virtual-lease': 'lease',
  'storage-pool': 'pool',
  'storage-volume': 'volume',
  reading: 'read',
};

/** What kind of thing changed, in six letters at most: the tool's or object's own short name. */
export const changeMark = (change: Change): string => MARKS[change.what];
