import type {Tables} from '../store/tables.ts';

/** Whatever was asked of the API, this holds afterwards. Answers what does not. */
export function brokenInvariants(tables: Tables): readonly string[] {
  const broken: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) broken.push(what);
  };
  const addresses = new Set<string>();
  const macs = new Set<string>();
  for (const port of tables.ports.values()) {
    expect(tables.networks.get(port.networkId) !== undefined, `port ${port.id} is on no network`);
    const mac = `${port.networkId} ${port.macAddress}`;
    expect(!macs.has(mac), `MAC twice: ${mac}`);
    macs.add(mac);
    for (const {subnetId, ipAddress} of port.fixedIps) {
      const address = `${port.networkId} ${ipAddress}`;
      expect(!addresses.has(address), `address twice: ${address}`);
      addresses.add(address);
      expect(tables.subnets.get(subnetId)?.networkId === port.networkId, `port ${port.id}: foreign subnet ${subnetId}`);
    }
    const groups = port.securityGroups.map((id) => tables.securityGroups.get(id));
    expect(!groups.includes(undefined), `port ${port.id}: no security group ${port.securityGroups.join(' or ')}`);
    expect(new Set(groups.map((group) => group?.stateful)).size < 2, `port ${port.id}: stateful and stateless groups`);
    expect(port.portSecurityEnabled || groups.length === 0, `port ${port.id}: groups without port security`);
    const {qosPolicyId = null} = port;
    expect(qosPolicyId === null || tables.qosPolicies.get(qosPolicyId) !== undefined, `port ${port.id}: no QoS policy`);
    const policy = tables.qosPolicies.get(qosPolicyId ?? '');
    const asks = policy?.rules.some((rule) => rule.type === 'minimum_bandwidth') === true;
    expect(!asks, `port ${port.id}: a QoS rule that its driver cannot do`);
  }
  const segments = new Set<string>();
  for (const network of tables.networks.values()) {
    const segment = `${network.networkType} ${network.physicalNetwork} ${network.segmentationId}`;
    expect(network.networkType === 'local' || !segments.has(segment), `segment twice: ${segment}`);
    segments.add(segment);
    const {qosPolicyId = null} = network;
    expect(
      qosPolicyId === null || tables.qosPolicies.get(qosPolicyId) !== undefined,
      `network ${network.id}: no policy`,
    );
    const policies = tables.rbacPolicies.find('object', network.id);
    const shared = policies.some((policy) => policy.action === 'access_as_shared' && policy.targetProject === '*');
    const external = policies.some((policy) => policy.action === 'access_as_external');
    expect(network.external === external, `network ${network.id}: external is ${network.external}`);
    expect(network.shared === shared, `network ${network.id}: shared is ${network.shared}, its policies say ${shared}`);
  }
  for (const subnet of tables.subnets.values()) {
    expect(tables.networks.get(subnet.networkId) !== undefined, `subnet ${subnet.id} is on no network`);
  }
  for (const rule of tables.securityGroupRules.values()) {
    expect(tables.securityGroups.get(rule.securityGroupId) !== undefined, `rule ${rule.id} is in no group`);
    expect(
      rule.remoteGroupId === null || tables.securityGroups.get(rule.remoteGroupId) !== undefined,
      `rule ${rule.id}: no remote group`,
    );
    const {remoteAddressGroupId = null} = rule;
    expect(
      remoteAddressGroupId === null || tables.addressGroups.get(remoteAddressGroupId) !== undefined,
      `rule ${rule.id}: no address group`,
    );
    const remotes = [rule.remoteIpPrefix, rule.remoteGroupId, remoteAddressGroupId].filter((one) => one !== null);
    expect(remotes.length < 2, `rule ${rule.id}: ${remotes.length} remotes`);
  }
  for (const policy of tables.qosPolicies.values()) {
    const kinds = policy.rules.map((rule) => `${rule.type} ${'direction' in rule ? rule.direction : ''}`);
    expect(new Set(kinds).size === kinds.length, `QoS policy ${policy.id}: two rules of a kind`);
  }
  for (const policy of tables.rbacPolicies.values()) {
    expect(tables.networks.get(policy.objectId) !== undefined, `policy ${policy.id} is for no network`);
  }
  brokenFirewalls(tables, expect);
  for (const binding of tables.dhcpBindings.values()) {
    expect(tables.networks.get(binding.id) !== undefined, `DHCP binding of no network ${binding.id}`);
    for (const id of binding.agentIds) expect(tables.agents.get(id) !== undefined, `DHCP binding to no agent ${id}`);
  }
  for (const router of tables.routers.values()) {
    const gateway = tables.ports.get(router.gatewayPortId ?? '');
    expect(router.gatewayPortId === null || gateway?.deviceId === router.id, `router ${router.id}: no gateway port`);
  }
  for (const binding of tables.routerBindings.values()) {
    expect(tables.routers.get(binding.id) !== undefined, `L3 binding of no router ${binding.id}`);
    for (const id of binding.agentIds) expect(tables.agents.get(id) !== undefined, `L3 binding to no agent ${id}`);
  }
  const floated = new Set<string>();
  for (const floating of tables.floatingIps.values()) {
    const holder = tables.ports.get(floating.floatingPortId);
    expect(
      holder?.fixedIps.some((ip) => ip.ipAddress === floating.floatingIpAddress) === true,
      `floating IP ${floating.id}: its port does not hold it`,
    );
    const {portId, routerId} = floating;
    expect(portId === null || tables.ports.get(portId) !== undefined, `floating IP ${floating.id}: no port`);
    expect(routerId === null || tables.routers.get(routerId) !== undefined, `floating IP ${floating.id}: no router`);
    expect((portId === null) === (floating.fixedIpAddress === null), `floating IP ${floating.id}: half associated`);
    const pair = `${floating.floatingNetworkId} ${portId} ${floating.fixedIpAddress}`;
    expect(portId === null || !floated.has(pair), `two floating IPs for ${pair}`);
    floated.add(pair);
  }
  for (const forwarding of tables.portForwardings.values()) {
    const floating = tables.floatingIps.get(forwarding.floatingIpId);
    expect(
      floating?.portId === null && floating.routerId !== null,
      `forwarding ${forwarding.id}: no floating IP for it`,
    );
    expect(tables.ports.get(forwarding.internalPortId) !== undefined, `forwarding ${forwarding.id}: no inner port`);
  }
  for (const server of tables.servers.values()) {
    for (const id of server.portIds) {
      expect(tables.ports.get(id)?.deviceId === server.id, `server ${server.id}: port ${id} is not its own`);
    }
    expect(server.host !== '' || server.status === 'ERROR', `server ${server.id} is ${server.status} nowhere`);
  }
  brokenAccounts(tables, expect);
  balancingInvariants(tables, expect);
  return broken;
}

