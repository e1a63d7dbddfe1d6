import {z} from 'zod';
import type {PacketFits} from '../../drivers/kernel/path-mtu.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Placed, ip, place} from './fields.ts';
import {placeWords, sentence} from './sentences.ts';

/** An IPv4 packet with an echo request has 28 bytes at least. */
const packetSize = z.int().min(28).max(65_535);

export const mtuSchema = z
  .strictObject({
    claim: z.literal('mtu').describe('How large a packet gets through without being cut in pieces.'),
    ...place,
    to: ip,
    passes: packetSize.describe(
      'Bytes of the IP packet that gets through. It is the proof that smaller packets do not fail for another reason.',
    ),
    blocked: packetSize.optional().describe('Bytes of the IP packet that does not.'),
  })
  .refine((claim) => claim.blocked === undefined || claim.blocked > claim.passes, {
    path: ['blocked'],
    error: 'must be larger than `passes`',
  });
export type MtuClaim = z.infer<typeof mtuSchema>;

/** @param large what the packet of `blocked` bytes gave; absent where the claim names none or the smaller one is lost already */
export const checkMtu = (
  snapshot: Snapshot,
  claim: Placed<MtuClaim>,
  small: PacketFits,
  large?: PacketFits,
): Outcome => {
  const {to, passes, blocked} = claim;
  const where = placeWords(snapshot, claim);
  const failed = [small, large].find((one) => one?.outcome === 'could-not-ask');
  if (failed?.outcome === 'could-not-ask') {
    return unknown(
      sentence(`the packet to ${to} could not be sent: ${failed.why.en}`, `无法向 ${to} 发送报文：${failed.why.zh}`),
    );
  }
  const gets = sentence(
    `a packet of ${passes} bytes sent ${where.en} gets through to ${to}`,
    `从${where.zh}发出的 ${passes} 字节的报文能到达 ${to}`,
  );
  if (small.outcome === 'blocked') {
    return notMet(
      gets,
      sentence(
        `a packet of ${passes} bytes does not get through: ${small.how.en}`,
        `${passes} 字节的报文无法通过：${small.how.zh}`,
      ),
    );
  }
  if (blocked === undefined) return met(gets);
  if (large === undefined) {
    return unknown(sentence(`the packet of ${blocked} bytes was not sent`, `没有发送 ${blocked} 字节的报文`));
  }
  return large.outcome === 'blocked'
    ? met(
        sentence(
          `${passes} bytes get through to ${to}, ${blocked} do not: ${large.how.en}`,
          `${passes} 字节能到达 ${to}，${blocked} 字节不能：${large.how.zh}`,
        ),
      )
    : notMet(
        sentence(
          `a packet of ${blocked} bytes sent ${where.en} does not get through to ${to}`,
          `从${where.zh}发出的 ${blocked} 字节的报文不能到达 ${to}`,
        ),
        sentence(`a packet of ${blocked} bytes gets through`, `${blocked} 字节的报文能通过`),
      );
};
