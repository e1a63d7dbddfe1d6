import type {CloudState, Instance, Network, Port, Router} from '../../drivers/neutron/model.ts';
import {DHCP_PORT, HA_PORT} from '../../drivers/neutron/model.ts';
import {
  bridgeName,
  chainPrefix,
  dhcpFolder,
  dhcpLinkName,
  dhcpNamespace,
  gatewayLinkName,
  haLinkName,
  instanceFolder,
  routerLinkName,
  routerNamespace,
  tapName,
  vxlanName,
} from '../../drivers/neutron/naming.ts';
import {hybridBridge, hybridBridgeEnd, hybridSwitchEnd} from '../../drivers/neutron/openvswitch/naming.ts';
import type {Text} from '../../state/text.ts';
import {GUARDS, PORT_CHAINS} from './guard-references.ts';
import type {GuardTable} from './guard-references.ts';
import {BALANCER_PLACES, BALANCING_KINDS, balancingId, balancingWords} from './balancing-references.ts';
import type {KnownBalancing} from './balancing-references.ts';
import {floatingAddresses, floatingIpId, type KnownFloating} from './floating-references.ts';

/**
 * Names in a lab that nobody can write down beforehand, because they are cut from ids: `[[bridge blue]]` in a claim, a
 * solve or a lesson is the bridge of the network `blue`, whatever it is called in this attempt.
 */
const REFERENCE = /\[\[([^[\]]+)\]\]/g;

type Things = Pick<CloudState, 'networks' | 'subnets' | 'ports' | 'instances' | 'routers' | GuardTable> &
  Partial<Pick<CloudState, 'agents'>>;

/** What references are looked up in: the cloud as it is, and things of it that are gone by now. */
export interface KnownThings {
  readonly state: Things & KnownBalancing & KnownFloating;
  readonly gone: Things & KnownBalancing;
}

export type Resolved =
  | {readonly ok: true; readonly value: string}
  /** `wanted` is what would have to be there, `why` what is found instead. */
  | {readonly ok: false; readonly wanted: Text; readonly why: Text};

interface Kind {
  /** Stands for it in a lesson while the thing is not there yet. */
  readonly placeholder: string;
  /** Fits wherever such a value may stand: for checking a lab's file. */
  readonly sample: string;
  resolve(name: string, things: KnownThings): Resolved;
}

const found = (value: string): Resolved => ({ok: true, value});
const missing = (wanted: Text, why: Text): Resolved => ({ok: false, wanted, why});
/** Chinese sets a space before a Latin word: `没有 r1 在网络 blue 中的端口`. */
const after = (verb: string, zh: string): string => (/^\w/.test(zh) ? `${verb} ${zh}` : `${verb}${zh}`);
const thereIs = (en: string, zh: string): Text => ({en: `there is ${en}`, zh: after('有', zh)});
const thereIsNo = (en: string, zh: string): Text => ({en: `there is no ${en}`, zh: after('没有', zh)});

/** @param en `router r1` */
const noSuch = (en: string, zh: string): Resolved => missing(thereIs(en, zh), thereIsNo(en, zh));

/** The thing of that name: one that is there, else the last one that was. */
function named<N extends Exclude<keyof Things, 'agents'>>(
  things: KnownThings,
  table: N,
  name: string,
): NonNullable<Things[N]>[string] | undefined {
  const of = (records: Readonly<Record<string, {readonly id: string; readonly name?: string}>> = {}) =>
    Object.values(records).filter((record) => record.name === name || record.id === name);
  const found = of(things.state[table])[0] ?? of(things.gone[table]).at(-1);
  return found as NonNullable<Things[N]>[string] | undefined;
}

const UUID_SAMPLE = '11111111-2222-4333-8444-555555555555';

