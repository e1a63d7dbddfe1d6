import type {Chance} from '../store/chance.ts';
import type {Tables} from '../store/tables.ts';

const V2 = '/networking/v2.0';
const NOVA = '/compute/v2.1';
const LB = '/load-balancer/v2.0/lbaas';
const KEYSTONE = '/identity/v3';
const IMAGE = '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90';

export interface Request {
  readonly what: string;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
  readonly path: string;
  readonly body?: unknown;
}

/** Draws from what there is, so that most requests meet what others left behind. */
export class ServiceRequests {
  readonly chance: Chance;
  readonly tables: Tables;
  constructor(chance: Chance, tables: Tables) {
    this.chance = chance;
    this.tables = tables;
  }
  one<T>(items: readonly T[], otherwise: T): T {
    return items[this.chance.integer(items.length || 1)] ?? otherwise;
  }
  id(table: keyof Tables): string {
    const ids = [...this.tables[table].values()].map(({id}) => id);
    return this.chance.integer(25) === 0 ? this.chance.uuid() : this.one(ids, this.chance.uuid());
  }
  number(below: number): number {
    return this.chance.integer(below);
  }

  tags(): readonly Request[] {
    const path = this.one(['networks', 'subnets', 'ports', 'security-groups'] as const, 'networks');
    const table = {
      networks: 'networks',
      subnets: 'subnets',
      ports: 'ports',
      'security-groups': 'securityGroups',
    } as const;
    const id = this.id(table[path]);
    const at = `${V2}/${path}/${id}/tags`;
    const there = (this.tables[table[path]].get(id)?.tags ?? []).map(encodeURIComponent);
    const tag = this.one([...there, 'red', 'red', 'blue', 'é', 'a%2Fb', '%00'], 'red');
    const tags = this.one<unknown>([['red', 'blue'], [], ['red', 'red'], 'red', [5], ['x'.repeat(256)]], []);
    return [
      {what: 'tag', method: 'PUT', path: `${at}/${tag}`},
      {what: 'untag', method: 'DELETE', path: `${at}/${tag}`},
      {what: 'replace tags', method: 'PUT', path: at, body: {tags}},
      {what: 'drop tags', method: 'DELETE', path: at},
      {what: 'find by tag', method: 'GET', path: `${V2}/${path}?tags=red&not-tags-any=blue,${tag}`},
    ];
  }

  rbac(): readonly Request[] {
    const target = this.one(['*', this.id('projects'), 'nobody'], '*');
    const policy = {
      object_type: this.one(['network', 'network', 'security_group'], 'network'),
      object_id: this.id('networks'),
      action: this.one(['access_as_shared', 'access_as_external'], 'access_as_shared'),
      target_tenant: target,
    };
    const at = `${V2}/rbac-policies/${this.id('rbacPolicies')}`;
    return [
      {what: 'share', method: 'POST', path: `${V2}/rbac-policies`, body: {rbac_policy: policy}},
      {what: 'share with another', method: 'PUT', path: at, body: {rbac_policy: {target_tenant: target}}},
      {what: 'unshare', method: 'DELETE', path: at},
      {
        what: 'share by flag',
        method: 'PUT',
        path: `${V2}/networks/${this.id('networks')}`,
        body: {network: {[this.one(['shared', 'router:external'], 'shared')]: this.number(2) === 0}},
      },
    ];
  }

  quotas(): readonly Request[] {
    const project = this.id('projects');
    const limit = this.one<unknown>([-1, 0, 3, 6, 40, '5', -2, 2 ** 31, 'x', null], 5);
    const check = this.number(3) === 0 ? {check_limit: true} : {};
    const name = this.one(['network', 'subnet', 'port', 'rbac_policy', 'security_group'], 'port');
    const nova = this.one(['instances', 'cores', 'ram', 'key_pairs', 'walls'], 'ram');
    return [
      {what: 'limit', method: 'PUT', path: `${V2}/quotas/${project}`, body: {quota: {[name]: limit, ...check}}},
      {what: 'unlimit', method: 'DELETE', path: `${V2}/quotas/${project}`},
      {what: 'unlimit', method: 'DELETE', path: `${V2}/quotas/${project}`},
      {what: 'see limits', method: 'GET', path: `${V2}/quotas/${project}/details`},
      {what: 'limit Nova', method: 'PUT', path: `${NOVA}/os-quota-sets/${project}`, body: {quota_set: {[nova]: limit}}},
      {what: 'unlimit Nova', method: 'DELETE', path: `${NOVA}/os-quota-sets/${project}`},
      {
        what: 'limit Octavia',
        method: 'PUT',
        path: `${LB}/quotas/${project}`,
        body: {quota: {[this.one(['loadbalancer', 'pool', 'member'], 'pool')]: limit}},
      },
      {what: 'unlimit Octavia', method: 'DELETE', path: `${LB}/quotas/${project}`},
    ];
  }

