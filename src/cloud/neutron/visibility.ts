import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {NetworkRecord, PortRecord, RbacRecord, SubnetRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {neutronErrors} from './errors.ts';

/** The RBAC policies of a network that allow one thing. */
export const policiesOf = (tables: Tables, networkId: string, action: RbacRecord['action']): readonly RbacRecord[] =>
  tables.rbacPolicies.find('object', networkId).filter((policy) => policy.action === action);

const isFor =
  (project: string) =>
  (policy: RbacRecord): boolean =>
    policy.targetProject === '*' || policy.targetProject === project;

/** Whether the network is shared with the project by an RBAC policy. */
export const isSharedWith = (tables: Tables, networkId: string, project: string): boolean =>
  policiesOf(tables, networkId, 'access_as_shared').some(isFor(project));

/** Whether the project's routers and floating IPs may go out by the network. */
const isExternalFor = (tables: Tables, networkId: string, project: string): boolean =>
  policiesOf(tables, networkId, 'access_as_external').some(isFor(project));

export const seesNetwork = (tables: Tables, caller: Caller, network: NetworkRecord): boolean =>
  isAdmin(caller) ||
  network.projectId === caller.projectId ||
  isExternalFor(tables, network.id, caller.projectId) ||
  isSharedWith(tables, network.id, caller.projectId);

export function seesSubnet(tables: Tables, caller: Caller, subnet: SubnetRecord): boolean {
  if (isAdmin(caller) || subnet.projectId === caller.projectId) return true;
  const network = tables.networks.get(subnet.networkId);
  return (
    network !== undefined &&
    (network.projectId === caller.projectId || isSharedWith(tables, network.id, caller.projectId))
  );
}

/** A port is seen by its owner and by the owner of its network. */
export const seesPort = (tables: Tables, caller: Caller, port: PortRecord): boolean =>
  isAdmin(caller) ||
  port.projectId === caller.projectId ||
  tables.networks.get(port.networkId)?.projectId === caller.projectId;

/** @throws NetworkNotFound, also where the caller may not know of it */
export function visibleNetwork(tables: Tables, caller: Caller, id: string): NetworkRecord {
  const network = tables.networks.get(id);
  if (network === undefined || !seesNetwork(tables, caller, network)) throw neutronErrors.networkNotFound(id);
  return network;
}

/**
 * Who sees a network that is not shared with him (an external one) may put nothing on it
 * (neutron/pecan_wsgi/hooks/ownership_validation.py).
 */
export function refuseForeignNetwork(
  tables: Tables,
  caller: Caller,
  network: NetworkRecord,
  owner: string,
  resource: 'port' | 'subnet',
): void {
  if (isAdmin(caller) || network.projectId === owner || isSharedWith(tables, network.id, caller.projectId)) return;
  throw neutronErrors.notAllowedOnNetwork(owner, resource);
}

export function visibleSubnet(tables: Tables, caller: Caller, id: string): SubnetRecord {
  const subnet = tables.subnets.get(id);
  if (subnet === undefined || !seesSubnet(tables, caller, subnet)) throw neutronErrors.subnetNotFound(id);
  return subnet;
}

export function visiblePort(tables: Tables, caller: Caller, id: string): PortRecord {
  const port = tables.ports.get(id);
  if (port === undefined || !seesPort(tables, caller, port)) throw neutronErrors.portNotFound(id);
  return port;
}
