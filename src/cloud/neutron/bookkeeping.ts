import type {Bookkeeping} from '../store/records.ts';
import type {Work} from '../work.ts';

/** What a new object starts with. */
export const bookkeeping = ({now}: Pick<Work, 'now'>, description = ''): Bookkeeping => ({
  description,
  tags: [],
  createdAt: now,
  updatedAt: now,
  revisionNumber: 0,
});

/** The record after a change: a newer time, a higher revision. */
export const touched = <R extends Bookkeeping>({now}: Pick<Work, 'now'>, record: R): R => ({
  ...record,
  updatedAt: now,
  revisionNumber: record.revisionNumber + 1,
});
