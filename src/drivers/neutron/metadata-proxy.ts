/** Where the metadata agent listens; proxies hand every request on to it. */
export const METADATA_SOCKET = '/var/lib/neutron/metadata_proxy';

/** Whom a metadata proxy speaks for: that is how the metadata agent finds the instance that asks. */
export interface MetadataProxy {
  readonly kind: 'router' | 'network';
  readonly id: string;
  /** haproxy's `bind` lines. */
  readonly binds: readonly string[];
}

export const proxyFile = (id: string): string => `/var/lib/neutron/ns-metadata-proxy/${id}.conf`;

/** Where the proxies write their process ids; every server has the folder, which haproxy does not make. */
export const PROXY_PIDS = '/var/lib/neutron/external/pids';

/** Byte by byte what neutron.agent.metadata.driver writes. */
export function proxyConfiguration({kind, id, binds}: MetadataProxy): string {
  const [own, other] = kind === 'router' ? ['Router', 'Network'] : ['Network', 'Router'];
  const [first = '', second = ''] = binds.map((bind) => `bind ${bind}`);
  return `
global
    log         /dev/log local0 debug
    log-tag     haproxy-metadata-proxy-${id}
    user        root
    group       root
    maxconn     1024
    pidfile     ${PROXY_PIDS}/${id}.pid.haproxy
    daemon

defaults
    log global
    mode http
    option httplog
    option dontlognull
    option http-server-close
    option forwardfor
    retries                 3
    timeout http-request    30s
    timeout connect         30s
    timeout client          32s
    timeout server          32s
    timeout http-keep-alive 30s

listen listener
    ${first}
    ${second}
    server metadata ${METADATA_SOCKET}
    http-request del-header X-Neutron-${other}-ID
    http-request set-header X-Neutron-${own}-ID ${id}
`;
}
