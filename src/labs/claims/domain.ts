import {z} from 'zod';
import type {Domain} from '../../state/libvirt.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {aspect, aspects, compared, EXISTS, judge} from './aspects.ts';
import {count, type Placed, node, text} from './fields.ts';
import {inLibvirt, noneOf, onNode, startsWithHost} from './libvirt.ts';
import {sentence} from './sentences.ts';

export const domainSchema = z.strictObject({
  claim: z.literal('domain').describe('A guest as libvirt knows it (virsh dominfo, dumpxml).'),
  node,
  absent: z.literal(true).optional().describe('There must be no such guest.'),
  name: text,
  state: z.enum(['running', 'paused', 'shut off']).optional().describe("libvirt's word."),
  persistent: z.boolean().optional().describe('It is defined, so it is known when it is off.'),
  autostart: z.boolean().optional(),
  saved: z.boolean().optional().describe('Its memory lies in a file (managedsave).'),
  processors: count.optional(),
  memory: count.optional().describe('MiB it has now; libvirt rounds, 2 more or less count as the same.'),
  network: text.optional().describe('A card of it is in this network of libvirt.'),
  bridge: text.optional().describe('A card of it is in this bridge, without a network of libvirt.'),
  disk: text.optional().describe('A disk of it is this file (a path, or the end of one).'),
  backing: text.optional().describe('A file below a disk of it; known while it runs.'),
});
export type DomainClaim = z.infer<typeof domainSchema>;

const GUEST = sentence('guest', '客户机 ');

export const checkDomain = (snapshot: Snapshot, claim: Placed<DomainClaim>): Outcome => {
  const expected = onNode(snapshot, claim, sentence(`a guest ${claim.name}`, `存在客户机 ${claim.name}`));
  return inLibvirt(snapshot, claim, expected, ({domains}) => {
    const domain = domains[claim.name];
    const none = noneOf(GUEST, claim.name, Object.keys(domains));
    return judge(
      domain === undefined
        ? []
        : [
            {
              subject: onNode(snapshot, claim, sentence(`the guest ${claim.name}`, `客户机 ${claim.name}`)),
              exists: EXISTS,
              aspects: aspectsOf(claim, domain),
            },
          ],
      {
        absent: claim.absent === true,
        absence: onNode(snapshot, claim, sentence(`no guest ${claim.name}`, `没有客户机 ${claim.name}`)),
        missing: () => ({expected, found: none}),
      },
    );
  });
};

const aspectsOf = (claim: DomainClaim, domain: Domain) => {
  const cards = Object.values(domain.interfaces);
  const disks = Object.values(domain.disks);
  return aspects(
    compared(claim.state, domain.state, (state) => sentence(`is "${state}"`, `状态是“${state}”`)),
    compared(claim.persistent, domain.persistent, isDefined),
    compared(claim.autostart, domain.autostart, startsWithHost),
    compared(claim.saved, domain.saved, isSaved),
    compared(claim.processors, domain.processors, (many) => sentence(`has ${many} vCPU`, `有 ${many} 个 vCPU`)),
    compared(
      claim.memory,
      domain.memoryMiB,
      (many) => sentence(`has ${many} MiB of memory`, `有 ${many} MiB 内存`),
      (wanted, found) => Math.abs(wanted - found) <= 2,
    ),
    among(
      claim.network,
      cards.map(({source}) => source),
      (name) => `network ${name}`,
      CARD,
    ),
    among(
      claim.bridge,
      cards.map(({source}) => source),
      (name) => `bridge ${name}`,
      CARD,
    ),
    among(
      claim.disk,
      disks.flatMap(({source}) => source ?? []),
      (path) => path,
      DISK,
    ),
    among(
      claim.backing,
      disks.flatMap(({backing}) => backing),
      (path) => path,
      BELOW,
      // libvirt follows a disk to what is below it when it starts the guest.
      domain.state === 'shut off'
        ? sentence('is off: what its disk lies on is seen when it runs', '关着：磁盘的底层要运行起来才看得到')
        : undefined,
    ),
  );
};

const CARD = sentence('a card in', '网卡接在');
const DISK = sentence('the disk', '磁盘是');
const BELOW = sentence('a disk on top of', '磁盘的底层是');

/**
 * A list that must hold one thing: the whole word, or a path that ends with it.
 * @param unseen is found where there is nothing because nobody looked
 */
const among = (
  wanted: string | undefined,
  found: readonly string[],
  wordOf: (name: string) => string,
  what: Text,
  unseen?: Text,
): ReturnType<typeof aspect> | undefined => {
  if (wanted === undefined) return undefined;
  const word = wordOf(wanted);
  const isThere = found.some((one) => one === word || one.endsWith(`/${word}`));
  const list = found.length === 0 ? sentence('nothing', '（无）') : sentence(found.join(', '), found.join('、'));
  return aspect(
    isThere,
    sentence(`has ${what.en} ${word}`, `${what.zh} ${word}`),
    isThere
      ? sentence(`has ${what.en} ${word}`, `${what.zh} ${word}`)
      : found.length === 0 && unseen !== undefined
        ? unseen
        : sentence(`has ${what.en} ${list.en}`, `${what.zh} ${list.zh}`),
  );
};

const isDefined = (persistent: boolean): Text =>
  persistent
    ? sentence('is defined', '已定义（持久）')
    : sentence('is not defined: it goes when it is off', '没有定义：关机后即消失');
const isSaved = (saved: boolean): Text =>
  saved ? sentence('has its memory in a file', '内存已存进文件') : sentence('has no saved memory', '没有存下的内存');
