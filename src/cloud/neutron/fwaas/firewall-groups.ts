import {isInstancePort, isRouterInterface} from '../../../drivers/neutron/model.ts';
import {isAdmin} from '../../caller.ts';
import type {Caller} from '../../caller.ts';
import type {FirewallGroupRecord} from '../../store/records.ts';
import type {Tables} from '../../store/tables.ts';
import type {Work} from '../../work.ts';
import {enforce} from '../body.ts';
import type {Values} from '../body.ts';
import {claimQuota} from '../quota.ts';
import {visiblePort} from '../visibility.ts';
import {DEFAULT_FIREWALL_GROUP, defaultFirewallGroup} from './default-firewall-group.ts';
import {firewallErrors} from './firewall-errors.ts';
import {FIREWALL_GROUP} from './firewall-resources.ts';
import {ensureSettled, portsOfGroup, toldGroup} from './firewall-telling.ts';
import {visiblePolicy} from './firewall-visibility.ts';

export function createFirewallGroup(work: Work, caller: Caller, values: Values): FirewallGroupRecord {
  const {tables} = work;
  const projectId = String(values['project_id']);
  enforce(FIREWALL_GROUP, 'create', values, caller, {owner: projectId});
  claimQuota(work, 'firewall_group', projectId);
  const name = String(values['name']);
  const fields = groupFields(values);
  const group: FirewallGroupRecord = {
    id: work.chance.uuid(),
    projectId,
    name,
    description: '',
    shared: false,
    adminStateUp: true,
    ingressPolicyId: null,
    egressPolicyId: null,
    portIds: [],
    ...fields,
    status: 'INACTIVE',
    told: null,
  };
  ensurePolicies(tables, caller, group, fields);
  ensurePorts(tables, caller, group, fields);
  if (name === DEFAULT_FIREWALL_GROUP) throw firewallErrors.reservedName(name, 'Firewall Group');
  defaultFirewallGroup(work, projectId);
  // Without ports or without a policy there is nothing to tell the agents.
  const made =
    group.portIds.length > 0 && hasPolicy(group) ? toldGroup(tables, {...group, status: 'PENDING_CREATE'}) : group;
  tables.firewallGroups.put(made);
  return made;
}

type Fields = Partial<
  Pick<
    FirewallGroupRecord,
    'name' | 'description' | 'shared' | 'adminStateUp' | 'ingressPolicyId' | 'egressPolicyId' | 'portIds'
  >
>;
const NAMES: Readonly<Record<string, keyof Fields>> = {
  name: 'name',
  description: 'description',
  shared: 'shared',
  admin_state_up: 'adminStateUp',
  ingress_firewall_policy_id: 'ingressPolicyId',
  egress_firewall_policy_id: 'egressPolicyId',
  ports: 'portIds',
};
const groupFields = (values: Values): Fields =>
  Object.fromEntries(Object.entries(NAMES).flatMap(([name, field]) => (name in values ? [[field, values[name]]] : [])));

const hasPolicy = ({ingressPolicyId, egressPolicyId}: FirewallGroupRecord): boolean =>
  ingressPolicyId !== null || egressPolicyId !== null;

/** @throws FirewallPolicyNotFound; FirewallPolicyConflict where it is another project's and not shared */
function ensurePolicies(tables: Tables, caller: Caller, group: FirewallGroupRecord, fields: Fields): void {
  for (const id of [fields.ingressPolicyId, fields.egressPolicyId]) {
    if (id === null || id === undefined) continue;
    const policy = visiblePolicy(tables, caller, id);
    if (policy.projectId !== group.projectId && !policy.shared) throw firewallErrors.policyConflict(id);
  }
}

