import {z} from 'zod';
import type {Occasions} from './chance.ts';
import type {RecordTypes, TableName} from './records.ts';
import {TABLE_NAMES} from './tables.ts';

/** A whole cloud as JSON, as the session keeps it. */
export interface CloudDocument {
  readonly version: 1;
  readonly seed: string;
  readonly occasions: Occasions;
  readonly tables: {readonly [N in TableName]: readonly RecordTypes[N][]};
}

const record = z.looseObject({id: z.string().min(1)});
const schema = z.object({
  version: z.literal(1),
  seed: z.string(),
  occasions: z.record(z.string(), z.number().int().positive()),
  tables: z.object(Object.fromEntries(TABLE_NAMES.map((name) => [name, z.array(record)]))),
});

/**
 * Reads what {@link CloudStore.toDocument} wrote. The frame is checked; the records are our own and are taken as they
 * were written.
 * @throws {Error} with what is wrong, where it is no such document
 */
export function parseDocument(data: unknown): CloudDocument {
  const read = schema.safeParse(data);
  if (!read.success) throw new Error(`Not a stored cloud: ${z.prettifyError(read.error)}`);
  return read.data as unknown as CloudDocument;
}

export const emptyDocument = (seed: string): CloudDocument => ({
  version: 1,
  seed,
  occasions: {},
  tables: Object.fromEntries(TABLE_NAMES.map((name) => [name, []] as const)) as unknown as CloudDocument['tables'],
});
