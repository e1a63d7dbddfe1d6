import type {Place} from '../change.ts';
import {ROOT_NAMESPACE} from '../snapshot.ts';
import {same, spaced} from '../text.ts';
import type {Text} from '../text.ts';
import {placeOfId} from '../topology.ts';

/** A place as seen from another: only what differs is said. */
export const placeFrom = (seen: Place, from: Place): Text => {
  const elsewhere = seen.node !== from.node;
  if (seen.namespace === ROOT_NAMESPACE) {
    return elsewhere ? same(seen.node) : {en: "the node's own namespace", zh: '节点自身的命名空间'};
  }
  return elsewhere
    ? {en: `${seen.namespace} on ${seen.node}`, zh: `${seen.node} 上的 ${seen.namespace}`}
    : same(seen.namespace);
};

/** A device as seen from a place: `veth-b in red`; only its name where it is in the same place. */
export const deviceFrom = (id: string, from: Place): Text => {
  const far = placeOfId(id);
  if (far.node === from.node && far.namespace === from.namespace) return same(far.device);
  const where = placeFrom(far, from);
  return {en: `${far.device} in ${where.en}`, zh: `${spaced(where.zh).trimStart()}中的 ${far.device}`};
};

/**
 * The same for a drawing: `veth-b (red)`, `eth0 (upstream)`, `eth0 (upstream/red)`.
 *
 * @param meaning what stands in a namespace's place, where it has one: `eth0 (vm1)`
 */
export const shortDeviceFrom = (
  id: string,
  from: Place,
  meaning: (namespace: string) => string | undefined = () => undefined,
): string => {
  const {node, namespace, device} = placeOfId(id);
  if (node === from.node && namespace === from.namespace) return device;
  const inside = meaning(namespace) ?? namespace;
  const where = namespace === ROOT_NAMESPACE ? node : node === from.node ? inside : `${node}/${inside}`;
  return `${device} (${where})`;
};
