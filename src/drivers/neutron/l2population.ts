import type {FdbEntry, Neighbour} from '../../state/snapshot.ts';
import {forPort, forNetwork, run} from './command-words.ts';
import type {Command, Driver, NodeFindings} from './driver.ts';
import {wiredPorts} from './linuxbridge/plan.ts';
import {hostsOfPort, isBound, isReplicated} from './model.ts';
import type {CloudState, NodeName} from './model.ts';
import {vxlanName} from './naming.ts';
import {known, ownNamespace} from './reading.ts';
import type {Wanted} from './wanted.ts';
import {wanted} from './wanted.ts';

/** What a node is told of a port elsewhere, so that it need not flood to learn it. */
export type L2populationItem =
  /** Broadcast and unknown frames of the network also go to this tunnel end. */
  | {readonly kind: 'flood'; readonly networkId: string; readonly dev: string; readonly vtep: string}
  | {
      readonly kind: 'fdb';
      readonly networkId: string;
      readonly portId: string;
      readonly dev: string;
      readonly mac: string;
      readonly vtep: string;
    }
  /** What the device answers ARP requests from, without asking the other end. */
  | {
      readonly kind: 'neighbour';
      readonly networkId: string;
      readonly portId: string;
      readonly dev: string;
      readonly mac: string;
      readonly address: string;
    };

export type L2populationDesired = Wanted<L2populationItem>;

export interface L2populationFound {
  /** Names of the node's interfaces: entries need the vxlan device to be there. */
  readonly links: ReadonlySet<string>;
  readonly fdb: readonly FdbEntry[];
  readonly neighbours: readonly Neighbour[];
}

const FLOOD_MAC = '00:00:00:00:00:00';

/** Entries for every active port elsewhere of each VXLAN network that has an active port here. */
function plan(cloud: CloudState, node: NodeName): L2populationDesired {
  const items: Record<string, L2populationItem> = {};
  if (!cloud.options.l2Population) return wanted(items);
  const active = Object.values(cloud.ports).filter(
    (port) => port.status === 'ACTIVE' && isBound(port.binding) && port.deviceOwner !== '',
  );
  const here = new Set(
    wiredPorts(cloud, node)
      .filter((port) => port.status === 'ACTIVE')
      .map((port) => port.networkId),
  );
  for (const port of active) {
    const network = cloud.networks[port.networkId];
    if (network?.networkType !== 'vxlan' || network.segmentationId === null || !here.has(network.id)) continue;
    const dev = vxlanName(network.segmentationId);
    const {mac, portId, networkId} = {mac: port.macAddress, portId: port.id, networkId: network.id};
    const vteps = hostsOfPort(cloud, port).flatMap((host) =>
      host === node ? [] : (cloud.nodes[host]?.tunnelIp ?? []),
    );
    for (const vtep of vteps) items[`${dev} flood ${vtep}`] = {kind: 'flood', networkId, dev, vtep};
    // Which copy of the router answers changes without anybody being told: it is learned from what it sends.
    const [vtep] = vteps;
    if (vtep === undefined || isReplicated(cloud, port)) continue;
    items[`${dev} fdb ${mac}`] = {kind: 'fdb', networkId, portId, dev, mac, vtep};
    if (!cloud.options.arpResponder) continue;
    for (const {ipAddress: address} of port.fixedIps)
      items[`${dev} neighbour ${address}`] = {kind: 'neighbour', networkId, portId, dev, mac, address};
  }
  return wanted(items);
}

function find(found: NodeFindings): L2populationFound {
  const own = ownNamespace(found);
  return {
    links: new Set(Object.keys(known(own.links, 'links'))),
    fdb: Object.values(known(own.fdb, 'fdb')),
    neighbours: Object.values(known(own.neighbours, 'neighbours')),
  };
}

function difference(desired: L2populationDesired, found: L2populationFound): readonly Command[] {
  const has = makeLookup(found);
  const additions = Object.values(desired.present).filter((item) => found.links.has(item.dev) && !has.exactly(item));
  return [
    ...Object.values(desired.absent).filter(has.any).map(removal),
    ...additions.filter((item) => item.kind !== 'neighbour').map(addition),
    ...additions.filter((item) => item.kind === 'neighbour').map(addition),
  ];
}

/** Sets, not searches: a network may have thousands of entries. */
function makeLookup({links, fdb, neighbours}: L2populationFound) {
  const entries = new Set<string>();
  const macs = new Set<string>();
  for (const {dev, mac, destination, origin} of fdb) {
    if (destination === undefined || origin !== 'permanent') continue;
    entries.add(`${dev} ${mac} ${destination}`);
    macs.add(`${dev} ${mac}`);
  }
  const macOf = new Map<string, string>();
  for (const {dev, address, mac, states} of neighbours)
    if (mac !== undefined && states.includes('PERMANENT')) macOf.set(`${dev} ${address}`, mac);
  return {
    exactly: (item: L2populationItem): boolean => {
      if (item.kind === 'neighbour') return macOf.get(`${item.dev} ${item.address}`) === item.mac;
      return entries.has(`${item.dev} ${item.kind === 'flood' ? FLOOD_MAC : item.mac} ${item.vtep}`);
    },
    any: (item: L2populationItem): boolean => {
      if (!links.has(item.dev)) return false;
      if (item.kind === 'neighbour') return macOf.has(`${item.dev} ${item.address}`);
      if (item.kind === 'flood') return entries.has(`${item.dev} ${FLOOD_MAC} ${item.vtep}`);
      return macs.has(`${item.dev} ${item.mac}`);
    },
  };
}

function addition(item: L2populationItem): Command {
  const {dev} = item;
  if (item.kind === 'flood')
    return run(
      forNetwork(item.networkId),
      {en: `Broadcasts of the network also go to ${item.vtep}.`, zh: `该网络的广播帧也发往 ${item.vtep}。`},
      `bridge fdb append ${FLOOD_MAC} dev ${dev} dst ${item.vtep}`,
    );
  if (item.kind === 'fdb')
    return run(
      forPort(item.portId),
      {en: `${item.mac} is behind the tunnel end ${item.vtep}.`, zh: `${item.mac} 位于隧道端点 ${item.vtep} 之后。`},
      `bridge fdb replace ${item.mac} dev ${dev} dst ${item.vtep}`,
    );
  return run(
    forPort(item.portId),
    {en: `${dev} answers ARP for ${item.address} itself.`, zh: `${dev} 自己应答对 ${item.address} 的 ARP 请求。`},
    `ip neigh replace ${item.address} lladdr ${item.mac} nud permanent dev ${dev}`,
  );
}

function removal(item: L2populationItem): Command {
  const {dev} = item;
  if (item.kind === 'flood')
    return run(
      forNetwork(item.networkId),
      {en: `No port of the network is left behind ${item.vtep}.`, zh: `${item.vtep} 之后已没有该网络的端口。`},
      `bridge fdb del ${FLOOD_MAC} dev ${dev} dst ${item.vtep}`,
    );
  const why = {en: 'The port is gone.', zh: '该端口已不存在。'};
  return item.kind === 'fdb'
    ? run(forPort(item.portId), why, `bridge fdb del ${item.mac} dev ${dev}`)
    : run(forPort(item.portId), why, `ip neigh del ${item.address} dev ${dev}`);
}

/** The l2population mechanism driver, as far as it is seen on a node. */
export const l2population: Driver<L2populationDesired, L2populationFound> = {
  name: 'l2population',
  plan,
  find,
  difference,
};
