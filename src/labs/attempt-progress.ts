import type {Attempt, Lab} from './lab.ts';
import type {LabProgress, Progress} from './progress.ts';

/** What a run of a lab writes into the learner's progress. Each returns a change for `ProgressStore.update`. */

type ProgressChange = (progress: Progress) => Progress;

const changed =
  (lab: Lab, attempt: Attempt, now: number, change: (before: LabProgress) => LabProgress): ProgressChange =>
  (progress) => ({
    ...progress,
    last: lab.id,
    labs: {...progress.labs, [lab.id]: {...change(ofAttempt(progress, lab, attempt)), updatedAt: now}},
  });

/** What was kept of this attempt; of an earlier attempt only what counts for ever. */
const ofAttempt = (progress: Progress, lab: Lab, attempt: Attempt): LabProgress => {
  const before = progress.labs[lab.id];
  if (before !== undefined && isSameAttempt(before, attempt)) return before;
  return {
    seed: attempt.seed,
    ...(attempt.fault !== undefined && {fault: attempt.fault}),
    passed: [],
    everPassed: before?.everPassed ?? [],
    ...(before?.finishedAt !== undefined && {finishedAt: before.finishedAt}),
    hintsUsed: 0,
    updatedAt: 0,
  };
};

const isSameAttempt = (kept: LabProgress, attempt: Attempt): boolean =>
  kept.seed === attempt.seed && kept.fault === attempt.fault;

const union = (ids: readonly string[], more: readonly string[]): readonly string[] => [...new Set([...ids, ...more])];

/** The lab was opened with this attempt. */
export const recordOpened = (lab: Lab, attempt: Attempt, now: number): ProgressChange =>
  changed(lab, attempt, now, (before) => before);

/** A step was passed; with the last one the lab is finished. */
export const recordPassed = (lab: Lab, attempt: Attempt, step: string, now: number): ProgressChange =>
  changed(lab, attempt, now, (before) => {
    const passed = union(before.passed, [step]);
    const isAll = lab.steps.every(({id}) => passed.includes(id));
    return {...before, passed, everPassed: union(before.everPassed, [step]), ...(isAll && {finishedAt: now})};
  });

export const recordHint = (lab: Lab, attempt: Attempt, now: number): ProgressChange =>
  changed(lab, attempt, now, (before) => ({...before, hintsUsed: before.hintsUsed + 1}));

/** Ids of the steps passed in this attempt. */
export const passedIn = (progress: Progress, lab: Lab, attempt: Attempt): readonly string[] => {
  const kept = progress.labs[lab.id];
  return kept !== undefined && isSameAttempt(kept, attempt) ? kept.passed : [];
};

/** The attempt to go on with: the one kept, unless all of it was passed. */
export const attemptToResume = (progress: Progress, lab: Lab): LabProgress | undefined => {
  const kept = progress.labs[lab.id];
  const isDone = lab.steps.every(({id}) => kept?.passed.includes(id) === true);
  const isKnownFault = kept?.fault === undefined || lab.faults.some(({id}) => id === kept.fault);
  return isDone || !isKnownFault ? undefined : kept;
};

/** Index of the first step not passed yet. */
export const firstOpenStep = (lab: Lab, passed: readonly string[]): number =>
  Math.max(
    0,
    lab.steps.findIndex(({id}) => !passed.includes(id)),
  );
