import type {LibvirtSnapshot} from '../../state/libvirt.ts';
import type {NamespaceSnapshot, NodeSnapshot, Reading} from '../../state/snapshot.ts';
import type {RawLink} from './ip-links.ts';

/** What one namespace says of itself: everything of a snapshot but where the other ends of veth pairs are. */
export interface RawNamespace extends Omit<NamespaceSnapshot, 'links' | 'conntrack'> {
  readonly links: Reading<readonly RawLink[]>;
}

export type NamespaceIds = Readonly<Record<string, string>>;

export interface RawNode extends Pick<NodeSnapshot, 'openvswitch'> {
  readonly name: string;
  /** Where nodes stand on several machines: which. Nothing is shared between two kernels, and all is counted twice. */
  readonly machine?: string;
  readonly namespaces: readonly RawNamespace[];
  /** By namespace: the names of others by the ids that are valid in it, where they had to be asked for. */
  readonly namespaceIds: Readonly<Record<string, NamespaceIds>>;
  /** Where a libvirtd runs. */
  readonly libvirt?: Reading<LibvirtSnapshot>;
}
