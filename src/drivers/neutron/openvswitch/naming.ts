import {deviceSuffix} from '../model.ts';

/** Where every port of the node is. */
export const INTEGRATION_BRIDGE = 'br-int';
/** Where tunnels begin. */
export const TUNNEL_BRIDGE = 'br-tun';
/** With the userspace datapath tunnels find their way through the bridge that has the address of the tunnel end. */
export const TUNNEL_END_BRIDGE = 'br-vtep';

/** The two ends of the patch between br-int and a provider bridge. */
export const integrationPatch = (bridge: string): string => `int-${bridge}`;
export const providerPatch = (bridge: string): string => `phy-${bridge}`;

/** `vxlan-ac10100c`: the other end's address in hexadecimal. */
export const tunnelPortName = (address: string): string =>
  `vxlan-${address
    .split('.')
    .map((byte) => Number(byte).toString(16).padStart(2, '0'))
    .join('')}`;

/** Hybrid plug: the bridge of one port, its end of the cable to br-int, and br-int's. */
export const hybridBridge = (portId: string): string => `qbr${deviceSuffix(portId)}`;
export const hybridBridgeEnd = (portId: string): string => `qvb${deviceSuffix(portId)}`;
export const hybridSwitchEnd = (portId: string): string => `qvo${deviceSuffix(portId)}`;
