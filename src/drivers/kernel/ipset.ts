import type {AddressSet} from '../../state/snapshot.ts';
import {sortedRecord} from './json-output.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/** How to ask a namespace for all of its sets. */
export const IPSET_SAVE = 'ipset save';

/** Counts of a member and what is left of its time: other at each reading. */
const MOVES = / (?:timeout|packets|bytes) \d+/g;

/**
 * The sets that `ipset save` printed, keyed by name. Members keep ipset's own spelling.
 * @throws {UnreadableOutput}
 */
export function parseIpsetSave(text: string): Readonly<Record<string, AddressSet>> {
  const sets: Record<string, {readonly type: string; readonly members: [string, string][]}> = {};
  for (const [index, line] of text.split('\n').entries()) {
    const [word, name = '', subject = '', ...rest] = line.trim().split(' ');
    if (word === '') continue;
    if (word === 'create' && subject !== '') sets[name] = {type: subject, members: []};
    else if (word === 'add' && subject !== '' && Object.hasOwn(sets, name))
      sets[name]?.members.push([subject, ` ${rest.join(' ')}`.replaceAll(MOVES, '').trim()]);
    else throw new UnreadableOutput('ipset save', index + 1, line, 'expected a set or a member of one');
  }
  return sortedRecord(
    Object.entries(sets).map(([name, {type, members}]) => [name, {name, type, members: sortedRecord(members)}]),
  );
}
