import {l7Lines, word} from './l7-config.ts';
import type {Listener, Member} from './model.ts';
import {certificatePath, lbaasFolder} from './names.ts';
import type {ListenerTree, PoolTree, Tree} from './tree.ts';

/**
 * The configuration of one load balancer, word for word and in the order of neutron-lbaas' HAProxy driver
 * (`haproxy_base.j2`, `haproxy_proxies.j2`), with what it had not yet as Octavia writes it. Two things are Octavia's
 * where the old driver's would not work: `timeout check` has a unit (the old one meant milliseconds), and cookies of
 * the application are remembered in a table (`appsession` is gone since HAProxy 1.6).
 */
export function haproxyConfig(tree: Tree): string {
  const {loadBalancer, listeners, pools} = tree;
  const sections = [
    base(loadBalancer.id, loadBalancer.name),
    DEFAULTS,
    ...listeners.map((listener) => frontend(tree, listener)),
    ...pools.map((pool) => backend(tree, pool)),
  ];
  return `${sections.join('\n\n')}\n`;
}

const base = (id: string, name: string): string => `# Configuration for ${name.replaceAll(/\s/g, ' ')}
global
    daemon
    user nobody
    group nogroup
    log /dev/log local0
    log /dev/log local1 notice
    stats socket ${lbaasFolder(id)}/haproxy_stats.sock mode 0666 level user`;

/** Milliseconds. */
const TIMEOUTS = {connect: 5000, client: 50_000, server: 50_000} as const;

const DEFAULTS = `defaults
    log global
    retries 3
    option redispatch
    timeout connect ${TIMEOUTS.connect}
    timeout client ${TIMEOUTS.client}
    timeout server ${TIMEOUTS.server}`;

const section = (head: string, lines: readonly (string | undefined)[]): string =>
  [head, ...lines.filter((line) => line !== undefined).map((line) => `    ${line}`)].join('\n');

/** The line, where the condition holds. */
const where = (holds: boolean, line: string): string | undefined => (holds ? line : undefined);

const modeOf = ({protocol}: Listener): 'http' | 'tcp' =>
  protocol === 'HTTP' || protocol === 'TERMINATED_HTTPS' ? 'http' : 'tcp';

function frontend({loadBalancer, pools}: Tree, listener: ListenerTree): string {
  const mode = modeOf(listener);
  const isThere = (id: string) => pools.some((pool) => pool.id === id);
  const {defaultPoolId, connectionLimit, timeoutClientData, timeoutTcpInspect} = listener;
  return section(`frontend ${listener.id}`, [
    'option tcplog',
    where(listener.protocol === 'TERMINATED_HTTPS', 'redirect scheme https if !{ ssl_fc }'),
    where(connectionLimit > -1, `maxconn ${connectionLimit}`),
    where(mode === 'http', 'option forwardfor'),
    [`bind ${loadBalancer.vipAddress}:${listener.protocolPort}`, ...certificateWords(listener)].join(' '),
    `mode ${mode}`,
    where(timeoutClientData !== TIMEOUTS.client, `timeout client ${timeoutClientData}`),
    where(timeoutTcpInspect > 0, `tcp-request inspect-delay ${timeoutTcpInspect}`),
    ...headerLines(listener),
    ...(mode === 'http' ? l7Lines(listener, isThere) : []),
    where(defaultPoolId !== null && isThere(defaultPoolId), `default_backend ${defaultPoolId}`),
  ]);
}

const certificateWords = (listener: Listener): readonly string[] =>
  listener.certificates.length === 0
    ? []
    : [
        'ssl',
        ...listener.certificates.map(({name}) => `crt ${certificatePath(listener.loadBalancerId, listener.id, name)}`),
      ];

/** Octavia's values for headers that tell a member of the client. */
const HEADERS: Readonly<Record<string, string>> = {
  'X-Forwarded-Port': '%[dst_port]',
  'X-SSL-Client-Verify': '%[ssl_c_verify]',
  'X-SSL-Client-Has-Cert': '%[ssl_c_used]',
  'X-SSL-Client-DN': '%{+Q}[ssl_c_s_dn]',
  'X-SSL-Client-CN': '%{+Q}[ssl_c_s_dn(cn)]',
  'X-SSL-Issuer': '%{+Q}[ssl_c_i_dn]',
  'X-SSL-Client-SHA1': '%{+Q}[ssl_c_sha1,hex]',
  'X-SSL-Client-Not-Before': '%{+Q}[ssl_c_notbefore]',
  'X-SSL-Client-Not-After': '%{+Q}[ssl_c_notafter]',
};

