import {isRouterInterface} from '../model.ts';
import type {CloudState, FirewallRule} from '../model.ts';
import {routerLinkName} from '../naming.ts';

/** A firewall group as one router has it. */
export interface RouterFirewall {
  readonly groupId: string;
  /** False: everything is dropped, whatever its rules say. */
  readonly adminStateUp: boolean;
  /** The router's interfaces it stands at, `qr-…`, in the order of its ports. */
  readonly links: readonly string[];
  /** What may enter the networks behind them, and what may leave. Enabled rules, in their order. */
  readonly ingress: readonly FirewallRule[];
  readonly egress: readonly FirewallRule[];
}

/** The groups that stand at a router's interfaces, as the agents were told of them. Pure. */
export const routerFirewalls = (cloud: CloudState, routerId: string): readonly RouterFirewall[] =>
  Object.values(cloud.firewallGroups ?? {})
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap(({id, told, ingressPolicyId, egressPolicyId}) => {
      const links = (told?.portIds ?? [])
        .filter((portId) => {
          const port = cloud.ports[portId];
          return port?.deviceId === routerId && isRouterInterface(port);
        })
        .map(routerLinkName);
      if (told === null || links.length === 0) return [];
      return [
        {
          groupId: id,
          adminStateUp: told.adminStateUp,
          links,
          ingress: rulesOf(cloud, ingressPolicyId),
          egress: rulesOf(cloud, egressPolicyId),
        },
      ];
    });

const rulesOf = (cloud: CloudState, policyId: string | null): readonly FirewallRule[] =>
  (policyId === null ? [] : (cloud.firewallPolicies?.[policyId]?.ruleIds ?? []))
    .flatMap((id) => cloud.firewallRules?.[id] ?? [])
    .filter(({enabled}) => enabled);
