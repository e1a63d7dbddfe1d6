import type {CloudPlan, IdRange} from '../cloud-plan.ts';
import type {NetworkType} from '../../drivers/neutron/model.ts';
import type {Work} from '../work.ts';
import {segmentKey} from '../store/tables.ts';
import {neutronErrors} from './errors.ts';

/** What of the wire a network occupies: the work of ML2's type drivers. */
export interface Segment {
  readonly networkType: NetworkType;
  readonly physicalNetwork: string | null;
  readonly segmentationId: number | null;
}

/** What the request asks for; a part that was left out is undefined. */
export interface WantedSegment {
  readonly networkType?: string | undefined;
  readonly physicalNetwork?: string | null | undefined;
  readonly segmentationId?: number | null | undefined;
}

/** Bits in a VNI: 24. Neutron itself lets its agents stumble over larger ones; here the server says so. */
const LARGEST_VNI = 2 ** 24 - 1;
const LARGEST_VLAN = 4094;

/** Headers around a frame in VXLAN over IPv4: IP 20, UDP 8, VXLAN 8, Ethernet 14. */
const VXLAN_OVERHEAD = 50;

const KNOWN: readonly string[] = ['local', 'flat', 'vlan', 'vxlan'];
const isKnown = (plan: CloudPlan, type: string): type is NetworkType =>
  KNOWN.includes(type) && plan.ml2.typeDrivers.some((driver) => driver === type);

export const largestMtu = (plan: CloudPlan, type: NetworkType): number =>
  type === 'vxlan' ? plan.ml2.physicalMtu - VXLAN_OVERHEAD : plan.ml2.physicalMtu;

/** The segment of a new network: as asked, or the next of the types that ordinary users get. */
export function takeSegment(work: Work, wanted: WantedSegment): Segment {
  const asked = [wanted.networkType, wanted.physicalNetwork, wanted.segmentationId].some((part) => part !== undefined);
  if (!asked) return takeTenantSegment(work);
  const type = wanted.networkType;
  if (type === undefined) throw neutronErrors.invalidInput('network_type required');
  if (!isKnown(work.plan, type)) throw neutronErrors.invalidInput(`network_type value '${type}' not supported`);
  const physicalNetwork = wanted.physicalNetwork ?? null;
  const segmentationId = wanted.segmentationId ?? null;
  switch (type) {
    case 'local':
      refuse('local', {physical_network: physicalNetwork, segmentation_id: segmentationId});
      return {networkType: 'local', physicalNetwork: null, segmentationId: null};
    case 'flat':
      return takeFlat(work, physicalNetwork, segmentationId);
    case 'vlan':
      return takeVlan(work, physicalNetwork, segmentationId);
    case 'vxlan':
      if (physicalNetwork !== null && physicalNetwork !== '') {
        throw neutronErrors.invalidInput('provider:physical_network specified for vxlan network');
      }
      return takeVni(work, segmentationId);
  }
}

function refuse(type: string, parts: Readonly<Record<string, string | number | null>>): void {
  for (const [name, value] of Object.entries(parts)) {
    if (value !== null && value !== '' && value !== 0) {
      throw neutronErrors.invalidInput(`${name} prohibited for ${type} provider network`);
    }
  }
}

const isTaken = ({tables}: Work, segment: Segment): boolean =>
  tables.networks.count('segment', segmentKey(segment.networkType, segment.physicalNetwork, segment.segmentationId)) >
  0;

function takeFlat(work: Work, physicalNetwork: string | null, segmentationId: number | null): Segment {
  if (physicalNetwork === null || physicalNetwork === '') {
    throw neutronErrors.invalidInput('physical_network required for flat provider network');
  }
  const {flatNetworks} = work.plan.ml2;
  if (flatNetworks.length === 0) throw neutronErrors.invalidInput('Flat provider networks are disabled');
  if (!flatNetworks.includes('*') && !flatNetworks.includes(physicalNetwork)) {
    throw neutronErrors.invalidInput(`physical_network '${physicalNetwork}' unknown for flat provider network`);
  }
  refuse('flat', {segmentation_id: segmentationId});
  const segment: Segment = {networkType: 'flat', physicalNetwork, segmentationId: null};
  if (isTaken(work, segment)) throw neutronErrors.flatNetworkInUse(physicalNetwork);
  return segment;
}

