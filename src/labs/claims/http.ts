import {z} from 'zod';
import type {HttpResult} from '../../drivers/kernel/http.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Placed, baseline, place, text} from './fields.ts';
import {excerpt} from './output.ts';
import {placeWords, sentence} from './sentences.ts';

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
  .refine((claim) => claim.answers !== false || claim.baseline !== undefined, {
    path: ['baseline'],
    error: 'must be named where `answers` is false',
  })
  .refine((claim) => claim.answers !== false || (claim.status === undefined && claim.body === undefined), {
    path: ['answers'],
    error: 'must not be false beside `status` or `body`',
  });
export type HttpClaim = z.infer<typeof httpSchema>;

export const checkHttp = (snapshot: Snapshot, claim: Placed<HttpClaim>, result: HttpResult): Outcome => {
  const {url, status, body} = claim;
  const wantsAnswer = claim.answers !== false;
  const where = placeWords(snapshot, claim);
  switch (result.outcome) {
    case 'could-not-ask':
      return unknown(sentence(`${url} could not be asked: ${result.why.en}`, `无法请求 ${url}：${result.why.zh}`));
    case 'not-answered': {
      const found = sentence(`${url} does not answer: ${result.how.en}`, `${url} 没有应答：${result.how.zh}`);
      return wantsAnswer
        ? notMet(sentence(`${url} answers a request ${where.en}`, `在${where.zh}中请求 ${url} 有应答`), found)
        : met(found);
    }
    case 'answered': {
      const found = sentence(`${url} answers with status ${result.status}`, `${url} 应答，状态码 ${result.status}`);
      if (!wantsAnswer) {
        return notMet(
          sentence(`no answer from ${url} to a request ${where.en}`, `在${where.zh}中请求 ${url} 没有应答`),
          found,
        );
      }
      if (status !== undefined && result.status !== status) {
        return notMet(sentence(`${url} answers with status ${status}`, `${url} 应答，状态码 ${status}`), found);
      }
      if (body !== undefined && !result.body.includes(body)) {
        const [first = ''] = result.body.trim().split('\n');
        return notMet(
          sentence(`the answer of ${url} contains "${body}"`, `${url} 的应答包含“${body}”`),
          sentence(
            `the answer of ${url} (status ${result.status}) is "${excerpt(first)}"`,
            `${url} 的应答（状态码 ${result.status}）是“${excerpt(first)}”`,
          ),
        );
      }
      return met(found);
    }
  }
};