function brokenAccounts(tables: Tables, expect: (holds: boolean, what: string) => void): void {
  for (const grant of tables.grants.values()) {
    expect(tables.users.get(grant.userId) !== undefined, `role ${grant.id} of no user`);
    expect(tables.projects.get(grant.projectId) !== undefined, `role ${grant.id} in no project`);
  }
  for (const table of ['users', 'projects'] as const) {
    const names = [...tables[table].values()].map(({name}) => name);
    expect(new Set(names).size === names.length, `two ${table} of one name`);
  }
  for (const {id, limits} of tables.quotas.values()) {
    const odd = Object.entries(limits).filter(([, limit]) => !Number.isInteger(limit) || limit < -1);
    expect(odd.length === 0, `limits of ${id}: ${odd.join(' ')}`);
  }
  const shared = [...tables.rbacPolicies.values()].map((policy) =>
    [policy.objectId, policy.action, policy.targetProject].join(' '),
  );
  expect(new Set(shared).size === shared.length, 'two RBAC policies that say the same');
}

function brokenFirewalls(tables: Tables, expect: (holds: boolean, what: string) => void): void {
  for (const policy of tables.firewallPolicies.values()) {
    expect(new Set(policy.ruleIds).size === policy.ruleIds.length, `policy ${policy.id} has a rule twice`);
    for (const id of policy.ruleIds)
      expect(tables.firewallRules.get(id) !== undefined, `policy ${policy.id}: no rule ${id}`);
  }
  const taken = new Set<string>();
  for (const group of tables.firewallGroups.values()) {
    for (const id of [group.ingressPolicyId, group.egressPolicyId])
      expect(
        id === null || tables.firewallPolicies.get(id) !== undefined,
        `firewall group ${group.id}: no policy ${id}`,
      );
    for (const id of group.portIds) {
      expect(!taken.has(id), `port ${id} is in two firewall groups`);
      taken.add(id);
    }
    expect(
      group.status !== 'ACTIVE' || group.told?.adminStateUp === true,
      `firewall group ${group.id} is ACTIVE untold`,
    );
  }
}

function balancingInvariants(tables: Tables, expect: (holds: boolean, what: string) => void): void {
  for (const listener of tables.listeners.values()) {
    const {id, loadBalancerId, defaultPoolId} = listener;
    expect(tables.loadBalancers.get(loadBalancerId) !== undefined, `listener ${id} is on no load balancer`);
    const pool = defaultPoolId === null ? undefined : tables.pools.get(defaultPoolId);
    expect(defaultPoolId === null || pool?.loadBalancerId === loadBalancerId, `listener ${id}: foreign pool`);
    const same = tables.listeners
      .find('balancer', loadBalancerId)
      .filter((other) => other.protocolPort === listener.protocolPort);
    expect(same.length === 1, `port ${listener.protocolPort} twice on ${loadBalancerId}`);
    const positions = tables.l7Policies.find('listener', id).map(({position}) => position);
    expect(
      positions.toSorted((a, b) => a - b).every((position, index) => position === index + 1),
      `positions on ${id}: ${positions.join()}`,
    );
    expect(
      (listener.protocol === 'TERMINATED_HTTPS') === listener.certificates.length > 0,
      `listener ${id}: certificates`,
    );
  }
  for (const pool of tables.pools.values()) {
    expect(tables.loadBalancers.get(pool.loadBalancerId) !== undefined, `pool ${pool.id} is on no load balancer`);
    expect(tables.healthMonitors.count('pool', pool.id) < 2, `pool ${pool.id} has two monitors`);
  }
  for (const {id, poolId} of [...tables.members.values(), ...tables.healthMonitors.values()])
    expect(tables.pools.get(poolId) !== undefined, `${id} is in no pool`);
  for (const policy of tables.l7Policies.values()) {
    const {id, listenerId, redirectPoolId} = policy;
    expect(tables.listeners.get(listenerId) !== undefined, `policy ${id} is on no listener`);
    expect(redirectPoolId === null || tables.pools.get(redirectPoolId) !== undefined, `policy ${id}: no pool`);
  }
  for (const rule of tables.l7Rules.values())
    expect(tables.l7Policies.get(rule.policyId) !== undefined, `rule ${rule.id} is in no policy`);
}
