import type {Text} from '../../state/text.ts';
import {type Outcome, met, notMet} from '../outcome.ts';
import {both, sentence} from './sentences.ts';

/** One thing that a claim says about what it found, as predicates: `is up`, `is down`. */
export interface Aspect {
  readonly holds: boolean;
  readonly expected: Text;
  readonly found: Text;
}

export const aspect = (holds: boolean, expected: Text, found: Text): Aspect => ({holds, expected, found});

/** A key of the claim against what was found, in the same words; undefined where the claim does not name the key. */
export const compared = <W, F>(
  wanted: W | undefined,
  found: F,
  words: (value: W | F) => Text,
  same: (wanted: W, found: F) => boolean = Object.is,
): Aspect | undefined => (wanted === undefined ? undefined : aspect(same(wanted, found), words(wanted), words(found)));

export const aspects = (...list: readonly (Aspect | undefined)[]): readonly Aspect[] =>
  list.filter((one) => one !== undefined);

/** What was found under the claim's name. */
export interface Candidate {
  /** `cable-l in red` */
  readonly subject: Text;
  /** `exists`; told where the claim says nothing more about it. */
  readonly exists: Text;
  readonly aspects: readonly Aspect[];
}

export const EXISTS = sentence('exists', '存在');

export interface Wanted {
  /** The claim is that there is no such thing. */
  readonly absent: boolean;
  /** `no link cable-l in red` */
  readonly absence: Text;
  /** {@link absence} already names everything that the claim compares. */
  readonly absenceIsWhole?: boolean;
  /** Several may have the name: what one of the others is like does not tell that this one is absent. */
  readonly maybeSeveral?: boolean;
  /** Told where there is no candidate at all: expected and the nearest thing found. */
  readonly missing: () => {readonly expected: Text; readonly found: Text};
}

/**
 * Judges a claim by everything that has the name it asks for. The candidate that fits best is the one told about:
 * only the aspects that differ, or all of them where nothing does.
 */
export const judge = (candidates: readonly Candidate[], wanted: Wanted): Outcome => {
  const fitting = candidates.find((candidate) => wrong(candidate) === 0);
  const best = candidates.toSorted((a, b) => wrong(a) - wrong(b))[0];
  if (wanted.absent) {
    if (fitting !== undefined) return notMet(absence(wanted, fitting), tell(fitting, fitting.aspects, 'found'));
    if (best === undefined) return met(wanted.absence);
    return met(wanted.maybeSeveral === true ? absence(wanted, best) : tell(best, differing(best), 'found'));
  }
  if (fitting !== undefined) return met(tell(fitting, fitting.aspects, 'found'));
  if (best !== undefined) {
    return notMet(tell(best, differing(best), 'expected'), tell(best, differing(best), 'found'));
  }
  const {expected, found} = wanted.missing();
  return notMet(expected, found);
};

const differing = (candidate: Candidate): readonly Aspect[] => candidate.aspects.filter((one) => !one.holds);

const wrong = (candidate: Candidate): number => differing(candidate).length;

const tell = (candidate: Candidate, list: readonly Aspect[], side: 'expected' | 'found'): Text => {
  // Of what is no VXLAN device several aspects say just that.
  const predicates = [...new Map(list.map((one) => [one[side].en, one[side]])).values()];
  const predicate = predicates.length === 0 ? candidate.exists : both(predicates);
  return sentence(`${candidate.subject.en} ${predicate.en}`, `${candidate.subject.zh} ${predicate.zh}`);
};

const absence = (wanted: Wanted, {aspects}: Candidate): Text => {
  if (aspects.length === 0 || wanted.absenceIsWhole === true) return wanted.absence;
  const predicates = both(aspects.map((one) => one.expected));
  return sentence(`${wanted.absence.en} that ${predicates.en}`, `${wanted.absence.zh}（条件：${predicates.zh}）`);
};
