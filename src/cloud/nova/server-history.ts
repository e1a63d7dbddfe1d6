import type {Caller} from '../caller.ts';
import {requestScope} from '../request-scope.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Work} from '../work.ts';

/** Notes what was asked of a server, as `openstack server event list` shows it. */
export function recordAction(work: Work, caller: Caller, serverId: string, action: string): void {
  const requestId = requestScope.getStore()?.id;
  if (requestId === undefined) return;
  const {serverActions} = work.tables;
  serverActions.put({
    id: `${requestId} ${serverId}`,
    requestId,
    serverId,
    action,
    userId: caller.userId,
    projectId: caller.projectId,
    startedAt: work.now,
    number: serverActions.count('server', serverId),
  });
}

/** What a project used stays when a server goes; what was done with it is asked for by an id that is gone. */
export function recordEnd({tables, now}: Work, {id, name, projectId, flavorId, launchedAt}: ServerRecord): void {
  for (const action of tables.serverActions.find('server', id)) tables.serverActions.delete(action.id);
  if (launchedAt !== undefined) tables.endedServers.put({id, name, projectId, flavorId, launchedAt, endedAt: now});
}
