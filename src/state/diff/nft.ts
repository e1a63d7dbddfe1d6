import type {Item} from '../change.ts';
import type {NftTable} from '../snapshot.ts';
import {align} from './align.ts';
import {detailsOf, fieldChanged, itemAdded, itemRemoved} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Sides} from './pairs.ts';

const COUNTERS = /\bpackets (\d+) bytes (\d+)/;

/** The line without what moves by itself, so that traffic does not look like another rule. */
const withoutCounters = (line: string) => line.replace(COUNTERS, 'packets # bytes #');

/** Tables, and inside a table its lines. */
export const diffNftables = (sides: Sides<NftTable>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const table = after ?? before;
    if (table === undefined) return [];
    const about = {what: 'nft-table', key, details: {text: table.lines.join('\n')}} as const;
    if (before === undefined) return [itemAdded(about)];
    if (after === undefined) return [itemRemoved(about)];
    return diffLines(key, before.lines, after.lines);
  });

const diffLines = (key: string, before: readonly string[], after: readonly string[]): readonly Item[] =>
  align(before.map(withoutCounters), after.map(withoutCounters)).flatMap((step): readonly Item[] => {
    const old = step.how === 'added' ? undefined : before[step.before]?.trim();
    const now = step.how === 'removed' ? undefined : after[step.after]?.trim();
    const line = now ?? old;
    if (line === undefined || line === '' || old === now) return [];
    const number = String((step.how === 'removed' ? step.before : step.after) + 1);
    const shown = line.replace(/ packets \d+ bytes \d+/, '');
    const about = {what: 'nft-table', key, details: detailsOf({line: shown, number})} as const;
    if (step.how !== 'kept') return [fieldChanged(about, 'line', {before: old, after: now})];
    const values = {before: old?.match(COUNTERS)?.[1], after: now?.match(COUNTERS)?.[1]};
    return values.before === values.after ? [] : [fieldChanged(about, 'packets', values, true)];
  });
