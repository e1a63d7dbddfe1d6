import type {Item} from '../change.ts';
import type {AddressSet} from '../snapshot.ts';
import {fieldChanged, fieldChanges, itemAdded, itemRemoved} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Sides} from './pairs.ts';

/** Sets of ipset and what is in them. Members of a set that is gone went along. */
export const diffSets = (sides: Sides<AddressSet>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const set = after ?? before;
    if (set === undefined) return [];
    const about = {what: 'set', key, details: {type: set.type}} as const;
    const members = diffMembers(key, {before: before?.members ?? {}, after: after?.members ?? {}}, after === undefined);
    if (before === undefined) return [itemAdded(about), ...members];
    if (after === undefined) return [itemRemoved(about), ...members];
    return [...fieldChanges(about, {type: before.type}, {type: after.type}), ...members];
  });

const diffMembers = (set: string, sides: Sides<string>, isSetGone: boolean): readonly Item[] =>
  differingPairs(sides.before, sides.after).map(({key: member, before, after}) => {
    const options = after ?? before ?? '';
    const about = {
      what: 'set-member',
      key: `${set} ${member}`,
      details: {set, member, ...(options !== '' && {options})},
    } as const;
    if (before === undefined) return itemAdded(about);
    if (after === undefined) return itemRemoved(about, isSetGone);
    return fieldChanged(about, 'options', {before, after});
  });
