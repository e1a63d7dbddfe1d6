import {z} from 'zod';
import type {VolumeFacts} from '../../state/libvirt.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {sizeWords} from '../../state/words/size-words.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {aspect, aspects, compared, EXISTS, judge} from './aspects.ts';
import {count, type Placed, node, text} from './fields.ts';
import {inLibvirt, noneOf, onNode} from './libvirt.ts';
import {sentence} from './sentences.ts';

export const volumeSchema = z.strictObject({
  claim: z
    .literal('volume')
    .describe('A volume of a storage pool of libvirt that is active (virsh vol-dumpxml); read with each command.'),
  node,
  absent: z.literal(true).optional().describe('libvirt must know no such volume in that pool.'),
  pool: text,
  name: text,
  format: text.optional().describe('raw, qcow2…'),
  capacity: count.optional().describe('How large a disk it is for a guest: MiB.'),
  'takes-at-least': count.optional().describe('What it takes of the real storage: MiB.'),
  'takes-at-most': count.optional().describe('What it takes of the real storage: MiB.'),
  backing: text.optional().describe('The file below it (a path, or the end of one), or `none`.'),
});
export type VolumeClaim = z.infer<typeof volumeSchema>;

const VOLUME = sentence('volume', '卷 ');
const MIB = 1024 * 1024;

export const checkVolume = (snapshot: Snapshot, claim: Placed<VolumeClaim>): Outcome => {
  const expected = onNode(
    snapshot,
    claim,
    sentence(`a volume ${claim.name} in the pool ${claim.pool}`, `存储池 ${claim.pool} 里有卷 ${claim.name}`),
  );
  const absence = onNode(
    snapshot,
    claim,
    sentence(`no volume ${claim.name} in the pool ${claim.pool}`, `存储池 ${claim.pool} 里没有卷 ${claim.name}`),
  );
  return inLibvirt(snapshot, claim, expected, ({pools}) => {
    const pool = pools[claim.pool];
    // libvirt knows of no volumes there, and that is all it says.
    if (pool?.active !== true) {
      const none =
        pool === undefined
          ? noneOf(sentence('storage pool', '存储池 '), claim.pool, Object.keys(pools))
          : sentence(`the pool ${claim.pool} is not active`, `存储池 ${claim.pool} 没有运行`);
      return claim.absent === true ? met(none) : notMet(expected, none);
    }
    const volume = pool.volumes[claim.name];
    if (volume?.facts.ok === false && claim.absent !== true && asksMore(claim))
      return unknown(
        sentence(
          `the volume ${claim.name} could not be looked at: ${volume.facts.why}`,
          `无法查看卷 ${claim.name}：${volume.facts.why}`,
        ),
      );
    return judge(
      volume === undefined
        ? []
        : [
            {
              subject: onNode(snapshot, claim, sentence(`the volume ${claim.name}`, `卷 ${claim.name}`)),
              exists: EXISTS,
              aspects: volume.facts.ok ? aspectsOf(claim, volume.facts.value) : [],
            },
          ],
      {
        absent: claim.absent === true,
        absence,
        missing: () => ({expected, found: noneOf(VOLUME, claim.name, Object.keys(pool.volumes))}),
      },
    );
  });
};

const asksMore = ({format, capacity, backing, ...claim}: VolumeClaim): boolean =>
  [format, capacity, backing, claim['takes-at-least'], claim['takes-at-most']].some((one) => one !== undefined);

const aspectsOf = (claim: VolumeClaim, {format, capacity, allocation, backing}: VolumeFacts) => {
  const takes = sentence(`takes ${sizeWords(allocation)}`, `占用 ${sizeWords(allocation)}`);
  const [least, most] = [claim['takes-at-least'], claim['takes-at-most']];
  return aspects(
    compared(claim.format, format, (name) =>
      name === undefined ? sentence('has no format', '没有格式') : sentence(`is ${name}`, `格式是 ${name}`),
    ),
    claim.capacity === undefined
      ? undefined
      : aspect(capacity === claim.capacity * MIB, hasSize(claim.capacity * MIB), hasSize(capacity)),
    least === undefined
      ? undefined
      : aspect(allocation >= least * MIB, sentence(`takes ${least} MiB at least`, `至少占用 ${least} MiB`), takes),
    most === undefined
      ? undefined
      : aspect(allocation <= most * MIB, sentence(`takes ${most} MiB at most`, `至多占用 ${most} MiB`), takes),
    claim.backing === undefined
      ? undefined
      : aspect(isBelow(claim.backing, backing), liesOn(claim.backing), liesOn(backing ?? 'none')),
  );
};

const hasSize = (bytes: number): Text => sentence(`has ${sizeWords(bytes)}`, `大小是 ${sizeWords(bytes)}`);

const isBelow = (wanted: string, found: string | undefined): boolean =>
  wanted === 'none' ? found === undefined : found === wanted || found?.endsWith(`/${wanted}`) === true;

const liesOn = (path: string): Text =>
  path === 'none'
    ? sentence('lies on top of nothing', '没有底层')
    : sentence(`lies on top of ${path}`, `底层是 ${path}`);
