import {isRouterInterface} from '../../drivers/neutron/model.ts';
import type {FixedIp} from '../../drivers/neutron/model.ts';
import {contains, formatIp, parseCidr, parseIp} from '../addresses/ip.ts';
import {eui64Address} from '../addresses/mac.ts';
import type {SubnetRecord} from '../store/records.ts';
import {onNetwork} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {neutronErrors} from './errors.ts';
import {rangeOf} from './pools.ts';
import {isAutoAddress} from './subnet-rules.ts';

/** One address a port asks for; with neither part it may not be asked. */
export interface WantedIp {
  readonly subnet_id?: string;
  readonly ip_address?: string;
}

export interface AddressRequest {
  readonly networkId: string;
  readonly macAddress: string;
  readonly deviceOwner: string;
  /** Absent: one address of each version the network has. */
  readonly wanted?: readonly WantedIp[];
}

/** `max_fixed_ips_per_port` is gone from Neutron; this only bounds a request. */
const MOST_ADDRESSES = 64;
/** How far Neutron looks for random addresses: among the first so many free ones of a pool. */
const WINDOW = 1000;
const TRIES = 24;

/** Addresses for one port, none of which any port of the network has. `taken` are those it got already. */
export function giveAddresses(work: Work, request: AddressRequest): readonly FixedIp[] {
  const subnets = work.tables.subnets.find('network', request.networkId);
  const given: FixedIp[] = [];
  const wanted = request.wanted ?? [];
  // A router makes no address of its MAC: it is the one that others make theirs by.
  const isAuto = (subnet: SubnetRecord): boolean =>
    isAutoAddress(subnet.ipv6AddressMode) && !isRouterInterface(request);
  if (wanted.length > MOST_ADDRESSES) throw neutronErrors.tooManyAddresses();
  // Exact addresses first, so that a chosen one is not given away to "any of this subnet".
  const exact = wanted.filter((one) => one.ip_address !== undefined);
  const open = wanted.filter((one) => one.ip_address === undefined);
  for (const one of exact) given.push(giveExact(work, request, subnets, one, given));
  for (const one of open) {
    const subnet = subnetOf(work, request, subnets, one);
    if (isAuto(subnet)) continue;
    given.push(giveAny(work, request, [subnet], given));
  }
  if (request.wanted === undefined) {
    for (const version of [4, 6] as const) {
      const candidates = subnets.filter(
        (subnet) => subnet.ipVersion === version && !isAutoAddress(subnet.ipv6AddressMode) && suits(subnet, request),
      );
      if (candidates.length > 0) given.push(giveAny(work, request, candidates, given));
    }
  }
  for (const subnet of subnets) {
    if (isAuto(subnet)) given.push(giveAuto(work, request, subnet));
  }
  return given;
}

const suits = (subnet: SubnetRecord, request: AddressRequest): boolean =>
  subnet.serviceTypes.length === 0 || subnet.serviceTypes.some((type) => request.deviceOwner.startsWith(type));

function subnetOf(
  work: Work,
  request: AddressRequest,
  subnets: readonly SubnetRecord[],
  wanted: WantedIp,
): SubnetRecord {
  if (subnets.length === 0) throw neutronErrors.invalidInput('IP allocation requires subnets for network');
  const {subnet_id: subnetId, ip_address: address} = wanted;
  const ip = address === undefined ? undefined : parseIp(address);
  if (subnetId !== undefined) {
    const subnet = subnets.find((candidate) => candidate.id === subnetId);
    if (subnet === undefined) {
      if (work.tables.subnets.get(subnetId) === undefined) throw neutronErrors.subnetNotFound(subnetId);
      throw neutronErrors.invalidInput(
        `Failed to create port on network ${request.networkId}, because fixed_ips included invalid subnet ${subnetId}`,
      );
    }
    if (ip !== undefined && !isUsable(subnet, formatIp(ip))) throw neutronErrors.addressNotInSubnet(formatIp(ip));
    return subnet;
  }
  if (ip === undefined) throw neutronErrors.invalidInput('IP allocation requires subnet_id or ip_address');
  const subnet = subnets.find((candidate) => isUsable(candidate, formatIp(ip)));
  if (subnet === undefined) throw neutronErrors.addressNotInNetwork(formatIp(ip));
  return subnet;
}