const ofNetwork =
  (value: (network: Network) => string | undefined) =>
  (name: string, things: KnownThings): Resolved => {
    const network = named(things, 'networks', name);
    if (network === undefined)
      return missing(
        thereIs(`a network ${name}`, `名为 ${name} 的网络`),
        thereIsNo(`network ${name}`, `名为 ${name} 的网络`),
      );
    const text = value(network);
    return text === undefined
      ? missing(
          {en: `network ${name} is of type vxlan`, zh: `网络 ${name} 的类型是 vxlan`},
          {en: `network ${name} is of type ${network.networkType}`, zh: `网络 ${name} 的类型是 ${network.networkType}`},
        )
      : found(text);
  };

const ofInstance =
  (value: (instance: Instance) => string) =>
  (name: string, things: KnownThings): Resolved => {
    const instance = named(things, 'instances', name);
    return instance === undefined
      ? missing(
          thereIs(`an instance ${name}`, `名为 ${name} 的实例`),
          thereIsNo(`instance ${name}`, `名为 ${name} 的实例`),
        )
      : found(value(instance));
  };

const ofRouter =
  (value: (router: Router) => string) =>
  (name: string, things: KnownThings): Resolved => {
    const router = named(things, 'routers', name);
    return router === undefined ? noSuch(`router ${name}`, `名为 ${name} 的路由器`) : found(value(router));
  };

const ofBalancing =
  (kind: (typeof BALANCING_KINDS)[number], value: (id: string) => string = (id) => id) =>
  (name: string, {state, gone}: KnownThings): Resolved => {
    const id = balancingId(kind, name, state, gone);
    const {en, zh} = balancingWords(kind);
    return id === undefined ? noSuch(`${en} ${name}`, `名为 ${name} 的${zh}`) : found(value(id));
  };

/**
 * `vm1` is the first port of the instance, `vm1:blue` its port on that network, `dhcp:blue` the DHCP agent's, `r1:blue`
 * the router's: its interface, or on an external network its gateway. `lb1` is the port of the load balancer's VIP.
 */
function portOf(name: string, things: KnownThings): Port | undefined {
  const own = named(things, 'ports', name);
  if (own !== undefined) return own;
  const [owner = '', networkName] = name.split(':');
  const network = networkName === undefined ? undefined : named(things, 'networks', networkName);
  if (networkName !== undefined && network === undefined) return undefined;
  const ports = [...Object.values(things.state.ports), ...Object.values(things.gone.ports)];
  if (owner === 'dhcp') return ports.find((port) => port.deviceOwner === DHCP_PORT && port.networkId === network?.id);
  const instance = named(things, 'instances', owner);
  const router = instance === undefined ? named(things, 'routers', owner) : undefined;
  if (router !== undefined) return ports.find((port) => port.deviceId === router.id && port.networkId === network?.id);
  const balancer = networkName === undefined ? balancingId('loadbalancer', name, things.state, things.gone) : undefined;
  if (instance === undefined) return balancer === undefined ? undefined : vipPort(balancer, ports);
  const mine = instance.portIds.flatMap((id) => things.state.ports[id] ?? things.gone.ports[id] ?? []);
  return network === undefined ? mine[0] : mine.find((port) => port.networkId === network.id);
}

/** Octavia writes down in the port whose it is. */
const vipPort = (balancerId: string, ports: readonly Port[]): Port | undefined =>
  ports.find(({deviceId}) => deviceId === `lb-${balancerId}`);
/** `door`, `of vm1 in blue`, `of the DHCP server in blue`: which port a reference means. */
const portWords = (name: string): Text => {
  const [owner = '', network] = name.split(':');
  if (network === undefined) return {en: name, zh: `端口 ${name}`};
  return owner === 'dhcp'
    ? {en: `of the DHCP server in ${network}`, zh: `网络 ${network} 中 DHCP 服务器的端口`}
    : {en: `of ${owner} in ${network}`, zh: `${owner} 在网络 ${network} 中的端口`};
};

const ofPort =
  (value: (port: Port) => string | undefined) =>
  (name: string, things: KnownThings): Resolved => {
    const port = portOf(name, things);
    const {en, zh} = portWords(name);
    if (port === undefined) return missing(thereIs(`the port ${en}`, zh), thereIsNo(`port ${en}`, zh));
    const text = value(port);
    return text === undefined
      ? missing(
          {en: `the port ${en} is bound and has an address`, zh: `${zh}已绑定并有地址`},
          {en: `it is not yet`, zh: `还没有`},
        )
      : found(text);
  };

