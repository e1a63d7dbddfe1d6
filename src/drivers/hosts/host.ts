import type {Duplex} from 'node:stream';
import type {ConntrackEntry, NodeSnapshot, Reading, Snapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';

/**
 * Something a host proved it can do, by doing it. Labs name what they need.
 * `namespaces` user+net+mount+pid namespaces · `bridge`, `veth`, `vxlan`, `macvlan`, `tun` link kinds · `iptables`,
 * `nat` (MASQUERADE), `conntrack`, `nftables` · `many-ids` daemons that drop privileges work (tcpdump) ·
 * `openvswitch` Open vSwitch with its userspace datapath ·
 * `vlan` 802.1Q, `vlan-filtering` bridges, `ovs-kernel`, `netem`, `dummy`: kernels often lack these ·
 * `libvirt` a libvirtd of the node's own with a network of it; guests run emulated where there is no KVM ·
 * `device-mapper` block devices made of others (LVM), which only root of the whole kernel may: never a sandbox's here.
 */
export const CAPABILITIES = [
  'namespaces',
  'many-ids',
  'veth',
  'bridge',
  'vxlan',
  'macvlan',
  'tun',
  'iptables',
  'nat',
  'conntrack',
  'nftables',
  'vlan',
  'vlan-filtering',
  'openvswitch',
  'ovs-kernel',
  'netem',
  'dummy',
  'libvirt',
  'device-mapper',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** What proving a capability gave. */
export interface Proof {
  readonly capability: Capability;
  readonly proved: boolean;
  /** Why not, and the one command or act that mends it. */
  readonly why?: Text;
  readonly mend?: Text;
}

/** One node a host shall have. */
export interface NodePlan {
  readonly name: string;
  /**
   * The machine it stands on, by name: nodes of different machines have different kernels, and the wires between them are
   * cables between network cards. Only a VM can be one. @default one machine for all that name none
   */
  readonly machine?: string;
  /** What shells and commands of the node find in their environment besides the usual. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A virtual cable between two nodes' own namespaces, both ends up and without addresses: a veth pair, where one kernel has
 * both.
 */
export interface WirePlan {
  readonly from: {readonly node: string; readonly link: string};
  readonly to: {readonly node: string; readonly link: string};
}

export interface HostPlan {
  readonly nodes: readonly NodePlan[];
  readonly wires: readonly WirePlan[];
  /**
   * Folders of this machine, by the names under which every node sees them in /run/machine, read-only. A node has its own
   * /root, /tmp and /run, so what is there is covered otherwise.
   */
  readonly shows?: Readonly<Record<string, string>>;
  /**
   * Root in its nodes is root of the whole kernel, without a user namespace: loop devices and device-mapper are nobody
   * else's to use. Only the lab VM opens such a host, in a VM that ends with it; a sandbox of this machine refuses.
   */
  readonly rootOfKernel?: true;
  /** After so many ms without its nodes standing it is given up. @default 20_000 */
  readonly standsWithinMs?: number;
}

/** A Linux we are allowed to break. Disposing of it ends everything in it. */
export interface Host extends AsyncDisposable {
  readonly kind: 'sandbox' | 'vm' | 'ssh';
  readonly nodes: readonly string[];
  /** @throws {RangeError} where there is no such node. */
  node(name: string): Node;
  /** Every command we ran on it, oldest first, for the learner to read. */
  readonly log: CommandLog;
  /** Resolves when the host ended by itself (killed from outside, kernel out of memory…), with the reason. */
  readonly ended: Promise<Text>;
  /** Its wires between machines; absent where all nodes stand on one. */
  readonly cables?: readonly Cable[];
  /**
   * Opens a sandbox on this machine for what would be too slow on the host's own processor. Absent where that is this
   * machine's.
   */
  beside?(plan: HostPlan): Promise<Host>;
}

/** A wire between two machines. Neither kernel knows what is at its other end. */
export type Cable = readonly [CableEnd, CableEnd];

/** A network card, known by the MAC it was made with wherever it is taken and whatever it is called. */
export interface CableEnd {
  readonly node: string;
  readonly mac: string;
}

export interface Node {
  readonly name: string;
  /** The one it stands on, where there are several. */
  readonly machine?: string;
  /** How long lasting readers there may take for an answer, where that is longer than on this machine: ms. */
  readonly patienceMs?: number;
  /** Runs one command in the node: its hostname, network, mounts and processes. Never rejects for what the command does. */
  run(argv: readonly string[], options?: RunOptions): Promise<Result>;
  /**
   * Lets a process of ours that runs already enter the node and run one command there. What leads there stays open
   * until it has ended. Absent where the node is on another machine.
   */
  enteredBy?(run: (entrance: Entrance) => Promise<Result>): Promise<Result>;
  /** Starts a long-lived line-based process of ours (reader, monitor) that no process of the node can see or kill. */
  stream(argv: readonly string[], options?: StreamOptions): Stream;
  /** Opens a bash in the node for many scripts, one after the other. */
  scripts(): ScriptRunner;
  /** Opens a real pty with an interactive bash in the node. */
  terminal(size: Size): Terminal;
  /**
   * Listens in the node for a server of ours that runs outside, where nothing in the node can see or kill it. The
   * caller takes the connections; the socket is closed with the host at the latest.
   * @throws {Error} with the reason
   */
  listen(at: ListenAt): Promise<Listening>;
  /** The node's file system, looked at from outside. Never written to. */
  readonly files: NodeFiles;
  /** Follows the named namespaces of the node (ip-netns(8)) as they come and go. */
  watchNamespaces(listener: NamespaceListener): NamespaceList;
}

/**
 * A node's files as nothing in the node can notice or change them. Paths are absolute, as the node counts. What rejects
 * is an error of the system with its `code` (`ENOENT`…).
 */
export interface NodeFiles {
  read(path: string): Promise<string>;
  /** The names in a folder. */
  list(folder: string): Promise<readonly string[]>;
  /** What a symbolic link says. */
  link(path: string): Promise<string>;
  /** Which file it is. */
  identity(path: string): Promise<FileIdentity>;
  /**
   * Asks whoever listens on a socket in the file system.
   * @returns all that is answered until the other side ends
   * @throws {Error} with the reason: nobody listens, or no answer came in time
   */
  ask(socket: string, question: string, timeoutMs?: number): Promise<string>;
}

/** What leads into a node on this machine, as nsenter wants it. */
export interface Entrance {
  /** Files of the node's namespaces, by kind: user, net, mount, uts, ipc, pid. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Where commands find themselves. */
  readonly folder: string;
  /** Whether one must become the user namespace's root there; otherwise one is it already. */
  readonly credentials: boolean;
}

export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
}

/** What the files under /run/netns are, as they come and go. */
export interface NamespaceListener {
  /** A namespace that can be entered. Called again, after `removed`, when its name is given to another. */
  readonly added: (name: string) => void;
  /** At once when the file is gone: whatever holds the namespace keeps its interfaces alive. */
  readonly removed: (name: string) => void;
  /** The file is there but stays without a namespace. */
  readonly broken: (name: string, why: string) => void;
}

export interface NamespaceList extends Disposable {
  /** Looks now, without waiting to be told; resolves when the listener has heard what there is. */
  lookAtAll(): Promise<void>;
}

/** A server of ours in a node. Disposing of it ends it, not its connections. */
export interface Listening extends Disposable {
  /** Called with each connection that comes, a `net.Socket` where it is on this machine. */
  onConnection(listener: (connection: Duplex) => void): void;
}

/** Where to listen in a node: on a port at all its addresses, or on a socket in its file system. */
export type ListenAt = {readonly port: number} | {readonly path: string};

export interface StreamOptions {
  /** As in {@link RunOptions}. */
  readonly namespace?: string;
  /** The programs it runs, for the command log, where the words themselves are a script of ours. */
  readonly runs?: readonly (readonly string[])[];
}

/** Ends when disposed, and with the host whatever happens to us. */
export interface Stream extends Disposable {
  /** Its process as this machine counts, which is in the namespace once it has answered; absent where it runs elsewhere. */
  readonly pid?: number | undefined;
  write(text: string): void;
  onLine(listener: (line: string) => void): () => void;
  onErrorLine(listener: (line: string) => void): () => void;
  /** Resolves when it ended, with what it wrote last to stderr. */
  readonly ended: Promise<{readonly exitCode?: number; readonly stderr: string}>;
}

/**
 * Runs bash scripts as `bash -s` would, without starting it each time: to start a process from a program as big as ours
 * takes longer than most scripts. The shell itself cannot be seen or killed from the node, what it starts can.
 */
export interface ScriptRunner extends Disposable {
  /**
   * Runs one, when those before it have ended. It is not logged. What it leaves in the background must not keep its
   * output. Never rejects for what the script does.
   */
  run(script: string, options?: Pick<RunOptions, 'timeoutMs' | 'signal'>): Promise<Result>;
}

export interface RunOptions {
  /** A namespace under the node's /run/netns; default the node's own. */
  readonly namespace?: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** @default 10_000 */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** False keeps it out of the command log: only for what the learner caused himself. @default true */
  readonly logged?: boolean;
}

/** One shape for success and failure. */
export interface Result {
  readonly argv: readonly string[];
  /** Absent where the command did not end by itself (signal, time-out, not found). */
  readonly exitCode?: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  readonly timedOut: boolean;
  readonly canceled: boolean;
  readonly notFound: boolean;
  readonly signal?: string;
  /** exitCode === 0 */
  readonly ok: boolean;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * A pty with a shell. Data is handed on as it comes; the shell announces its prompts and commands with the escape
 * sequences of {@link ShellEvent}, which {@link Terminal.onEvent} has parsed.
 */
export interface Terminal extends Disposable {
  readonly node: string;
  readonly size: Size;
  onData(listener: (data: string) => void): () => void;
  onEvent(listener: (event: ShellEvent) => void): () => void;
  /** Resolves with the exit code when the shell ended. */
  readonly exited: Promise<number>;
  write(data: string): void;
  /** Forgets what was written and the program, which does not read, has left no room for. */
  drop(): void;
  resize(size: Size): void;
  /** Stops reading the pty, so that a flood (`yes`) waits in its program instead of in our memory; {@link resume} goes on. */
  pause(): void;
  resume(): void;
}

/** What the shell says about itself (OSC 133 marks, and OSC 7770 for the `underlay` command in the shell). */
export type ShellEvent =
  | {readonly type: 'prompt'}
  | {readonly type: 'command-start'; readonly command: string}
  | {readonly type: 'command-end'; readonly command: string; readonly exitCode: number}
  /** `underlay check` and the like typed in the shell; answer with {@link Terminal.write} of {@link controlReply}. */
  | {readonly type: 'control'; readonly argv: readonly string[]};

/** What we ran, for the learner. */
export interface LoggedCommand {
  readonly at: number;
  readonly node: string;
  readonly namespace: string;
  readonly argv: readonly string[];
  readonly exitCode?: number;
  readonly durationMs: number;
  readonly stderr?: string;
}

export interface CommandLog {
  readonly entries: readonly LoggedCommand[];
  subscribe(listener: () => void): () => void;
}

/** Keeps a host's snapshot current, driven by kernel events. */
export interface Watcher extends AsyncDisposable {
  /** The newest snapshot. The same object until something changed. */
  readonly current: Snapshot;
  /** Called after each new snapshot, already coalesced. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  /** Reads what no event announces (counters, listeners) or everything; resolves with the snapshot that includes it. */
  refresh(scope?: 'silent' | 'all'): Promise<Snapshot>;
  conntrack(node: string, namespace: string): Promise<Reading<readonly ConntrackEntry[]>>;
}

/**
 * Opens a watcher; resolves when the first whole snapshot was read.
 *
 * @param tools what the lab is done with: sets are read where `ipset` is among them, queues where `tc` is. Both cost a
 *   process at each reading. @default []
 */
export type Watch = (host: Host, signal?: AbortSignal, tools?: readonly string[]) => Promise<Watcher>;

export type ReadNode = (node: Node) => Promise<NodeSnapshot>;
