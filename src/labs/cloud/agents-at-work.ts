import type {Timeline} from './timeline.ts';

/**
 * Tells when agents begin to do something because of a call or an act, for each of these, and when all of it is done.
 * @returns the way out
 */
export function whenAgentsWork(
  timeline: Timeline,
  {began, done}: {readonly began: () => void; readonly done: () => void},
): () => void {
  let newest = timeline.entries.at(-1)?.number ?? 0;
  let isAtWork = false;
  return timeline.subscribe(() => {
    const {entries} = timeline;
    const last = entries.at(-1)?.number ?? newest;
    const isAny = entries.some(({settledMs}) => settledMs === undefined);
    const isNew = last > newest && entries.some(({number, settledMs}) => number > newest && settledMs === undefined);
    newest = last;
    if (isNew) began();
    if (isAtWork && !isAny) done();
    isAtWork = isAny;
  });
}
