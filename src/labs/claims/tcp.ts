import {z} from 'zod';
import type {TcpResult} from '../../drivers/kernel/tcp.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Placed, baseline, ip, place, port} from './fields.ts';
import {placeWords, sentence} from './sentences.ts';

export const tcpSchema = z
  .strictObject({
    claim: z.literal('tcp').describe('A TCP connection can be made, or cannot.'),
    ...place,
    to: ip,
    port,
    connects: z.boolean(),
    baseline,
  })
  .refine((claim) => claim.connects || claim.baseline !== undefined, {
    path: ['baseline'],
    error: 'must be named where `connects` is false',
  });
export type TcpClaim = z.infer<typeof tcpSchema>;

export const checkTcp = (snapshot: Snapshot, claim: Placed<TcpClaim>, result: TcpResult): Outcome => {
  const where = placeWords(snapshot, claim);
  const target = `${claim.to.includes(':') ? `[${claim.to}]` : claim.to}:${claim.port}`;
  const connects = sentence(
    `a TCP connection ${where.en} to ${target} is accepted`,
    `在${where.zh}中可以建立到 ${target} 的 TCP 连接`,
  );
  switch (result.outcome) {
    case 'could-not-ask':
      return unknown(
        sentence(
          `the connection to ${target} could not be tried: ${result.why.en}`,
          `无法尝试连接 ${target}：${result.why.zh}`,
        ),
      );
    case 'not-answered': {
      const found = sentence(`${target} cannot be reached: ${result.how.en}`, `无法连接 ${target}：${result.how.zh}`);
      return claim.connects ? notMet(connects, found) : met(found);
    }
    case 'answered':
      return claim.connects
        ? met(connects)
        : notMet(
            sentence(`no TCP connection ${where.en} to ${target}`, `在${where.zh}中不能建立到 ${target} 的 TCP 连接`),
            connects,
          );
  }
};
