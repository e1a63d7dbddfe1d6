import type {LibvirtSnapshot} from './libvirt.ts';
import type {OvsBridge} from './openvswitch.ts';

/**
 * What was read from a host at one moment: plain readonly data, records keyed by identity and sorted by key.
 * Nothing here knows how it was read. What could not be read says why; it is never empty instead.
 */

/** The key of a node's own network namespace, the one that has no name under /run/netns. */
export const ROOT_NAMESPACE = '';

/** Either what was read, or why it could not be read. */
export type Reading<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly why: string};

/** Every node of a host at one moment. */
export interface Snapshot {
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** When the first event was heard that made it be taken; absent where it was taken without one. As `takenAt`. */
  readonly heardAt?: number;
  /** Keyed by node name. */
  readonly nodes: Readonly<Record<string, NodeSnapshot>>;
}

export interface NodeSnapshot {
  readonly name: string;
  /** Keyed by namespace name; {@link ROOT_NAMESPACE} is the node's own. */
  readonly namespaces: Readonly<Record<string, NamespaceSnapshot>>;
  /** The bridges of its Open vSwitch, keyed by name; absent where none runs. */
  readonly openvswitch?: Reading<Readonly<Record<string, OvsBridge>>>;
  /** What the node's libvirtd says; absent where none was started. */
  readonly libvirt?: Reading<LibvirtSnapshot>;
}

export interface NamespaceSnapshot {
  readonly name: string;
  /** Keyed by interface name. */
  readonly links: Reading<Readonly<Record<string, Link>>>;
  /** Keyed by {@link routeKey}. Table `local` and multicast routes are left out. IPv4 and IPv6. */
  readonly routes: Reading<Readonly<Record<string, Route>>>;
  /** `ip rule`, keyed by `family priority selector`. */
  readonly rules: Reading<Readonly<Record<string, RoutingRule>>>;
  /** Keyed by `dev address`. */
  readonly neighbours: Reading<Readonly<Record<string, Neighbour>>>;
  /** Bridge and VXLAN forwarding entries, keyed by `dev mac [vlan N] [dst A]`. */
  readonly fdb: Reading<Readonly<Record<string, FdbEntry>>>;
  /** VLAN membership of bridge ports, keyed by `dev vid`. Empty where the kernel has no VLAN filtering bridges. */
  readonly bridgeVlans: Reading<Readonly<Record<string, BridgeVlan>>>;
  /** iptables as `iptables-save -c` prints it, keyed by table name. */
  readonly iptables: Reading<Readonly<Record<string, FilterTable>>>;
  /** The same from `ip6tables-save -c`. */
  readonly ip6tables: Reading<Readonly<Record<string, FilterTable>>>;
  /** nftables tables that iptables does not own, keyed by `family name`. */
  readonly nftables: Reading<Readonly<Record<string, NftTable>>>;
  /** The sysctls that labs look at, by dotted name: `net.ipv4.ip_forward`, `net.ipv4.conf.eth0.rp_filter`… */
  readonly sysctls: Reading<Readonly<Record<string, string>>>;
  /** Sockets that listen, keyed by `protocol address:port`. */
  readonly listeners: Reading<Readonly<Record<string, Listener>>>;
  /** The sets of ipset, keyed by name; present only where the host's lab names `ipset` among its tools. */
  readonly sets?: Reading<Readonly<Record<string, AddressSet>>>;
  /** Queueing disciplines that somebody put there, keyed by `dev place`; present only where the lab names `tc`. */
  readonly queues?: Reading<Readonly<Record<string, Queue>>>;
  /** Connection tracking entries; present only while somebody asks for them. */
  readonly conntrack?: Reading<readonly ConntrackEntry[]>;
}

export type LinkKind =
  'loopback' | 'ether' | 'veth' | 'bridge' | 'vxlan' | 'vlan' | 'tun' | 'tap' | 'macvlan' | 'dummy' | 'ifb' | 'other';

export interface Link {
  readonly name: string;
  /** Interface index in its namespace. Not part of the identity; ignored by diff. */
  readonly index: number;
  readonly kind: LinkKind;
  /** The kernel's own word for the kind where {@link kind} is `other` (`bond`, `gre`…). */
  readonly kindName?: string;
  readonly mac?: string;
  readonly mtu: number;
  /** IFF_UP: what the administrator asked for. */
  readonly up: boolean;
  /** Carrier, as LOWER_UP tells it. */
  readonly carrier: boolean;
  /** The kernel's operstate, upper case: UP, DOWN, LOWERLAYERDOWN, UNKNOWN… */
  readonly state: string;
  /** The bridge this link is a port of. */
  readonly master?: string;
  /** Keyed by `address/prefix`. */
  readonly addresses: Readonly<Record<string, Address>>;
  /** The other end of a veth pair; of a network card, that of the cable to another machine's. */
  readonly peer?: Peer;
  readonly bridge?: {
    readonly stp: boolean;
    readonly forwardDelayCs: number;
    readonly vlanFiltering: boolean;
    readonly ageingTimeCs: number;
  };
  /** Set while the link is a bridge's port. */
  readonly port?: {
    readonly state: string;
    readonly isolated: boolean;
    readonly hairpin: boolean;
    readonly learning: boolean;
  };
  readonly vxlan?: {
    readonly vni: number;
    readonly local?: string;
    readonly group?: string;
    readonly remote?: string;
    readonly dev?: string;
    readonly dstPort: number;
    readonly learning: boolean;
    readonly proxy: boolean;
  };
  readonly vlan?: {readonly id: number; readonly dev: string; readonly protocol: string};
}

