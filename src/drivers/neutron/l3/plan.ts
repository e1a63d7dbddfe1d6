import {BlockList} from 'node:net';
import type {FirewallVersion} from '../fwaas/firewall-chains.ts';
import {routerMeters} from '../metering/meter-chains.ts';
import type {RouterMeter} from '../metering/meter-chains.ts';
import {routerFirewalls} from '../fwaas/router-firewall.ts';
import type {RouterFirewall} from '../fwaas/router-firewall.ts';
import {HA_PORT, ROUTER_GATEWAY, hostsOfPort, isRouterInterface, isRouterOn} from '../model.ts';
import type {CloudState, HostRoute, NodeName, Port, PortForwarding, Router} from '../model.ts';
import type {NamespacePort} from '../namespace-port.ts';
import {gatewayLinkName, haLinkName, routerLinkName, routerNamespace, tapName} from '../naming.ts';
import {advertisementOf} from './advertisements.ts';
import type {Advertisement} from './advertisements.ts';
import type {HaCopy} from './keepalived.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';

/** One end of a router: a network inside, the one outside, or the one on which its copies hear each other. */
export interface RouterEnd extends NamespacePort {
  readonly kind: 'interface' | 'gateway' | 'ha';
}

/** A floating IP as its router has it: one address for another. */
export interface FloatingItem {
  readonly floatingIpId: string;
  readonly floating: string;
  readonly fixed: string;
}

export interface ForwardingItem extends Omit<PortForwarding, 'internalPortId' | 'floatingIpId'> {
  readonly floatingIpId: string;
  readonly floating: string;
}

/** A router as its agent must have it. */
export interface RouterItem {
  readonly kind: 'router';
  /** How its ends are plugged; absent: by cables to bridges. */
  readonly plug?: 'openvswitch';
  readonly routerId: string;
  readonly namespace: string;
  /** Of a highly available router: keepalived gives the addresses of its ends, and its routes, to one copy. */
  readonly ha?: HaCopy;
  /** In the order they were made; the gateway comes last, the end to the other copies first. */
  readonly interfaces: readonly RouterEnd[];
  readonly enableSnat: boolean;
  /** By what a packet to anywhere leaves. */
  readonly defaults: readonly DefaultRoute[];
  readonly routes: readonly HostRoute[];
  readonly floatingIps: readonly FloatingItem[];
  readonly forwardings: readonly ForwardingItem[];
  /** What instances are told about IPv6, by the interfaces that have it. */
  readonly advertisements: readonly Advertisement[];
  readonly meters: readonly RouterMeter[];
  readonly firewalls: readonly RouterFirewall[];
  readonly firewallVersion: FirewallVersion;
}

export interface DefaultRoute {
  readonly via: string;
  readonly link: string;
  /** The next hop is in no subnet of the link, so a route to it alone comes first. */
  readonly isFar: boolean;
}

export type L3Desired = Wanted<RouterItem>;

/**
 * The routers that the node's L3 agent has, once they have an interface or a gateway; a router that is
 * administratively down is taken away.
 */
export function planL3(cloud: CloudState, node: NodeName): L3Desired {
  const items: Record<string, RouterItem> = {};
  for (const router of Object.values(cloud.routers ?? {}))
    if (isRouterOn(cloud, node, router.id)) items[`router ${router.id}`] = routerItem(cloud, node, router);
  return wanted(items);
}

