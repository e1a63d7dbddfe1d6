import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {expandCodes, haproxyConfig} from './haproxy-config.ts';
import type {Tree} from './tree.ts';

const golden = readFileSync(new URL('golden/v2-haproxy.conf', import.meta.url), 'utf8');
const PART = {adminStateUp: true, provisioningStatus: 'ACTIVE'} as const;
const POOL = 'a872c1fe-4044-42f4-8ef8-76dad02ff635';

const member = (id: string, address: string) => ({
  ...PART,
  id,
  poolId: POOL,
  address,
  protocolPort: 80,
  weight: 1,
  backup: false,
  monitorAddress: null,
  monitorPort: null,
});

const LISTENER = {
  ...PART,
  id: '0c9be1fa-52f8-4d3c-a6b3-8ef1b8b4aa02',
  loadBalancerId: '9d5e2c1a-7b35-4f0e-8b1d-3a5cf0f7d901',
  protocol: 'HTTP',
  protocolPort: 80,
  connectionLimit: 2000,
  defaultPoolId: POOL,
  insertHeaders: {},
  timeoutClientData: 50_000,
  timeoutMemberConnect: 5000,
  timeoutMemberData: 50_000,
  timeoutTcpInspect: 0,
  certificates: [],
  policies: [],
} as const;

/** The worked example of the reference. */
const EXAMPLE: Tree = {
  loadBalancer: {
    ...PART,
    id: LISTENER.loadBalancerId,
    name: 'lb1',
    vipAddress: '172.16.100.100',
    vipPortId: 'port',
    vipSubnetId: 'subnet',
    revision: 1,
  },
  listeners: [LISTENER],
  pools: [
    {
      ...PART,
      id: POOL,
      loadBalancerId: LISTENER.loadBalancerId,
      protocol: 'HTTP',
      lbAlgorithm: 'ROUND_ROBIN',
      sessionPersistence: null,
      members: [
        member('1f0c7d5e-0b1c-4b67-8d1a-6f0c51a3b201', '172.16.100.11'),
        member('7c3a9d42-5b7e-4c0e-9a55-2f7f0e61c302', '172.16.100.12'),
      ],
      monitor: {
        ...PART,
        id: 'monitor',
        poolId: POOL,
        type: 'HTTP',
        delay: 5,
        timeout: 3,
        maxRetries: 3,
        maxRetriesDown: 3,
        httpMethod: 'GET',
        urlPath: '/',
        expectedCodes: '200',
        httpVersion: null,
        domainName: null,
      },
    },
  ],
};

test("the reference's worked example, but for what the old driver left out", () => {
  // Without a unit the time would be milliseconds; without `rise` HAProxy takes 2 whatever max_retries says.
  const expected = golden.replace('timeout check 3\n', 'timeout check 3s\n').replaceAll('fall 3', 'fall 3 rise 3');
  expect(haproxyConfig(EXAMPLE)).toBe(expected);
});

const withListener = (change: Partial<Tree['listeners'][number]>): string =>
  haproxyConfig({...EXAMPLE, listeners: [{...LISTENER, ...change}]});
const withPool = (change: Partial<Tree['pools'][number]>): string =>
  haproxyConfig({...EXAMPLE, pools: EXAMPLE.pools.map((pool) => ({...pool, ...change}))});
const withMonitor = (change: Partial<NonNullable<Tree['pools'][number]['monitor']>>): string =>
  haproxyConfig({
    ...EXAMPLE,
    pools: EXAMPLE.pools.map((pool) => ({...pool, monitor: pool.monitor && {...pool.monitor, ...change}})),
  });

test('nothing that a learner names becomes a line of the configuration', () => {
  const config = haproxyConfig({
    ...EXAMPLE,
    loadBalancer: {...EXAMPLE.loadBalancer, name: 'lb1\nglobal\n    daemon'},
  });
  expect(config.split('\n')[0]).toBe('# Configuration for lb1 global     daemon');
  const policy = {
    ...PART,
    id: 'policy',
    listenerId: LISTENER.id,
    action: 'REJECT',
    redirectPoolId: null,
    redirectUrl: null,
    redirectPrefix: null,
    redirectHttpCode: null,
    position: 1,
  } as const;
  const rule = {
    ...PART,
    id: 'rule',
    policyId: 'policy',
    type: 'PATH',
    compareType: 'CONTAINS',
    key: null,
    value: 'a b#"c\\\nuser root',
    invert: false,
  } as const;
  expect(withListener({policies: [{...policy, rules: [rule]}]})).toContain(
    '    acl rule path -m sub a\\ b\\#\\"c\\\\user\\ root\n    http-request deny if rule\n',
  );
});

test.each([
  ['without a limit', withListener({connectionLimit: -1}), undefined, 'maxconn'],
  [
    'TLS',
    withListener({protocol: 'TERMINATED_HTTPS', certificates: [{name: '*.example.org', pem: ''}]}),
    `    bind 172.16.100.100:80 ssl crt /var/lib/neutron/lbaas/v2/${LISTENER.loadBalancerId}/${LISTENER.id}/*.example.org.pem\n`,
    undefined,
  ],
  [
    'TLS redirects',
    withListener({protocol: 'TERMINATED_HTTPS'}),
    '    redirect scheme https if !{ ssl_fc }\n',
    undefined,
  ],
  ['TCP', withListener({protocol: 'TCP'}), '    mode tcp\n', 'forwardfor'],
  ['a time of its own', withListener({timeoutClientData: 1}), '    timeout client 1\n', undefined],
  ['of the members', withListener({timeoutMemberData: 7}), '    timeout server 7\n', undefined],
  [
    'a header',
    withListener({insertHeaders: {'X-Forwarded-Port': 'true', 'X-Forwarded-Proto': 'false'}}),
    '    http-request set-header X-Forwarded-Port %[dst_port]\n',
    'Proto',
  ],
  ['least connections', withPool({lbAlgorithm: 'LEAST_CONNECTIONS'}), '    balance leastconn\n', undefined],
  ['no monitor', withPool({monitor: undefined}), ':80 weight 1\n', 'check'],
  ['TCP monitor', withMonitor({type: 'TCP'}), ' check inter 5s', 'httpchk'],
  ['HTTPS monitor', withMonitor({type: 'HTTPS'}), ' check check-ssl verify none inter 5s', undefined],
  ['TLS monitor', withMonitor({type: 'TLS-HELLO'}), '    option ssl-hello-chk\n', 'httpchk'],
  [
    'a host to ask for',
    withMonitor({httpVersion: 1.1, domainName: 'www.example.org'}),
    '    option httpchk GET / HTTP/1.1\\r\\nHost:\\ www.example.org\n',
    undefined,
  ],
  ['PROXY', withPool({protocol: 'PROXYV2'}), ' send-proxy-v2\n', undefined],
  ['a pool that is not served', haproxyConfig({...EXAMPLE, pools: []}), undefined, 'default_backend'],
])('%s', (_name, config, has, hasNot) => {
  if (has !== undefined) expect(config).toContain(has);
  if (hasNot !== undefined) expect(config).not.toContain(hasNot);
});

test('codes', () => {
  expect(expandCodes('200')).toBe('200');
  expect(expandCodes('200, 202')).toBe('200|202');
  expect(expandCodes('200-203')).toBe('200|201|202|203');
});
