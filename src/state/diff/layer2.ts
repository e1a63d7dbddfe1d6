import type {Item} from '../change.ts';
import type {BridgeVlan, FdbEntry, Link, Neighbour} from '../snapshot.ts';
import {detailsOf, fieldChanges, itemAdded, itemRemoved, printed, yesNo} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Sides} from './pairs.ts';

const putThere = (neighbour: Neighbour) => neighbour.proxy || neighbour.states.includes('PERMANENT');

/** Neighbour entries. Only those that somebody put there are news; the others come and go with traffic. */
export const diffNeighbours = (sides: Sides<Neighbour>, lost: ReadonlySet<string>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const neighbour = after ?? before;
    if (neighbour === undefined) return [];
    const {dev, address, mac, states, proxy} = neighbour;
    const details = detailsOf({dev, address, mac, state: states.join(' '), ...(proxy ? {proxy: 'yes'} : {})});
    const about = {what: 'neighbour', key, details} as const;
    if (before === undefined) return [itemAdded(about, !putThere(neighbour))];
    if (after === undefined) return [itemRemoved(about, !putThere(neighbour) || lost.has(dev))];
    const incidental = () => !putThere(before) && !putThere(after);
    const fields = (entry: Neighbour) => ({mac: entry.mac, state: entry.states.join(' '), proxy: yesNo(entry.proxy)});
    return fieldChanges(about, fields(before), fields(after), incidental);
  });

const isMulticast = (mac: string) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;

/** A link's own addresses and the multicast groups it listens to stand in the fdb without anybody's doing. */
const comesByItself = (entry: FdbEntry, ownMacs: ReadonlySet<string>) =>
  entry.origin === 'learned' ||
  (entry.origin === 'permanent' &&
    entry.destination === undefined &&
    (isMulticast(entry.mac) || ownMacs.has(entry.mac)));

const macsOf = (links: Sides<Link> | undefined): ReadonlySet<string> =>
  new Set(
    [...Object.values(links?.before ?? {}), ...Object.values(links?.after ?? {})]
      .map((link) => link.mac)
      .filter((mac) => mac !== undefined),
  );

/** Forwarding entries of bridges and VXLAN devices. `links` tell which MACs are the namespace's own. */
export const diffFdb = (
  sides: Sides<FdbEntry>,
  links: Sides<Link> | undefined,
  lost: ReadonlySet<string>,
): readonly Item[] => {
  const pairs = differingPairs(sides.before, sides.after);
  const ownMacs = pairs.length === 0 ? new Set<string>() : macsOf(links);
  return pairs.flatMap(({key, before, after}) => {
    const entry = after ?? before;
    if (entry === undefined) return [];
    const {dev, mac, master, vlan, destination, origin} = entry;
    const about = {
      what: 'fdb',
      key,
      details: detailsOf({dev, mac, master, vlan: printed(vlan), destination, origin}),
    } as const;
    const byItself = comesByItself(entry, ownMacs);
    if (before === undefined) return [itemAdded(about, byItself)];
    if (after === undefined) return [itemRemoved(about, byItself || lost.has(dev))];
    const fields = (of: FdbEntry) => ({
      origin: of.origin,
      master: of.master,
      destination: of.destination,
      flags: of.flags.join(' '),
    });
    return fieldChanges(about, fields(before), fields(after), (field) => byItself || field === 'flags');
  });
};

/** VLAN membership. A port that joins a bridge gets the default VLAN, and loses it when it leaves. */
export const diffBridgeVlans = (sides: Sides<BridgeVlan>, links: Sides<Link> | undefined): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const vlan = after ?? before;
    if (vlan === undefined) return [];
    const {dev, id, pvid, untagged} = vlan;
    const details = detailsOf({dev, id: String(id), pvid: yesNo(pvid), untagged: yesNo(untagged)});
    const about = {what: 'bridge-vlan', key, details} as const;
    const joined = links !== undefined && links.before[dev]?.master !== links.after[dev]?.master;
    if (before === undefined) return [itemAdded(about, joined)];
    if (after === undefined) return [itemRemoved(about, joined)];
    const fields = (of: BridgeVlan) => ({pvid: yesNo(of.pvid), untagged: yesNo(of.untagged)});
    return fieldChanges(about, fields(before), fields(after));
  });
