import type {CloudNode, CloudState} from '../drivers/neutron/model.ts';
import type {CloudPlan, NodePlan} from './cloud-plan.ts';
import type {CloudStore} from './store/store.ts';

/** Reads a store as the drivers want it; what did not change is the same object as before. */
export function makeStateReader(store: CloudStore, plan: CloudPlan): () => CloudState {
  const nodes = Object.fromEntries(plan.nodes.map((node) => [node.name, cloudNode(node)]));
  let last: {readonly version: number; readonly state: CloudState} | undefined;
  return () => {
    const {tables, version} = store;
    if (last?.version !== version) {
      last = {
        version,
        state: {
          networks: tables.networks.all,
          subnets: tables.subnets.all,
          ports: tables.ports.all,
          agents: tables.agents.all,
          instances: tables.servers.all,
          securityGroups: tables.securityGroups.all,
          securityGroupRules: tables.securityGroupRules.all,
          addressGroups: tables.addressGroups.all,
          qosPolicies: tables.qosPolicies.all,
          nodes,
          dhcpHosts: Object.fromEntries(
            [...tables.dhcpBindings.values()].map((binding) => [
              binding.id,
              binding.agentIds.flatMap((id) => tables.agents.get(id)?.host ?? []),
            ]),
          ),
          routers: tables.routers.all,
          floatingIps: tables.floatingIps.all,
          portForwardings: tables.portForwardings.all,
          routerHosts: Object.fromEntries(
            [...tables.routerBindings.values()].map((binding) => [
              binding.id,
              binding.agentIds.flatMap((id) => tables.agents.get(id)?.host ?? []),
            ]),
          ),
          haStates: Object.fromEntries(
            [...tables.routerBindings.values()].flatMap(({id, states}) => {
              if (states === undefined) return [];
              const told = Object.entries(states).flatMap(([agentId, state]) => {
                const host = tables.agents.get(agentId)?.host;
                return host === undefined ? [] : [[host, state] as const];
              });
              return [[id, Object.fromEntries(told)] as const];
            }),
          ),
          ...(tables.meteringLabels.size > 0 && {
            meteringLabels: tables.meteringLabels.all,
            meteringRules: tables.meteringRules.all,
          }),
          firewallGroups: tables.firewallGroups.all,
          firewallPolicies: tables.firewallPolicies.all,
          firewallRules: tables.firewallRules.all,
          options: plan.options,
          ...(tables.loadBalancers.size > 0 && {
            loadBalancing: {
              loadBalancers: tables.loadBalancers.all,
              listeners: tables.listeners.all,
              pools: tables.pools.all,
              members: tables.members.all,
              healthMonitors: tables.healthMonitors.all,
              l7Policies: tables.l7Policies.all,
              l7Rules: tables.l7Rules.all,
            },
          }),
        },
      };
    }
    return last.state;
  };
}

const cloudNode = ({name, managementIp, tunnelIp, tunnelLink, interfaceMappings}: NodePlan): CloudNode => ({
  name,
  managementIp,
  ...(tunnelIp !== undefined && {tunnelIp}),
  ...(tunnelLink !== undefined && {tunnelLink}),
  interfaceMappings,
});
