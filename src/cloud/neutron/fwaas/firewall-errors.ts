import {ApiError} from '../../api-error.ts';

const conflict = (type: string, message: string) => new ApiError(409, type, message);
const notFound = (type: string, message: string) => new ApiError(404, type, message);
/** neutron-lib's InvalidInput without its own frame: the subclasses replace the whole message. */
const invalid = (type: string, message: string) => new ApiError(400, type, message);

/** What the firewall service answers, with its own words (neutron-fwaas and neutron-lib's firewall_v2, Zed). */
export const firewallErrors = {
  groupNotFound: (id: string) => notFound('FirewallGroupNotFound', `Firewall group ${id} could not be found.`),
  groupInUse: (id: string) => conflict('FirewallGroupInUse', `Firewall group ${id} is still active.`),
  groupPending: (id: string, status: string) =>
    conflict(
      'FirewallGroupInPendingState',
      `Operation cannot be performed since associated firewall group ${id} is in ${status}.`,
    ),
  portInvalid: (id: string) => conflict('FirewallGroupPortInvalid', `Port ${id} of firewall group is invalid.`),
  portOfOtherProject: (id: string, projectId: string) =>
    conflict(
      'FirewallGroupPortInvalidProject',
      `Operation cannot be performed as port ${id} is in an invalid project ${projectId}.`,
    ),
  portNotSupported: (id: string) =>
    conflict('FirewallGroupPortNotSupported', `Port ${id} is not supported by firewall driver 'fwaas_db'.`),
  portsInUse: (ids: readonly string[]) =>
    conflict(
      'FirewallGroupPortInUse',
      `Port(s) [${ids.map((id) => `'${id}'`).join(', ')}] provided already associated with other firewall group(s).`,
    ),
  cannotRemoveDefault: () =>
    conflict('FirewallGroupCannotRemoveDefault', 'Deleting default firewall group not allowed.'),
  reservedName: (name: string, type: 'Firewall Group' | 'Firewall Policy') =>
    conflict(
      'FirewallDefaultParameterExists',
      `Operation cannot be performed since '${name}' is a reserved name for ${type}.`,
    ),
  cannotUpdateDefault: (id: string) =>
    conflict(
      'FirewallDefaultObjectUpdateRestricted',
      `Operation cannot be performed on default object '${id}' of type Firewall Group.`,
    ),

  policyNotFound: (id: string) => notFound('FirewallPolicyNotFound', `Firewall policy ${id} could not be found.`),
  policyInUse: (id: string) => conflict('FirewallPolicyInUse', `Firewall policy ${id} is being used.`),
  policyConflict: (id: string) =>
    notFound(
      'FirewallPolicyConflict',
      `Operation cannot be performed since firewall policy ${id} for your project could not be found. Please confirm if the firewall policy exists and is shared.`,
    ),
  shareRuleFirst: (policyId: string, ruleId: string) =>
    conflict(
      'FirewallPolicySharingConflict',
      `Operation cannot be performed. Before sharing firewall policy ${policyId}, share associated firewall rule ${ruleId}.`,
    ),
  ruleNotShared: (policyId: string, ruleId: string) =>
    notFound(
      'FirewallRuleSharingConflict',
      `Operation cannot be performed since firewall policy ${policyId} could not find the firewall rule ${ruleId}. Please confirm if the firewall rule exists and is shared.`,
    ),

  ruleNotFound: (id: string) => notFound('FirewallRuleNotFound', `Firewall rule ${id} could not be found.`),
  ruleInUse: (id: string) => conflict('FirewallRuleInUse', `Firewall rule ${id} is being used.`),
  ruleConflict: (id: string, projectId: string) =>
    conflict(
      'FirewallRuleConflict',
      `Operation cannot be performed since firewall rule ${id} is not shared and belongs to another project ${projectId}.`,
    ),
  ruleAlreadyThere: (policyId: string, ruleId: string) =>
    conflict(
      'FirewallRuleAlreadyAssociated',
      `Operation cannot be performed since firewall rule ${ruleId} is already associated with firewall policy ${policyId}.`,
    ),
  ruleNotThere: (policyId: string, ruleId: string) =>
    invalid(
      'FirewallRuleNotAssociatedWithPolicy',
      `Firewall rule ${ruleId} is not associated with firewall policy ${policyId}.`,
    ),
  ruleInfoMissing: () =>
    invalid('FirewallRuleInfoMissing', 'Missing rule info argument for insert/remove rule operation.'),
  portsOfIcmp: () =>
    invalid(
      'FirewallRuleInvalidICMPParameter',
      'Source, destination port are not allowed when protocol is set to ICMP.',
    ),
  portsWithoutProtocol: () =>
    invalid('FirewallRuleWithPortWithoutProtocolInvalid', 'Source/destination port requires a protocol.'),
  invalidPorts: (range: string) => invalid('FirewallRuleInvalidPortValue', `Invalid value for port ${range}.`),
  versionConflict: () =>
    invalid('FirewallIpAddressConflict', 'Invalid input - IP addresses do not agree with IP Version.'),
} as const;
