import type {Host, Node, Watcher} from '../drivers/hosts/host.ts';
import {readConntrack} from '../drivers/kernel/conntrack.ts';
import {type HttpResult, getHttp} from '../drivers/kernel/http.ts';
import {type Lease, readLeases} from '../drivers/kernel/leases.ts';
import {type PacketFits, packetFits} from '../drivers/kernel/path-mtu.ts';
import {type PingResult, ping} from '../drivers/kernel/ping.ts';
import {readProcesses} from '../drivers/kernel/processes.ts';
import {readSysctl} from '../drivers/kernel/sysctl.ts';
import {type TcpResult, connectTcp} from '../drivers/kernel/tcp.ts';
import type {ConntrackEntry, Reading} from '../state/snapshot.ts';
import type {LabCloud} from './cloud/lab-cloud.ts';
import type {ConntrackClaim} from './claims/conntrack.ts';
import {type Placed, namespaceOf} from './claims/fields.ts';
import type {HttpClaim} from './claims/http.ts';
import type {LeaseClaim} from './claims/lease.ts';
import type {MtuClaim} from './claims/mtu.ts';
import {OUTPUT_TIMEOUT_MS, type OutputClaim, type Ran} from './claims/output.ts';
import type {PingClaim} from './claims/ping.ts';
import type {ProcessClaim, Running} from './claims/process.ts';
import {RESOURCES, type ResourceClaim} from './claims/resource.ts';
import type {ResourceView} from './claims/resource-words.ts';
import type {SysctlClaim} from './claims/sysctl.ts';
import type {TcpClaim} from './claims/tcp.ts';

/** What claims ask beyond the snapshot: with one packet each where it takes packets. Nothing here judges an answer. */
export interface Asker {
  readonly host: Host;
  readonly watcher?: Watcher | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The lab's cloud; absent in a lab without one. */
  readonly cloud?: Pick<LabCloud, 'call' | 'things'> | undefined;
}

const nodeOf = ({host}: Asker, claim: {readonly node: string}): Node => host.node(claim.node);

/** A namespace for the drivers; absent for the node's own. */
const from = (claim: {readonly node: string; readonly in?: string | undefined}) => ({namespace: claim.in});

export const askPing = async (asker: Asker, claim: Placed<PingClaim>): Promise<PingResult> =>
  ping(
    nodeOf(asker, claim),
    claim.to,
    {...from(claim), source: claim.from, size: claim.size, dontFragment: claim['dont-fragment']},
    asker.signal,
  );

export const askTcp = async (asker: Asker, claim: Placed<TcpClaim>): Promise<TcpResult> =>
  connectTcp(nodeOf(asker, claim), claim.to, claim.port, from(claim), asker.signal);

export const askHttp = async (asker: Asker, claim: Placed<HttpClaim>): Promise<HttpResult> =>
  getHttp(nodeOf(asker, claim), claim.url, from(claim), asker.signal);

/** The larger packet is sent only after the smaller one got through: without that its loss says nothing. */
export const askMtu = async (
  asker: Asker,
  claim: Placed<MtuClaim>,
): Promise<{readonly small: PacketFits; readonly large?: PacketFits}> => {
  const fits = async (bytes: number): Promise<PacketFits> =>
    packetFits(nodeOf(asker, claim), claim.to, bytes, from(claim), asker.signal);
  const small = await fits(claim.passes);
  return claim.blocked === undefined || small.outcome !== 'passes'
    ? {small}
    : {small, large: await fits(claim.blocked)};
};

export const runLine = async (asker: Asker, claim: Placed<OutputClaim>): Promise<Ran> => {
  const namespace = namespaceOf(claim);
  return nodeOf(asker, claim).run(['bash', '-c', claim.run], {
    ...(namespace !== '' && {namespace}),
    ...(asker.signal !== undefined && {signal: asker.signal}),
    timeoutMs: OUTPUT_TIMEOUT_MS,
  });
};

export const readConnections = async (
  asker: Asker,
  claim: Placed<ConntrackClaim>,
): Promise<Reading<readonly ConntrackEntry[]>> =>
  asker.watcher === undefined
    ? readConntrack(nodeOf(asker, claim), namespaceOf(claim))
    : asker.watcher.conntrack(claim.node, namespaceOf(claim));

export const readLeaseFile = async (
  asker: Asker,
  claim: Placed<LeaseClaim>,
): Promise<Reading<readonly Lease[] | undefined>> => readLeases(nodeOf(asker, claim), claim.file);

export const readSetting = async (asker: Asker, claim: Placed<SysctlClaim>): Promise<Reading<string | undefined>> =>
  readSysctl(nodeOf(asker, claim), namespaceOf(claim), claim.key);

export const readRunning = async (asker: Asker, claim: Placed<ProcessClaim>): Promise<Reading<Running>> => {
  const node = nodeOf(asker, claim);
  const processes = await readProcesses(node);
  if (!processes.ok || claim.in === undefined)
    return processes.ok ? {ok: true, value: {processes: processes.value}} : processes;
  try {
    const {inode} = await node.files.identity(`/run/netns/${claim.in}`);
    return {ok: true, value: {processes: processes.value, network: `net:[${inode}]`}};
  } catch (error) {
    return {ok: false, why: error instanceof Error ? error.message : String(error)};
  }
};

/** All things of the claim's kind, as an admin sees them. */
export const listResources = async (
  {cloud}: Pick<Asker, 'cloud'>,
  {kind}: ResourceClaim,
): Promise<Reading<readonly ResourceView[]>> => {
  if (cloud === undefined) return {ok: false, why: 'there is no cloud'};
  const {path, key} = RESOURCES[kind];
  if (!path.includes(OF_POOL)) return listAt(cloud, path, key);
  const pools = await listAt(cloud, RESOURCES.pool.path, RESOURCES.pool.key);
  if (!pools.ok) return pools;
  const lists = await Promise.all(pools.value.map(({id}) => listAt(cloud, path.replace(OF_POOL, String(id)), key)));
  const failed = lists.find((list) => !list.ok);
  return failed ?? {ok: true, value: lists.flatMap((list) => (list.ok ? list.value : []))};
};

/** Stands in a path for each pool's id. */
const OF_POOL = ':pool';

async function listAt(
  cloud: Pick<LabCloud, 'call'>,
  path: string,
  key: string,
): Promise<Reading<readonly ResourceView[]>> {
  const {status, body} = await cloud.call({user: 'admin', project: 'admin', method: 'GET', path});
  const list = typeof body === 'object' && body !== null ? (body as ResourceView)[key] : undefined;
  return status === 200 && Array.isArray(list)
    ? {ok: true, value: list as readonly ResourceView[]}
    : {ok: false, why: `${path}: ${status}`};
}
