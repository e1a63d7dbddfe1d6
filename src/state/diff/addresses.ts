import type {Item, Place} from '../change.ts';
import type {Address, Link} from '../snapshot.ts';
import {detailsOf, fieldChanges, itemAdded, itemRemoved} from './items.ts';
import type {Moves} from './link-moves.ts';
import {differingPairs} from './pairs.ts';
import type {Keyed, Sides} from './pairs.ts';

/** The kernel gives these by itself when a link comes up. */
const comesByItself = (link: Link, address: Address) =>
  link.kind === 'loopback' || (address.family === 'inet6' && address.scope === 'link');

const fieldsOf = (address: Address) => ({scope: address.scope, broadcast: address.broadcast, peer: address.peer});

const diffOneLink = (link: Link, before: Keyed<Address>, after: Keyed<Address>, linkLeft: boolean): readonly Item[] =>
  differingPairs(before, after).flatMap(({key, before: old, after: now}) => {
    const details = detailsOf({dev: link.name, address: key});
    const about = {what: 'address', key: `${link.name} ${key}`, details} as const;
    if (old === undefined) return now === undefined ? [] : [itemAdded(about, comesByItself(link, now))];
    if (now === undefined) return [itemRemoved(about, linkLeft || comesByItself(link, old))];
    return fieldChanges(about, fieldsOf(old), fieldsOf(now));
  });

/** Addresses that came, went and changed. Those of a link that was removed or moved went with it. */
export const diffAddresses = (place: Place, sides: Sides<Link>, moves: Moves): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    if (after === undefined) {
      const move = moves.leaving(place, key);
      const renamed =
        move !== undefined && move.to.place.node === place.node && move.to.place.namespace === place.namespace;
      return before === undefined || renamed ? [] : diffOneLink(before, before.addresses, {}, true);
    }
    if (before !== undefined) return diffOneLink(after, before.addresses, after.addresses, false);
    const move = moves.arriving(place, key);
    const renamed =
      move !== undefined && move.from.place.node === place.node && move.from.place.namespace === place.namespace;
    return diffOneLink(after, renamed ? move.from.link.addresses : {}, after.addresses, false);
  });