/** Where the other end of a veth is. `unknown`: in a namespace that no node names. */
export type Peer =
  | {readonly known: true; readonly node: string; readonly namespace: string; readonly name: string}
  | {readonly known: false; readonly index: number};

export interface Address {
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly prefix: number;
  readonly scope: string;
  readonly broadcast?: string;
  readonly peer?: string;
}

export interface Route {
  readonly family: 'inet' | 'inet6';
  /** `default` or a prefix. */
  readonly destination: string;
  /** unicast, blackhole, unreachable, prohibit… */
  readonly type: string;
  readonly table: string;
  readonly via?: string;
  readonly dev?: string;
  readonly source?: string;
  readonly metric?: number;
  readonly protocol: string;
  readonly scope: string;
  /** Kernel flags such as linkdown, onlink. */
  readonly flags: readonly string[];
}

export interface RoutingRule {
  readonly family: 'inet' | 'inet6';
  readonly priority: number;
  readonly selector: string;
  readonly table: string;
}

export interface Neighbour {
  readonly dev: string;
  readonly address: string;
  readonly mac?: string;
  /** Upper case: REACHABLE, STALE, FAILED, PERMANENT… */
  readonly states: readonly string[];
  readonly proxy: boolean;
}

export interface FdbEntry {
  readonly dev: string;
  readonly mac: string;
  readonly master?: string;
  readonly vlan?: number;
  /** VXLAN: the tunnel end that has the MAC. */
  readonly destination?: string;
  /** `learned` may come and go by itself; `permanent` and `static` were put there. */
  readonly origin: 'learned' | 'static' | 'permanent';
  readonly flags: readonly string[];
}

export interface BridgeVlan {
  readonly dev: string;
  readonly id: number;
  readonly pvid: boolean;
  readonly untagged: boolean;
}

/** One iptables table. */
export interface FilterTable {
  readonly name: string;
  /** In the order of iptables-save. Keyed by chain name. */
  readonly chains: Readonly<Record<string, FilterChain>>;
}

export interface FilterChain {
  readonly name: string;
  /** Only built-in chains have one. */
  readonly policy?: string;
  readonly packets: number;
  readonly bytes: number;
  readonly rules: readonly FilterRule[];
}

export interface FilterRule {
  /** As iptables-save writes it, without `-A CHAIN`: `-i peer1-gw2 -o peer1-gw1 -j ACCEPT`. */
  readonly spec: string;
  readonly packets: number;
  readonly bytes: number;
}

export interface NftTable {
  readonly family: string;
  readonly name: string;
  /** The table's text as `nft list ruleset` prints it, counters included, a line each. */
  readonly lines: readonly string[];
}

export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  /** Program name and pid as the node sees them, where they can be seen. */
  readonly program?: string;
  readonly pid?: number;
}

/** A set that rules ask about with `-m set`. */
export interface AddressSet {
  readonly name: string;
  /** `hash:net`, `hash:ip,port`, `list:set`… */
  readonly type: string;
  /** As ipset writes them, each with its options (`nomatch`, `comment "…"`); what counts or runs out is left out. */
  readonly members: Readonly<Record<string, string>>;
}

/** A queueing discipline of an interface that is not the kernel's own choice. */
export interface Queue {
  readonly dev: string;
  /** `root`: what leaves waits in it · `ingress`, `clsact`: it holds filters only · a parent's handle: a class's. */
  readonly place: string;
  /** `tbf`, `netem`, `htb`, `ingress`… */
  readonly kind: string;
  /** In tc's own units: rates in bytes a second, sizes in bytes, times in seconds, those of tbf in microseconds. */
  readonly options: Readonly<Record<string, string>>;
  /** Filters on what comes in, as tc prints them, each on one line; numbers that tc counts are left out. */
  readonly filters: readonly string[];
}

export interface ConntrackEntry {
  readonly protocol: string;
  /** TCP state; absent for other protocols. */
  readonly state?: string;
  readonly original: ConntrackTuple;
  readonly reply: ConntrackTuple;
  /** ASSURED, UNREPLIED… */
  readonly flags: readonly string[];
}

export interface ConntrackTuple {
  readonly source: string;
  readonly destination: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
}

/** Identity of a route: two routes with the same key cannot be in one table. */
export const routeKey = (
  route: Pick<Route, 'family' | 'table' | 'destination' | 'metric' | 'type' | 'via' | 'dev'>,
): string =>
  [route.family, route.table, route.destination, route.type, route.via ?? '', route.dev ?? '', route.metric ?? 0].join(
    ' ',
  );

/** The value of a reading, or undefined where it could not be read. For places that show the reason elsewhere. */
export const valueOf = <T>(reading: Reading<T>): T | undefined => (reading.ok ? reading.value : undefined);
