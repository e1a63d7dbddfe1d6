import {ApiError} from '../api-error.ts';

/** What is wrong with a subnet's own parts, in Neutron's words; {@link neutronErrors} has them too. */
export const subnetErrors = {
  gatewayInPool: (gateway: string, pool: string) =>
    new ApiError(
      409,
      'GatewayConflictWithAllocationPools',
      `Gateway ip ${gateway} conflicts with allocation pool ${pool}.`,
    ),
  poolOutOfBounds: (pool: string, cidr: string) =>
    new ApiError(400, 'OutOfBoundsAllocationPool', `The allocation pool ${pool} spans beyond the subnet cidr ${cidr}.`),
  poolsOverlap: (a: string, b: string, cidr: string) =>
    new ApiError(
      409,
      'OverlappingAllocationPools',
      `Found overlapping allocation pools: ${a} ${b} for subnet ${cidr}.`,
    ),
  invalidPool: (pool: string) =>
    new ApiError(400, 'InvalidAllocationPool', `The allocation pool ${pool} is not valid.`),
  invalidServiceType: (type: string) =>
    new ApiError(
      400,
      'InvalidSubnetServiceType',
      `Subnet service type ${type} does not correspond to a valid device owner.`,
    ),
  serviceTypeNoString: (type: string) =>
    new ApiError(400, 'InvalidInputSubnetServiceType', `Subnet service type ${type} is not a string.`),
  tooManyNameservers: (subnet: string, limit: number) =>
    new ApiError(
      400,
      'DNSNameServersExhausted',
      `Unable to complete operation for ${subnet}. The number of DNS nameservers exceeds the limit ${limit}.`,
    ),
  tooManyRoutes: (subnet: string, limit: number) =>
    new ApiError(
      400,
      'HostRoutesExhausted',
      `Unable to complete operation for ${subnet}. The number of host routes exceeds the limit ${limit}.`,
    ),
} as const;
