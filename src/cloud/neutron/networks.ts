import {ROUTER_GATEWAY, isBound} from '../../drivers/neutron/model.ts';
import type {Caller} from '../caller.ts';
import type {NetworkRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {deletePortRecord} from './port-records.ts';
import {neutronErrors} from './errors.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {dropIdleFloatingIps} from './floating-ips.ts';
import {l3Errors} from './l3-errors.ts';
import {AUTO_DELETED} from './owners.ts';
import {changedPolicy, checkNetworkPolicy, policyOfNewNetwork} from './qos-policies.ts';
import {claimQuota} from './quota.ts';
import {defaultGroup} from './security-groups.ts';
import {NETWORK} from './resources.ts';
import {largestMtu, takeSegment} from './segments.ts';
import {policiesOf} from './visibility.ts';

/** What a request may say of a network, after the attribute map proved it. */
interface NetworkValues {
  readonly name: string;
  readonly description: string;
  readonly admin_state_up: boolean;
  readonly shared: boolean;
  readonly 'router:external': boolean;
  readonly is_default: boolean;
  readonly mtu: number;
  readonly port_security_enabled: boolean;
  readonly project_id: string;
  readonly availability_zone_hints: readonly string[];
  readonly qos_policy_id: string | null;
  readonly 'provider:network_type'?: string;
  readonly 'provider:physical_network'?: string | null;
  readonly 'provider:segmentation_id'?: number | null;
}

export function createNetwork(work: Work, caller: Caller, values: Values): NetworkRecord {
  const wanted = values as unknown as NetworkValues;
  enforce(NETWORK, 'create', values, caller, {owner: wanted.project_id});
  claimQuota(work, 'network', wanted.project_id);
  refuseZones(wanted.availability_zone_hints);
  const segment = takeSegment(work, {
    networkType: wanted['provider:network_type'],
    physicalNetwork: wanted['provider:physical_network'],
    segmentationId: wanted['provider:segmentation_id'],
  });
  const network: NetworkRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    projectId: wanted.project_id,
    adminStateUp: wanted.admin_state_up,
    shared: false,
    external: wanted['router:external'],
    ...defaultFor(wanted['router:external'] && wanted.is_default),
    mtu: checkedMtu(wanted.mtu, largestMtu(work.plan, segment.networkType)),
    ...segment,
    portSecurityEnabled: wanted.port_security_enabled,
    availabilityZoneHints: wanted.availability_zone_hints,
    qosPolicyId: policyOfNewNetwork(work.tables, caller, wanted.qos_policy_id, wanted.project_id),
    ...bookkeeping(work, wanted.description),
    // Neutron writes the network and then its segment: a new one is at revision 1.
    revisionNumber: 1,
  };
  checkNetworkPolicy(work.tables, network);
  if (wanted.is_default) refuseSecondDefault(work, network.id);
  work.tables.networks.put(network);
  // Its ports will want it (securitygroups_db.py `_ensure_default_security_group_handler`).
  defaultGroup(work, wanted.project_id);
  if (network.external) openToAll(work, network);
  return wanted.shared ? shareWithAll(work, network) : network;
}

/** The only zone there is; its agents stand in it by themselves. */
const ZONE = 'nova';
export function refuseZones(hints: readonly string[]): void {
  const unknown = hints.find((hint) => hint !== ZONE);
  if (unknown !== undefined) {
    throw neutronErrors.availabilityZoneNotFound(unknown);
  }
}

function checkedMtu(wanted: number, largest: number): number {
  if (wanted > largest) throw neutronErrors.invalidInput(`Requested MTU is too big, maximum is ${largest}`);
  return wanted === 0 ? largest : wanted;
}

function shareWithAll(work: Work, network: NetworkRecord): NetworkRecord {
  const {id, projectId} = network;
  work.tables.rbacPolicies.put({
    id: work.chance.uuid(),
    projectId,
    objectId: id,
    action: 'access_as_shared',
    targetProject: '*',
  });
  const shared = {...network, shared: true};
  work.tables.networks.put(shared);
  return shared;
}

export function updateNetwork(work: Work, caller: Caller, network: NetworkRecord, values: Values): NetworkRecord {
  enforce(NETWORK, 'update', values, caller, {owner: network.projectId, networkOwner: network.projectId});
  const wanted = values as unknown as Partial<NetworkValues>;
  const {isDefault = false, ...rest} = network;
  const external = movedOutside(work, network, wanted['router:external'] ?? network.external);
  const changed = touched(work, {
    ...rest,
    name: wanted.name ?? network.name,
    description: wanted.description ?? network.description,
    adminStateUp: wanted.admin_state_up ?? network.adminStateUp,
    external,
    ...defaultFor(external && (wanted.is_default ?? isDefault)),
    portSecurityEnabled: wanted.port_security_enabled ?? network.portSecurityEnabled,
    mtu: wanted.mtu === undefined ? network.mtu : checkedMtu(wanted.mtu, largestMtu(work.plan, network.networkType)),
    segmentationId: movedVlan(work, network, wanted),
    qosPolicyId: changedPolicy(work.tables, caller, network.qosPolicyId, wanted.qos_policy_id),
  });
  checkNetworkPolicy(work.tables, changed);
  if (wanted.is_default === true) refuseSecondDefault(work, network.id);
  work.tables.networks.put(changed);
  if (wanted.shared === true && !network.shared) return shareWithAll(work, changed);
  return wanted.shared === false && network.shared ? unshare(work, changed) : changed;
}

