/**
 * How Neutron (Zed) names what it makes from the ids of API objects, so that every device can be traced back to its
 * object. Interface names have at most 15 characters; Neutron keeps to 14.
 */
import {createHash} from 'node:crypto';
import {deviceSuffix} from './model.ts';
import type {Ml2Options, PortBinding} from './model.ts';

export const bridgeName = (networkId: string): string => `brq${deviceSuffix(networkId)}`;
/** The end of a port in the node's own namespace, whatever is at its other end. */
export const tapName = (portId: string): string => `tap${deviceSuffix(portId)}`;
/** The other end of a DHCP port's tap, in the DHCP namespace. */
export const dhcpLinkName = (portId: string): string => `ns-${deviceSuffix(portId)}`;
/** The same with Open vSwitch, whose port itself is in the namespace. */
export const serviceLinkName = (portId: string, mechanism: Ml2Options['mechanism']): string =>
  mechanism === 'openvswitch' ? tapName(portId) : dhcpLinkName(portId);
export const dhcpNamespace = (networkId: string): string => `qdhcp-${networkId}`;
/** A router's end of the cable to a network inside, and to the one outside. */
export const routerLinkName = (portId: string): string => `qr-${deviceSuffix(portId)}`;
export const gatewayLinkName = (portId: string): string => `qg-${deviceSuffix(portId)}`;
/** By which the copies of a highly available router hear each other. */
export const haLinkName = (portId: string): string => `ha-${deviceSuffix(portId)}`;
export const routerNamespace = (routerId: string): string => `qrouter-${routerId}`;
export const vxlanName = (vni: number): string => `vxlan-${vni}`;

/** `eth3.100`; where that is longer than 15 characters the NIC's part is cut and ends in six digits of its SHA-1. */
export const vlanName = (nic: string, id: number): string => {
  const suffix = `.${id}`;
  if (nic.length + suffix.length <= 15) return `${nic}${suffix}`;
  const hash = createHash('sha1').update(nic).digest('hex').slice(0, 6);
  return `${nic.slice(0, 15 - suffix.length - hash.length)}${hash}${suffix}`;
};

/** Where the DHCP agent keeps the files of a network's dnsmasq. */
export const dhcpFolder = (networkId: string): string => `/var/lib/neutron/dhcp/${networkId}`;

/** Agents cut their program's name to 16 characters: `neutron-linuxbridge-agent`, `neutron-dhcp-agent`. */
export const LINUXBRIDGE_PREFIX: string = 'neutron-linuxbri';
export const OPENVSWITCH_PREFIX = 'neutron-openvswi';
export const DHCP_PREFIX = 'neutron-dhcp-age';
export const L3_PREFIX = 'neutron-l3-agent';

/** The metering agent's, with the counter (`l`) and the rules (`r`) of a label; 28 characters are left of chains. */
export const METER_PREFIX = 'neutron-meter';
export const meterChain = (kind: 'l' | 'r', labelId: string): string =>
  `${METER_PREFIX}-${kind}-${labelId}`.slice(0, 28);

/** Chain of a forwarded port: 11 characters behind the prefix. */
export const forwardingChain = (forwardingId: string): string => `${L3_PREFIX}-${`pf-${forwardingId}`.slice(0, 11)}`;

/** Of the agent that filters a port with iptables. */
export const chainPrefix = ({hybridPlug}: Pick<PortBinding, 'hybridPlug'>): string =>
  hybridPlug === true ? OPENVSWITCH_PREFIX : LINUXBRIDGE_PREFIX;

/**
 * A port's chain: the direction, then the device's name without its first three letters, cut to 11 characters in all.
 * `i` what goes into the instance, `o` what comes out of it, `s` which sources it may use.
 */
export const portChain = (direction: 'i' | 'o' | 's', tap: string, prefix = LINUXBRIDGE_PREFIX): string =>
  `${prefix}-${`${direction}${tap.slice(3)}`.slice(0, 11)}`;

/** The chain that marks what a port sends with its QoS policy's DSCP; six characters of the port's id are left of it. */
export const dscpChain = (tap: string): string => `${LINUXBRIDGE_PREFIX}-${`qos-o${tap.slice(3)}`.slice(0, 11)}`;

/** The set of a security group's addresses, or an address group's; ipset allows 31 characters, Neutron keeps to 29. */
export const ipsetName = (groupId: string, version: 4 | 6): string => `NIPv${version}${groupId}`.slice(0, 29);

/** Where nova keeps an instance's console log. */
export const instanceFolder = (instanceId: string): string => `/var/lib/nova/instances/${instanceId}`;
