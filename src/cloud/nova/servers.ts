import {ApiError} from '../api-error.ts';
import {isAdmin, isMember} from '../caller.ts';
import type {Caller} from '../caller.ts';
import {IMAGES} from '../glance/images.ts';
import {bind} from '../neutron/binding.ts';
import {readCreate} from '../neutron/body.ts';
import {touched} from '../neutron/bookkeeping.ts';
import {releasePort} from '../neutron/floating-release.ts';
import {createPort} from '../neutron/ports.ts';
import {PORT} from '../neutron/resources.ts';
import {seesNetwork, seesPort} from '../neutron/visibility.ts';
import {seesGroup} from '../neutron/security-groups.ts';
import type {NetworkRecord, PortRecord, ServerRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {novaErrors} from './errors.ts';
import {flavorById, FLAVORS} from './flavors.ts';
import type {Flavor} from './flavors.ts';
import {refuseLocked} from './locks.ts';
import {recordEnd} from './server-history.ts';
import type {WantedNetwork, WantedServer} from './server-request.ts';
import {chooseHost} from './scheduler.ts';

/**
 * Makes a server as a whole: its ports are there and bound when the answer says BUILD. From then on its node works,
 * and reports.
 */
export function createServer(work: Work, caller: Caller, wanted: WantedServer): ServerRecord {
  if (!isMember(caller)) throw novaErrors.forbidden('os_compute_api:servers:create');
  const flavor = flavorById(wanted.flavorId);
  if (flavor === undefined) throw novaErrors.badRequest(`Flavor ${wanted.flavorId} could not be found.`);
  if (IMAGES.every((image) => image.id !== wanted.imageId)) {
    throw novaErrors.badRequest(`Can not find requested image`);
  }
  claimQuota(work, caller, flavor);
  const keypair =
    wanted.keyName === undefined ? undefined : work.tables.keypairs.get(`${caller.userId} ${wanted.keyName}`);
  if (wanted.keyName !== undefined && keypair === undefined) {
    throw novaErrors.badRequest('Invalid key_name provided.');
  }
  const id = work.chance.uuid();
  const host = chooseHost(work, caller, wanted.availabilityZone);
  const groups = groupIds(work.tables, caller, wanted.securityGroups);
  // What runs nowhere has no ports either: a node's nova-compute asks for them.
  const ports =
    host === undefined
      ? []
      : networksOf(work, caller, wanted.networks).map((network) => attach(work, caller, id, host, network, groups));
  const number = (work.tables.counters.get('server')?.value ?? 0) + 1;
  work.tables.counters.put({id: 'server', value: number});
  const failed = host === undefined ? NO_HOST : unbound(ports);
  const server: ServerRecord = {
    id,
    name: wanted.name,
    projectId: caller.projectId,
    userId: caller.userId,
    number,
    instanceName: `instance-${number.toString(16).padStart(8, '0')}`,
    host: host ?? '',
    power: failed === undefined ? 'running' : 'shutdown',
    status: failed === undefined ? 'BUILD' : 'ERROR',
    task: failed === undefined ? 'spawning' : null,
    portIds: ports.map((port) => port.id),
    ownPortIds: ports.filter((port) => port.own).map((port) => port.id),
    flavorId: flavor.id,
    imageId: wanted.imageId,
    keyName: keypair?.name ?? null,
    ...(keypair !== undefined && {publicKey: keypair.publicKey}),
    ...(wanted.userData !== undefined && {userData: wanted.userData}),
    metadata: wanted.metadata,
    securityGroups: wanted.securityGroups,
    ...(failed !== undefined && {fault: {code: 500, message: failed, created: work.now}}),
    createdAt: work.now,
    updatedAt: work.now,
  };
  work.tables.servers.put(server);
  return server;
}

const NO_HOST = 'No valid host was found. There are not enough hosts available.';

function unbound(ports: readonly PortRecord[]): string | undefined {
  const port = ports.find((candidate) => candidate.binding.vifType === 'binding_failed');
  return port && `Binding failed for port ${port.id}, please check neutron logs for more information.`;
}

function claimQuota({tables, plan}: Work, caller: Caller, flavor: Flavor): void {
  const servers = tables.servers.find('project', caller.projectId);
  const limits = tables.quotas.get(caller.projectId)?.limits;
  const sum = (of: (flavor: Flavor) => number) =>
    servers.reduce((total, server) => total + of(flavorById(server.flavorId) ?? FLAVORS[0] ?? flavor), 0);
  const claims = [
    ['instances', 1, servers.length],
    ['cores', flavor.vcpus, sum((one) => one.vcpus)],
    ['ram', flavor.ram, sum((one) => one.ram)],
  ] as const;
  for (const [resource, more, used] of claims) {
    const limit = limits?.[resource] ?? plan.quotas[resource] ?? -1;
    if (limit >= 0 && used + more > limit) throw novaErrors.overQuota(resource, more, used, limit);
  }
}

/** Without a wish: the only network there is, or none where there is none. */
function networksOf(
  {tables}: Work,
  caller: Caller,
  wanted: readonly WantedNetwork[] | 'none' | undefined,
): readonly WantedNetwork[] {
  if (wanted === 'none') return [];
  if (wanted !== undefined && wanted.length > 0) return wanted;
  const mine = [...tables.networks.values()].filter(
    (network) =>
      !network.external &&
      (network.projectId === caller.projectId || (!isAdmin(caller) && seesNetwork(tables, caller, network))),
  );
  if (mine.length > 1) {
    throw novaErrors.conflict('Multiple possible networks found, use a Network ID to be more specific.');
  }
  return mine.map((network) => ({networkId: network.id}));
}

function groupIds(tables: Tables, caller: Caller, names: readonly string[]): readonly string[] | undefined {
  if (names.length === 0 || (names.length === 1 && names[0] === 'default')) return undefined;
  return names.map((name) => {
    const group = [...tables.securityGroups.values()].find(
      (candidate) =>
        seesGroup(caller, candidate) &&
        (candidate.id === name || (candidate.name === name && candidate.projectId === caller.projectId)),
    );
    if (group === undefined) {
      throw novaErrors.badRequest(`Security group ${name} not found for project ${caller.projectId}.`);
    }
    return group.id;
  });
}

/** One interface of a server: a port of its own, or one that was there. */
export function attach(
  work: Work,
  caller: Caller,
  serverId: string,
  host: string,
  wanted: WantedNetwork,
  groups: readonly string[] | undefined,
): PortRecord & {readonly own: boolean} {
  const own = wanted.portId === undefined;
  const port = own ? newPort(work, caller, wanted, groups) : freePort(work, caller, wanted.portId ?? '');
  const network = work.tables.networks.get(port.networkId);
  const attached = touched(work, {
    ...port,
    deviceId: serverId,
    deviceOwner: 'compute:nova',
    status: 'DOWN' as const,
    ...(network !== undefined && {binding: bind(work, network, host, port.vnicType)}),
  });
  work.tables.ports.put(attached);
  return {...attached, own};
}

function freePort(work: Work, caller: Caller, id: string): PortRecord {
  const port = work.tables.ports.get(id);
  if (port === undefined || !seesPort(work.tables, caller, port)) {
    throw novaErrors.notFound(`Port id ${id} could not be found.`);
  }
  if (port.deviceId !== '') throw novaErrors.conflict(`Port ${id} is still in use.`);
  return port;
}

function newPort(
  work: Work,
  caller: Caller,
  {networkId = '', fixedIp}: WantedNetwork,
  groups: readonly string[] | undefined,
): PortRecord {
  const network = work.tables.networks.get(networkId);
  if (network === undefined || !seesNetwork(work.tables, caller, network)) {
    throw novaErrors.badRequest(`Network ${networkId} could not be found.`);
  }
  if (isForeignExternal(caller, network)) {
    throw new ApiError(403, 'forbidden', `It is not allowed to create an interface on external network ${networkId}`);
  }
  if (work.tables.subnets.count('network', networkId) === 0) {
    throw novaErrors.badRequest(`Network ${networkId} requires a subnet in order to boot instances on.`);
  }
  const asked = {
    network_id: networkId,
    ...(fixedIp !== undefined && {fixed_ips: [{ip_address: fixedIp}]}),
    ...(groups !== undefined && network.portSecurityEnabled && {security_groups: groups}),
  };
  return asNova(() => {
    const [values = {}] = readCreate(PORT, {port: asked}, caller).items;
    return createPort(work, caller, values);
  });
}

const isForeignExternal = (caller: Caller, network: NetworkRecord): boolean =>
  network.external && !isAdmin(caller) && network.projectId !== caller.projectId;

/** What Neutron refuses, Nova hands on in its own shape. */
export function asNova<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.type === 'OverQuota') throw new ApiError(403, 'forbidden', 'Maximum number of ports exceeded');
    if (error.status === 404) throw novaErrors.notFound(error.message);
    if (error.status === 409) throw novaErrors.conflict(error.message);
    throw novaErrors.badRequest(error.message);
  }
}

/** @throws itemNotFound, also where the caller may not know of it */
export function visibleServer(tables: Tables, caller: Caller, id: string): ServerRecord {
  const server = tables.servers.get(id);
  if (server === undefined || (server.projectId !== caller.projectId && !isAdmin(caller))) {
    throw novaErrors.noServer(id);
  }
  return server;
}

/** Its own ports go with it; ports that were there before are free again. */
export function deleteServer(work: Work, caller: Caller, server: ServerRecord): void {
  if (!isMember(caller)) throw novaErrors.forbidden('os_compute_api:servers:delete');
  refuseLocked(caller, server);
  for (const port of work.tables.ports.find('device', server.id)) release(work, server, port);
  work.tables.servers.delete(server.id);
  recordEnd(work, server);
}

export function release(work: Work, server: ServerRecord, port: PortRecord): void {
  if (server.ownPortIds.includes(port.id)) {
    releasePort(work, port.id);
    work.tables.ports.delete(port.id);
    return;
  }
  work.tables.ports.put(
    touched(work, {
      ...port,
      deviceId: '',
      deviceOwner: '',
      status: 'DOWN' as const,
      binding: {host: '', vifType: 'unbound' as const},
    }),
  );
}
