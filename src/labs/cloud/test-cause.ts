import type {Cause} from './timeline.ts';

/** For tests: a call that made a network, or did not. */
export const aCall = (id: string, status = 201): Cause & {kind: 'request'} => ({
  kind: 'request',
  id,
  user: 'admin',
  project: 'admin',
  method: 'POST',
  path: '/networks',
  status,
  durationMs: 1,
  reads: 2,
  isReplayed: false,
});