/** `X-Forwarded-For` is always set: `option forwardfor`. */
const headerLines = ({insertHeaders, protocol}: Listener): readonly string[] =>
  Object.entries(insertHeaders).flatMap(([header, on]) => {
    const value = header === 'X-Forwarded-Proto' ? (protocol === 'HTTP' ? 'http' : 'https') : HEADERS[header];
    return value === undefined || on.toLowerCase() !== 'true' ? [] : [`http-request set-header ${header} ${value}`];
  });

function backend(tree: Tree, pool: PoolTree): string {
  const user = tree.listeners.find((listener) => usesPool(listener, pool.id));
  const isProxy = pool.protocol === 'PROXY' || pool.protocol === 'PROXYV2';
  const mode = isProxy && user !== undefined ? modeOf(user) : pool.protocol === 'HTTP' ? 'http' : 'tcp';
  const {monitor} = pool;
  return section(`backend ${pool.id}`, [
    `mode ${mode}`,
    `balance ${BALANCE[pool.lbAlgorithm]}`,
    ...persistenceLines(pool),
    ...monitorLines(pool),
    where(
      pool.members.some((member) => member.backup),
      'option allbackups',
    ),
    where(
      user !== undefined && user.timeoutMemberConnect !== TIMEOUTS.connect,
      `timeout connect ${user?.timeoutMemberConnect}`,
    ),
    where(
      user !== undefined && user.timeoutMemberData !== TIMEOUTS.server,
      `timeout server ${user?.timeoutMemberData}`,
    ),
    ...pool.members.map((member) => server(pool, member, monitor)),
  ]);
}

const usesPool = (listener: ListenerTree, poolId: string): boolean =>
  listener.defaultPoolId === poolId || listener.policies.some((policy) => policy.redirectPoolId === poolId);

const BALANCE = {ROUND_ROBIN: 'roundrobin', LEAST_CONNECTIONS: 'leastconn', SOURCE_IP: 'source'} as const;

function persistenceLines({sessionPersistence: persistence}: PoolTree): readonly string[] {
  switch (persistence?.type) {
    case 'SOURCE_IP':
      return ['stick-table type ip size 10k', 'stick on src'];
    case 'HTTP_COOKIE':
      return ['cookie SRV insert indirect nocache'];
    case 'APP_COOKIE': {
      const name = persistence.cookieName ?? '';
      return [
        'stick-table type string len 64 size 10k',
        `stick store-response res.cook(${name})`,
        `stick match req.cook(${name})`,
      ];
    }
    case undefined:
      return [];
  }
}

/** A PING monitor opens a connection, as neutron-lbaas does it. */
function monitorLines({monitor}: PoolTree): readonly string[] {
  if (monitor === undefined) return [];
  const {type, httpMethod, urlPath, httpVersion, domainName, expectedCodes} = monitor;
  const version = httpVersion === null ? '' : ` HTTP/${httpVersion.toFixed(1)}`;
  const host = domainName === null || httpVersion !== 1.1 ? '' : `\\r\\nHost:\\ ${domainName}`;
  return [
    `timeout check ${monitor.timeout}s`,
    ...(type === 'HTTP' || type === 'HTTPS'
      ? [
          `option httpchk ${httpMethod ?? 'GET'} ${word(urlPath ?? '/')}${version}${host}`,
          `http-check expect rstatus ${expandCodes(expectedCodes ?? '200')}`,
        ]
      : []),
    ...(type === 'TLS-HELLO' ? ['option ssl-hello-chk'] : []),
  ];
}

/** `200-202` → `200|201|202` */
export const expandCodes = (codes: string): string =>
  codes
    .split(',')
    .flatMap((part) => {
      const [from = 0, to = from] = part.split('-').map(Number);
      return Array.from({length: Math.max(0, to - from + 1)}, (_, step) => from + step);
    })
    .join('|');

function server(pool: PoolTree, member: Member, monitor: PoolTree['monitor']): string {
  const {monitorAddress, monitorPort} = member;
  const words = [
    `server ${member.id} ${member.address}:${member.protocolPort} weight ${member.weight}`,
    ...(monitor === undefined
      ? []
      : [
          `check${monitor.type === 'HTTPS' ? ' check-ssl verify none' : ''} inter ${monitor.delay}s fall ${monitor.maxRetriesDown} rise ${monitor.maxRetries}`,
          where(monitorAddress !== null, `addr ${monitorAddress}`),
          where(monitorPort !== null, `port ${monitorPort}`),
        ]),
    where(pool.sessionPersistence?.type === 'HTTP_COOKIE', `cookie ${member.id}`),
    where(pool.protocol === 'PROXY', 'send-proxy'),
    where(pool.protocol === 'PROXYV2', 'send-proxy-v2'),
    where(member.backup, 'backup'),
  ];
  return words.filter((one) => one !== undefined).join(' ');
}
