import {ROUTER_GATEWAY, isRouterInterface} from '../../drivers/neutron/model.ts';
import type {PortRecord, SubnetRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';

/**
 * The router that stands between a port's subnet and an external network: the one that is the subnet's gateway, else
 * the first (l3_db.get_router_for_floatingip). Undefined where none does.
 */
export function routerBetween(
  tables: Tables,
  port: PortRecord,
  subnet: SubnetRecord,
  externalNetworkId: string,
): string | undefined {
  const ways = tables.ports
    .find('subnet', subnet.id)
    .filter((one) => isRouterInterface(one) && one.networkId === port.networkId)
    .filter((one) => leadsTo(tables, one.deviceId, externalNetworkId));
  const isGateway = (one: PortRecord): boolean => one.fixedIps.some((ip) => ip.ipAddress === subnet.gatewayIp);
  return (ways.find(isGateway) ?? ways[0])?.deviceId;
}

function leadsTo(tables: Tables, routerId: string, externalNetworkId: string): boolean {
  const gateway = tables.ports.get(tables.routers.get(routerId)?.gatewayPortId ?? '');
  return gateway?.deviceOwner === ROUTER_GATEWAY && gateway.networkId === externalNetworkId;
}
