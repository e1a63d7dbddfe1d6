/** One difference between two snapshots: what, where, how. {@link describeChange} puts it in words. */

/** Where in the host. */
export interface Place {
  readonly node: string;
  readonly namespace: string;
}

export type Change =
  | {readonly what: 'node'; readonly how: 'added' | 'removed'; readonly node: string}
  | ({readonly what: 'namespace'; readonly how: 'added' | 'removed'} & Place)
  | ItemChange;

/** The things inside a namespace that come, go and change. */
export type ItemKind =
  | 'link'
  | 'address'
  | 'route'
  | 'rule'
  | 'neighbour'
  | 'fdb'
  | 'bridge-vlan'
  | 'ovs-bridge'
  | 'ovs-port'
  | 'ovs-flow'
  | 'ovs-fdb'
  | 'chain'
  | 'filter-rule'
  | 'nft-table'
  | 'sysctl'
  | 'listener'
  | 'set'
  | 'set-member'
  | 'queue'
  | 'queue-filter'
  | 'domain'
  | 'virtual-network'
  | 'virtual-lease'
  | 'storage-pool'
  | 'storage-volume'
  | 'reading';

/** A change of a thing inside a namespace. */
export type ItemChange = Place & Item;

export interface Item {
  readonly what: ItemKind;
  readonly how: 'added' | 'removed' | 'changed';
  /** Identity inside the namespace: interface name, `eth0 10.0.0.1/24`, route key, `table chain`… */
  readonly key: string;
  /** The field that changed (`up`, `master`, `mtu`, `policy`, `packets`…), for `how: changed`. */
  readonly field?: string;
  /** The value before and after, printable; absent where there was none. */
  readonly before?: string;
  readonly after?: string;
  /** What a reader needs beside the key: the link a route uses, the rule's position, the peer of a veth… */
  readonly details?: Readonly<Record<string, string>>;
  /** True for what moves by itself or as a consequence (counters, operstate, learned fdb, neighbour states). Shown dimmed. */
  readonly incidental: boolean;
}
