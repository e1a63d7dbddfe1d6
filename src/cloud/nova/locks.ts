import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {novaErrors} from './errors.ts';
import {recordAction} from './server-history.ts';

/**
 * A locked server stays as it is, but for admins (nova/compute/api.py `check_instance_lock`).
 * @throws conflictingRequest
 */
export function refuseLocked(caller: Caller, server: ServerRecord): void {
  if (server.lockedBy !== undefined && !isAdmin(caller)) throw novaErrors.locked(server.id);
}

const sideOf = (caller: Caller, server: ServerRecord): 'owner' | 'admin' =>
  caller.projectId === server.projectId ? 'owner' : 'admin';

/** What an owner finds locked stays locked by whoever did it. */
export function lock(work: Work, caller: Caller, server: ServerRecord): void {
  const side = sideOf(caller, server);
  if (server.lockedBy !== undefined && side === 'owner') return;
  work.tables.servers.put({...server, lockedBy: side, updatedAt: work.now});
  recordAction(work, caller, server.id, 'lock');
}

/** What an admin of another project locked, its owner cannot unlock. */
export function unlock(work: Work, caller: Caller, server: ServerRecord): void {
  const {lockedBy, ...rest} = server;
  if (lockedBy !== undefined && lockedBy !== sideOf(caller, server) && !isAdmin(caller))
    throw novaErrors.forbidden('os_compute_api:os-lock-server:unlock:unlock_override');
  if (lockedBy !== undefined) work.tables.servers.put({...rest, updatedAt: work.now});
  recordAction(work, caller, server.id, 'unlock');
}
