import type {CloudPlan} from '../cloud-plan.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {neutronErrors} from './errors.ts';

/** Neutron's resources that are counted, with how many of them a project has. */
const USED = {
  network: ({networks}: Tables, project: string) => networks.count('project', project),
  subnet: ({subnets}: Tables, project: string) => subnets.count('project', project),
  port: ({ports}: Tables, project: string) => ports.count('project', project),
  router: ({routers}: Tables, project: string) => routers.count('project', project),
  floatingip: ({floatingIps}: Tables, project: string) => floatingIps.count('project', project),
  subnetpool: () => 0,
  security_group: ({securityGroups}: Tables, project: string) => securityGroups.count('project', project),
  security_group_rule: ({securityGroupRules}: Tables, project: string) => securityGroupRules.count('project', project),
  rbac_policy: ({rbacPolicies}: Tables, project: string) => rbacPolicies.count('project', project),
  firewall_group: ({firewallGroups}: Tables, project: string) => firewallGroups.count('project', project),
  firewall_policy: ({firewallPolicies}: Tables, project: string) => firewallPolicies.count('project', project),
  firewall_rule: ({firewallRules}: Tables, project: string) => firewallRules.count('project', project),
} as const;

export type Counted = keyof typeof USED;
export const COUNTED = Object.keys(USED) as readonly Counted[];

export const used = (tables: Tables, resource: Counted, project: string): number => USED[resource](tables, project);

/** -1 is no limit. */
export const limitOf = (tables: Tables, plan: CloudPlan, resource: string, project: string): number =>
  tables.quotas.get(project)?.limits[resource] ?? plan.quotas[resource] ?? -1;

/** @throws OverQuota where the project may not have `more` of it */
export function claimQuota({tables, plan}: Work, resource: Counted, project: string, more = 1): void {
  const limit = limitOf(tables, plan, resource, project);
  if (limit >= 0 && used(tables, resource, project) + more > limit) throw neutronErrors.overQuota([resource]);
}
