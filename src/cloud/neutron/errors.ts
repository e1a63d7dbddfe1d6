import {ApiError} from '../api-error.ts';
import {subnetErrors} from './subnet-errors.ts';

/** Neutron's exceptions with its own words (neutron-lib 3.1, Zed): clients and learners search for these texts. */

const invalidInput = (reason: string) => new ApiError(400, 'InvalidInput', `Invalid input for operation: ${reason}.`);
const badRequest = (resource: string, reason: string) =>
  new ApiError(400, 'BadRequest', `Bad ${resource} request: ${reason}.`);
/** What the web framework refuses before a resource is looked at. */
const httpBadRequest = (message: string) => new ApiError(400, 'HTTPBadRequest', message);

export const neutronErrors = {
  invalidInput,
  badRequest,
  httpBadRequest,
  notFound: () => new ApiError(404, 'HTTPNotFound', 'The resource could not be found.'),
  /** What webob says of every method that it does not know what to do with. */
  methodNotAllowed: () =>
    new ApiError(
      405,
      'HTTPMethodNotAllowed',
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    ),
  revisionMismatch: (expected: number, current: number) =>
    new ApiError(
      412,
      'RevisionNumberConstraintFailed',
      `Constrained to ${expected}, but current revision is ${current}`,
    ),
  notAllowedOnNetwork: (project: string, resource: string) =>
    new ApiError(403, 'HTTPForbidden', `Tenant ${project} not allowed to create ${resource} on this network`),
  networkNotFound: (id: string) => new ApiError(404, 'NetworkNotFound', `Network ${id} could not be found.`),
  subnetNotFound: (id: string) => new ApiError(404, 'SubnetNotFound', `Subnet ${id} could not be found.`),
  portNotFound: (id: string) => new ApiError(404, 'PortNotFound', `Port ${id} could not be found.`),
  agentNotFound: (id: string) => new ApiError(404, 'AgentNotFound', `Agent ${id} could not be found.`),
  groupNotFound: (id: string) => new ApiError(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`),
  ruleNotFound: (id: string) =>
    new ApiError(404, 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`),
  rbacNotFound: (id: string) =>
    new ApiError(404, 'RbacPolicyNotFound', `RBAC policy of type network with ID ${id} not found`),
  subnetPoolNotFound: (id: string) => new ApiError(404, 'SubnetPoolNotFound', `Subnet pool ${id} could not be found.`),
  availabilityZoneNotFound: (zone: string) =>
    new ApiError(404, 'AvailabilityZoneNotFound', `AvailabilityZone ${zone} could not be found.`),
  tagNotFound: (tag: string) => new ApiError(404, 'TagNotFound', `Tag ${tag} could not be found.`),
  notAuthorized: (rule: string) => new ApiError(403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`),

  networkInUse: (id: string, portIds: readonly string[]) =>
    new ApiError(
      409,
      'NetworkInUse',
      `Unable to complete operation on network ${id}. There are one or more ports still in use on the network, id for these ports is: ${portIds.join(',')}.`,
    ),
  subnetInUse: (id: string) =>
    new ApiError(
      409,
      'SubnetInUse',
      `Unable to complete operation on subnet ${id}: One or more ports have an IP allocation from this subnet.`,
    ),
  portBound: (id: string, vifType: string, oldMac: string, newMac: string) =>
    new ApiError(
      409,
      'PortBound',
      `Unable to complete operation on port ${id}, port is already bound, port type: ${vifType}, old_mac ${oldMac}, new_mac ${newMac}.`,
    ),
  groupInUse: (id: string) => new ApiError(409, 'SecurityGroupInUse', `Security Group ${id} in use.`),
  flatNetworkInUse: (physicalNetwork: string) =>
    new ApiError(
      409,
      'FlatNetworkInUse',
      `Unable to create the flat network. Physical network ${physicalNetwork} is in use.`,
    ),
  secondDefaultNetwork: (id: string) =>
    new ApiError(409, 'DefaultExternalNetworkExists', `A default external network already exists: ${id}.`),
  vlanInUse: (id: number, physicalNetwork: string) =>
    new ApiError(
      409,
      'VlanIdInUse',
      `Unable to create the network. The VLAN ${id} on physical network ${physicalNetwork} is in use.`,
    ),
  tunnelInUse: (id: number) =>
    new ApiError(409, 'TunnelIdInUse', `Unable to create the network. The tunnel ID ${id} is in use.`),
  noNetworkAvailable: () =>
    new ApiError(
      503,
      'NoNetworkAvailable',
      'Unable to create the network. No tenant network is available for allocation.',
    ),
  sharedByOthers: (id: string) =>
    new ApiError(
      409,
      'InvalidSharedSetting',
      `Unable to reconfigure sharing settings for network ${id}. Multiple tenants are using it.`,
    ),
  ...subnetErrors,

  macInUse: (networkId: string, mac: string) =>
    new ApiError(
      409,
      'MacAddressInUse',
      `Unable to complete operation for network ${networkId}. The mac address ${mac} is in use.`,
    ),
  noMacLeft: (networkId: string) =>
    new ApiError(503, 'NetworkMacAddressGenerationFailure', `Unable to generate unique mac on network ${networkId}.`),
  addressInUse: (ip: string, subnetId: string) =>
    new ApiError(409, 'IpAddressAlreadyAllocated', `IP address ${ip} already allocated in subnet ${subnetId}`),
  noAddressLeft: (networkId: string) =>
    new ApiError(409, 'IpAddressGenerationFailure', `No more IP addresses available on network ${networkId}.`),
  addressNotInSubnet: (ip: string) =>
    new ApiError(400, 'InvalidIpForSubnet', `IP address ${ip} is not a valid IP for the specified subnet.`),
  addressNotInNetwork: (ip: string) =>
    new ApiError(
      400,
      'InvalidIpForNetwork',
      `IP address ${ip} is not a valid IP for any of the subnets on the specified network.`,
    ),
  autoAddress: (ip: string, subnetId: string) =>
    new ApiError(
      400,
      'AllocationOnAutoAddressSubnet',
      `IPv6 address ${ip} cannot be directly assigned to a port on subnet ${subnetId} as the subnet is configured for automatic addresses`,
    ),
  tooManyAddresses: () =>
    new ApiError(400, 'InvalidInput', 'Invalid input for operation: Exceeded maximum amount of fixed ips per port.'),

  invalidDhcpAgent: (id: string) =>
    new ApiError(404, 'InvalidDHCPAgent', `Agent ${id} is not a valid DHCP Agent or has been disabled`),
  networkHosted: (networkId: string, agentId: string) =>
    new ApiError(
      409,
      'NetworkHostedByDHCPAgent',
      `The network ${networkId} has been already hosted by the DHCP Agent ${agentId}.`,
    ),
  networkNotHosted: (networkId: string, agentId: string) =>
    new ApiError(
      409,
      'NetworkNotHostedByDhcpAgent',
      `The network ${networkId} is not hosted by the DHCP agent ${agentId}.`,
    ),
  quotaNotFound: (project: string) =>
    new ApiError(404, 'TenantQuotaNotFound', `Quota for tenant ${project} could not be found.`),
  rbacExists: () => new ApiError(409, 'DuplicateRbacPolicy', 'An RBAC policy already exists with those values.'),
  extensionNotFound: (alias: string) =>
    new ApiError(404, 'HTTPNotFound', `Extension with alias ${alias} does not exist`),
  defaultGroupExists: () =>
    new ApiError(409, 'SecurityGroupDefaultAlreadyExists', 'Default security group already exists.'),
  cannotUpdateDefaultGroup: () =>
    new ApiError(409, 'SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.'),
  cannotRemoveDefaultGroup: () =>
    new ApiError(409, 'SecurityGroupCannotRemoveDefault', 'Insufficient rights for removing default security group.'),
  twoRemotes: () =>
    new ApiError(
      400,
      'SecurityGroupMultipleRemoteEntites',
      'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.',
    ),
  ruleExists: (id: string) =>
    new ApiError(409, 'SecurityGroupRuleExists', `Security group rule already exists. Rule id is ${id}.`),
  duplicateRuleInPost: () =>
    new ApiError(409, 'DuplicateSecurityGroupRuleInPost', 'Duplicate Security Group Rule in POST.'),
  rulesOfManyGroups: () =>
    new ApiError(
      400,
      'SecurityGroupNotSingleGroupRules',
      'Only allowed to update rules for one security profile at a time',
    ),
  rulesOfManyProjects: () =>
    new ApiError(
      400,
      'SecurityGroupRulesNotSingleTenant',
      'Multiple tenant_ids in bulk security group rule create not allowed',
    ),
  groupConflict: (reason: string) =>
    new ApiError(409, 'SecurityGroupConflict', `Error ${reason} while attempting the operation.`),
  unknownEthertype: (ethertype: string) =>
    new ApiError(
      400,
      'SecurityGroupRuleInvalidEtherType',
      `Security group rule for ethertype '${ethertype}' not supported. Allowed values are ['IPv4', 'IPv6'].`,
    ),
  unknownProtocol: (protocol: string, known: string) =>
    new ApiError(
      400,
      'SecurityGroupRuleInvalidProtocol',
      `Security group rule protocol ${protocol} not supported. Only protocol values ${known} and integer representations [0 to 255] are supported.`,
    ),
  protocolOfOtherVersion: (ethertype: string, protocol: string) =>
    new ApiError(
      400,
      'SecurityGroupEthertypeConflictWithProtocol',
      `Invalid ethertype ${ethertype} for protocol ${protocol}.`,
    ),
  portsWithoutProtocol: () =>
    new ApiError(400, 'SecurityGroupProtocolRequiredWithPorts', 'Must also specify protocol if port range is given.'),
  protocolWithoutPorts: (protocol: number) =>
    new ApiError(
      400,
      'SecurityGroupInvalidProtocolForPort',
      `Ports cannot be specified for protocol ${protocol}. Ports are only supported for DCCP, SCTP, TCP, UDP, UDPLITE.`,
    ),
  invalidPort: (port: string) => new ApiError(400, 'SecurityGroupInvalidPortValue', `Invalid value for port ${port}`),
  invalidPortRange: () =>
    new ApiError(
      400,
      'SecurityGroupInvalidPortRange',
      'For TCP/UDP protocols, port_range_min must be <= port_range_max',
    ),
  missingIcmpType: (code: number | null) =>
    new ApiError(
      400,
      'SecurityGroupMissingIcmpType',
      `ICMP code (port-range-max) ${code} is provided but ICMP type (port-range-min) is missing.`,
    ),
  invalidIcmpValue: (field: 'type' | 'code', value: number) =>
    new ApiError(
      400,
      'SecurityGroupInvalidIcmpValue',
      `Invalid value for ICMP ${field} (${field === 'type' ? 'port_range_min' : 'port_range_max'}) ${value}. It must be 0 to 255.`,
    ),
  invalidCidr: (cidr: string) => new ApiError(400, 'InvalidCIDR', `Invalid CIDR ${cidr} given as IP prefix.`),
  prefixMismatch: (ethertype: string, cidr: string) =>
    new ApiError(
      400,
      'SecurityGroupRuleParameterConflict',
      `Conflicting value ethertype ${ethertype} for CIDR ${cidr}`,
    ),
  addressGroupNotFound: (id: string) =>
    new ApiError(404, 'AddressGroupNotFound', `Address group ${id} could not be found.`),
  addressGroupInUse: (id: string) =>
    new ApiError(409, 'AddressGroupInUse', `Address group ${id} is in use on one or more security group rules.`),
  addressesNotFound: (addresses: string, id: string) =>
    new ApiError(404, 'AddressesNotFound', `Addresses ${addresses} not found in the address group ${id}.`),
  addressesExist: (addresses: string, id: string) =>
    new ApiError(400, 'AddressesAlreadyExist', `Addresses ${addresses} already exist in the address group ${id}.`),
  tooManyPairs: (most: number) =>
    new ApiError(400, 'AllowedAddressPairExhausted', `The number of allowed address pair exceeds the maximum ${most}.`),
  pairWithoutAddress: () =>
    new ApiError(400, 'AllowedAddressPairsMissingIP', 'AllowedAddressPair must contain ip_address'),
  duplicatePair: (mac: string, ip: string) =>
    new ApiError(
      400,
      'DuplicateAddressPairInRequest',
      `Request contains duplicate address pair: mac_address ${mac} ip_address ${ip}.`,
    ),
  policyNotFound: (id: string) => new ApiError(404, 'QosPolicyNotFound', `QoS policy ${id} could not be found.`),
  policyInUse: (id: string, kind: string, by: string) =>
    new ApiError(409, 'QosPolicyInUse', `QoS Policy ${id} is used by ${kind} ${by}.`),
  policyDefaultExists: (projectId: string) =>
    new ApiError(409, 'QoSPolicyDefaultAlreadyExists', `A default QoS policy exists for project ${projectId}.`),
  qosRuleNotFound: (id: string, policyId: string) =>
    new ApiError(404, 'QosRuleNotFound', `QoS rule ${id} for policy ${policyId} could not be found.`),
  qosRulesConflict: (type: string, id: string, policyId: string) =>
    new ApiError(
      409,
      'QoSRulesConflict',
      `Rule ${type} conflicts with rule ${id} which already exists in QoS Policy ${policyId}.`,
    ),
  qosParameterConflict: (value: number, policyId: string, type: string, existing: number) =>
    new ApiError(
      409,
      'QoSRuleParameterConflict',
      `Unable to add the rule with value ${value} to the policy ${policyId} as the existing rule of type ${type} has value ${existing}.`,
    ),
  qosRuleNotSupported: (type: string, portId: string) =>
    new ApiError(409, 'QosRuleNotSupported', `Rule ${type} is not supported by port ${portId}`),
  qosRuleNotSupportedByNetwork: (type: string, networkId: string) =>
    new ApiError(409, 'QosRuleNotSupportedByNetwork', `Rule ${type} is not supported by network ${networkId}`),
  securityRequired: () =>
    new ApiError(
      400,
      'PortSecurityAndIPRequiredForSecurityGroups',
      'Port security must be enabled and port must have an IP address in order to use security groups.',
    ),
  portHasGroup: () =>
    new ApiError(
      409,
      'PortSecurityPortHasSecurityGroup',
      'Port has security group associated. Cannot disable port security or IP address until security group is removed.',
    ),
  pairsNeedSecurity: () =>
    new ApiError(
      409,
      'AddressPairAndPortSecurityRequired',
      'Port Security must be enabled in order to have allowed address pairs on a port.',
    ),

  overQuota: (resources: readonly string[]) =>
    new ApiError(
      409,
      'OverQuota',
      `Quota exceeded for resources: [${resources.map((resource) => `'${resource}'`).join(', ')}].`,
    ),
} as const;