/** The VLAN id is the only part of a segment that can change, and only while no port is bound to it. */
function movedVlan(work: Work, network: NetworkRecord, wanted: Partial<NetworkValues>): number | null {
  const id = wanted['provider:segmentation_id'];
  const others = [wanted['provider:network_type'], wanted['provider:physical_network']];
  if (id === undefined && others.every((part) => part === undefined)) return network.segmentationId;
  if (network.networkType !== 'vlan') throw neutronErrors.invalidInput('Only VLAN type networks can be updated.');
  if (id === undefined || id === null || others.some((part) => part !== undefined)) {
    throw neutronErrors.invalidInput('Only segmentation_id field can be updated in VLAN type networks');
  }
  if (id === network.segmentationId) return id;
  if (work.tables.ports.find('network', network.id).some((port) => isBound(port.binding))) {
    throw neutronErrors.invalidInput(
      `Provider network attribute segmentation_id cannot be updated because the network ${network.id} has ports bound`,
    );
  }
  const {physicalNetwork} = network;
  return takeSegment(work, {networkType: 'vlan', physicalNetwork, segmentationId: id}).segmentationId;
}

/** Only of an external network it is kept. */
const defaultFor = (isDefault: boolean): Pick<NetworkRecord, 'isDefault'> => (isDefault ? {isDefault} : {});

function refuseSecondDefault({tables}: Work, id: string): void {
  const other = [...tables.networks.values()].find((network) => network.isDefault === true && network.id !== id);
  if (other !== undefined) throw neutronErrors.secondDefaultNetwork(other.id);
}

/** Every project's routers may go out by it. */
function openToAll(work: Work, {id, projectId}: NetworkRecord): void {
  const policy = {id: work.chance.uuid(), projectId, objectId: id, targetProject: '*'};
  work.tables.rbacPolicies.put({...policy, action: 'access_as_external'});
}

/** A network stays outside while a router has its gateway on it. */
function movedOutside(work: Work, network: NetworkRecord, external: boolean): boolean {
  if (external === network.external) return external;
  if (external) {
    openToAll(work, network);
    return true;
  }
  const ports = work.tables.ports.find('network', network.id);
  if (ports.some((port) => port.deviceOwner === ROUTER_GATEWAY)) throw l3Errors.externalNetworkInUse(network.id);
  for (const {id} of policiesOf(work.tables, network.id, 'access_as_external')) work.tables.rbacPolicies.delete(id);
  return false;
}

/** Sharing ends only where nobody else relies on it. */
function unshare(work: Work, network: NetworkRecord): NetworkRecord {
  const {tables} = work;
  const policies = policiesOf(tables, network.id, 'access_as_shared');
  const still = new Set([network.projectId, ...policies.map((policy) => policy.targetProject)]);
  const users = [
    ...tables.ports.find('network', network.id).filter((port) => !port.deviceOwner.startsWith('network:')),
    ...tables.subnets.find('network', network.id),
  ];
  if (users.some((user) => !still.has(user.projectId))) throw neutronErrors.sharedByOthers(network.name);
  for (const policy of policies) if (policy.targetProject === '*') tables.rbacPolicies.delete(policy.id);
  const own = {...network, shared: false};
  tables.networks.put(own);
  return own;
}

/** Goes with its subnets and with the ports Neutron made for itself; any other port holds it. */
export function deleteNetwork(work: Work, caller: Caller, network: NetworkRecord): void {
  const {tables} = work;
  enforce(NETWORK, 'delete', {}, caller, {owner: network.projectId});
  dropIdleFloatingIps(work, network.id);
  const ports = tables.ports.find('network', network.id);
  const holding = ports.filter((port) => !AUTO_DELETED.includes(port.deviceOwner));
  if (holding.length > 0) {
    throw neutronErrors.networkInUse(
      network.id,
      holding.map((port) => port.id),
    );
  }
  for (const port of ports) deletePortRecord(work, port);
  for (const subnet of tables.subnets.find('network', network.id)) tables.subnets.delete(subnet.id);
  for (const policy of tables.rbacPolicies.find('object', network.id)) tables.rbacPolicies.delete(policy.id);
  tables.dhcpBindings.delete(network.id);
  tables.networks.delete(network.id);
}
