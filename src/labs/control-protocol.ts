import {z} from 'zod';
import {LANGUAGES} from '../state/text.ts';

/** One JSON text a line, one answer a question, over a unix socket that only its owner can open. */

export const requestSchema = z.discriminatedUnion('ask', [
  z.object({ask: z.literal('about')}),
  z.object({ask: z.literal('control'), argv: z.array(z.string()), language: z.enum(LANGUAGES)}),
]);
export type ControlRequest = z.infer<typeof requestSchema>;

export const aboutSchema = z.object({pid: z.number(), lab: z.string(), step: z.number(), steps: z.number()});
/** Which lab a running program is in. `step` counts from 0. */
export type AboutSession = z.infer<typeof aboutSchema>;

export const answerSchema = z.object({
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  text: z.string(),
});

export const refusalSchema = z.object({error: z.string()});

/** A line longer than this is no question of ours. In bytes. */
export const LONGEST_LINE = 1_000_000;
