import type {FirewallGroupRecord} from '../../store/records.ts';
import type {Tables} from '../../store/tables.ts';
import type {Work} from '../../work.ts';
import {firewallErrors} from './firewall-errors.ts';

/** The group's ports that are still there: a port that is deleted leaves its group. */
export const portsOfGroup = ({ports}: Pick<Tables, 'ports'>, group: Pick<FirewallGroupRecord, 'portIds'>) =>
  group.portIds.filter((id) => ports.get(id) !== undefined);

/** The group as the agents are told of it now, and until they answer. */
export function toldGroup(tables: Tables, group: FirewallGroupRecord): FirewallGroupRecord {
  const portIds = portsOfGroup(tables, group);
  const {error: _before, ...rest} = group;
  return {
    ...rest,
    status: group.status === 'PENDING_CREATE' ? 'PENDING_CREATE' : 'PENDING_UPDATE',
    told: portIds.length === 0 ? null : {adminStateUp: group.adminStateUp, portIds},
  };
}

const PENDING: ReadonlySet<string> = new Set(['PENDING_CREATE', 'PENDING_UPDATE', 'PENDING_DELETE']);

/** @throws FirewallGroupInPendingState while agents have not answered */
export function ensureSettled(group: FirewallGroupRecord): void {
  if (PENDING.has(group.status)) throw firewallErrors.groupPending(group.id, group.status);
}

/** @throws FirewallGroupInPendingState where a group that uses the policy waits for an answer */
export function ensurePolicySettled({firewallGroups}: Tables, policyId: string): void {
  for (const group of firewallGroups.find('policy', policyId)) ensureSettled(group);
}

/** A policy, or a rule of it, changed: the agents of its groups are told, where there are ports. */
export function tellPolicyChanged({tables}: Work, policyId: string): void {
  for (const group of tables.firewallGroups.find('policy', policyId)) {
    if (portsOfGroup(tables, group).length > 0) tables.firewallGroups.put(toldGroup(tables, group));
  }
}
