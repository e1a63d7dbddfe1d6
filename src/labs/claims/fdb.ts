import {z} from 'zod';
import {type FdbEntry, type Snapshot, valueOf} from '../../state/snapshot.ts';
import {type Text, same} from '../../state/text.ts';
import {type Outcome, notMet} from '../outcome.ts';
import {EXISTS, aspects, compared, judge} from './aspects.ts';
import {type Placed, count, ip, linkName, mac, state, text} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {missingLink} from './link.ts';
import {inSection} from './look.ts';
import {sentence, thingAt} from './sentences.ts';

export const fdbSchema = z
  .strictObject({
    claim: z.literal('fdb').describe('A bridge or VXLAN device has a forwarding entry.'),
    ...state,
    dev: linkName.describe('The port or VXLAN device behind which the MAC is.'),
    mac: mac.optional(),
    'mac-of': z
      .strictObject({node: text.optional(), in: text.optional(), dev: linkName})
      .optional()
      .describe('The interface whose MAC is meant, instead of `mac`.'),
    origin: z.enum(['learned', 'static', 'permanent']).optional(),
    destination: ip.optional().describe('VXLAN: the tunnel end.'),
    vlan: count.optional(),
  })
  .refine((claim) => (claim.mac === undefined) !== (claim['mac-of'] === undefined), {
    path: ['claim'],
    error: 'must have either `mac` or `mac-of`',
  });
export type FdbClaim = z.infer<typeof fdbSchema>;

export const checkFdb = (snapshot: Snapshot, claim: Placed<FdbClaim>): Outcome => {
  const owner = claim['mac-of'];
  if (owner === undefined) return checkMac(snapshot, claim, claim.mac?.toLowerCase() ?? '');
  const place = {...owner, node: owner.node ?? claim.node};
  return inSection(snapshot, place, 'links', (links) => {
    const wanted = links[owner.dev]?.mac;
    if (wanted !== undefined) return checkMac(snapshot, claim, wanted.toLowerCase());
    const dev = thingAt(snapshot, place, same(owner.dev));
    const noMac = sentence(`${dev.en} has no MAC address`, `${dev.zh}没有 MAC 地址`);
    return notMet(
      sentence(`${dev.en} with a MAC address`, `${dev.zh}有 MAC 地址`),
      links[owner.dev] === undefined ? missingLink(snapshot, place, owner.dev, Object.keys(links)) : noMac,
    );
  });
};

const checkMac = (snapshot: Snapshot, claim: Placed<FdbClaim>, wanted: string): Outcome =>
  inSection(snapshot, claim, 'fdb', (record, namespace) => {
    const entries = Object.values(record).filter((entry) => entry.mac.toLowerCase() === wanted);
    const dev = thingAt(snapshot, claim, same(claim.dev));
    const words = sentence(`forwarding entry for ${wanted} behind ${dev.en}`, `${dev.zh}上${wanted}的转发表项`);
    return judge(
      entries
        .filter((entry) => entry.dev === claim.dev)
        .map((entry) => ({
          subject: sentence(`the ${words.en}`, words.zh),
          exists: EXISTS,
          aspects: aspects(
            compared(claim.origin, entry.origin, hasOrigin),
            compared(
              claim.destination,
              entry.destination,
              leadsTo,
              (one, other) => other !== undefined && sameIp(one, other),
            ),
            compared(claim.vlan, entry.vlan, isInVlan),
          ),
        })),
      {
        absent: claim.absent === true,
        absence: sentence(`no ${words.en}`, `${dev.zh}上没有${wanted}的转发表项`),
        maybeSeveral: true,
        missing: () => ({
          expected: sentence(`a ${words.en}`, `${dev.zh}上有${wanted}的转发表项`),
          found:
            valueOf(namespace.links)?.[claim.dev] === undefined && namespace.links.ok
              ? missingLink(snapshot, claim, claim.dev, Object.keys(namespace.links.value))
              : nearest(entries, wanted, dev, claim.dev),
        }),
      },
    );
  });

const ORIGINS: Readonly<Record<FdbEntry['origin'], Text>> = {
  learned: sentence('was learned', '是学习到的'),
  static: sentence('is static', '是静态的'),
  permanent: sentence('is permanent', '是永久的'),
};
const hasOrigin = (origin: FdbEntry['origin']): Text => ORIGINS[origin];
const leadsTo = (destination: string | undefined): Text =>
  destination === undefined
    ? sentence('leads to no tunnel end', '没有隧道对端')
    : sentence(`leads to ${destination}`, `指向${destination}`);
const isInVlan = (vlan: number | undefined): Text =>
  vlan === undefined
    ? sentence('is in no VLAN', '不属于任何 VLAN')
    : sentence(`is in VLAN ${vlan}`, `属于 VLAN ${vlan}`);

const nearest = (entries: readonly FdbEntry[], wanted: string, dev: Text, name: string): Text => {
  const [other] = entries;
  if (other === undefined) return sentence(`no port knows ${wanted}`, `没有端口认识${wanted}`);
  return other.destination === undefined
    ? sentence(`${wanted} is behind ${other.dev}, not behind ${name}`, `${wanted}在${other.dev}上，不在${name}上`)
    : sentence(
        `${wanted} is behind ${other.dev} at ${other.destination}, not behind ${dev.en}`,
        `${wanted}在${other.dev}的对端${other.destination}处，不在${dev.zh}上`,
      );
};
