import type {Change} from '../change.ts';
import {changeMark, changeSign, describeChange, placeName} from '../describe-change.ts';
import {diff} from '../diff.ts';
import type {Snapshot} from '../snapshot.ts';
import type {Language} from '../text.ts';

/** Changes as a reader sees them, a line each: `+ link red on host: veth-a added`; incidental ones in brackets. */
export const told = (changes: readonly Change[], language: Language): string =>
  changes
    .map((change) => {
      const line = `${changeSign(change)} ${changeMark(change)} ${placeName(change)[language]}: ${describeChange(change)[language]}`;
      return change.what !== 'node' && change.what !== 'namespace' && change.incidental ? `(${line})` : line;
    })
    .join('\n');

/** What a change of state and its undoing are told as, in both languages. */
export const toldBothWays = (before: Snapshot, after: Snapshot): string =>
  [
    told(diff(before, after), 'en'),
    told(diff(before, after), 'zh'),
    told(diff(after, before), 'en'),
    told(diff(after, before), 'zh'),
  ].join('\n--\n');
