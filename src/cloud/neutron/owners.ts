import {HA_PORT, HA_REPLICATED_INTERFACE, ROUTER_GATEWAY, ROUTER_INTERFACE} from '../../drivers/neutron/model.ts';

/** Ports that Neutron makes for itself and takes away with the network (AUTO_DELETE_PORT_OWNERS). */
export const AUTO_DELETED: readonly string[] = ['network:dhcp', 'network:distributed', 'network:routed'];

/** Ports that routers hold: not to be deleted as ports. */
export const ROUTER_OWNERS: readonly string[] = [ROUTER_INTERFACE, ROUTER_GATEWAY, HA_REPLICATED_INTERFACE, HA_PORT];

/** Ports of these owners carry no filter: Neutron trusts itself. */
export const isTrusted = (deviceOwner: string): boolean => deviceOwner.startsWith('network:');
