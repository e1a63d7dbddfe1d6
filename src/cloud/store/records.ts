import type {
  HealthMonitor,
  L7Policy,
  L7Rule,
  Listener,
  LoadBalancer,
  Member,
  Pool,
  Traffic,
} from '../../drivers/neutron/lbaas/model.ts';
import type {
  AddressGroup,
  Agent,
  FirewallGroup,
  FirewallPolicy,
  FirewallRule,
  FloatingIp,
  HaState,
  MeteringLabel,
  MeteringRule,
  Instance,
  Network,
  Port,
  PortForwarding,
  QosPolicy,
  Router,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
} from '../../drivers/neutron/model.ts';
import type {DisabledComputeRecord, EndedServerRecord, ServerActionRecord} from './compute-records.ts';

/** What the cloud keeps: the drivers' types, with what only the API needs. Records are never changed, only replaced. */

/** What every Neutron object carries. */
export interface Bookkeeping {
  readonly description: string;
  readonly tags: readonly string[];
  /** `2026-11-21T02:10:54Z` */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly revisionNumber: number;
}

export interface NetworkRecord extends Network, Bookkeeping {
  readonly availabilityZoneHints: readonly string[];
  /** Of external networks: the one to take where none is named. */
  readonly isDefault?: boolean;
}

export interface SubnetRecord extends Subnet, Bookkeeping {
  readonly serviceTypes: readonly string[];
}

export interface PortRecord extends Port, Bookkeeping {
  readonly vnicType: string;
  /** `binding:profile` */
  readonly profile: Readonly<Record<string, unknown>>;
  /** Why an agent gave up on it. */
  readonly error?: string;
}

export interface AgentRecord extends Agent {
  readonly description: string | null;
  readonly createdAt: string;
  readonly startedAt: string;
  /** When it was stopped; while it is alive the heartbeat is never older than the report interval. */
  readonly stoppedAt?: string;
  /** What it reports about itself, as the API shows it. */
  readonly configurations: Readonly<Record<string, unknown>>;
}

export interface SecurityGroupRecord extends SecurityGroup, Bookkeeping {}

export interface SecurityGroupRuleRecord extends SecurityGroupRule, Bookkeeping {
  readonly projectId: string;
  /** `remote_ip_prefix` as it was given, where it has host bits. */
  readonly givenPrefix?: string;
}

export interface AddressGroupRecord extends AddressGroup, Bookkeeping {}

export interface QosPolicyRecord extends QosPolicy, Bookkeeping {
  /** For every project. */
  readonly shared: boolean;
  /** For every new network of its project. */
  readonly isDefault: boolean;
}

/** Who besides its owner may use a network; `*` is everybody. */
export interface RbacRecord {
  readonly id: string;
  readonly projectId: string;
  readonly objectId: string;
  readonly action: 'access_as_shared' | 'access_as_external';
  readonly targetProject: string;
}

export interface RouterRecord extends Router, Bookkeeping {
  readonly availabilityZoneHints: readonly string[];
}

export interface MeteringLabelRecord extends MeteringLabel {
  readonly description: string;
}

export interface MeteringRuleRecord extends MeteringRule {
  readonly projectId: string;
}

export interface FloatingIpRecord extends FloatingIp, Bookkeeping {
  /** The port that holds the address on the external network; nobody's. */
  readonly floatingPortId: string;
}

export interface PortForwardingRecord extends PortForwarding, Bookkeeping {
  readonly projectId: string;
}

/** Which L3 agent has a router. Its id is the router's. */
export interface RouterBindingRecord {
  readonly id: string;
  readonly agentIds: readonly string[];
  /** By agent: what its copy of a highly available router is. Absent: it told nothing yet. */
  readonly states?: Readonly<Record<string, HaState>>;
}

/** Which DHCP agents serve a network. Its id is the network's. */
export interface DhcpBindingRecord {
  readonly id: string;
  readonly agentIds: readonly string[];
}

/** A project's own limits; a resource that is not named has the cloud's. -1 is no limit. Its id is the project's. */
export interface QuotaRecord {
  readonly id: string;
  readonly limits: Readonly<Record<string, number>>;
}

export interface ProjectRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  /** In the clear: an exercise cloud that lives inside a sandbox has nothing to protect. */
  readonly password: string;
  readonly enabled: boolean;
  readonly defaultProjectId: string | null;
}

/** Keystone's roles that this cloud knows. An admin may do everything. */
export type RoleName = 'admin' | 'member' | 'reader';

export interface GrantRecord {
  /** `user project role` */
  readonly id: string;
  readonly userId: string;
  readonly projectId: string;
  readonly role: RoleName;
}

export type ServerStatus = 'BUILD' | 'ACTIVE' | 'SHUTOFF' | 'ERROR';

export interface ServerRecord extends Instance {
  readonly userId: string;
  /** Counts up from 1: the number in the libvirt name. */
  readonly number: number;
  readonly status: ServerStatus;
  /** Nova's `OS-EXT-STS:task_state`: spawning, powering-off… */
  readonly task: string | null;
  readonly flavorId: string;
  readonly imageId: string;
  readonly keyName: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly securityGroups: readonly string[];
  /** The ports Nova made itself and therefore deletes with the server. */
  readonly ownPortIds: readonly string[];
  readonly fault?: {readonly code: number; readonly message: string; readonly created: string};
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly launchedAt?: string;
  /** Who locked it; absent: it is not locked. */
  readonly lockedBy?: 'owner' | 'admin';
}

