/**
 * The other ends of cables between machines. No kernel tells them: a network card does not know what it is plugged into.
 * The plan does, and a card is known by the MAC it was made with, whatever it is called and wherever it was taken.
 */
import type {Cable} from '../hosts/host.ts';
import type {Peer} from '../../state/snapshot.ts';
import type {Place} from './peers.ts';
import type {RawNode} from './raw-namespace.ts';

/** @returns undefined for a link that is no end of a cable, and where its other end is in no namespace that was read */
export const findCablePeers = (
  nodes: readonly RawNode[],
  cables: readonly Cable[],
): ((place: Place, linkName: string) => Peer | undefined) => {
  if (cables.length === 0) return () => undefined;
  const otherEnds = new Map(
    cables.flatMap(([one, other]) => [
      [one.mac, other.mac],
      [other.mac, one.mac],
    ]),
  );
  const places = new Map<string, Peer & {readonly known: true}>();
  for (const node of nodes)
    for (const {name: namespace, links} of node.namespaces)
      for (const {link, cardMac} of links.ok ? links.value : [])
        if (cardMac !== undefined) places.set(cardMac, {known: true, node: node.name, namespace, name: link.name});
  const peers = new Map(
    [...places].map(([mac, {node, namespace, name}]) => [
      `${node}/${namespace}/${name}`,
      places.get(otherEnds.get(mac) ?? ''),
    ]),
  );
  return ({node, namespace}, linkName) => peers.get(`${node}/${namespace}/${linkName}`);
};
