import {z} from 'zod';
import {LANGUAGES} from '../state/text.ts';
import type {Progress} from './progress.ts';

const labProgress = z.object({
  seed: z.number(),
  fault: z.string().optional(),
  passed: z.array(z.string()),
  everPassed: z.array(z.string()),
  finishedAt: z.number().optional(),
  hintsUsed: z.number(),
  updatedAt: z.number(),
});

const progress = z.object({
  version: z.literal(1),
  settings: z.object({
    language: z.enum(LANGUAGES).optional(),
    theme: z.enum(['auto', 'dark', 'light', 'none']),
    welcomed: z.boolean(),
  }),
  labs: z.record(z.string(), labProgress),
  last: z.string().optional(),
});

const versioned = z.object({version: z.number().int()});

/** What a progress file's text turned out to be. */
export type ReadProgress =
  | {readonly kind: 'good'; readonly progress: Progress}
  | {readonly kind: 'newer'; readonly version: number}
  | {readonly kind: 'broken'; readonly why: string};

/** Before anything was learned. */
export const EMPTY_PROGRESS: Progress = {version: 1, settings: {theme: 'auto', welcomed: false}, labs: {}};

/** Reads a progress file's text; nothing of an unknown shape gets past here. */
export const parseProgress = (text: string): ReadProgress => {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return {kind: 'broken', why: error instanceof Error ? error.message : String(error)};
  }
  const version = versioned.safeParse(data);
  if (version.success && version.data.version > 1) return {kind: 'newer', version: version.data.version};
  const read = progress.safeParse(data);
  return read.success
    ? {kind: 'good', progress: withoutUndefined(read.data)}
    : {kind: 'broken', why: z.prettifyError(read.error)};
};

/** zod writes an absent optional key as possibly undefined; the contract knows only absent. JSON cannot hold undefined. */
const withoutUndefined = (data: z.infer<typeof progress>): Progress => data as Progress;
