import {z} from 'zod';
import type {Neighbour, Snapshot} from '../../state/snapshot.ts';
import {type Text, same} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {EXISTS, aspects, compared, judge} from './aspects.ts';
import {type Placed, ip, linkName, mac, state} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {inSection} from './look.ts';
import {listed, sentence, thingAt} from './sentences.ts';

const NEIGHBOUR_STATES = [
  'PERMANENT',
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'FAILED',
  'INCOMPLETE',
  'NOARP',
] as const;

export const neighbourSchema = z.strictObject({
  claim: z.literal('neighbour').describe('The neighbour (ARP) table has an entry.'),
  ...state,
  dev: linkName,
  address: ip,
  mac: mac.optional(),
  state: z.enum(NEIGHBOUR_STATES).optional(),
  proxy: z.boolean().optional().describe('A proxy entry (`ip neigh add proxy …`).'),
});
export type NeighbourClaim = z.infer<typeof neighbourSchema>;

export const checkNeighbour = (snapshot: Snapshot, claim: Placed<NeighbourClaim>): Outcome =>
  inSection(snapshot, claim, 'neighbours', (record) => {
    const neighbours = Object.values(record);
    const dev = thingAt(snapshot, claim, same(claim.dev));
    const entry = sentence(
      `neighbour entry for ${claim.address} on ${dev.en}`,
      `${dev.zh}上${claim.address}的邻居表项`,
    );
    return judge(
      neighbours
        .filter((neighbour) => neighbour.dev === claim.dev && sameIp(neighbour.address, claim.address))
        .map((neighbour) => ({
          subject: sentence(`the ${entry.en}`, entry.zh),
          exists: EXISTS,
          aspects: aspects(
            compared(claim.mac?.toLowerCase(), neighbour.mac?.toLowerCase(), hasMac),
            compared(claim.state, neighbour.states.join(' '), isInState, (wanted) => neighbour.states.includes(wanted)),
            compared(claim.proxy, neighbour.proxy, isProxy),
          ),
        })),
      {
        absent: claim.absent === true,
        absence: sentence(`no ${entry.en}`, `${dev.zh}上没有${claim.address}的邻居表项`),
        missing: () => ({
          expected: sentence(`a ${entry.en}`, `${dev.zh}上有${claim.address}的邻居表项`),
          found: nearest(claim, neighbours, dev, entry),
        }),
      },
    );
  });

const hasMac = (mac: string | undefined): Text =>
  mac === undefined ? sentence('has no MAC', '没有 MAC') : sentence(`has MAC ${mac}`, `MAC 为 ${mac}`);
const isInState = (state: string): Text =>
  state === '' ? sentence('has no state', '没有状态') : sentence(`is ${state}`, `状态为 ${state}`);
const isProxy = (proxy: boolean): Text =>
  proxy ? sentence('is a proxy entry', '是代理表项') : sentence('is no proxy entry', '不是代理表项');

const nearest = (claim: NeighbourClaim, neighbours: readonly Neighbour[], dev: Text, entry: Text): Text => {
  const onOther = neighbours.find((neighbour) => sameIp(neighbour.address, claim.address));
  if (onOther !== undefined) {
    return sentence(
      `the neighbour entry for ${claim.address} is on ${onOther.dev}, not on ${claim.dev}`,
      `${claim.address}的邻居表项在${onOther.dev}上，不在${claim.dev}上`,
    );
  }
  const others = neighbours.filter((neighbour) => neighbour.dev === claim.dev).map(({address}) => address);
  if (others.length === 0) return sentence(`${dev.en} has no neighbours`, `${dev.zh}没有任何邻居`);
  const list = listed(others);
  return sentence(
    `there is no ${entry.en}, only for ${list.en}`,
    `${dev.zh}上没有${claim.address}的邻居表项，只有${list.zh}的`,
  );
};
