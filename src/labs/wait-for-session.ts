import type {LabRun} from './lab-run.ts';
import type {Session} from './session.ts';

/**
 * Resolves with true as soon as `holds`, with false when it did not come true in time.
 * @param timeoutMs default: for ever
 */
export const waitForSession = async (
  run: Pick<LabRun, 'session' | 'subscribe'>,
  holds: (session: Session) => boolean,
  timeoutMs?: number,
): Promise<boolean> => {
  if (holds(run.session)) return true;
  const {promise, resolve} = Promise.withResolvers<boolean>();
  const off = run.subscribe(() => {
    if (holds(run.session)) resolve(true);
  });
  const timer = timeoutMs === undefined ? undefined : setTimeout(resolve, timeoutMs, false);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    off();
  }
};
