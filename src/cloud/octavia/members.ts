import type {Caller} from '../caller.ts';
import {seesSubnet} from '../neutron/visibility.ts';
import type {MemberRecord, PoolRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {mayChange} from './access.ts';
import {camelKeys} from './body.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {beginInPool} from './pools.ts';
import {claimBalancing} from './quota.ts';
import {newPart, setStatus} from './states.ts';

/** No instance has the addresses of metadata (`[networking] reserved_ips`). */
const RESERVED = '169.254.169.254';

export function createMember(work: Work, caller: Caller, pool: PoolRecord, values: Values): MemberRecord {
  mayChange(caller, pool);
  claimBalancing(work, 'member', pool.projectId);
  const member = newMember(work, caller, pool, values);
  beginInPool(work, pool, [member.id]);
  work.tables.members.put(member);
  return member;
}

function newMember(work: Work, caller: Caller, pool: PoolRecord, values: Values): MemberRecord {
  const {tables} = work;
  const wanted = camelKeys(values) as unknown as MemberRecord;
  const {address, protocolPort} = wanted;
  if (address === RESERVED) throw octaviaErrors.invalidOption(address, 'member address');
  const subnetId = wanted.subnetId ?? null;
  const subnet = subnetId === null ? undefined : tables.subnets.get(subnetId);
  if (subnetId !== null && (subnet === undefined || !seesSubnet(tables, caller, subnet)))
    throw octaviaErrors.subresourceNotFound('Subnet', subnetId);
  const same = tables.members
    .find('pool', pool.id)
    .some((one) => one.address === address && one.protocolPort === protocolPort);
  if (same) throw octaviaErrors.memberExists(address, protocolPort);
  const isWatched = tables.healthMonitors.count('pool', pool.id) > 0;
  return {
    id: work.chance.uuid(),
    name: wanted.name,
    description: '',
    tags: wanted.tags,
    adminStateUp: wanted.adminStateUp,
    poolId: pool.id,
    address,
    protocolPort,
    weight: wanted.weight,
    backup: wanted.backup,
    subnetId,
    monitorAddress: wanted.monitorAddress,
    monitorPort: wanted.monitorPort,
    ...newPart(work, pool.projectId),
    operatingStatus: isWatched ? 'OFFLINE' : 'NO_MONITOR',
    provisioningStatus: 'PENDING_CREATE',
  };
}

export function updateMember(work: Work, caller: Caller, pool: PoolRecord, member: MemberRecord, values: Values): void {
  mayChange(caller, member);
  beginInPool(work, pool, [member.id]);
  work.tables.members.put({...member, ...camelKeys(values), updatedAt: work.now, provisioningStatus: 'PENDING_UPDATE'});
}

export function deleteMember(work: Work, caller: Caller, pool: PoolRecord, member: MemberRecord): void {
  mayChange(caller, member);
  beginInPool(work, pool, [member.id]);
  setStatus(work, member.id, 'PENDING_DELETE');
}

/**
 * Makes the pool's members those of the list: new ones are made, known ones (same address and port) changed, the
 * others deleted unless the list only adds.
 */
export function replaceMembers(
  work: Work,
  caller: Caller,
  pool: PoolRecord,
  list: readonly Values[],
  onlyAdd: boolean,
): void {
  mayChange(caller, pool);
  const {tables} = work;
  const key = (address: unknown, port: unknown) => `${String(address)} ${String(port)}`;
  const before = new Map(tables.members.find('pool', pool.id).map((one) => [key(one.address, one.protocolPort), one]));
  const wanted = new Map(list.map((values) => [key(values['address'], values['protocol_port']), values]));
  const gone = onlyAdd ? [] : [...before].flatMap(([place, member]) => (wanted.has(place) ? [] : [member]));
  const fresh = [...wanted].flatMap(([place, values]) => (before.has(place) ? [] : [values]));
  const changed = [...wanted].flatMap(([place, values]) => {
    const member = before.get(place);
    return member === undefined ? [] : [{member, values}];
  });
  if (gone.length + fresh.length + changed.length === 0) return;
  const more = fresh.length - gone.length;
  if (more > 0) claimBalancing(work, 'member', pool.projectId, more);
  const made = fresh.map((values) => newMember(work, caller, pool, values));
  const subjects = [...made, ...gone, ...changed.map(({member}) => member)].map(({id}) => id);
  beginInPool(work, pool, subjects);
  for (const member of made) tables.members.put(member);
  for (const {id} of gone) setStatus(work, id, 'PENDING_DELETE');
  for (const {member, values} of changed) {
    const {projectId: _owner, subnetId: _fixed, ...rest} = camelKeys(values);
    tables.members.put({...member, ...rest, updatedAt: work.now, provisioningStatus: 'PENDING_UPDATE'});
  }
}
