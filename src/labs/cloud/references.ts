import type {CloudState, Instance, Network, Port} from '../../drivers/neutron/model.ts';
import {DHCP_PORT} from '../../drivers/neutron/model.ts';
import {
  bridgeName,
  dhcpFolder,
  dhcpLinkName,
  dhcpNamespace,
  instanceFolder,
  tapName,
  vxlanName,
} from '../../drivers/neutron/naming.ts';
import type {Text} from '../../state/text.ts';
import {floatingAddresses, floatingIpId, type KnownFloating} from './floating-references.ts';

/**
 * Names in a lab that nobody can write down beforehand, because they are cut from ids: `[[bridge blue]]` in a claim, a
 * solve or a lesson is the bridge of the network `blue`, whatever it is called in this attempt.
 */
const REFERENCE = /\[\[([^[\]]+)\]\]/g;

/** What references are looked up in: the cloud as it is, and things of it that are gone by now. */
export interface KnownThings {
  readonly state: Pick<CloudState, 'networks' | 'subnets' | 'ports' | 'instances'> & KnownFloating;
  readonly gone: Pick<CloudState, 'networks' | 'subnets' | 'ports' | 'instances'>;
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
const thereIs = (en: string, zh: string): Text => ({en: `there is ${en}`, zh: `有${zh}`});
const thereIsNo = (en: string, zh: string): Text => ({en: `there is no ${en}`, zh: `没有${zh}`});

/** The thing of that name: one that is there, else the last one that was. */
function named<N extends keyof KnownThings['gone']>(
  things: KnownThings,
  table: N,
  name: string,
): KnownThings['gone'][N][string] | undefined {
  const of = (records: Readonly<Record<string, {readonly id: string; readonly name: string}>>) =>
    Object.values(records).filter((record) => record.name === name || record.id === name);
  const found = of(things.state[table])[0] ?? of(things.gone[table]).at(-1);
  return found as KnownThings['gone'][N][string] | undefined;
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

/** `vm1` is the first port of the instance, `vm1:blue` its port on that network, `dhcp:blue` the DHCP agent's. */
function portOf(name: string, things: KnownThings): Port | undefined {
  const own = named(things, 'ports', name);
  if (own !== undefined) return own;
  const [owner = '', networkName] = name.split(':');
  const network = networkName === undefined ? undefined : named(things, 'networks', networkName);
  if (networkName !== undefined && network === undefined) return undefined;
  const ports = [...Object.values(things.state.ports), ...Object.values(things.gone.ports)];
  if (owner === 'dhcp') return ports.find((port) => port.deviceOwner === DHCP_PORT && port.networkId === network?.id);
  const instance = named(things, 'instances', owner);
  if (instance === undefined) return undefined;
  const mine = instance.portIds.flatMap((id) => things.state.ports[id] ?? things.gone.ports[id] ?? []);
  return network === undefined ? mine[0] : mine.find((port) => port.networkId === network.id);
}

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
  tap: {placeholder: 'tap…', sample: 'tap11111111-22', resolve: ofPort(({id}) => tapName(id))},
  ns: {placeholder: 'ns-…', sample: 'ns-11111111-22', resolve: ofPort(({id}) => dhcpLinkName(id))},
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

/** What the network, subnet, server or port with this id is called. */
export const nameIn =
  ({state, gone}: KnownThings) =>
  (id: string): string | undefined => {
    const tables = [state, gone].flatMap((of) => [of.networks, of.subnets, of.instances, of.ports]);
    return tables.map((table) => table[id]?.name).find((name) => name !== undefined && name !== '');
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
