import {z} from 'zod';
import type {BridgeVlan, Snapshot} from '../../state/snapshot.ts';
import {type Text, same} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {aspects, compared, judge} from './aspects.ts';
import {type Placed, linkName, state} from './fields.ts';
import {inSection} from './look.ts';
import {listed, sentence, thingAt} from './sentences.ts';

export const bridgeVlanSchema = z.strictObject({
  claim: z.literal('bridge-vlan').describe('A bridge port is a member of a VLAN.'),
  ...state,
  dev: linkName,
  vlan: z.int().min(1).max(4094),
  pvid: z.boolean().optional().describe('Untagged frames that come in belong to it.'),
  untagged: z.boolean().optional().describe('Frames leave without a tag.'),
});
export type BridgeVlanClaim = z.infer<typeof bridgeVlanSchema>;

export const checkBridgeVlan = (snapshot: Snapshot, claim: Placed<BridgeVlanClaim>): Outcome =>
  inSection(snapshot, claim, 'bridgeVlans', (record) => {
    const memberships = Object.values(record).filter((vlan) => vlan.dev === claim.dev);
    const dev = thingAt(snapshot, claim, same(claim.dev));
    const isMember = sentence(`${dev.en} is a member of VLAN ${claim.vlan}`, `${dev.zh}是 VLAN ${claim.vlan} 的成员`);
    return judge(
      memberships
        .filter((vlan) => vlan.id === claim.vlan)
        .map((vlan) => ({
          subject: dev,
          exists: sentence(`is a member of VLAN ${claim.vlan}`, `是 VLAN ${claim.vlan} 的成员`),
          aspects: aspects(
            compared(claim.pvid, vlan.pvid, hasPvid(claim.vlan)),
            compared(claim.untagged, vlan.untagged, isUntagged(claim.vlan)),
          ),
        })),
      {
        absent: claim.absent === true,
        absence: sentence(`${dev.en} is no member of VLAN ${claim.vlan}`, `${dev.zh}不是 VLAN ${claim.vlan} 的成员`),
        missing: () => ({expected: isMember, found: nearest(memberships, dev)}),
      },
    );
  });

const hasPvid =
  (vlan: number) =>
  (pvid: boolean): Text =>
    pvid
      ? sentence(`has PVID ${vlan}`, `PVID 为 ${vlan}`)
      : sentence(`does not have PVID ${vlan}`, `PVID 不是 ${vlan}`);
const isUntagged =
  (vlan: number) =>
  (untagged: boolean): Text =>
    untagged
      ? sentence(`sends VLAN ${vlan} without a tag`, `发出 VLAN ${vlan} 时不带标签`)
      : sentence(`sends VLAN ${vlan} with a tag`, `发出 VLAN ${vlan} 时带标签`);

const nearest = (memberships: readonly BridgeVlan[], dev: Text): Text => {
  if (memberships.length === 0) return sentence(`${dev.en} is a member of no VLAN`, `${dev.zh}不是任何 VLAN 的成员`);
  const list = listed(memberships.map(({id}) => String(id)));
  return sentence(`${dev.en} is a member of VLAN ${list.en}`, `${dev.zh}是 VLAN ${list.zh} 的成员`);
};
