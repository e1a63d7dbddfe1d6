import {z} from 'zod';
import type {PingResult} from '../../drivers/kernel/ping.ts';
import {type Snapshot, valueOf} from '../../state/snapshot.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Placed, baseline, ip, place} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {placeWords, sentence} from './sentences.ts';

export const pingSchema = z
  .strictObject({
    claim: z.literal('ping').describe('An echo request is answered, or is not.'),
    ...place,
    to: ip,
    reply: z.boolean(),
    baseline,
    from: ip.optional().describe('Source address.'),
    size: z.int().min(0).max(65_507).optional().describe('Bytes of payload; the IP packet has 28 more.'),
    'dont-fragment': z.boolean().optional(),
    ttl: z.int().min(1).max(255).optional().describe('Of the reply.'),
  })
  .refine((claim) => claim.reply || claim.baseline !== undefined, {
    path: ['baseline'],
    error: 'must be named where `reply` is false',
  })
  .refine((claim) => claim.reply || claim.ttl === undefined, {
    path: ['ttl'],
    error: 'must not stand where `reply` is false',
  });
export type PingClaim = z.infer<typeof pingSchema>;

export const checkPing = (snapshot: Snapshot, claim: Placed<PingClaim>, result: PingResult): Outcome => {
  const {to} = claim;
  const where = placeWords(snapshot, claim);
  const answers = sentence(`${to} answers a ping sent ${where.en}`, `在${where.zh}中 ping ${to} 有回复`);
  const silent = sentence(`no reply from ${to} to a ping sent ${where.en}`, `在${where.zh}中 ping ${to} 没有回复`);
  switch (result.outcome) {
    case 'could-not-ask':
      return unknown(
        sentence(`the ping to ${to} could not be sent: ${result.why.en}`, `无法 ping ${to}：${result.why.zh}`),
      );
    case 'not-answered': {
      const found = sentence(`${to} does not answer: ${result.how.en}`, `${to} 没有回复：${result.how.zh}`);
      return claim.reply ? notMet(answers, found) : met(found);
    }
    case 'answered': {
      const found = sentence(`${to} answers with TTL ${result.ttl}`, `${to} 有回复，TTL 为 ${result.ttl}`);
      if (!claim.reply) return notMet(silent, found);
      if (claim.ttl === undefined || claim.ttl === result.ttl) return met(found);
      return notMet(sentence(`${to} answers with TTL ${claim.ttl}`, `${to} 有回复，TTL 为 ${claim.ttl}`), found);
    }
  }
};

/** Not met without asking: no packet can leave with a source address that nobody has. */
export const missingSource = (snapshot: Snapshot, claim: Placed<PingClaim>): Outcome | undefined => {
  const {from} = claim;
  const links = snapshot.nodes[claim.node]?.namespaces[claim.in ?? '']?.links;
  if (from === undefined || links === undefined || !links.ok) return undefined;
  const owned = Object.values(valueOf(links) ?? {}).some((link) =>
    Object.values(link.addresses).some(({address}) => sameIp(address, from)),
  );
  if (owned) return undefined;
  const where = placeWords(snapshot, claim);
  return notMet(
    sentence(`an interface ${where.en} has ${from}`, `${where.zh}中有接口拥有地址 ${from}`),
    sentence(`no interface ${where.en} has ${from}`, `${where.zh}中没有接口拥有地址 ${from}`),
  );
};
