import {z} from 'zod';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Outcome} from '../outcome.ts';
import {aspect, aspects, compared, EXISTS, judge} from './aspects.ts';
import {type Placed, node, text} from './fields.ts';
import {inLibvirt, isActive, noneOf, onNode, startsWithHost} from './libvirt.ts';
import {sentence} from './sentences.ts';

export const virtualNetworkSchema = z.strictObject({
  claim: z.literal('virtual-network').describe('A network that libvirt makes (virsh net-info, net-dumpxml).'),
  node,
  absent: z.literal(true).optional().describe('There must be no such network.'),
  name: text,
  active: z.boolean().optional(),
  autostart: z.boolean().optional(),
  bridge: text.optional(),
  lease: text.optional().describe('Its DHCP server gave an address to this MAC or host name; read with each command.'),
});
export type VirtualNetworkClaim = z.infer<typeof virtualNetworkSchema>;

const NETWORK = sentence('libvirt network', ' libvirt 网络 ');

export const checkVirtualNetwork = (snapshot: Snapshot, claim: Placed<VirtualNetworkClaim>): Outcome => {
  const expected = onNode(
    snapshot,
    claim,
    sentence(`a network ${claim.name} of libvirt`, `存在 libvirt 网络 ${claim.name}`),
  );
  return inLibvirt(snapshot, claim, expected, ({networks}) => {
    const network = networks[claim.name];
    const leases = Object.values(network?.leases ?? {});
    const given = leases.map(({mac, address, hostname}) => `${hostname ?? mac} (${address})`).join(', ');
    return judge(
      network === undefined
        ? []
        : [
            {
              subject: onNode(snapshot, claim, sentence(`the network ${claim.name}`, `网络 ${claim.name}`)),
              exists: EXISTS,
              aspects: aspects(
                compared(claim.active, network.active, isActive),
                compared(claim.autostart, network.autostart, startsWithHost),
                compared(claim.bridge, network.bridge, (name) =>
                  name === undefined
                    ? sentence('has no bridge', '没有网桥')
                    : sentence(`has the bridge ${name}`, `网桥是 ${name}`),
                ),
                claim.lease === undefined
                  ? undefined
                  : aspect(
                      leases.some(({mac, hostname}) => [mac, hostname].includes(claim.lease?.toLowerCase())),
                      sentence(`has a lease of ${claim.lease}`, `有 ${claim.lease} 的租约`),
                      given === ''
                        ? sentence('has given no lease', '还没有租约')
                        : sentence(`has leases of ${given}`, `租约有 ${given}`),
                    ),
              ),
            },
          ],
      {
        absent: claim.absent === true,
        absence: onNode(
          snapshot,
          claim,
          sentence(`no network ${claim.name} of libvirt`, `没有 libvirt 网络 ${claim.name}`),
        ),
        missing: () => ({expected, found: noneOf(NETWORK, claim.name, Object.keys(networks))}),
      },
    );
  });
};