/** @throws PortNotFound, FirewallGroupPortInvalidProject, -PortNotSupported, -PortInvalid, -PortInUse */
function ensurePorts(tables: Tables, caller: Caller, group: FirewallGroupRecord, {portIds = []}: Fields): void {
  for (const id of portIds) {
    const port = visiblePort(tables, caller, id);
    if (port.projectId !== group.projectId) throw firewallErrors.portOfOtherProject(id, port.projectId);
    if (isRouterInterface(port)) continue;
    // Instances' ports are filtered only with Open vSwitch.
    throw isInstancePort(port) ? firewallErrors.portNotSupported(id) : firewallErrors.portInvalid(id);
  }
  const taken = portIds.filter((id) => tables.firewallGroups.find('port', id).some((other) => other.id !== group.id));
  if (taken.length > 0) throw firewallErrors.portsInUse(taken);
}

export function updateFirewallGroup(work: Work, caller: Caller, group: FirewallGroupRecord, values: Values): void {
  const {tables} = work;
  enforce(FIREWALL_GROUP, 'update', values, caller, {owner: group.projectId});
  ensureSettled(group);
  const fields = groupFields(values);
  ensurePolicies(tables, caller, group, fields);
  ensurePorts(tables, caller, group, fields);
  if (fields.name === DEFAULT_FIREWALL_GROUP)
    throw firewallErrors.reservedName(DEFAULT_FIREWALL_GROUP, 'Firewall Group');
  if (group.name === DEFAULT_FIREWALL_GROUP) ensureMayChangeDefault(group, caller, fields);
  const changed = {...group, ...fields};
  tables.firewallGroups.put(isNewsForAgents(tables, group, changed) ? toldGroup(tables, changed) : changed);
}

const FIXED_IN_DEFAULT = ['name', 'description', 'adminStateUp', 'ingressPolicyId', 'egressPolicyId'] as const;

function ensureMayChangeDefault(group: FirewallGroupRecord, caller: Caller, fields: Fields): void {
  const fixed = isAdmin(caller) ? (['name'] as const) : FIXED_IN_DEFAULT;
  if (fixed.some((field) => field in fields)) throw firewallErrors.cannotUpdateDefault(group.id);
}

/**
 * What the agents hear of: other ports while there is a policy, another policy while there are ports. Anything else,
 * `admin_state_up` too, waits until something of that kind is changed (neutron_fwaas, `_need_pending_update`).
 */
function isNewsForAgents(tables: Tables, before: FirewallGroupRecord, after: FirewallGroupRecord): boolean {
  const [had, has] = [portsOfGroup(tables, before), portsOfGroup(tables, after)];
  const arePortsOther = had.length !== has.length || has.some((id) => !had.includes(id));
  const arePoliciesOther =
    before.ingressPolicyId !== after.ingressPolicyId || before.egressPolicyId !== after.egressPolicyId;
  return (arePortsOther && hasPolicy(after)) || (arePoliciesOther && has.length > 0);
}

/** @throws FirewallGroupInUse while it is ACTIVE, FirewallGroupCannotRemoveDefault */
export function deleteFirewallGroup({tables}: Work, caller: Caller, group: FirewallGroupRecord): void {
  enforce(FIREWALL_GROUP, 'delete', {}, caller, {owner: group.projectId});
  if (group.status === 'ACTIVE') throw firewallErrors.groupInUse(group.id);
  if (group.status === 'INACTIVE' && portsOfGroup(tables, group).length > 0) {
    // The agents take it away first.
    tables.firewallGroups.put({...group, status: 'PENDING_DELETE', told: null});
    return;
  }
  if (group.name !== DEFAULT_FIREWALL_GROUP) {
    tables.firewallGroups.delete(group.id);
    return;
  }
  if (!isAdmin(caller)) throw firewallErrors.cannotRemoveDefault();
  tables.firewallGroups.delete(group.id);
  for (const id of [group.ingressPolicyId, group.egressPolicyId]) {
    if (id === null) continue;
    if (tables.firewallGroups.count('policy', id) > 0) throw firewallErrors.policyInUse(id);
    tables.firewallPolicies.delete(id);
  }
}
