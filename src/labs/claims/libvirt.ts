import type {LibvirtSnapshot} from '../../state/libvirt.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {othersInstead} from './look.ts';
import {sentence} from './sentences.ts';

/**
 * Hands what the node's libvirt has to `judge`. Where no libvirtd runs there are no guests, networks and pools of it; one that
 * could not be asked leaves the claim open.
 */
export const inLibvirt = (
  snapshot: Snapshot,
  claim: {readonly node: string; readonly absent?: true | undefined},
  wanted: Text,
  judge: (libvirt: LibvirtSnapshot) => Outcome,
): Outcome => {
  const node = snapshot.nodes[claim.node];
  if (node === undefined) return unknown(sentence(`the node ${claim.node} was not read`, `没有读到节点${claim.node}`));
  if (node.libvirt === undefined) {
    const none = sentence(`no libvirtd runs on ${claim.node}`, `${claim.node}上没有运行 libvirtd`);
    return claim.absent === true ? met(none) : notMet(wanted, none);
  }
  if (node.libvirt.ok) return judge(node.libvirt.value);
  const {why} = node.libvirt;
  return unknown(sentence(`libvirt could not be asked: ${why}`, `无法询问 libvirt：${why}`));
};

/** `there is no guest vm1, but there is vm2` */
export const noneOf = (what: Text, name: string, others: readonly string[]): Text =>
  othersInstead(sentence(`there is no ${what.en} ${name}`, `没有${what.zh}${name}`), name, others);

export const isActive = (active: boolean): Text =>
  active ? sentence('is active', '正在运行') : sentence('is not active', '没有运行');

export const startsWithHost = (autostart: boolean): Text =>
  autostart ? sentence('starts with the host', '随主机启动') : sentence('does not start with the host', '不随主机启动');

/** `the guest vm1 on right`, in Chinese with the node before it; on the only node the thing alone says enough. */
export const onNode = (snapshot: Snapshot, {node}: {readonly node: string}, thing: Text): Text =>
  Object.keys(snapshot.nodes).length === 1 ? thing : sentence(`${thing.en} on ${node}`, `${node} 上${thing.zh}`);
