import type {PortRecord, ServerRecord} from '../store/records.ts';
import {onNetwork} from '../store/tables.ts';
import type {Tables} from '../store/tables.ts';

/** What a proxy says of a request: where it came from. */
export interface Origin {
  /** `X-Neutron-Network-ID`, of a proxy in a DHCP namespace. */
  readonly networkId: string | undefined;
  /** `X-Neutron-Router-ID`, of a proxy in a router's namespace. */
  readonly routerId: string | undefined;
  /** `X-Forwarded-For`: who asked the proxy. */
  readonly address: string | undefined;
}

/**
 * The instance that asks: the one with this address on this network, or on one of the router's networks
 * (agent/metadata/agent.py, _get_ports). Undefined where there is none, or where it cannot be told which.
 */
export function askingServer(tables: Tables, {networkId, routerId, address = ''}: Origin): ServerRecord | undefined {
  const networks =
    networkId === undefined
      ? tables.ports
          .find('device', routerId ?? '')
          .filter((port) => port.deviceOwner.startsWith('network:router'))
          .map((port) => port.networkId)
      : [networkId];
  // A proxy that listens on IPv6 sees IPv4 addresses so.
  const plain = address.replace(/^::ffff:/, '');
  const ports = [...new Set(networks)].flatMap((id): readonly PortRecord[] =>
    tables.ports.find('address', onNetwork(id, plain)),
  );
  return ports.length === 1 ? tables.servers.get(ports[0]?.deviceId ?? '') : undefined;
}
