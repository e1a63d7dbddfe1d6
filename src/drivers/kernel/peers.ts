/**
 * Where the other ends of veth pairs are. In its own namespace the kernel names the other end; in another it tells only
 * the index there and an id of that namespace, which is valid in this one alone. An end and its other end point at
 * each other, so most pairs are found by their two indexes; where several would fit, what the ids already stand for
 * decides, and names that were asked for.
 */
import type {Peer} from '../../state/snapshot.ts';
import type {RawNode} from './raw-namespace.ts';

export interface Place {
  readonly node: string;
  readonly namespace: string;
}

export interface Peers {
  /** Undefined for a link that is no end of a pair. */
  find(place: Place, linkName: string): Peer | undefined;
  /** Namespaces with ends for which several others would fit: their ids want names. */
  readonly ambiguous: readonly Place[];
}

interface End {
  readonly place: Place;
  readonly at: string;
  /** Of two kernels each counts its interfaces by itself. */
  readonly machine: string;
  readonly name: string;
  readonly index: number;
  readonly peerIndex: number;
  readonly namespaceId: number | undefined;
  other?: End;
}

const placeKey = (place: Place): string => `${place.node}/${place.namespace}`;

export const findPeers = (nodes: readonly RawNode[]): Peers => {
  const ends = new Map<string, End>();
  const found = new Map<string, Peer>();
  const ids = knownIds();
  for (const node of nodes) {
    for (const raw of node.namespaces) {
      const place: Place = {node: node.name, namespace: raw.name};
      const at = placeKey(place);
      for (const [id, name] of Object.entries(node.namespaceIds[raw.name] ?? {}))
        ids.learn(at, Number(id), placeKey({node: node.name, namespace: name}));
      for (const {link, peer} of raw.links.ok ? raw.links.value : []) {
        if (peer === undefined) continue;
        if ('name' in peer) found.set(`${at}/${link.name}`, {known: true, ...place, name: peer.name});
        else {
          const {name, index} = link;
          ends.set(`${at}/${name}`, {
            place,
            at,
            machine: node.machine ?? '',
            name,
            index,
            peerIndex: peer.index,
            namespaceId: peer.namespaceId,
          });
        }
      }
    }
  }
  const ambiguous = join([...ends.values()], ids);
  for (const [key, {other, peerIndex}] of ends) {
    found.set(
      key,
      other === undefined ? {known: false, index: peerIndex} : {known: true, ...other.place, name: other.name},
    );
  }
  return {find: (place, linkName) => found.get(`${placeKey(place)}/${linkName}`), ambiguous};
};

/** Joins ends until nothing more can be told; returns where several still fit. */
const join = (ends: readonly End[], ids: KnownIds): readonly Place[] => {
  const byIndexes = Map.groupBy(ends, (end) => `${end.machine} ${end.index} ${end.peerIndex}`);
  const fittingTo = (end: End): readonly End[] =>
    (byIndexes.get(`${end.machine} ${end.peerIndex} ${end.index}`) ?? []).filter(
      (other) => fits(end, other, ids) && fits(other, end, ids),
    );
  let open = ends;
  for (;;) {
    const ambiguous: End[] = [];
    let joined = 0;
    for (const end of open) {
      if (end.other !== undefined) continue;
      const fitting = fittingTo(end);
      const [only] = fitting;
      if (only === undefined) continue;
      // The one that fits may have its true other end elsewhere, while that of this end is in a namespace not yet read.
      const isTold = ids.isKnown(end.at, end.namespaceId);
      if (fitting.length > 1 || (!isTold && fittingTo(only).length > 1)) {
        ambiguous.push(end);
        continue;
      }
      end.other = only;
      only.other = end;
      joined++;
      for (const [one, two] of [
        [end, only],
        [only, end],
      ] as const)
        ids.learn(one.at, one.namespaceId, two.at);
    }
    if (joined === 0 || ambiguous.length === 0) {
      return [
        ...new Map(ambiguous.filter((end) => end.other === undefined).map((end) => [end.at, end.place])).values(),
      ];
    }
    open = ambiguous;
  }
};

const fits = (end: End, other: End, ids: KnownIds): boolean =>
  other !== end && other.other === undefined && other.at !== end.at && ids.allow(end.at, end.namespaceId, other.at);

interface KnownIds {
  learn(at: string, id: number | undefined, other: string): void;
  /** Whether it is told which namespace the id stands for. */
  isKnown(at: string, id: number | undefined): boolean;
  /** False where the id stands for another namespace, or the namespace has another id. */
  allow(at: string, id: number | undefined, other: string): boolean;
}

const knownIds = (): KnownIds => {
  const byId = new Map<string, string>();
  const byPlace = new Map<string, number | undefined>();
  return {
    learn(at, id, other) {
      byId.set(`${at} ${id}`, other);
      byPlace.set(`${at} ${other}`, id);
    },
    isKnown: (at, id) => byId.has(`${at} ${id}`),
    allow(at, id, other) {
      const known = byId.get(`${at} ${id}`);
      if (known !== undefined) return known === other;
      return !byPlace.has(`${at} ${other}`);
    },
  };
};
