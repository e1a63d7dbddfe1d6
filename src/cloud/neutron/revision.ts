import {neutronErrors} from './errors.ts';
import type {View} from './views.ts';

/**
 * `If-Match: revision_number=3` wants the change only if nobody changed the object since it was looked at
 * (neutron/api/api_common.py and services/revisions).
 * @throws RevisionNumberConstraintFailed
 */
export function refuseOtherRevision(header: string | undefined, view: View): void {
  const [wanted, ...others] = (header ?? '').matchAll(/revision_number=([^",\s]*)/g);
  if (wanted === undefined) return;
  if (others.length > 0) {
    throw neutronErrors.badRequest('if-match', 'Multiple revision_number etags are not supported.');
  }
  const [, text = ''] = wanted;
  if (!/^[+-]?\d+$/.test(text)) {
    throw neutronErrors.badRequest('if-match', 'Revision number etag must be in the format of revision_number=<int>');
  }
  const current = view['revision_number'];
  if (typeof current === 'number' && current !== Number(text)) {
    throw neutronErrors.revisionMismatch(Number(text), current);
  }
}