function routerItem(cloud: CloudState, node: NodeName, router: Router): RouterItem {
  const own = Object.values(cloud.ports).filter(
    (port) => port.deviceId === router.id && hostsOfPort(cloud, port).includes(node),
  );
  const gateway = own.find((port) => port.id === router.gatewayPortId && port.deviceOwner === ROUTER_GATEWAY);
  const inside = own.filter(isRouterInterface);
  const heartbeat = own.filter((port) => port.deviceOwner === HA_PORT);
  const state = cloud.haStates?.[router.id]?.[node];
  const floatingIps = gateway === undefined ? [] : floatingOf(cloud, router);
  const forwardings = gateway === undefined ? [] : forwardingsOf(cloud, router);
  const outer = new Set([...floatingIps, ...forwardings].map(({floating}) => `${floating}/32`));
  return {
    kind: 'router',
    ...(cloud.options.mechanism === 'openvswitch' && {plug: 'openvswitch' as const}),
    routerId: router.id,
    namespace: routerNamespace(router.id),
    ...(router.vrId !== undefined && {ha: {vrId: router.vrId, state}}),
    interfaces: [
      ...heartbeat.map((port) => endOf(cloud, router, port, 'ha', [])),
      ...inside.map((port) => endOf(cloud, router, port, 'interface', [])),
      ...(gateway === undefined ? [] : [endOf(cloud, router, gateway, 'gateway', [...outer])]),
    ],
    enableSnat: router.enableSnat,
    defaults: gateway === undefined ? [] : defaultRoutes(cloud, gateway),
    routes: router.routes,
    floatingIps,
    forwardings,
    advertisements: inside.flatMap((port) => advertisementOf(cloud, port, routerLinkName(port.id)) ?? []),
    meters: routerMeters(cloud, router),
    firewalls: routerFirewalls(cloud, router.id),
    firewallVersion: cloud.options.firewallVersion ?? 'v2',
  };
}

const LINK_NAMES = {interface: routerLinkName, gateway: gatewayLinkName, ha: haLinkName} as const;

function endOf(
  cloud: CloudState,
  router: Router,
  port: Port,
  kind: RouterEnd['kind'],
  more: readonly string[],
): RouterEnd {
  const own = port.fixedIps.flatMap(({ipAddress, subnetId}) => {
    const length = cloud.subnets[subnetId]?.cidr.split('/')[1];
    return length === undefined ? [] : [`${ipAddress}/${length}`];
  });
  const isSwitched = cloud.options.mechanism === 'openvswitch';
  const link = LINK_NAMES[kind](port.id);
  return {
    kind,
    ...(isSwitched && {plug: 'openvswitch' as const}),
    portId: port.id,
    namespace: routerNamespace(router.id),
    tap: isSwitched ? link : tapName(port.id),
    link,
    mac: port.macAddress,
    mtu: cloud.networks[port.networkId]?.mtu ?? 1500,
    addresses: [...own, ...more],
  };
}

/** In the order they were made. */
const floatingOf = (cloud: CloudState, router: Router): readonly FloatingItem[] =>
  Object.values(cloud.floatingIps ?? {}).flatMap(({id, routerId, floatingIpAddress, fixedIpAddress}) =>
    routerId === router.id && fixedIpAddress !== null
      ? [{floatingIpId: id, floating: floatingIpAddress, fixed: fixedIpAddress}]
      : [],
  );

const forwardingsOf = (cloud: CloudState, router: Router): readonly ForwardingItem[] =>
  Object.values(cloud.portForwardings ?? {}).flatMap(({internalPortId: _port, ...forwarding}) => {
    const floating = cloud.floatingIps?.[forwarding.floatingIpId];
    return floating?.routerId === router.id ? [{...forwarding, floating: floating.floatingIpAddress}] : [];
  });

function defaultRoutes(cloud: CloudState, gateway: Port): readonly DefaultRoute[] {
  const subnets = gateway.fixedIps.flatMap(({subnetId}) => cloud.subnets[subnetId] ?? []);
  return ([4, 6] as const).flatMap((version) => {
    const subnet = subnets.find((one) => one.ipVersion === version && one.gatewayIp !== null);
    if (subnet === undefined || subnet.gatewayIp === null) return [];
    const isFar = !blockOf(subnet.cidr).check(subnet.gatewayIp, version === 4 ? 'ipv4' : 'ipv6');
    return [{via: subnet.gatewayIp, link: gatewayLinkName(gateway.id), isFar}];
  });
}

function blockOf(cidr: string): BlockList {
  const [address = '', length = ''] = cidr.split('/');
  const block = new BlockList();
  block.addSubnet(address, Number(length), cidr.includes(':') ? 'ipv6' : 'ipv4');
  return block;
}
