import {z} from 'zod';
import {baseline, place, text} from './fields.ts';

export const httpSchema = z
  .strictObject({
    claim: z.literal('http').describe('A web server answers so, or does not.'),
    ...place,
    url: z.string().regex(/^http:\/\/[^\s/]+(\/\S*)?$/, 'must be an http:// address'),
    status: z.int().min(100).max(599).optional(),
    body: text.optional().describe('Text in the answer.'),
    answers: z.boolean().optional().describe('Default true.'),
    baseline,
  })
  .refine((claim) => claim.answers !== false || claim.baseline !== undefined, {path: ['baseline'], error: 'must be named where `answers` is false'})
  .refine((claim) => claim.answers !== false || (claim.status === undefined && claim.body === undefined), {
    path: ['answers'],
    error: 'must not be false beside `status` or `body`',
  });
export type HttpClaim = z.infer<typeof httpSchema>;
