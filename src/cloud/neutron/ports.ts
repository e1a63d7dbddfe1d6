import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import {isBound} from '../../drivers/neutron/model.ts';
import type {FixedIp} from '../../drivers/neutron/model.ts';
import type {NetworkRecord, PortRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {giveAddresses} from './addresses.ts';
import type {WantedIp} from './addresses.ts';
import {bind} from './binding.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {dropForwardings} from './floating-release.ts';
import {l3Errors} from './l3-errors.ts';
import {giveMac, isMacTaken} from './macs.ts';
import {isTrusted, ROUTER_OWNERS} from './owners.ts';
import {deletePortRecord, forgetInterface} from './port-records.ts';
import {addressPairs, dhcpOptions} from './port-values.ts';
import type {PortValues} from './port-values.ts';
import {claimQuota} from './quota.ts';
import {PORT} from './resources.ts';
import {changedPolicy, checkPortPolicy} from './qos-policies.ts';
import {defaultGroup, portGroups} from './security-groups.ts';
import {isSharedWith, refuseForeignNetwork, visibleNetwork} from './visibility.ts';

export function createPort(work: Work, caller: Caller, values: Values): PortRecord {
  const wanted = values as unknown as PortValues;
  const network = visibleNetwork(work.tables, caller, wanted.network_id);
  refuseForeignNetwork(work.tables, caller, network, wanted.project_id, 'port');
  authorize(work, caller, 'create', network, wanted.project_id, values);
  claimQuota(work, 'port', wanted.project_id);
  const {mac_address: mac} = wanted;
  if (mac !== undefined && isMacTaken(work, network.id, mac)) throw neutronErrors.macInUse(network.id, mac);
  const macAddress = mac ?? giveMac(work, network.id);
  const portSecurityEnabled =
    wanted.port_security_enabled ?? (network.portSecurityEnabled && !isTrusted(wanted.device_owner));
  const port: PortRecord = {
    id: work.chance.uuid(),
    name: wanted.name,
    projectId: wanted.project_id,
    networkId: network.id,
    macAddress,
    adminStateUp: wanted.admin_state_up,
    status: 'DOWN',
    deviceId: wanted.device_id,
    deviceOwner: wanted.device_owner,
    fixedIps: giveAddresses(work, {
      networkId: network.id,
      macAddress,
      deviceOwner: wanted.device_owner,
      ...(wanted.fixed_ips !== undefined && {wanted: wanted.fixed_ips}),
    }),
    binding: bind(work, network, wanted['binding:host_id'] ?? '', wanted['binding:vnic_type']),
    portSecurityEnabled,
    securityGroups: groupsOf(work, caller, wanted, portSecurityEnabled),
    allowedAddressPairs: addressPairs(wanted.allowed_address_pairs, macAddress),
    extraDhcpOpts: dhcpOptions(wanted.extra_dhcp_opts),
    qosPolicyId: changedPolicy(work.tables, caller, null, wanted.qos_policy_id),
    vnicType: wanted['binding:vnic_type'],
    profile: wanted['binding:profile'] ?? {},
    ...bookkeeping(work, wanted.description),
    tags: wanted.tags,
    revisionNumber: 1,
  };
  refuseUnsafe(port);
  checkPortPolicy(work.tables, port);
  work.tables.ports.put(port);
  return port;
}

function authorize(
  work: Work,
  caller: Caller,
  action: 'create' | 'update',
  network: NetworkRecord,
  owner: string,
  values: Values,
): void {
  enforce(PORT, action, values, caller, {
    owner,
    networkOwner: network.projectId,
    networkShared: isSharedWith(work.tables, network.id, caller.projectId),
  });
  const deviceOwner = values['device_owner'];
  const claimsService = typeof deviceOwner === 'string' && isTrusted(deviceOwner);
  if (claimsService && !isAdmin(caller) && network.projectId !== caller.projectId) {
    throw neutronErrors.notAuthorized(`(rule:${action}_port and rule:${action}_port:device_owner)`);
  }
}

function groupsOf(work: Work, caller: Caller, wanted: PortValues, security: boolean): readonly string[] {
  if (wanted.security_groups !== undefined && !isTrusted(wanted.device_owner)) {
    if (!security && wanted.security_groups.length > 0) throw neutronErrors.securityRequired();
    return portGroups(work.tables, caller, wanted.security_groups, wanted.project_id);
  }
  if (!security || isTrusted(wanted.device_owner)) return [];
  return [defaultGroup(work, wanted.project_id).id];
}

function refuseUnsafe(port: PortRecord): void {
  if (port.portSecurityEnabled) return;
  if (port.allowedAddressPairs.length > 0) throw neutronErrors.pairsNeedSecurity();
}

export function updatePort(work: Work, caller: Caller, port: PortRecord, values: Values): PortRecord {
  const wanted = values as unknown as Partial<PortValues>;
  const network = work.tables.networks.get(port.networkId);
  if (network === undefined) throw neutronErrors.networkNotFound(port.networkId);
  authorize(work, caller, 'update', network, port.projectId, values);
  refuseTaking(work, port, wanted);
  const macAddress = changedMac(work, port, wanted.mac_address);
  const portSecurityEnabled = wanted.port_security_enabled ?? port.portSecurityEnabled;
  const securityGroups =
    wanted.security_groups === undefined
      ? port.securityGroups
      : portGroups(work.tables, caller, wanted.security_groups, port.projectId);
  if (!portSecurityEnabled && securityGroups.length > 0) {
    throw (wanted.security_groups?.length ?? 0) > 0 ? neutronErrors.securityRequired() : neutronErrors.portHasGroup();
  }
  const changed = touched(work, {
    ...port,
    name: wanted.name ?? port.name,
    description: wanted.description ?? port.description,
    adminStateUp: wanted.admin_state_up ?? port.adminStateUp,
    macAddress,
    deviceId: wanted.device_id ?? port.deviceId,
    deviceOwner: wanted.device_owner ?? port.deviceOwner,
    fixedIps: wanted.fixed_ips === undefined ? port.fixedIps : changedAddresses(work, port, wanted.fixed_ips),
    portSecurityEnabled,
    securityGroups,
    allowedAddressPairs:
      wanted.allowed_address_pairs === undefined
        ? port.allowedAddressPairs
        : addressPairs(wanted.allowed_address_pairs, macAddress),
    extraDhcpOpts: dhcpOptions(wanted.extra_dhcp_opts, port.extraDhcpOpts),
    qosPolicyId: changedPolicy(work.tables, caller, port.qosPolicyId, wanted.qos_policy_id),
    profile: wanted['binding:profile'] ?? port.profile,
    ...rebound(work, network, port, wanted),
  });
  refuseUnsafe(changed);
  checkPortPolicy(work.tables, changed);
  if (changed.deviceId !== port.deviceId) forgetInterface(work, port);
  work.tables.ports.put(changed);
  dropForwardings(work, port.id, (address) => changed.fixedIps.every((ip) => ip.ipAddress !== address));
  return changed;
}

/** A port that moves to another node, is to be plugged otherwise, or tries again where it failed, starts over. */
function rebound(
  work: Work,
  network: NetworkRecord,
  port: PortRecord,
  wanted: Partial<PortValues>,
): Pick<PortRecord, 'binding' | 'status' | 'vnicType'> {
  const {binding, status} = port;
  const host = wanted['binding:host_id'];
  const vnicType = wanted['binding:vnic_type'] ?? port.vnicType;
  const again = host !== undefined && (host !== binding.host || binding.vifType === 'binding_failed');
  if (!again && vnicType === port.vnicType) return {binding, status, vnicType};
  return {binding: bind(work, network, host ?? binding.host, vnicType), status: 'DOWN', vnicType};
}

function changedMac(work: Work, port: PortRecord, mac: string | undefined): string {
  if (mac === undefined || mac === port.macAddress) return port.macAddress;
  if (isBound(port.binding)) {
    throw neutronErrors.portBound(port.id, port.binding.vifType, port.macAddress, mac);
  }
  if (isMacTaken(work, port.networkId, mac)) throw neutronErrors.macInUse(port.networkId, mac);
  return mac;
}

/** An address the port already has stays, wherever it stands in the new list; a wish for any of a subnet keeps the one it has. */
function changedAddresses(work: Work, port: PortRecord, wanted: readonly WantedIp[]): readonly FixedIp[] {
  const had = [...port.fixedIps];
  const settled = wanted.map((one): WantedIp => {
    const place = had.findIndex((ip) =>
      one.ip_address === undefined ? ip.subnetId === one.subnet_id : ip.ipAddress === one.ip_address,
    );
    const [kept] = place < 0 ? [] : had.splice(place, 1);
    return kept === undefined ? one : {subnet_id: one.subnet_id ?? kept.subnetId, ip_address: kept.ipAddress};
  });
  // Its own addresses are no obstacle to itself.
  work.tables.ports.put({...port, fixedIps: []});
  const automatic = new Set(
    work.tables.subnets
      .find('network', port.networkId)
      .filter((subnet) => subnet.ipv6AddressMode === 'slaac' || subnet.ipv6AddressMode === 'dhcpv6-stateless')
      .map((subnet) => subnet.id),
  );
  return giveAddresses(work, {
    networkId: port.networkId,
    macAddress: port.macAddress,
    deviceOwner: port.deviceOwner,
    wanted: settled.filter((one) => !isKeptAutomatic(one, port, automatic)),
  });
}

/** SLAAC addresses come by themselves again. */
const isKeptAutomatic = (wanted: WantedIp, port: PortRecord, automatic: ReadonlySet<string>): boolean =>
  wanted.subnet_id !== undefined &&
  automatic.has(wanted.subnet_id) &&
  port.fixedIps.some((ip) => ip.ipAddress === wanted.ip_address);

export function deletePort(work: Work, caller: Caller, port: PortRecord): void {
  const networkOwner = work.tables.networks.get(port.networkId)?.projectId ?? '';
  enforce(PORT, 'delete', {}, caller, {owner: port.projectId === caller.projectId ? caller.projectId : networkOwner});
  refuseServicePort(work, caller, port);
  deletePortRecord(work, port);
}

/** A router's interface or gateway, or the port that keeps a floating IP's address. */
const isHeld = (tables: Tables, port: PortRecord): boolean =>
  tables.floatingIps.count('holder', port.id) > 0 ||
  tables.routers.count('gateway', port.id) > 0 ||
  (ROUTER_OWNERS.includes(port.deviceOwner) && tables.routers.get(port.deviceId) !== undefined);

/** Nobody takes it from under them. */
function refuseTaking({tables}: Work, port: PortRecord, wanted: Partial<PortValues>): void {
  const isTaken =
    (wanted.device_id ?? port.deviceId) !== port.deviceId ||
    (wanted.device_owner ?? port.deviceOwner) !== port.deviceOwner;
  const isMoved = wanted.fixed_ips !== undefined && tables.floatingIps.count('holder', port.id) > 0;
  if ((isTaken || isMoved) && isHeld(tables, port)) throw l3Errors.portInUse(port.id, port.networkId, port.deviceId);
}

/** What routers and floating IPs hold goes by their own API; what an admin associated, only by an admin. */
function refuseServicePort({tables}: Work, caller: Caller, port: PortRecord): void {
  if (isHeld(tables, port)) throw l3Errors.servicePortInUse(port.id, port.deviceOwner);
  const isForeign = tables.floatingIps.find('port', port.id).some((one) => one.projectId !== caller.projectId);
  if (isForeign && !isAdmin(caller)) throw l3Errors.portStillAssociated(port.id);
}
