/**
 * Octavia's objects as far as the load balancing agent must know them: plain readonly records keyed by id. The cloud
 * room keeps records that satisfy these types. Where an API attribute has another spelling, it stands beside the field.
 */

/** What became of the last change: Octavia's `provisioning_status`. What is DELETED is not there any more. */
export type ProvisioningStatus = 'ACTIVE' | 'PENDING_CREATE' | 'PENDING_UPDATE' | 'PENDING_DELETE' | 'ERROR';

interface Part {
  readonly id: string;
  readonly adminStateUp: boolean;
  readonly provisioningStatus: ProvisioningStatus;
}

export interface LoadBalancer extends Part {
  readonly name: string;
  /** Where clients come to, and the port that has the address: it is bound to the node that serves. */
  readonly vipAddress: string;
  readonly vipPortId: string;
  readonly vipSubnetId: string;
  /** Counts the changes of it and of all that hangs on it; an agent's report names the one it saw. */
  readonly revision: number;
}

export const LISTENER_PROTOCOLS = ['TCP', 'HTTP', 'HTTPS', 'TERMINATED_HTTPS'] as const;
export type ListenerProtocol = (typeof LISTENER_PROTOCOLS)[number];

/** A certificate with its key, as HAProxy wants it: one PEM text. */
export interface Certificate {
  /** The subject's common name. */
  readonly name: string;
  readonly pem: string;
}

export interface Listener extends Part {
  readonly loadBalancerId: string;
  readonly protocol: ListenerProtocol;
  readonly protocolPort: number;
  /** -1 is no limit. */
  readonly connectionLimit: number;
  readonly defaultPoolId: string | null;
  /** Header → `true`, as the API takes it. */
  readonly insertHeaders: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeoutClientData: number;
  readonly timeoutMemberConnect: number;
  readonly timeoutMemberData: number;
  /** Milliseconds; 0 does not wait for content. */
  readonly timeoutTcpInspect: number;
  /** The default one first, then those that a client may name (SNI). */
  readonly certificates: readonly Certificate[];
}

export const POOL_PROTOCOLS = ['TCP', 'HTTP', 'HTTPS', 'PROXY', 'PROXYV2'] as const;
export type PoolProtocol = (typeof POOL_PROTOCOLS)[number];
export const ALGORITHMS = ['LEAST_CONNECTIONS', 'ROUND_ROBIN', 'SOURCE_IP'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export const PERSISTENCE_TYPES = ['SOURCE_IP', 'HTTP_COOKIE', 'APP_COOKIE'] as const;

export interface Pool extends Part {
  readonly loadBalancerId: string;
  readonly protocol: PoolProtocol;
  readonly lbAlgorithm: Algorithm;
  /** How a client that was here comes to the same member again. */
  readonly sessionPersistence: {
    readonly type: (typeof PERSISTENCE_TYPES)[number];
    /** Of APP_COOKIE only. */
    readonly cookieName: string | null;
  } | null;
}

export interface Member extends Part {
  readonly poolId: string;
  readonly address: string;
  readonly protocolPort: number;
  /** 0…256; 0 gets no new connections. */
  readonly weight: number;
  readonly backup: boolean;
  /** Where the monitor looks, where that is not the member's own address or port. */
  readonly monitorAddress: string | null;
  readonly monitorPort: number | null;
}

export const MONITOR_TYPES = ['HTTP', 'HTTPS', 'PING', 'TCP', 'TLS-HELLO'] as const;

export interface HealthMonitor extends Part {
  readonly poolId: string;
  readonly type: (typeof MONITOR_TYPES)[number];
  /** Seconds between two looks, and until one has failed. */
  readonly delay: number;
  readonly timeout: number;
  /** Good answers until a member is up again. */
  readonly maxRetries: number;
  /** Bad ones until it is down. */
  readonly maxRetriesDown: number;
  readonly httpMethod: string | null;
  readonly urlPath: string | null;
  /** `200`, `200,202` or `200-204`. */
  readonly expectedCodes: string | null;
  readonly httpVersion: number | null;
  readonly domainName: string | null;
}

export const POLICY_ACTIONS = ['REJECT', 'REDIRECT_TO_URL', 'REDIRECT_TO_POOL', 'REDIRECT_PREFIX'] as const;

/** What is done with requests that all its rules agree on. Without a rule it does nothing. */
export interface L7Policy extends Part {
  readonly listenerId: string;
  readonly action: (typeof POLICY_ACTIONS)[number];
  readonly redirectPoolId: string | null;
  readonly redirectUrl: string | null;
  readonly redirectPrefix: string | null;
  readonly redirectHttpCode: number | null;
  /** From 1, without gaps within a listener. */
  readonly position: number;
}

export const RULE_TYPES = [
  'HOST_NAME',
  'PATH',
  'FILE_TYPE',
  'HEADER',
  'COOKIE',
  'SSL_CONN_HAS_CERT',
  'SSL_VERIFY_RESULT',
  'SSL_DN_FIELD',
] as const;
export const COMPARE_TYPES = ['REGEX', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'EQUAL_TO'] as const;

export interface L7Rule extends Part {
  readonly policyId: string;
  readonly type: (typeof RULE_TYPES)[number];
  readonly compareType: (typeof COMPARE_TYPES)[number];
  /** Of a header or cookie: its name. */
  readonly key: string | null;
  readonly value: string;
  readonly invert: boolean;
}

/** All load balancers of a cloud with what hangs on them, each table in the order its records were made. */
export interface LoadBalancing {
  readonly loadBalancers: Readonly<Record<string, LoadBalancer>>;
  readonly listeners: Readonly<Record<string, Listener>>;
  readonly pools: Readonly<Record<string, Pool>>;
  readonly members: Readonly<Record<string, Member>>;
  readonly healthMonitors: Readonly<Record<string, HealthMonitor>>;
  readonly l7Policies: Readonly<Record<string, L7Policy>>;
  readonly l7Rules: Readonly<Record<string, L7Rule>>;
}

/** The owner of the port that has a load balancer's address, as Octavia sets it. */
export const VIP_PORT = 'Octavia';

/** What a haproxy said of one load balancer, in its own words. */
export interface LoadBalancerHealth {
  readonly loadBalancerId: string;
  /** False: nobody answers on its statistics socket. */
  readonly isRunning: boolean;
  /** `OPEN` or `FULL`. */
  readonly listeners: Readonly<Record<string, string>>;
  /** `UP` or `DOWN`. */
  readonly pools: Readonly<Record<string, string>>;
  /** `UP`, `UP 1/3`, `DOWN`, `DRAIN`, `MAINT`, `no check`… */
  readonly members: Readonly<Record<string, string>>;
  /** By listener: what came since the last report, and how many connections there are now. */
  readonly traffic: Readonly<Record<string, Traffic>>;
}

export interface Traffic {
  readonly activeConnections: number;
  readonly totalConnections: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly requestErrors: number;
}

/** How the agent's work on a load balancer ended. */
export type LoadBalancerReport =
  | {readonly loadBalancerId: string; readonly revision: number; readonly status: 'ACTIVE'}
  | {
      readonly loadBalancerId: string;
      readonly revision: number;
      readonly status: 'ERROR';
      readonly reason: string;
    };