  made(): readonly Request[] {
    const network = this.id('networks');
    const cidr = `10.${this.number(3)}.${this.number(2)}.0/${this.one([24, 24, 28, 16], 24)}`;
    const tags = this.number(3) === 0 ? {tags: ['red']} : {};
    return [
      {what: 'make network', method: 'POST', path: `${V2}/networks`, body: {network: {name: 'n'}}},
      {what: 'delete network', method: 'DELETE', path: `${V2}/networks/${network}`},
      {
        what: 'make subnet',
        method: 'POST',
        path: `${V2}/subnets`,
        body: {subnet: {network_id: network, ip_version: 4, cidr}},
      },
      {what: 'make port', method: 'POST', path: `${V2}/ports`, body: {port: {network_id: network, ...tags}}},
      {what: 'make port', method: 'POST', path: `${V2}/ports`, body: {port: {network_id: network, ...tags}}},
      {what: 'delete port', method: 'DELETE', path: `${V2}/ports/${this.id('ports')}`},
      {what: 'make group', method: 'POST', path: `${V2}/security-groups`, body: {security_group: {name: 'g'}}},
    ];
  }

  servers(): readonly Request[] {
    const id = this.id('servers');
    const at = `${NOVA}/servers/${id}`;
    const port = this.one(this.tables.servers.get(id)?.portIds ?? [], this.id('ports'));
    const type = this.one<unknown>(['SOFT', 'HARD', 'GENTLE', 5], 'HARD');
    const [group] = [...this.tables.securityGroups.values()].filter(() => this.number(3) === 0);
    const name = this.one([group?.id ?? 'default', 'default', 'g', 'nothing'], 'g');
    const zone = this.one(['nova', 'nova', 'nova:compute1', 'nova:nowhere'], 'nova');
    const network = this.one<unknown>([{uuid: this.id('networks')}, {port: this.id('ports')}], {});
    const server = {name: 'vm', flavorRef: '1', imageRef: IMAGE, availability_zone: zone, networks: [network]};
    const action = (body: unknown): Request => ({
      what: Object.keys(body as object)[0] ?? '',
      method: 'POST',
      path: `${at}/action`,
      body,
    });
    const interfaceAttachment = this.one<unknown>([{net_id: this.id('networks')}, {port_id: this.id('ports')}, {}], {});
    return [
      {what: 'make server', method: 'POST', path: `${NOVA}/servers`, body: {server}},
      {what: 'make server', method: 'POST', path: `${NOVA}/servers`, body: {server}},
      {what: 'delete server', method: 'DELETE', path: at},
      action({reboot: {type}}),
      action({'os-start': null}),
      action({'os-stop': null}),
      action({[this.one(['lock', 'unlock', 'unlock', 'pause', 'resize'], 'lock')]: null}),
      action({addSecurityGroup: {name}}),
      action({removeSecurityGroup: {name}}),
      action({'os-getConsoleOutput': {length: this.one<unknown>([null, 1, '-1', 'x'], 1)}}),
      {what: 'attach', method: 'POST', path: `${at}/os-interface`, body: {interfaceAttachment}},
      {what: 'detach', method: 'DELETE', path: `${at}/os-interface/${port}`},
      {what: 'write on', method: 'POST', path: `${at}/metadata`, body: {metadata: {[this.one(['a', 'b'], 'a')]: 'x'}}},
      {what: 'wipe', method: 'DELETE', path: `${at}/metadata/${this.one(['a', '__proto__'], 'a')}`},
      {
        what: 'service',
        method: 'PUT',
        path: `${NOVA}/os-services/${this.one(['enable', 'enable', 'disable', 'x'], 'enable')}`,
        body: {host: this.one(['controller', 'compute1', 'nowhere'], 'compute1'), binary: 'nova-compute'},
      },
      {what: 'find servers', method: 'GET', path: `${NOVA}/servers?all_tenants=1&ip=10.&power_state=1&sort_key=uuid`},
    ];
  }