export interface KeypairRecord {
  /** `user name` */
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** Counts up and never back: the number of the last server. */
export interface CounterRecord {
  readonly id: 'server';
  readonly value: number;
}

export interface FirewallRuleRecord extends FirewallRule {
  readonly description: string;
  /** May be used in the policies of every project. */
  readonly shared: boolean;
}

export interface FirewallPolicyRecord extends FirewallPolicy {
  readonly description: string;
  readonly shared: boolean;
  /** Somebody looked at the rules as they are; every change of them takes it away. */
  readonly audited: boolean;
}

export interface FirewallGroupRecord extends FirewallGroup {
  readonly description: string;
  readonly shared: boolean;
  readonly adminStateUp: boolean;
  /** As they were given; some may be gone by now. */
  readonly portIds: readonly string[];
  /** Why an agent gave up on it. */
  readonly error?: string;
}

/** Octavia's `operating_status`: how it goes, as HAProxy says. */
export type OperatingStatus = 'ONLINE' | 'OFFLINE' | 'DEGRADED' | 'ERROR' | 'DRAINING' | 'NO_MONITOR';

/** What every object of Octavia carries. */
export interface BalancingPart {
  readonly name: string;
  readonly description: string;
  readonly projectId: string;
  readonly tags: readonly string[];
  readonly operatingStatus: OperatingStatus;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  /** Why its last change went wrong. */
  readonly error?: string;
}

export interface LoadBalancerRecord extends LoadBalancer, BalancingPart {
  readonly vipNetworkId: string;
  /** Made for it, and so deleted with it. */
  readonly ownsPort: boolean;
  readonly provider: string;
  /** What the change that runs is about; the others that are pending only wait for it. */
  readonly changing: readonly string[];
}

export interface ListenerRecord extends Listener, BalancingPart {
  readonly defaultTlsContainerRef: string | null;
  readonly sniContainerRefs: readonly string[];
}
export interface PoolRecord extends Pool, BalancingPart {}
export interface MemberRecord extends Member, BalancingPart {
  readonly subnetId: string | null;
}
export interface HealthMonitorRecord extends HealthMonitor, BalancingPart {}
export interface L7PolicyRecord extends L7Policy, BalancingPart {}
export interface L7RuleRecord extends L7Rule, BalancingPart {}

/** What came through a listener since it was made. Its id is the listener's. */
export interface ListenerTrafficRecord extends Traffic {
  readonly id: string;
}

/** Barbican's secret: something that was put away, with its content. */
export interface SecretRecord {
  readonly id: string;
  readonly projectId: string;
  readonly name: string | null;
  readonly payload: string;
  readonly payloadContentType: string;
  readonly secretType: string;
  readonly createdAt: string;
}

/** Secrets that belong together: a certificate and its key. */
export interface SecretContainerRecord {
  readonly id: string;
  readonly projectId: string;
  readonly name: string | null;
  readonly type: 'generic' | 'rsa' | 'certificate';
  /** Role (`certificate`, `private_key`, `intermediates`) → secret. */
  readonly secrets: readonly {readonly name: string; readonly secretId: string}[];
  readonly createdAt: string;
}

/** The record of each table, by the table's name. */
export interface RecordTypes {
  readonly networks: NetworkRecord;
  readonly subnets: SubnetRecord;
  readonly ports: PortRecord;
  readonly agents: AgentRecord;
  readonly securityGroups: SecurityGroupRecord;
  readonly securityGroupRules: SecurityGroupRuleRecord;
  readonly addressGroups: AddressGroupRecord;
  readonly qosPolicies: QosPolicyRecord;
  readonly rbacPolicies: RbacRecord;
  readonly dhcpBindings: DhcpBindingRecord;
  readonly routers: RouterRecord;
  readonly routerBindings: RouterBindingRecord;
  readonly floatingIps: FloatingIpRecord;
  readonly meteringLabels: MeteringLabelRecord;
  readonly meteringRules: MeteringRuleRecord;
  readonly portForwardings: PortForwardingRecord;
  readonly quotas: QuotaRecord;
  readonly projects: ProjectRecord;
  readonly users: UserRecord;
  readonly grants: GrantRecord;
  readonly servers: ServerRecord;
  readonly keypairs: KeypairRecord;
  readonly counters: CounterRecord;
  readonly disabledComputes: DisabledComputeRecord;
  readonly serverActions: ServerActionRecord;
  readonly endedServers: EndedServerRecord;
  readonly firewallRules: FirewallRuleRecord;
  readonly firewallPolicies: FirewallPolicyRecord;
  readonly firewallGroups: FirewallGroupRecord;
  readonly loadBalancers: LoadBalancerRecord;
  readonly listeners: ListenerRecord;
  readonly pools: PoolRecord;
  readonly members: MemberRecord;
  readonly healthMonitors: HealthMonitorRecord;
  readonly l7Policies: L7PolicyRecord;
  readonly l7Rules: L7RuleRecord;
  readonly listenerTraffic: ListenerTrafficRecord;
  readonly balancingQuotas: QuotaRecord;
  readonly secrets: SecretRecord;
  readonly secretContainers: SecretContainerRecord;
}
export type TableName = keyof RecordTypes;