function takeVlan(work: Work, physicalNetwork: string | null, segmentationId: number | null): Segment {
  if (physicalNetwork === null || physicalNetwork === '') {
    if (segmentationId !== null) {
      throw neutronErrors.invalidInput('segmentation_id requires physical_network for VLAN provider network');
    }
    return firstFree(Object.keys(work.plan.ml2.vlanRanges).map((label) => freeVlan(work, label)));
  }
  if (!Object.hasOwn(work.plan.ml2.vlanRanges, physicalNetwork)) {
    throw neutronErrors.invalidInput(`physical_network '${physicalNetwork}' unknown for VLAN provider network`);
  }
  if (segmentationId === null) return firstFree([freeVlan(work, physicalNetwork)]);
  if (segmentationId < 1 || segmentationId > LARGEST_VLAN) {
    throw neutronErrors.invalidInput(`segmentation_id out of range (1 through ${LARGEST_VLAN})`);
  }
  const segment: Segment = {networkType: 'vlan', physicalNetwork, segmentationId};
  if (isTaken(work, segment)) throw neutronErrors.vlanInUse(segmentationId, physicalNetwork);
  return segment;
}

const freeVlan = (work: Work, physicalNetwork: string): Segment | undefined => {
  const range = work.plan.ml2.vlanRanges[physicalNetwork];
  return range ? freeIn(work, [range], 'vlan', physicalNetwork) : undefined;
};

function takeVni(work: Work, segmentationId: number | null): Segment {
  if (segmentationId === null) return firstFree([freeIn(work, work.plan.ml2.vniRanges, 'vxlan', null)]);
  if (segmentationId < 1 || segmentationId > LARGEST_VNI) {
    throw neutronErrors.invalidInput(`segmentation_id out of range (1 through ${LARGEST_VNI})`);
  }
  const segment: Segment = {networkType: 'vxlan', physicalNetwork: null, segmentationId};
  if (isTaken(work, segment)) throw neutronErrors.tunnelInUse(segmentationId);
  return segment;
}

/** The lowest id of the ranges that no network has. */
function freeIn(
  work: Work,
  ranges: readonly IdRange[],
  networkType: NetworkType,
  physicalNetwork: string | null,
): Segment | undefined {
  for (const range of ranges) {
    for (let segmentationId = range.from; segmentationId <= range.to; segmentationId += 1) {
      const segment: Segment = {networkType, physicalNetwork, segmentationId};
      if (!isTaken(work, segment)) return segment;
    }
  }
  return undefined;
}

const firstFree = (segments: readonly (Segment | undefined)[]): Segment => {
  const free = segments.find((segment) => segment !== undefined);
  if (free === undefined) throw neutronErrors.noNetworkAvailable();
  return free;
};

function takeTenantSegment(work: Work): Segment {
  for (const type of work.plan.ml2.tenantNetworkTypes) {
    const segment = tenantSegment(work, type);
    if (segment !== undefined) return segment;
  }
  throw neutronErrors.noNetworkAvailable();
}

/** Flat networks are never given to ordinary users by themselves: the type driver has nothing to choose from. */
function tenantSegment(work: Work, type: NetworkType): Segment | undefined {
  switch (type) {
    case 'local':
      return {networkType: 'local', physicalNetwork: null, segmentationId: null};
    case 'flat':
      return undefined;
    case 'vlan':
      return Object.keys(work.plan.ml2.vlanRanges)
        .map((label) => freeVlan(work, label))
        .find((segment) => segment !== undefined);
    case 'vxlan':
      return freeIn(work, work.plan.ml2.vniRanges, 'vxlan', null);
  }
}