  balancing(): readonly Request[] {
    const protocol = this.one(['HTTP', 'HTTP', 'TCP', 'UDP'], 'HTTP');
    const [balancer, listener, pool] = [this.id('loadBalancers'), this.id('listeners'), this.id('pools')];
    const [policy, monitor] = [this.id('l7Policies'), this.id('healthMonitors')];
    const port = 8000 + this.number(3);
    const weight = this.one([0, 1, 256, 257], 1);
    const member = {address: `10.0.0.${this.number(6)}`, protocol_port: 80, weight};
    const check = {type: 'HTTP', delay: 5, timeout: 3, max_retries: 3};
    const rule = {
      type: 'PATH',
      compare_type: this.one(['REGEX', 'STARTS_WITH'], 'REGEX'),
      value: this.one(['/a', '('], '/'),
    };
    const make = (what: string, body: object): Request => ({
      what: `make ${what}`,
      method: 'POST',
      path: `${LB}/${what === 'l7policy' ? 'l7policies' : `${what}s`}`,
      body: {[what]: body},
    });
    const parent = this.one<object>([{loadbalancer_id: balancer}, {listener_id: listener}], {
      loadbalancer_id: balancer,
    });
    const action = this.one<object>(
      [{action: 'REJECT'}, {action: 'REJECT'}, {action: 'REDIRECT_TO_POOL', redirect_pool_id: pool}],
      {},
    );
    const ends: readonly Request[] = [
      {what: 'delete listener', method: 'DELETE', path: `${LB}/listeners/${listener}`},
      {what: 'delete pool', method: 'DELETE', path: `${LB}/pools/${pool}`},
      {what: 'delete monitor', method: 'DELETE', path: `${LB}/healthmonitors/${monitor}`},
      {
        what: 'delete balancer',
        method: 'DELETE',
        path: `${LB}/loadbalancers/${balancer}${this.one(['', '?cascade=true'], '')}`,
      },
    ];
    return [
      make('loadbalancer', {vip_network_id: this.id('networks')}),
      make('listener', {
        loadbalancer_id: balancer,
        protocol,
        protocol_port: port,
        default_pool_id: this.one([null, pool], null),
      }),
      make('pool', {...parent, protocol, lb_algorithm: 'ROUND_ROBIN'}),
      make('healthmonitor', {pool_id: pool, ...check}),
      make('l7policy', {listener_id: listener, position: 1 + this.number(3), ...action}),
      {what: 'make member', method: 'POST', path: `${LB}/pools/${pool}/members`, body: {member}},
      {what: 'replace members', method: 'PUT', path: `${LB}/pools/${pool}/members`, body: {members: [member]}},
      {
        what: 'change member',
        method: 'PUT',
        path: `${LB}/pools/${pool}/members/${this.id('members')}`,
        body: {member: {weight, admin_state_up: this.number(2) === 0}},
      },
      {what: 'delete member', method: 'DELETE', path: `${LB}/pools/${pool}/members/${this.id('members')}`},
      {what: 'make rule', method: 'POST', path: `${LB}/l7policies/${policy}/rules`, body: {rule}},
      {what: 'delete rule', method: 'DELETE', path: `${LB}/l7policies/${policy}/rules/${this.id('l7Rules')}`},
      {what: 'move policy', method: 'PUT', path: `${LB}/l7policies/${policy}`, body: {l7policy: {position: 1}}},
      {what: 'fail over', method: 'PUT', path: `${LB}/loadbalancers/${balancer}/failover`},
      ...(this.number(3) === 0 ? ends : []),
    ];
  }

  accounts(): readonly Request[] {
    const [project, user] = [this.id('projects'), this.id('users')];
    const name = this.one(['red', 'blue', 'demo', ''], 'red');
    const enabled = this.number(4) > 0;
    const role = this.one(['member', 'reader'], 'reader').padEnd(32, '0');
    const at = `${KEYSTONE}/projects/${project}/users/${user}/roles/${role}`;
    return [
      {what: 'make project', method: 'POST', path: `${KEYSTONE}/projects`, body: {project: {name}}},
      {
        what: 'change project',
        method: 'PATCH',
        path: `${KEYSTONE}/projects/${project}`,
        body: {project: {name, enabled}},
      },
      {what: 'delete project', method: 'DELETE', path: `${KEYSTONE}/projects/${project}`},
      {what: 'make user', method: 'POST', path: `${KEYSTONE}/users`, body: {user: {name, password: 'x'}}},
      {what: 'change user', method: 'PATCH', path: `${KEYSTONE}/users/${user}`, body: {user: {name, enabled}}},
      {what: 'delete user', method: 'DELETE', path: `${KEYSTONE}/users/${user}`},
      {what: 'grant', method: 'PUT', path: at},
      {what: 'revoke', method: 'DELETE', path: at},
    ];
  }

  next(): Request {
    const of = [
      () => this.tags(),
      () => this.rbac(),
      () => this.quotas(),
      () => this.made(),
      () => this.made(),
      () => this.servers(),
      () => this.servers(),
      () => this.balancing(),
      () => this.balancing(),
      () => this.accounts(),
    ];
    const all = this.one(of, () => this.made())();
    return this.one(all, all[0] as Request);
  }
}
