import type {Place} from '../change.ts';
import type {Link, Peer, Snapshot} from '../snapshot.ts';
import {differingPairs, sidesOf} from './pairs.ts';

export interface LocatedLink {
  readonly place: Place;
  readonly link: Link;
}

/** One device that left one namespace or name and turned up under another. */
export interface Move {
  readonly from: LocatedLink;
  readonly to: LocatedLink;
}

export interface Moves {
  readonly leaving: (place: Place, name: string) => Move | undefined;
  readonly arriving: (place: Place, name: string) => Move | undefined;
}

const keyOf = (place: Place, name: string) => `${place.node}/${place.namespace}/${name}`;

const samePeer = (a: Peer | undefined, b: Peer | undefined) =>
  a?.known === true && b?.known === true && a.node === b.node && a.namespace === b.namespace && a.name === b.name;

/**
 * How sure we are that two links are one device; 0: they are not. The MAC address alone does not prove it, because
 * labs make duplicates on purpose. The kernel keeps the index of a moved device where it is free.
 */
const likeness = (gone: Link, come: Link): number => {
  const comparable = gone.kind === come.kind && gone.kind !== 'loopback' && gone.mac !== undefined;
  if (!comparable || gone.mac !== come.mac) return 0;
  return (
    (samePeer(gone.peer, come.peer) ? 4 : 0) + (gone.name === come.name ? 2 : 0) + (gone.index === come.index ? 1 : 0)
  );
};

/** Links that went and came anywhere between two snapshots, paired where they are the same device. */
export const findMoves = (before: Snapshot, after: Snapshot): Moves => {
  const gone: LocatedLink[] = [];
  const come: LocatedLink[] = [];
  for (const node of differingPairs(before.nodes, after.nodes)) {
    for (const namespace of differingPairs(node.before?.namespaces ?? {}, node.after?.namespaces ?? {})) {
      const place = {node: node.key, namespace: namespace.key};
      const sides = sidesOf(namespace.before?.links, namespace.after?.links);
      if (sides === undefined) continue;
      for (const {before: old, after: now} of differingPairs(sides.before, sides.after)) {
        if (old !== undefined && now === undefined) gone.push({place, link: old});
        if (old === undefined && now !== undefined) come.push({place, link: now});
      }
    }
  }
  const moves = pairUp(gone, come);
  const leaving = new Map(moves.map((move) => [keyOf(move.from.place, move.from.link.name), move]));
  const arriving = new Map(moves.map((move) => [keyOf(move.to.place, move.to.link.name), move]));
  return {
    leaving: (place, name) => leaving.get(keyOf(place, name)),
    arriving: (place, name) => arriving.get(keyOf(place, name)),
  };
};

const pairUp = (gone: readonly LocatedLink[], come: readonly LocatedLink[]): readonly Move[] => {
  const candidates = gone.flatMap((from) =>
    come.map((to) => ({from, to, likeness: likeness(from.link, to.link)})).filter((pair) => pair.likeness > 0),
  );
  const used = new Set<LocatedLink>();
  const moves: Move[] = [];
  for (const {from, to} of candidates.toSorted((a, b) => b.likeness - a.likeness)) {
    if (used.has(from) || used.has(to)) continue;
    used.add(from).add(to);
    moves.push({from, to});
  }
  return moves;
};
