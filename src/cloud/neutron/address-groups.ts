import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import {formatCidr, parseCidr} from '../addresses/ip.ts';
import type {AddressGroupRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import type {Values} from './body.ts';
import {bookkeeping, touched} from './bookkeeping.ts';
import {neutronErrors} from './errors.ts';
import {ADDRESS_GROUP} from './group-resources.ts';
import {represent} from './python-text.ts';

const normalized = (addresses: readonly string[]): readonly string[] => [
  ...new Set(
    addresses.flatMap((address) => {
      const cidr = parseCidr(address);
      return cidr === undefined ? [] : [formatCidr(cidr)];
    }),
  ),
];

export function createAddressGroup(work: Work, caller: Caller, values: Values): AddressGroupRecord {
  const projectId = String(values['project_id']);
  enforce(ADDRESS_GROUP, 'create', values, caller, {owner: projectId});
  const group: AddressGroupRecord = {
    id: work.chance.uuid(),
    name: String(values['name']),
    projectId,
    addresses: normalized(values['addresses'] as readonly string[]),
    ...bookkeeping(work, String(values['description'])),
  };
  work.tables.addressGroups.put(group);
  return group;
}

export function updateAddressGroup(work: Work, caller: Caller, group: AddressGroupRecord, values: Values): void {
  enforce(ADDRESS_GROUP, 'update', values, caller, {owner: group.projectId});
  const {name, description} = values as Partial<Record<'name' | 'description', string>>;
  work.tables.addressGroups.put(
    touched(work, {...group, name: name ?? group.name, description: description ?? group.description}),
  );
}

/** Neutron's `add_addresses`: those that are there already are refused. */
export function addAddresses(work: Work, caller: Caller, group: AddressGroupRecord, more: readonly string[]): void {
  enforce(ADDRESS_GROUP, 'update', {}, caller, {owner: group.projectId});
  const wanted = normalized(more);
  const there = wanted.filter((address) => group.addresses.includes(address));
  if (there.length > 0) throw neutronErrors.addressesExist(represent(there), group.id);
  work.tables.addressGroups.put(touched(work, {...group, addresses: [...group.addresses, ...wanted]}));
}

/** Neutron's `remove_addresses`: those that are not there are refused. */
export function removeAddresses(work: Work, caller: Caller, group: AddressGroupRecord, less: readonly string[]): void {
  enforce(ADDRESS_GROUP, 'update', {}, caller, {owner: group.projectId});
  const gone = normalized(less);
  const missing = gone.filter((address) => !group.addresses.includes(address));
  if (missing.length > 0) throw neutronErrors.addressesNotFound(represent(missing), group.id);
  const addresses = group.addresses.filter((address) => !gone.includes(address));
  work.tables.addressGroups.put(touched(work, {...group, addresses}));
}

export function deleteAddressGroup({tables}: Work, caller: Caller, group: AddressGroupRecord): void {
  enforce(ADDRESS_GROUP, 'delete', {}, caller, {owner: group.projectId});
  if (tables.securityGroupRules.count('addresses', group.id) > 0) throw neutronErrors.addressGroupInUse(group.id);
  tables.addressGroups.delete(group.id);
}

export const seesAddressGroup = (caller: Caller, group: AddressGroupRecord): boolean =>
  isAdmin(caller) || group.projectId === caller.projectId;

export function visibleAddressGroup(tables: Tables, caller: Caller, id: string): AddressGroupRecord {
  const group = tables.addressGroups.get(id);
  if (group === undefined || !seesAddressGroup(caller, group)) throw neutronErrors.addressGroupNotFound(id);
  return group;
}
