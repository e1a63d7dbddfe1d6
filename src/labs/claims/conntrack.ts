import {z} from 'zod';
import type {ConntrackEntry, Reading, Snapshot} from '../../state/snapshot.ts';
import {type Text, joinTexts} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {EXISTS, aspects, compared, judge} from './aspects.ts';
import {type Placed, ip, port, protocol, state} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {inNamespace, unreadable} from './look.ts';
import {counted, placeWords, sentence} from './sentences.ts';

export const conntrackSchema = z.strictObject({
  claim: z.literal('conntrack').describe('The kernel tracks such a connection.'),
  ...state,
  protocol: protocol.optional(),
  source: ip.optional().describe('Of the first packet.'),
  destination: ip.optional().describe('Of the first packet, before translation.'),
  'reply-source': ip.optional().describe('Where answers come from.'),
  'reply-destination': ip.optional().describe('Where answers are sent, before they are translated back.'),
  port: port.optional().describe('Destination port of the first packet.'),
});
export type ConntrackClaim = z.infer<typeof conntrackSchema>;

/** @param connections what the kernel tracks in the claim's namespace now */
export const checkConntrack = (
  snapshot: Snapshot,
  claim: Placed<ConntrackClaim>,
  connections: Reading<readonly ConntrackEntry[]>,
): Outcome =>
  inNamespace(snapshot, claim, () => {
    if (!connections.ok)
      return unreadable(snapshot, claim, sentence('tracked connections', '连接跟踪表'), connections.why);
    const where = placeWords(snapshot, claim);
    const words = claimWords(claim);
    const entries = connections.value;
    // A connection that differs in most of what is named is another one, not the one with a mistake in it.
    const named = KEYS.filter((key) => claim[key] !== undefined).length;
    const candidates = entries
      .map((entry) => ({
        subject: sentence(`the connection "${written(entry)}"`, `连接“${written(entry)}”`),
        exists: EXISTS,
        aspects: entryAspects(claim, entry),
      }))
      .filter(({aspects}) => aspects.filter(({holds}) => !holds).length <= Math.floor(named / 2));
    return judge(candidates, {
      absent: claim.absent === true,
      absenceIsWhole: true,
      absence: sentence(`no tracked connection${words.en} ${where.en}`, `${where.zh}中没有跟踪${words.zh}的连接`),
      missing: () => ({
        expected: sentence(`a tracked connection${words.en} ${where.en}`, `${where.zh}中跟踪着${words.zh}的连接`),
        found:
          entries.length === 0
            ? sentence(`no connection is tracked ${where.en}`, `${where.zh}中没有跟踪任何连接`)
            : sentence(
                `none of the ${counted(entries.length, 'tracked connection')} ${where.en} is like that`,
                `${where.zh}中跟踪的 ${entries.length} 条连接都不符合`,
              ),
      }),
    });
  });

const KEYS = ['protocol', 'source', 'destination', 'reply-source', 'reply-destination', 'port'] as const;

const entryAspects = (claim: ConntrackClaim, {protocol, original, reply}: ConntrackEntry) =>
  aspects(
    compared(claim.protocol, protocol, (value) => sentence(`has protocol ${value}`, `协议为 ${value}`)),
    compared(claim.source, original.source, (value) => sentence(`comes from ${value}`, `来自 ${value}`), sameIp),
    compared(claim.destination, original.destination, (value) => sentence(`goes to ${value}`, `发往 ${value}`), sameIp),
    compared(
      claim['reply-source'],
      reply.source,
      (value) => sentence(`is answered by ${value}`, `由 ${value} 应答`),
      sameIp,
    ),
    compared(
      claim['reply-destination'],
      reply.destination,
      (value) => sentence(`is answered to ${value}`, `应答发往 ${value}`),
      sameIp,
    ),
    compared(claim.port, original.destinationPort, (value) =>
      value === undefined
        ? sentence('has no port', '没有端口')
        : sentence(`goes to port ${value}`, `目的端口为 ${value}`),
    ),
  );

const written = ({protocol, original, reply}: ConntrackEntry): string =>
  `${protocol} ${original.source} → ${original.destination}${original.destinationPort === undefined ? '' : `:${original.destinationPort}`}, ` +
  `${reply.source} → ${reply.destination}`;

/** ` of tcp from 10.0.0.2 to 10.0.1.2` */
const claimWords = (claim: ConntrackClaim): Text => {
  const parts: readonly Text[] = [
    ...(claim.protocol === undefined ? [] : [sentence(`of ${claim.protocol}`, `协议为 ${claim.protocol}`)]),
    ...(claim.source === undefined ? [] : [sentence(`from ${claim.source}`, `来自 ${claim.source}`)]),
    ...(claim.destination === undefined ? [] : [sentence(`to ${claim.destination}`, `发往 ${claim.destination}`)]),
    ...(claim.port === undefined ? [] : [sentence(`to port ${claim.port}`, `目的端口为 ${claim.port}`)]),
    ...(claim['reply-source'] === undefined
      ? []
      : [sentence(`answered by ${claim['reply-source']}`, `由 ${claim['reply-source']} 应答`)]),
    ...(claim['reply-destination'] === undefined
      ? []
      : [sentence(`answered to ${claim['reply-destination']}`, `应答发往 ${claim['reply-destination']}`)]),
  ];
  if (parts.length === 0) return {en: '', zh: '任何'};
  const list = joinTexts(parts, {en: ' ', zh: '、'});
  return {en: ` ${list.en}`, zh: list.zh};
};
