import type {Item} from '../change.ts';
import type {Queue} from '../snapshot.ts';
import {queueWords} from '../words/queue-words.ts';
import {fieldChanges, itemAdded, itemRemoved} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Sides} from './pairs.ts';

/** Queueing disciplines and the filters that hang on them. With a link that went they went, too. */
export const diffQueues = (sides: Sides<Queue>, lost: ReadonlySet<string>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const queue = after ?? before;
    if (queue === undefined) return [];
    const {dev, place, kind} = queue;
    const about = {what: 'queue', key, details: {dev, place, kind, does: queueWords(queue)}} as const;
    const filters = diffFilters(queue, before?.filters ?? [], after?.filters ?? [], after === undefined);
    if (before === undefined) return [itemAdded(about), ...filters];
    if (after === undefined) return [itemRemoved(about, lost.has(dev)), ...filters];
    // Another kind is another queue, and of the same kind only what differs is told.
    if (before.kind !== after.kind)
      return [itemRemoved({...about, details: {...about.details, kind: before.kind}}), itemAdded(about), ...filters];
    const fields = (of: Queue, than: Queue) => ({does: queueWords(of, than)});
    return [...fieldChanges(about, fields(before, after), fields(after, before)), ...filters];
  });

const diffFilters = (
  {dev, place}: Queue,
  before: readonly string[],
  after: readonly string[],
  isQueueGone: boolean,
): readonly Item[] => {
  const about = (filter: string) =>
    ({what: 'queue-filter', key: `${dev} ${place} ${filter}`, details: {dev, filter}}) as const;
  return [
    ...before.filter((one) => !after.includes(one)).map((one) => itemRemoved(about(one), isQueueGone)),
    ...after.filter((one) => !before.includes(one)).map((one) => itemAdded(about(one))),
  ];
};
