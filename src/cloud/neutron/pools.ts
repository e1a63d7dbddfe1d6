import type {AllocationPool} from '../../drivers/neutron/model.ts';
import {formatIp, parseIp} from '../addresses/ip.ts';
import type {Cidr, Ip} from '../addresses/ip.ts';
import {neutronErrors} from './errors.ts';
import {formatCidr} from '../addresses/ip.ts';

/** A pool as numbers, both ends included. */
export interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** The addresses of a subnet that a port may have: without network and broadcast address where there are such. */
export function usable(cidr: Cidr): Range {
  if (cidr.version === 6) return {from: cidr.first === cidr.last ? cidr.first : cidr.first + 1n, to: cidr.last};
  return cidr.prefix <= 30 ? {from: cidr.first + 1n, to: cidr.last - 1n} : {from: cidr.first, to: cidr.last};
}

export const rangeOf = (pool: AllocationPool): Range => ({
  from: parseIp(pool.start)?.value ?? 0n,
  to: parseIp(pool.end)?.value ?? -1n,
});

/** Everything usable but the gateway. */
export function defaultPools(cidr: Cidr, gateway: Ip | undefined): readonly AllocationPool[] {
  const all = usable(cidr);
  const taken = gateway?.version === cidr.version ? gateway.value : undefined;
  const ranges =
    taken === undefined || taken < all.from || taken > all.to
      ? [all]
      : [
          {from: all.from, to: taken - 1n},
          {from: taken + 1n, to: all.to},
        ];
  const write = (value: bigint) => formatIp({version: cidr.version, value});
  return ranges.filter(({from, to}) => from <= to).map(({from, to}) => ({start: write(from), end: write(to)}));
}

/** As Neutron names a pool in its messages. */
const named = (pool: AllocationPool): string => `${pool.start}-${pool.end}`;

/**
 * Pools as they were asked for, in canonical text, once they are in order, within the subnet, apart from each other and
 * without the gateway.
 */
export function checkedPools(
  pools: readonly AllocationPool[],
  cidr: Cidr,
  gatewayIp: string | null,
): readonly AllocationPool[] {
  const all = usable(cidr);
  const canonical = pools.map((pool) => canonicalPool(pool, cidr));
  for (const pool of canonical) {
    const {from, to} = rangeOf(pool);
    if (from < all.from || to > all.to) throw neutronErrors.poolOutOfBounds(named(pool), formatCidr(cidr));
  }
  for (const [place, pool] of canonical.entries()) {
    const other = canonical.slice(place + 1).find((next) => overlaps(rangeOf(pool), rangeOf(next)));
    if (other !== undefined) throw neutronErrors.poolsOverlap(named(pool), named(other), formatCidr(cidr));
  }
  if (gatewayIp !== null) refuseGatewayIn(canonical, gatewayIp);
  return canonical;
}

const overlaps = (a: Range, b: Range): boolean => a.from <= b.to && b.from <= a.to;

function canonicalPool(pool: AllocationPool, cidr: Cidr): AllocationPool {
  const start = parseIp(pool.start);
  const end = parseIp(pool.end);
  if (start === undefined || end === undefined || start.version !== cidr.version || end.version !== cidr.version) {
    throw neutronErrors.invalidPool(named(pool));
  }
  if (start.value > end.value) throw neutronErrors.invalidPool(named(pool));
  return {start: formatIp(start), end: formatIp(end)};
}

export function refuseGatewayIn(pools: readonly AllocationPool[], gatewayIp: string): void {
  const gateway = parseIp(gatewayIp);
  if (gateway === undefined) return;
  const pool = pools.find((candidate) => {
    const {from, to} = rangeOf(candidate);
    return parseIp(candidate.start)?.version === gateway.version && gateway.value >= from && gateway.value <= to;
  });
  if (pool !== undefined) throw neutronErrors.gatewayInPool(gatewayIp, named(pool));
}
