import {VIP_PORT} from '../../drivers/neutron/lbaas/model.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';
import {contains, parseCidr, parseIp} from '../addresses/ip.ts';
import type {Caller} from '../caller.ts';
import {bind} from '../neutron/binding.ts';
import {touched} from '../neutron/bookkeeping.ts';
import {claimQuota} from '../neutron/quota.ts';
import {createServicePort} from '../neutron/service-ports.ts';
import {seesNetwork, seesPort, seesSubnet} from '../neutron/visibility.ts';
import type {LoadBalancerRecord, PortRecord, SubnetRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';

export type Vip = Pick<LoadBalancerRecord, 'vipAddress' | 'vipPortId' | 'vipSubnetId' | 'vipNetworkId' | 'ownsPort'>;

/** The agent that will serve a new load balancer: of those that live the one with the fewest; empty where there is none. */
function chooseHost({tables}: Work): NodeName {
  const load = (host: NodeName) =>
    [...tables.loadBalancers.values()].filter(({vipPortId}) => tables.ports.get(vipPortId)?.binding.host === host)
      .length;
  const [host = ''] = [...tables.agents.values()]
    .filter(({kind, alive, adminStateUp}) => kind === 'Loadbalancerv2 agent' && alive && adminStateUp)
    .map((agent) => agent.host)
    .toSorted((a, b) => load(a) - load(b));
  return host;
}

/**
 * The address that clients come to: of a port that is given, or of one made in the network or subnet that is named
 * (Octavia `_validate_vip_request_object`, `allocate_vip`).
 */
export function giveVip(work: Work, caller: Caller, id: string, projectId: string, values: Values): Vip {
  const wanted = values as {
    readonly vip_port_id?: string | null;
    readonly vip_network_id?: string | null;
    readonly vip_subnet_id?: string | null;
    readonly vip_address?: string | null;
  };
  const {vip_port_id: portId, vip_network_id: networkId, vip_subnet_id: subnetId} = wanted;
  const address = wanted.vip_address ?? undefined;
  if (portId !== undefined && portId !== null)
    return takePort(work, caller, id, portId, subnetId ?? undefined, address);
  if (networkId !== undefined && networkId !== null) {
    const network = work.tables.networks.get(networkId);
    if (network === undefined || !seesNetwork(work.tables, caller, network))
      throw octaviaErrors.subresourceNotFound('Network', networkId);
    return makePort(work, id, projectId, subnetIn(work, networkId, subnetId ?? undefined, address), address);
  }
  if (subnetId === undefined || subnetId === null) throw octaviaErrors.noVip();
  const subnet = work.tables.subnets.get(subnetId);
  if (subnet === undefined || !seesSubnet(work.tables, caller, subnet))
    throw octaviaErrors.subresourceNotFound('Subnet', subnetId);
  return makePort(work, id, projectId, subnet, address);
}

function subnetIn(work: Work, networkId: string, subnetId?: string, address?: string): SubnetRecord {
  const subnets = work.tables.subnets.find('network', networkId);
  if (subnetId !== undefined) {
    const named = subnets.find((subnet) => subnet.id === subnetId);
    if (named === undefined) throw octaviaErrors.subresourceNotFound('Subnet', subnetId);
    return named;
  }
  const ip = address === undefined ? undefined : parseIp(address);
  if (ip !== undefined) {
    const around = subnets.find(({cidr}) => {
      const block = parseCidr(cidr);
      return block !== undefined && contains(block, ip);
    });
    if (around === undefined)
      throw octaviaErrors.validation('Supplied network does not contain a subnet for VIP address specified.');
    return around;
  }
  const first = subnets.find((subnet) => subnet.ipVersion === 4) ?? subnets[0];
  if (first === undefined) throw octaviaErrors.validation('Supplied network does not contain a subnet.');
  return first;
}

const deviceId = (id: string): string => `lb-${id}`;

/**
 * The port carries no filter: what may come in is said by the listeners, as Octavia opens its own group for them.
 */
function makePort(work: Work, id: string, projectId: string, subnet: SubnetRecord, address?: string): Vip {
  const network = work.tables.networks.get(subnet.networkId);
  if (network === undefined) throw octaviaErrors.subresourceNotFound('Network', subnet.networkId);
  claimQuota(work, 'port', projectId);
  const port = createServicePort(work, {
    name: `octavia-lb-${id}`,
    network,
    deviceOwner: VIP_PORT,
    deviceId: deviceId(id),
    projectId,
    wanted: [{subnet_id: subnet.id, ...(address !== undefined && {ip_address: address})}],
    host: chooseHost(work),
  });
  const own = port.fixedIps.find((ip) => ip.subnetId === subnet.id)?.ipAddress ?? '';
  return {vipAddress: own, vipPortId: port.id, vipSubnetId: subnet.id, vipNetworkId: network.id, ownsPort: true};
}

function takePort(work: Work, caller: Caller, id: string, portId: string, subnetId?: string, address?: string): Vip {
  const port = work.tables.ports.get(portId);
  const network = work.tables.networks.get(port?.networkId ?? '');
  if (port === undefined || network === undefined || !seesPort(work.tables, caller, port))
    throw octaviaErrors.subresourceNotFound('Port', portId);
  if (port.deviceId !== '')
    throw octaviaErrors.validation(`Port ${portId} is already used by device ${port.deviceId} `);
  const fixed = fixedIpOf(port, subnetId, address);
  work.tables.ports.put(
    touched(work, {
      ...port,
      deviceId: deviceId(id),
      deviceOwner: VIP_PORT,
      portSecurityEnabled: false,
      securityGroups: [],
      allowedAddressPairs: [],
      binding: bind(work, network, chooseHost(work)),
      status: 'DOWN',
    }),
  );
  return {
    vipAddress: fixed.ipAddress,
    vipPortId: port.id,
    vipSubnetId: fixed.subnetId,
    vipNetworkId: network.id,
    ownsPort: false,
  };
}

function fixedIpOf(port: PortRecord, subnetId?: string, address?: string) {
  if (subnetId !== undefined) {
    const inSubnet = port.fixedIps.find((ip) => ip.subnetId === subnetId);
    if (inSubnet === undefined)
      throw octaviaErrors.validation('No VIP address found on the specified VIP port within the specified subnet.');
    return inSubnet;
  }
  if (address !== undefined) {
    const same = port.fixedIps.find((ip) => ip.ipAddress === address);
    if (same === undefined)
      throw octaviaErrors.validation('Specified VIP address not found on the specified VIP port.');
    return same;
  }
  const [only, ...others] = port.fixedIps;
  if (only === undefined || others.length > 0)
    throw octaviaErrors.validation(
      "VIP port's subnet could not be determined. Please specify either a VIP subnet or address.",
    );
  return only;
}
