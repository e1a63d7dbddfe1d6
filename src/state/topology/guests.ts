import {ROOT_NAMESPACE, valueOf} from '../snapshot.ts';
import type {Domain, DomainInterface} from '../libvirt.ts';
import type {NodeSnapshot} from '../snapshot.ts';
import {topologyId} from '../topology.ts';
import type {TopologyNamespace, Wire} from '../topology.ts';

/** The guests of a node's libvirt, with what libvirt knows of them: a guest's own kernel is not looked into. */
export const guestsOf = (node: NodeSnapshot): readonly TopologyNamespace[] => {
  const libvirt = node.libvirt === undefined ? undefined : valueOf(node.libvirt);
  return Object.values(libvirt?.domains ?? {}).map((domain) => ({
    name: boxName(node, domain),
    guest: true,
    devices: cards(domain).map((card, at) => ({
      id: cardId(node, domain, at),
      name: cardName(at),
      kind: card.model ?? 'card',
      condition: domain.state === 'running' ? 'up' : 'down',
      addresses: Object.values(libvirt?.networks ?? {}).flatMap(({leases}) => leases[card.mac]?.address ?? []),
    })),
    marks: [domain.state, `${domain.processors} vCPU`, `${domain.memoryMiB} MiB`, ...(domain.saved ? ['saved'] : [])],
    routes: [],
  }));
};

/** From each card of a guest that runs to its tap. */
export const guestWires = (node: NodeSnapshot, known: ReadonlySet<string>): readonly Wire[] => {
  const libvirt = node.libvirt === undefined ? undefined : valueOf(node.libvirt);
  return Object.values(libvirt?.domains ?? {}).flatMap((domain) =>
    cards(domain).flatMap((card, at): readonly Wire[] => {
      if (card.target === undefined) return [];
      const tap = topologyId(node.name, ROOT_NAMESPACE, card.target);
      return known.has(tap) ? [{from: cardId(node, domain, at), to: tap, kind: 'tap'}] : [];
    }),
  );
};

const cards = (domain: Domain): readonly DomainInterface[] => Object.values(domain.interfaces);

/** As libvirt counts them; what the guest calls them is its own affair. */
const cardName = (at: number): string => `net${at}`;

const cardId = (node: NodeSnapshot, domain: Domain, at: number): string =>
  topologyId(node.name, boxName(node, domain), cardName(at));

/** A guest may have the name of a namespace; neither may hold a slash, which ids are cut at. */
const boxName = (node: NodeSnapshot, {name}: Domain): string => {
  const plain = name.replaceAll('/', '_');
  return node.namespaces[plain] === undefined ? plain : `${plain} (libvirt)`;
};
