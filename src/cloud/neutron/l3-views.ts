import type {FloatingIpRecord, PortForwardingRecord, RouterRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {standard} from './views.ts';
import type {View} from './views.ts';

/** Routers, floating IPs and port forwardings as the API shows them, in Neutron's order. */

export function viewRouter(tables: Tables, router: RouterRecord): View {
  const hosted = (tables.routerBindings.get(router.id)?.agentIds ?? []).length > 0;
  return {
    id: router.id,
    name: router.name,
    tenant_id: router.projectId,
    admin_state_up: router.adminStateUp,
    status: 'ACTIVE',
    external_gateway_info: viewGateway(tables, router),
    availability_zones: hosted ? ['nova'] : [],
    distributed: false,
    ha: router.vrId !== undefined,
    availability_zone_hints: router.availabilityZoneHints,
    routes: router.routes,
    flavor_id: null,
    ...standard(router),
  };
}

function viewGateway(tables: Tables, router: RouterRecord) {
  const port = tables.ports.get(router.gatewayPortId ?? '');
  return port === undefined
    ? null
    : {
        network_id: port.networkId,
        external_fixed_ips: port.fixedIps.map((ip) => ({subnet_id: ip.subnetId, ip_address: ip.ipAddress})),
        enable_snat: router.enableSnat,
      };
}

export function viewFloatingIp(tables: Tables, floating: FloatingIpRecord): View {
  const port = tables.ports.get(floating.portId ?? '');
  return {
    id: floating.id,
    tenant_id: floating.projectId,
    floating_ip_address: floating.floatingIpAddress,
    floating_network_id: floating.floatingNetworkId,
    router_id: floating.routerId,
    port_id: floating.portId,
    fixed_ip_address: floating.fixedIpAddress,
    status: floating.status,
    qos_policy_id: null,
    port_details:
      port === undefined
        ? null
        : {
            name: port.name,
            network_id: port.networkId,
            mac_address: port.macAddress,
            admin_state_up: port.adminStateUp,
            status: port.status,
            device_id: port.deviceId,
            device_owner: port.deviceOwner,
          },
    port_forwardings: tables.portForwardings
      .find('floating', floating.id)
      .map(({id, protocol, internalIpAddress, internalPort, internalPortId, externalPort}) => ({
        id,
        protocol,
        internal_ip_address: internalIpAddress,
        internal_port: internalPort,
        internal_port_id: internalPortId,
        external_port: externalPort,
      })),
    ...standard(floating),
  };
}

export const viewForwarding = (forwarding: PortForwardingRecord): View => ({
  id: forwarding.id,
  protocol: forwarding.protocol,
  internal_ip_address: forwarding.internalIpAddress,
  internal_port: forwarding.internalPort,
  internal_port_id: forwarding.internalPortId,
  external_port: forwarding.externalPort,
  description: forwarding.description,
});