const ofGuard =
  ({table, en, zh, value}: (typeof GUARDS)[keyof typeof GUARDS]) =>
  (name: string, things: KnownThings): Resolved => {
    const record = named(things, table, name);
    return record === undefined ? noSuch(`${en} ${name}`, `名为 ${name} 的${zh}`) : found(value(record));
  };

/** The end of one copy of a router to the others: `r1:compute1`. */
function heartbeatOf(name: string, things: KnownThings): Resolved {
  const [routerName = '', host] = name.split(':');
  const router = named(things, 'routers', routerName);
  const ports = [...Object.values(things.state.ports), ...Object.values(things.gone.ports)];
  const port = ports.find(
    (one) => one.deviceOwner === HA_PORT && one.deviceId === router?.id && one.binding.host === host,
  );
  return port === undefined ? noSuch(`copy of ${name}`, ` ${name} 的副本`) : found(haLinkName(port.id));
}

function l3AgentOn(host: string, things: KnownThings): Resolved {
  const agents = Object.values(things.state.agents ?? {});
  const agent = agents.find((one) => one.kind === 'L3 agent' && one.host === host);
  return agent === undefined ? noSuch(`L3 agent on ${host}`, `${host} 上的 L3 代理`) : found(agent.id);
}

/** What can stand between `[[` and a name. */
const KINDS: Readonly<Record<string, Kind>> = {
  network: {placeholder: 'ID', sample: UUID_SAMPLE, resolve: ofNetwork(({id}) => id)},
  subnet: {
    placeholder: 'ID',
    sample: UUID_SAMPLE,
    resolve(name, things) {
      const subnet = named(things, 'subnets', name);
      return subnet === undefined
        ? missing(
            thereIs(`a subnet ${name}`, `名为 ${name} 的子网`),
            thereIsNo(`subnet ${name}`, `名为 ${name} 的子网`),
          )
        : found(subnet.id);
    },
  },
  port: {placeholder: 'ID', sample: UUID_SAMPLE, resolve: ofPort(({id}) => id)},
  server: {placeholder: 'ID', sample: UUID_SAMPLE, resolve: ofInstance(({id}) => id)},
  'floating-ip': {
    placeholder: 'ID',
    sample: UUID_SAMPLE,
    resolve(address, {state}) {
      const id = floatingIpId(address, state);
      return id === undefined
        ? missing(
            thereIs(`a floating IP ${address}`, `浮动 IP ${address}`),
            thereIsNo(`floating IP ${address}`, `浮动 IP ${address}`),
          )
        : found(id);
    },
  },
  bridge: {placeholder: 'brq…', sample: 'brq11111111-22', resolve: ofNetwork(({id}) => bridgeName(id))},
  vxlan: {
    placeholder: 'vxlan-…',
    sample: 'vxlan-100',
    resolve: ofNetwork(({networkType, segmentationId}) =>
      networkType === 'vxlan' && segmentationId !== null ? vxlanName(segmentationId) : undefined,
    ),
  },
  segment: {
    placeholder: '…',
    sample: '100',
    resolve: ofNetwork(({segmentationId}) => (segmentationId === null ? undefined : String(segmentationId))),
  },
  qdhcp: {placeholder: 'qdhcp-…', sample: `qdhcp-${UUID_SAMPLE}`, resolve: ofNetwork(({id}) => dhcpNamespace(id))},
  'dhcp-files': {
    placeholder: '/var/lib/neutron/dhcp/…',
    sample: `/var/lib/neutron/dhcp/${UUID_SAMPLE}`,
    resolve: ofNetwork(({id}) => dhcpFolder(id)),
  },
  router: {placeholder: 'ID', sample: UUID_SAMPLE, resolve: ofRouter(({id}) => id)},
  qrouter: {
    placeholder: 'qrouter-…',
    sample: `qrouter-${UUID_SAMPLE}`,
    resolve: ofRouter(({id}) => routerNamespace(id)),
  },
  qr: {placeholder: 'qr-…', sample: 'qr-11111111-22', resolve: ofPort(({id}) => routerLinkName(id))},
  qg: {placeholder: 'qg-…', sample: 'qg-11111111-22', resolve: ofPort(({id}) => gatewayLinkName(id))},
  ha: {placeholder: 'ha-…', sample: 'ha-11111111-22', resolve: heartbeatOf},
  'l3-agent': {placeholder: 'ID', sample: UUID_SAMPLE, resolve: l3AgentOn},
  tap: {placeholder: 'tap…', sample: 'tap11111111-22', resolve: ofPort(({id}) => tapName(id))},
  ns: {
    placeholder: 'ns-…',
    sample: 'ns-11111111-22',
    resolve: ofPort(({id, binding}) => (binding.vifType === 'ovs' ? tapName(id) : dhcpLinkName(id))),
  },
  qbr: {placeholder: 'qbr…', sample: 'qbr11111111-22', resolve: ofPort(({id}) => hybridBridge(id))},
  qvb: {placeholder: 'qvb…', sample: 'qvb11111111-22', resolve: ofPort(({id}) => hybridBridgeEnd(id))},
  qvo: {placeholder: 'qvo…', sample: 'qvo11111111-22', resolve: ofPort(({id}) => hybridSwitchEnd(id))},
  mac: {placeholder: 'fa:16:3e:…', sample: 'fa:16:3e:11:22:33', resolve: ofPort(({macAddress}) => macAddress)},
  ip: {placeholder: '…', sample: '172.16.1.3', resolve: ofPort(({fixedIps}) => fixedIps[0]?.ipAddress)},
  host: {placeholder: '…', sample: 'compute1', resolve: ofPort(({binding}) => binding.host || undefined)},
  guest: {
    placeholder: 'instance-…',
    sample: 'instance-00000001',
    resolve: ofInstance(({instanceName}) => instanceName),
  },
  'guest-files': {
    placeholder: '/var/lib/nova/instances/…',
    sample: `/var/lib/nova/instances/${UUID_SAMPLE}`,
    resolve: ofInstance(({id}) => instanceFolder(id)),
  },
  ...Object.fromEntries(
    Object.entries(GUARDS).map(([kind, guard]) => [
      kind,
      {placeholder: guard.placeholder, sample: guard.value({id: UUID_SAMPLE}), resolve: ofGuard(guard)},
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(PORT_CHAINS).map(([kind, chain]) => [
      kind,
      {
        placeholder: `${chain('tap')}…`,
        sample: chain('tap11111111-22'),
        resolve: ofPort(({id, binding}) => chain(tapName(id), chainPrefix(binding))),
      },
    ]),
  ),
  ...Object.fromEntries(
    BALANCING_KINDS.map((kind) => [kind, {placeholder: 'ID', sample: UUID_SAMPLE, resolve: ofBalancing(kind)}]),
  ),
  ...Object.fromEntries(
    Object.entries(BALANCER_PLACES).map(([kind, place]) => [
      kind,
      {placeholder: place('…'), sample: place(UUID_SAMPLE), resolve: ofBalancing('loadbalancer', place)},
    ]),
  ),
};

export const REFERENCE_KINDS = Object.keys(KINDS);

const parse = (expression: string): {readonly kind: string; readonly name: string} => {
  const [kind = '', ...name] = expression.trim().split(/\s+/);
  return {kind, name: name.join(' ')};
};

/** Every `[[…]]` in a text, with its offset. */
export const cloudReferences = (
  text: string,
): readonly {readonly kind: string; readonly name: string; readonly offset: number}[] =>
  Array.from(text.matchAll(REFERENCE), (match) => ({...parse(match[1] ?? ''), offset: match.index}));

/** A text with its references filled in, or why one cannot be. */
export function resolveReferences(text: string, things: KnownThings): Resolved {
  let failure: Resolved | undefined;
  const value = text.replaceAll(REFERENCE, (whole, expression: string) => {
    const {kind, name} = parse(expression);
    // Of no kind we know: bash's own `[[ -e file ]]`. The loader refuses misspelt ones.
    const resolved = Object.hasOwn(KINDS, kind) ? KINDS[kind]?.resolve(name, things) : undefined;
    if (resolved?.ok === true) return resolved.value;
    failure ??= resolved;
    return whole;
  });
  return failure ?? found(value);
}

/** The same for every text inside a value. The first that cannot be filled in is the answer for all. */
export function resolveAll<T>(
  value: T,
  things: KnownThings,
): {readonly ok: true; readonly value: T} | Extract<Resolved, {ok: false}> {
  let failure: Extract<Resolved, {ok: false}> | undefined;
  const filled = mapTexts(value, (text) => {
    const resolved = resolveReferences(text, things);
    if (resolved.ok) return resolved.value;
    failure ??= resolved;
    return text;
  });
  return failure ?? {ok: true, value: filled};
}

/** What the thing with this id is called: what networks, instances, routers and groups are told by, and ports. */
export const nameIn =
  ({state, gone}: KnownThings) =>
  (id: string): string | undefined => {
    const tables = [state, gone].flatMap((of) => [
      of.networks,
      of.subnets,
      of.instances,
      of.ports,
      of.routers,
      of.securityGroups,
      of.qosPolicies,
    ]);
    const name = tables.map((table) => table?.[id]?.name).find((name) => name !== undefined && name !== '');
    if (name !== undefined) return name;
    // A port that nobody named is its instance's.
    const port = state.ports[id] ?? gone.ports[id];
    return port === undefined ? undefined : (state.instances[port.deviceId] ?? gone.instances[port.deviceId])?.name;
  };

/** The things as they are now, for later. */
export const momentOf = ({state, gone}: KnownThings): KnownThings => ({state, gone});

/** The reference that stands for this id; undefined where no kind and name leads to it. */
export function referenceTo(id: string, things: KnownThings): string | undefined {
  const names = namesIn([things.state, things.gone]);
  const pairs = names.flatMap((owner) => names.map((network) => `${owner}:${network}`));
  for (const [kind, of] of Object.entries(KINDS)) {
    if (of.placeholder !== 'ID') continue;
    for (const name of [...names, ...floatingAddresses(things.state), ...pairs]) {
      const resolved = of.resolve(name, things);
      if (resolved.ok && resolved.value === id) return `[[${kind} ${name}]]`;
    }
  }
  return undefined;
}

/** Every name in it, however deep. */
const namesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'name' in value && typeof value.name === 'string' && value.name !== '' ? [value.name] : [];
  return [...new Set([...own, ...Object.values(value).flatMap(namesIn)])];
};

/** For a reader: what is not there yet stands as `brq…`. */
export const showReferences = <T>(value: T, things: KnownThings): T =>
  mapTexts(value, (text) =>
    text.replaceAll(REFERENCE, (whole, expression: string) => {
      const {kind, name} = parse(expression);
      if (!Object.hasOwn(KINDS, kind)) return whole;
      const resolved = KINDS[kind]?.resolve(name, things);
      return resolved?.ok === true ? resolved.value : (KINDS[kind]?.placeholder ?? whole);
    }),
  );

/** For checking a lab's file: something that fits in each place. */
export const sampleReferences = <T>(value: T): T =>
  mapTexts(value, (text) =>
    text.replaceAll(REFERENCE, (whole, expression: string) => {
      const {kind} = parse(expression);
      return Object.hasOwn(KINDS, kind) ? (KINDS[kind]?.sample ?? whole) : whole;
    }),
  );

export const hasReferences = (value: unknown): boolean => JSON.stringify(value).includes('[[');

function mapTexts<T>(value: T, change: (text: string) => string): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return part.includes('[[') ? change(part) : part;
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part === 'object' && part !== null)
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
    return part;
  };
  return walk(value) as T;
}
