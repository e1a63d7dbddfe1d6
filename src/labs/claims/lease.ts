import {z} from 'zod';
import type {Lease} from '../../drivers/kernel/leases.ts';
import type {Reading} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, unknown} from '../outcome.ts';
import {aspects, compared, judge} from './aspects.ts';
import {ip, mac, node, state, text} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {counted, sentence} from './sentences.ts';

export const leaseSchema = z.strictObject({
  claim: z.literal('lease').describe('dnsmasq gave a DHCP lease.'),
  node,
  absent: state.absent,
  file: z.string().regex(/^\//, 'must be an absolute path').describe("dnsmasq's leases file."),
  mac: mac.optional(),
  address: ip.optional(),
  hostname: text.optional(),
});
export type LeaseClaim = z.infer<typeof leaseSchema>;

/** @param leases what the file says; the value is undefined where there is no file */
export const checkLease = (claim: LeaseClaim, leases: Reading<readonly Lease[] | undefined>): Outcome => {
  if (!leases.ok)
    return unknown(sentence(`${claim.file} could not be read: ${leases.why}`, `无法读取 ${claim.file}：${leases.why}`));
  const all = leases.value ?? [];
  const mine = ownerKey(claim);
  const words =
    mine === undefined ? sentence('lease', '租约') : sentence(`lease for ${mine.words}`, `${mine.words} 的租约`);
  return judge(
    all
      .filter((lease) => mine === undefined || mine.owns(lease))
      .map((lease) => ({
        subject: sentence(`the lease for ${lease.mac}`, `${lease.mac} 的租约`),
        exists: gives(lease.address),
        aspects: aspects(
          mine?.key === 'address' ? undefined : compared(claim.address, lease.address, gives, sameIp),
          mine?.key === 'hostname' ? undefined : compared(claim.hostname, lease.hostname, isNamed),
        ),
      })),
    {
      absent: claim.absent === true,
      absence: sentence(`no ${words.en} in ${claim.file}`, `${claim.file} 中没有${words.zh}`),
      missing: () => ({
        expected: sentence(`a ${words.en} in ${claim.file}`, `${claim.file} 中有${words.zh}`),
        found:
          leases.value === undefined
            ? sentence(`there is no file ${claim.file}`, `没有文件 ${claim.file}`)
            : all.length === 0
              ? sentence(`${claim.file} has no leases`, `${claim.file} 中没有租约`)
              : sentence(
                  `${claim.file} has ${counted(all.length, 'lease')}, for ${all.map((lease) => lease.mac).join(', ')}`,
                  `${claim.file} 中有 ${all.length} 条租约，属于 ${all.map((lease) => lease.mac).join('、')}`,
                ),
      }),
    },
  );
};

/** The key of the claim that says whose lease is meant; the others are compared with what it says. */
const ownerKey = ({mac, address, hostname}: LeaseClaim): Owner | undefined => {
  if (mac !== undefined) return {key: 'mac', words: mac, owns: (lease) => lease.mac === mac.toLowerCase()};
  if (hostname !== undefined) return {key: 'hostname', words: hostname, owns: (lease) => lease.hostname === hostname};
  if (address !== undefined) return {key: 'address', words: address, owns: (lease) => sameIp(lease.address, address)};
  return undefined;
};

interface Owner {
  readonly key: 'mac' | 'address' | 'hostname';
  readonly words: string;
  readonly owns: (lease: Lease) => boolean;
}

const gives = (address: string): Text => sentence(`gives ${address}`, `给出地址 ${address}`);
const isNamed = (hostname: string | undefined): Text =>
  hostname === undefined
    ? sentence('names no host', '没有主机名')
    : sentence(`names the host ${hostname}`, `主机名为 ${hostname}`);
