import {LINUXBRIDGE_PREFIX, OPENVSWITCH_PREFIX, bridgeName, tapName} from '../naming.ts';
import {hybridBridgeEnd} from '../openvswitch/naming.ts';
import type {FilteredPort} from './port-rules.ts';

type FilterPort = Pick<FilteredPort['port'], 'id' | 'networkId'>;

/** What an agent calls what it writes with iptables, and what tells its conntrack zones apart. */
export interface FilterNames {
  /** The program's name, cut to 16 characters. */
  readonly prefix: string;
  /** The device by which a packet comes to the port from elsewhere: all ports behind it share a zone. */
  zoneDevice(port: FilterPort): string;
  /** What the rule that gives the zone calls the port. */
  zoneName(port: FilterPort): string;
  /** Whether there is a mangle table, which QoS marks packets in. */
  readonly marks: boolean;
}

/** A zone for each network, as its bridge is the way to all its ports. */
export const LINUXBRIDGE_FILTER: FilterNames = {
  prefix: LINUXBRIDGE_PREFIX,
  zoneDevice: ({networkId}) => bridgeName(networkId),
  zoneName: ({id}) => tapName(id).slice(4),
  marks: true,
};

/** iptables_hybrid: a zone for each port, which has a bridge of its own (OVSHybridIptablesFirewallDriver). */
export const HYBRID_FILTER: FilterNames = {
  prefix: OPENVSWITCH_PREFIX,
  zoneDevice: ({id}) => hybridBridgeEnd(id),
  zoneName: ({id}) => id,
  marks: false,
};

export const filterNames = ({isHybrid}: {readonly isHybrid?: true}): FilterNames =>
  isHybrid === true ? HYBRID_FILTER : LINUXBRIDGE_FILTER;
