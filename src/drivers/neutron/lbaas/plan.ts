import {prefixOf} from '../dhcp/dnsmasq-arguments.ts';
import type {CloudState, HostRoute, NodeName, Port} from '../model.ts';
import {serviceLinkName, tapName} from '../naming.ts';
import type {ServicePort} from '../service-port.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';
import {haproxyConfig} from './haproxy-config.ts';
import type {LoadBalancer, LoadBalancing} from './model.ts';
import {certificatePath, lbaasNamespace} from './names.ts';
import {treeOf} from './tree.ts';
import type {Tree} from './tree.ts';

/** The namespace with the load balancer's address. */
export interface LbaasPlugItem extends ServicePort {
  readonly kind: 'plug';
  readonly loadBalancerId: string;
  /** The subnet's, but for a default route. */
  readonly hostRoutes: readonly HostRoute[];
}

/** The haproxy in it. */
export interface LbaasServeItem {
  readonly kind: 'serve';
  readonly loadBalancerId: string;
  readonly portId: string;
  readonly namespace: string;
  readonly revision: number;
  readonly config: string;
  /** PEM text by path. */
  readonly certificates: Readonly<Record<string, string>>;
  /** What is told to the neighbours once it serves: `ns-…` has this address. Absent without a gateway. */
  readonly announce?: {readonly link: string; readonly address: string};
}

/** A load balancer of this node with which nothing is to be done but to say so. */
export interface LbaasIdleItem {
  readonly kind: 'idle';
  readonly loadBalancerId: string;
  readonly revision: number;
}

export type LbaasItem = LbaasPlugItem | LbaasServeItem | LbaasIdleItem;
export type LbaasDesired = Wanted<LbaasItem>;

/** The load balancers whose address is bound to this node. */
export function planLbaas(cloud: CloudState, node: NodeName): LbaasDesired {
  const items: Record<string, LbaasItem> = {};
  const {loadBalancing: all} = cloud;
  for (const loadBalancer of Object.values(all?.loadBalancers ?? {})) {
    const port = cloud.ports[loadBalancer.vipPortId];
    if (all === undefined || port?.binding.host !== node) continue;
    const {id: loadBalancerId, revision} = loadBalancer;
    const tree = treeOf(all, loadBalancer);
    if (tree === undefined) {
      items[`idle ${loadBalancerId}`] = {kind: 'idle', loadBalancerId, revision};
      continue;
    }
    const plug = plugOf(cloud, loadBalancer, port);
    items[`plug ${loadBalancerId}`] = plug;
    items[`serve ${loadBalancerId}`] = serveOf(tree, plug);
  }
  return wanted(items);
}

function plugOf(cloud: CloudState, loadBalancer: LoadBalancer, port: Port): LbaasPlugItem {
  const first = cloud.subnets[port.fixedIps[0]?.subnetId ?? ''];
  const ownDefault = first?.hostRoutes.find(({destination}) => destination === '0.0.0.0/0');
  const isSwitched = cloud.options.mechanism === 'openvswitch';
  return {
    kind: 'plug',
    ...(isSwitched && {plug: 'openvswitch' as const}),
    loadBalancerId: loadBalancer.id,
    portId: port.id,
    namespace: lbaasNamespace(loadBalancer.id),
    tap: tapName(port.id),
    link: serviceLinkName(port.id, cloud.options.mechanism),
    mac: port.macAddress,
    mtu: cloud.networks[port.networkId]?.mtu ?? 1500,
    addresses: port.fixedIps.flatMap(({subnetId, ipAddress}) => {
      const subnet = cloud.subnets[subnetId];
      return subnet === undefined ? [] : [`${ipAddress}/${prefixOf(subnet.cidr)}`];
    }),
    gateway: first?.gatewayIp ?? ownDefault?.nexthop ?? null,
    hostRoutes: first?.hostRoutes.filter((route) => route !== ownDefault) ?? [],
  };
}

function serveOf(tree: Tree, {portId, namespace, link, gateway}: LbaasPlugItem): LbaasServeItem {
  const {id, revision, vipAddress} = tree.loadBalancer;
  const certificates = tree.listeners.flatMap((listener) =>
    listener.certificates.map(({name, pem}) => [certificatePath(id, listener.id, name), pem] as const),
  );
  return {
    kind: 'serve',
    loadBalancerId: id,
    portId,
    namespace,
    revision,
    config: haproxyConfig(tree),
    certificates: Object.fromEntries(certificates),
    ...(gateway !== null && !vipAddress.includes(':') && {announce: {link, address: vipAddress}}),
  };
}

/** Whether the port is the address of a load balancer that is deployed: the others have no tap. */
export function isDeployedVip({loadBalancing: all}: CloudState, port: Port): boolean {
  if (all === undefined) return false;
  const loadBalancer = ownerOf(all, port);
  return loadBalancer !== undefined && treeOf(all, loadBalancer) !== undefined;
}

const ownerOf = (all: LoadBalancing, port: Port): LoadBalancer | undefined =>
  Object.values(all.loadBalancers).find((loadBalancer) => loadBalancer.vipPortId === port.id);
