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
    for (const group of port.securityGroups) {
      expect(tables.securityGroups.get(group) !== undefined, `port ${port.id}: no security group ${group}`);
    }
  }
  const segments = new Set<string>();
  for (const network of tables.networks.values()) {
    const segment = `${network.networkType} ${network.physicalNetwork} ${network.segmentationId}`;
    expect(network.networkType === 'local' || !segments.has(segment), `segment twice: ${segment}`);
    segments.add(segment);
    const shared = tables.rbacPolicies.find('object', network.id).some((policy) => policy.targetProject === '*');
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
  }
  for (const policy of tables.rbacPolicies.values()) {
    expect(tables.networks.get(policy.objectId) !== undefined, `policy ${policy.id} is for no network`);
  }
  for (const binding of tables.dhcpBindings.values()) {
    expect(tables.networks.get(binding.id) !== undefined, `DHCP binding of no network ${binding.id}`);
    for (const id of binding.agentIds) expect(tables.agents.get(id) !== undefined, `DHCP binding to no agent ${id}`);
  }
  for (const server of tables.servers.values()) {
    for (const id of server.portIds) {
      expect(tables.ports.get(id)?.deviceId === server.id, `server ${server.id}: port ${id} is not its own`);
    }
  }
  balancingInvariants(tables, expect);
  return broken;
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
