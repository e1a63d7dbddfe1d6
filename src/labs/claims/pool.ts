import {z} from 'zod';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Outcome} from '../outcome.ts';
import {aspects, compared, EXISTS, judge} from './aspects.ts';
import {type Placed, node, text} from './fields.ts';
import {inLibvirt, isActive, noneOf, onNode, startsWithHost} from './libvirt.ts';
import {sentence} from './sentences.ts';

export const poolSchema = z.strictObject({
  claim: z.literal('pool').describe('A storage pool of libvirt (virsh pool-info, pool-dumpxml).'),
  node,
  absent: z.literal(true).optional().describe('There must be no such pool.'),
  name: text,
  active: z.boolean().optional(),
  autostart: z.boolean().optional(),
  persistent: z.boolean().optional().describe('It is defined, so it is known when it is not active.'),
  type: text.optional().describe('dir, logical…'),
  path: text.optional().describe('Its folder, whole.'),
});
export type PoolClaim = z.infer<typeof poolSchema>;

const POOL = sentence('storage pool', '存储池 ');

export const checkPool = (snapshot: Snapshot, claim: Placed<PoolClaim>): Outcome => {
  const expected = onNode(snapshot, claim, sentence(`a storage pool ${claim.name}`, `存在存储池 ${claim.name}`));
  return inLibvirt(snapshot, claim, expected, ({pools}) => {
    const pool = pools[claim.name];
    return judge(
      pool === undefined
        ? []
        : [
            {
              subject: onNode(snapshot, claim, sentence(`the pool ${claim.name}`, `存储池 ${claim.name}`)),
              exists: EXISTS,
              aspects: aspects(
                compared(claim.active, pool.active, isActive),
                compared(claim.autostart, pool.autostart, startsWithHost),
                compared(claim.persistent, pool.persistent, (persistent) =>
                  persistent
                    ? sentence('is defined', '已定义（持久）')
                    : sentence('is not defined: it goes when it is stopped', '没有定义：停止后即消失'),
                ),
                compared(claim.type, pool.type, (type) => sentence(`is of the type ${type}`, `类型是 ${type}`)),
                compared(claim.path, pool.path, (path) =>
                  path === undefined
                    ? sentence('has no folder', '没有目录')
                    : sentence(`is at ${path}`, `位于 ${path}`),
                ),
              ),
            },
          ],
      {
        absent: claim.absent === true,
        absence: onNode(snapshot, claim, sentence(`no storage pool ${claim.name}`, `没有存储池 ${claim.name}`)),
        missing: () => ({expected, found: noneOf(POOL, claim.name, Object.keys(pools))}),
      },
    );
  });
};