/** In the subnet, and neither its network nor its broadcast address. It need not be in a pool. */
function isUsable(subnet: SubnetRecord, address: string): boolean {
  const cidr = parseCidr(subnet.cidr);
  const ip = parseIp(address);
  if (cidr === undefined || ip === undefined || !contains(cidr, ip)) return false;
  return ip.value !== cidr.first && (cidr.version === 6 || ip.value !== cidr.last);
}

const isTaken = (work: Work, networkId: string, address: string, given: readonly FixedIp[]): boolean =>
  given.some((ip) => ip.ipAddress === address) || work.tables.ports.count('address', onNetwork(networkId, address)) > 0;

function giveExact(
  work: Work,
  request: AddressRequest,
  subnets: readonly SubnetRecord[],
  wanted: WantedIp,
  given: readonly FixedIp[],
): FixedIp {
  const subnet = subnetOf(work, request, subnets, wanted);
  const ip = parseIp(wanted.ip_address ?? '');
  const ipAddress = ip === undefined ? '' : formatIp(ip);
  if (isAutoAddress(subnet.ipv6AddressMode) && !isRouterInterface(request))
    throw neutronErrors.autoAddress(ipAddress, subnet.id);
  if (isTaken(work, request.networkId, ipAddress, given)) throw neutronErrors.addressInUse(ipAddress, subnet.id);
  return {subnetId: subnet.id, ipAddress};
}

function giveAuto(work: Work, request: AddressRequest, subnet: SubnetRecord): FixedIp {
  const cidr = parseCidr(subnet.cidr);
  const ipAddress = cidr === undefined ? '' : eui64Address(cidr, request.macAddress);
  if (isTaken(work, request.networkId, ipAddress, [])) throw neutronErrors.addressInUse(ipAddress, subnet.id);
  return {subnetId: subnet.id, ipAddress};
}

/** A free address of the first subnet that has one left. */
function giveAny(
  work: Work,
  request: AddressRequest,
  subnets: readonly SubnetRecord[],
  given: readonly FixedIp[],
): FixedIp {
  const inOrder = work.plan.addressOrder === 'next' || request.deviceOwner === 'network:dhcp';
  for (const subnet of subnets) {
    for (const pool of subnet.allocationPools) {
      const range = rangeOf(pool);
      const address = (value: bigint) => formatIp({version: subnet.ipVersion, value});
      const isFree = (value: bigint) => !isTaken(work, request.networkId, address(value), given);
      const used = BigInt(work.tables.ports.count('subnet', subnet.id));
      const found = (inOrder ? undefined : anyFree(work, range, used, isFree)) ?? nextFree(range, isFree);
      if (found !== undefined) return {subnetId: subnet.id, ipAddress: address(found)};
    }
  }
  throw neutronErrors.noAddressLeft(request.networkId);
}

/** Random as in Neutron since Newton; gives up after some tries in a crowded pool, where {@link nextFree} goes on. */
function anyFree(
  work: Work,
  {from, to}: {readonly from: bigint; readonly to: bigint},
  used: bigint,
  isFree: (value: bigint) => boolean,
): bigint | undefined {
  const size = to - from + 1n;
  const reach = BigInt(WINDOW) + used;
  const among = Number(size < reach ? size : reach);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const value = from + BigInt(work.chance.integer(among));
    if (isFree(value)) return value;
  }
  return undefined;
}

function nextFree(
  {from, to}: {readonly from: bigint; readonly to: bigint},
  isFree: (value: bigint) => boolean,
): bigint | undefined {
  for (let value = from; value <= to; value += 1n) if (isFree(value)) return value;
  return undefined;
}
