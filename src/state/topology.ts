/** The drawing's data, made from a snapshot alone. Drawn by the screen, and as plain text or Mermaid. */

export interface Topology {
  readonly nodes: readonly TopologyNode[];
  /** veth pairs and tunnels between devices; each wire once. */
  readonly wires: readonly Wire[];
}

export interface TopologyNode {
  readonly name: string;
  /** The node's own namespace first, then by name. */
  readonly namespaces: readonly TopologyNamespace[];
}

export interface TopologyNamespace {
  readonly name: string;
  /** A guest of libvirt with a kernel of its own: its devices are what libvirt gave it. */
  readonly guest?: true;
  /** Without loopback, unless it is the only device and interesting (has more than its own address). */
  readonly devices: readonly TopologyDevice[];
  /** Short marks worth showing on the box: `forwarding`, `masquerade eth0`, `dnat 80→10.0.0.2:80`, `forward policy DROP`, `listens tcp 80`. */
  readonly marks: readonly string[];
  /** `10.0.0.0/24 dev eth0`, `default via 192.168.0.1`, for the text form. */
  readonly routes: readonly string[];
  /** What could not be read here, and why: `links: Permission denied`. Absent where everything was read. */
  readonly unread?: readonly string[];
}

export interface TopologyDevice {
  /** `node/namespace/name`, unique in a topology. */
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly condition: 'up' | 'down' | 'no-carrier';
  readonly addresses: readonly string[];
  /** id of the bridge this device is a port of. */
  readonly bridge?: string;
  /** `VNI 100`, `VLAN 10`; of a port of Open vSwitch its tag or trunk: `tag 10`, `trunk 10,20`. */
  readonly label?: string;
}

export interface Wire {
  readonly from: string;
  /** Absent where the far end is outside every namespace we can name. */
  readonly to?: string;
  /** `patch`: two bridges of Open vSwitch joined by a pair of ports. `cable`: the network cards of two machines. */
  readonly kind: 'veth' | 'cable' | 'vxlan' | 'vlan' | 'tap' | 'patch';
  readonly label?: string;
}

/** The id of a device; without a device name, the id of its namespace. */
export const topologyId = (node: string, namespace: string, device?: string): string =>
  device === undefined ? `${node}/${namespace}` : `${node}/${namespace}/${device}`;

/** Where a device id points. None of the three names can hold a slash. */
export const placeOfId = (id: string): {readonly node: string; readonly namespace: string; readonly device: string} => {
  const [node = '', namespace = '', device = ''] = id.split('/');
  return {node, namespace, device};
};

/** The kind of a bridge of Open vSwitch, which to the kernel is a tap. */
export const OVS_BRIDGE = 'ovs-bridge';

export const isBridge = ({kind}: Pick<TopologyDevice, 'kind'>): boolean => kind === 'bridge' || kind === OVS_BRIDGE;
