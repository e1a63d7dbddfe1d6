import {z} from 'zod';
import {type Reading, type Snapshot, valueOf} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, met, notMet} from '../outcome.ts';
import {type Placed, place, text} from './fields.ts';
import {missingLink} from './link.ts';
import {inSection, otherPlaces, unreadable} from './look.ts';
import {placeWords, sentence, thingAt} from './sentences.ts';

export const sysctlSchema = z.strictObject({
  claim: z.literal('sysctl').describe('A kernel setting has a value.'),
  ...place,
  key: z.string().regex(/^[a-z]\w*(\.[^\s.]+)+$/i, 'must be a dotted name such as net.ipv4.ip_forward'),
  value: text,
});
export type SysctlClaim = z.infer<typeof sysctlSchema>;

/** A key that snapshots do not hold has to be read for itself. */
export const isInSnapshot = (snapshot: Snapshot, claim: Placed<SysctlClaim>): boolean => {
  const sysctls = snapshot.nodes[claim.node]?.namespaces[claim.in ?? '']?.sysctls;
  return sysctls === undefined || !sysctls.ok || sysctls.value[claim.key] !== undefined;
};

/** @param read what was read for the claim alone; the value is undefined where the kernel has no such key. */
export const checkSysctl = (
  snapshot: Snapshot,
  claim: Placed<SysctlClaim>,
  read?: Reading<string | undefined>,
): Outcome =>
  inSection(snapshot, claim, 'sysctls', (sysctls, namespace) => {
    const {key, value} = claim;
    const subject = thingAt(snapshot, claim, sentence(key, key));
    if (read?.ok === false)
      return unreadable(snapshot, claim, sentence(`kernel setting ${key}`, `内核参数 ${key}`), read.why);
    const current = sysctls[key] ?? read?.value;
    const expected = is(subject, value);
    if (current === undefined) {
      const link = /\.(?:conf|neigh)\.([^.]+)\./.exec(key)?.[1]?.replaceAll('/', '.');
      const links = valueOf(namespace.links);
      return notMet(
        expected,
        link !== undefined && links !== undefined && links[link] === undefined && !['all', 'default'].includes(link)
          ? missingLink(snapshot, claim, link, Object.keys(links))
          : sentence(`the kernel has no setting ${key}`, `内核没有参数 ${key}`),
      );
    }
    if (sameValue(current, value)) return met(is(subject, current));
    const found = is(subject, current);
    const other = otherPlaces(snapshot, claim).find(({place, namespace}) => {
      if (place.node !== claim.node) return false;
      const there = valueOf(namespace.sysctls)?.[key];
      return there !== undefined && sameValue(there, value);
    });
    if (other === undefined) return notMet(expected, found);
    const where = placeWords(snapshot, other.place);
    return notMet(
      expected,
      sentence(`${found.en}; it is ${value} ${where.en}`, `${found.zh}；在${where.zh}中是 ${value}`),
    );
  });

const is = (subject: Text, value: string): Text =>
  sentence(`${subject.en} is ${words(value)}`, `${subject.zh}是 ${words(value)}`);

/** The kernel separates several numbers by tabs. */
const words = (value: string): string => value.trim().replaceAll(/\s+/g, ' ');

const sameValue = (a: string, b: string): boolean => normal(a) === normal(b);

const normal = (value: string): string =>
  words(value)
    .split(' ')
    .map((part) => (/^-?\d+$/.test(part) ? String(Number(part)) : part))
    .join(' ');
