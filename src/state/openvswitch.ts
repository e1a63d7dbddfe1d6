import type {Reading} from './snapshot.ts';

/** The switches of a node's Open vSwitch: its database, and the flows of each. */

export interface OvsBridge {
  readonly name: string;
  /** `system` is the kernel's, `netdev` the one in user space. */
  readonly datapath: string;
  /** `secure`: without a controller nothing is forwarded but by flows; absent: as `standalone`. */
  readonly failMode?: string;
  /** Keyed by port name. */
  readonly ports: Readonly<Record<string, OvsPort>>;
  /** Keyed by {@link flowKey}, in the order in which a packet is compared: by table, then by falling priority. */
  readonly flows: Reading<Readonly<Record<string, OvsFlow>>>;
  /** What NORMAL has learned, keyed by `VLAN MAC`. */
  readonly fdb: Reading<Readonly<Record<string, OvsFdbEntry>>>;
}

/** Mostly one interface of the same name; a bond has several. */
export interface OvsPort {
  readonly name: string;
  /** The VLAN of an access port, or the untagged one of a native port. */
  readonly tag?: number;
  /** The VLANs a trunk carries; empty: all. */
  readonly trunks: readonly number[];
  /** `access`, `trunk`, `native-tagged`, `native-untagged`; absent where it follows from tag and trunks. */
  readonly vlanMode?: string;
  readonly interfaces: Readonly<Record<string, OvsInterface>>;
}

export interface OvsInterface {
  readonly name: string;
  /** `system`: a link of the kernel; `internal`, `patch`, `vxlan`, `gre`… */
  readonly type: string;
  /** Its number in flows; absent until the switch has it, or where it could not be opened. */
  readonly ofport?: number;
  /** `peer`, `remote_ip`, `key`… */
  readonly options: Readonly<Record<string, string>>;
  /** Why the switch could not open it. */
  readonly error?: string;
}

export interface OvsFlow {
  readonly table: number;
  readonly priority: number;
  /** As `ovs-ofctl --names dump-flows` prints it, without quotes: `in_port=int-br-ex,dl_vlan=3`; empty: everything. */
  readonly match: string;
  /** `mod_vlan_vid:3,NORMAL`; `drop`. */
  readonly actions: string;
  /** `0x0`. */
  readonly cookie: string;
  /** `idle_timeout=300`, `send_flow_rem`… */
  readonly options: readonly string[];
  readonly packets: number;
  readonly bytes: number;
}

export interface OvsFdbEntry {
  readonly mac: string;
  readonly vlan: number;
  readonly port: string;
}

/** OpenFlow's priority where none is said. */
export const DEFAULT_PRIORITY = 32_768;

/** Identity of a flow: adding another with the same key replaces it. */
export const flowKey = ({table, priority, match}: Pick<OvsFlow, 'table' | 'priority' | 'match'>): string =>
  `table=${table},priority=${priority}${match === '' ? '' : `,${match}`}`;

/** The interface that gives the port its name, which is the only one of all but bonds. */
export const mainInterface = ({name, interfaces}: OvsPort): OvsInterface | undefined =>
  interfaces[name] ?? Object.values(interfaces)[0];

/** `access`, `trunk`…: what the switch makes of tag, trunks and mode. */
export const vlanModeOf = ({tag, vlanMode}: OvsPort): string => vlanMode ?? (tag === undefined ? 'trunk' : 'access');
