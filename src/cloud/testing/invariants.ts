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
  for (const binding of tables.dhcpBindings.values()) {
    expect(tables.networks.get(binding.id) !== undefined, `DHCP binding of no network ${binding.id}`);
    for (const id of binding.agentIds) expect(tables.agents.get(id) !== undefined, `DHCP binding to no agent ${id}`);
  }
  for (const server of tables.servers.values()) {
    for (const id of server.portIds) {
      expect(tables.ports.get(id)?.deviceId === server.id, `server ${server.id}: port ${id} is not its own`);
    }
  }
  return broken;
}
