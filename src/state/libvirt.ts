import type {Reading} from './snapshot.ts';

/** What a node's libvirtd says of its guests, networks and storage: plain readonly data, as in snapshot.ts. */
export interface LibvirtSnapshot {
  /** Keyed by name. */
  readonly domains: Readonly<Record<string, Domain>>;
  /** Keyed by name. */
  readonly networks: Readonly<Record<string, VirtualNetwork>>;
  /** Keyed by name. */
  readonly pools: Readonly<Record<string, StoragePool>>;
}

/** A guest as libvirt knows it, running or not. */
export interface Domain {
  readonly name: string;
  /** libvirt's word: `running`, `paused`, `shut off`, `in shutdown`, `crashed`… */
  readonly state: string;
  /** `kvm`, or `qemu` where its processor is emulated. */
  readonly type: string;
  readonly processors: number;
  /** What it has now, and what it may have at most: MiB. */
  readonly memoryMiB: number;
  readonly maxMemoryMiB: number;
  /** Defined: it is still known when it is off. */
  readonly persistent: boolean;
  readonly autostart: boolean;
  /** Its memory lies in a file (managed save); the next start goes on from there. */
  readonly saved: boolean;
  /** Keyed by the name in the guest's bus order: `vda`. */
  readonly disks: Readonly<Record<string, DomainDisk>>;
  /** Keyed by MAC. */
  readonly interfaces: Readonly<Record<string, DomainInterface>>;
  /** Of its QEMU, as the node counts; only while it runs. */
  readonly pid?: number;
  /** The names of the threads that are its processors: `CPU 0/TCG`. */
  readonly processorThreads?: readonly string[];
}

export interface DomainDisk {
  readonly target: string;
  /** A path, a name on another host, or `POOL/VOLUME`. */
  readonly source?: string;
  readonly format?: string;
  /** The files below, the nearest first; told while it runs. */
  readonly backing: readonly string[];
}

export interface DomainInterface {
  readonly mac: string;
  /** `network default` or `bridge br0`. */
  readonly source: string;
  readonly model?: string;
  /** The tap on the node (`vnet0`), while it runs. */
  readonly target?: string;
}

/** A network that libvirt makes: a bridge, dnsmasq and rules. */
export interface VirtualNetwork {
  readonly name: string;
  readonly active: boolean;
  readonly autostart: boolean;
  readonly bridge?: string;
  /** `nat`, `route`, `open`; absent where nothing leads out. */
  readonly forward?: string;
  /** Leases of its DHCP server, keyed by MAC. */
  readonly leases: Readonly<Record<string, VirtualLease>>;
}

export interface VirtualLease {
  readonly mac: string;
  readonly address: string;
  readonly hostname?: string;
}

export interface StoragePool {
  readonly name: string;
  readonly active: boolean;
  readonly autostart: boolean;
  /** Defined: it is still known when it is not active. */
  readonly persistent: boolean;
  /** `dir`, `logical`… */
  readonly type: string;
  readonly path?: string;
  /** Keyed by name. libvirt knows them while the pool is active, and of files made by others after a refresh. */
  readonly volumes: Readonly<Record<string, StorageVolume>>;
}

export interface StorageVolume {
  readonly name: string;
  /** Not to be read where its file is gone, and libvirt has not noticed: it knows no more than the name then. */
  readonly facts: Reading<VolumeFacts>;
}

export interface VolumeFacts {
  readonly path: string;
  /** `raw`, `qcow2`…; absent where volumes have none. */
  readonly format?: string;
  /** How large a disk it is for a guest: bytes. */
  readonly capacity: number;
  /** What it takes of the real storage: bytes. Grows while a guest writes. */
  readonly allocation: number;
  /** The file below it: a path. */
  readonly backing?: string;
}
