import type {Hono} from 'hono';
import type {Context} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {Tables} from '../store/tables.ts';
import {novaErrors} from './errors.ts';
import {flavorById} from './flavors.ts';
import {vmState} from './server-view.ts';

/** A server that ran, or runs. */
interface Used {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly flavorId: string;
  readonly launchedAt: string;
  readonly endedAt?: string;
  readonly state: string;
}

interface Period {
  readonly start: Date;
  readonly stop: Date;
  readonly now: Date;
}

const HOUR_MS = 3_600_000;
const BASE = 'os_compute_api:os-simple-tenant-usage';

/** How many hours projects had servers, and what these took (nova/api/openstack/compute/simple_tenant_usage.py). */
export function usageRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  app.get('/v2.1/os-simple-tenant-usage', (context) => {
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden(`${BASE}:list`);
    const period = periodOf(context, cloud.store.now());
    const used = allUsed(tables, period);
    const projects = [...new Set(used.map(({projectId}) => projectId))];
    const isDetailed = context.req.query('detailed') === '1';
    const usages = projects.map((project) => {
      const {server_usages, ...sums} = usageOf(project, used, period);
      return isDetailed ? {...sums, server_usages} : sums;
    });
    return context.json({tenant_usages: usages});
  });
  app.get('/v2.1/os-simple-tenant-usage/:project', (context) => {
    const {caller} = context.var;
    const {project} = context.req.param();
    if (!isAdmin(caller) && caller.projectId !== project) throw novaErrors.forbidden(`${BASE}:show`);
    const period = periodOf(context, cloud.store.now());
    const used = allUsed(tables, period).filter(({projectId}) => projectId === project);
    return context.json({tenant_usage: used.length === 0 ? {} : usageOf(project, used, period)});
  });
}

function periodOf(context: Context, now: Date): Period {
  const [start, end] = ['start', 'end'].map((name) => timeOf(context.req.query(name), now));
  if (start === undefined || end === undefined) throw novaErrors.badRequest('Datetime is in invalid format');
  if (start >= end) throw novaErrors.badRequest('Invalid start time. The start time cannot occur after the end time.');
  return {start, stop: end > now ? now : end, now};
}

function timeOf(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined || text === '') return now;
  if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,6})?| \d\d:\d\d:\d\d\.\d{1,6})$/.test(text)) return undefined;
  const time = new Date(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** What ran at any time of the period, each in the order in which it was launched. */
function allUsed(tables: Tables, {start, stop}: Period): readonly Used[] {
  const running = [...tables.servers.values()].flatMap((server): readonly Used[] =>
    server.launchedAt === undefined ? [] : [{...server, launchedAt: server.launchedAt, state: vmState(server)}],
  );
  const ended = [...tables.endedServers.values()].map((server): Used => ({...server, state: 'terminated'}));
  return [...ended, ...running]
    .filter(
      ({launchedAt, endedAt}) => new Date(launchedAt) <= stop && (endedAt === undefined || new Date(endedAt) > start),
    )
    .toSorted((a, b) => (a.launchedAt < b.launchedAt ? -1 : a.launchedAt > b.launchedAt ? 1 : 0));
}

function usageOf(project: string, used: readonly Used[], period: Period) {
  const plain = (time: Date) =>
    time
      .toISOString()
      .replace(/\.?0*Z$/, '')
      .replace('Z', '');
  const servers = used.filter(({projectId}) => projectId === project).map((server) => serverUsage(server, period));
  const sum = (of: (usage: (typeof servers)[number]) => number) => servers.reduce((total, one) => total + of(one), 0);
  return {
    tenant_id: project,
    server_usages: servers,
    total_local_gb_usage: sum((one) => one.local_gb * one.hours),
    total_vcpus_usage: sum((one) => one.vcpus * one.hours),
    total_memory_mb_usage: sum((one) => one.memory_mb * one.hours),
    total_hours: sum((one) => one.hours),
    start: plain(period.start),
    stop: plain(period.stop),
  };
}

function serverUsage(server: Used, {start, stop, now}: Period) {
  const flavor = flavorById(server.flavorId);
  const launched = new Date(server.launchedAt);
  const ended = server.endedAt === undefined ? undefined : new Date(server.endedAt);
  const from = Math.max(launched.getTime(), start.getTime());
  const to = Math.min((ended ?? stop).getTime(), stop.getTime());
  const plain = (time: string) => time.replace('Z', '.000000');
  return {
    instance_id: server.id,
    name: server.name,
    tenant_id: server.projectId,
    flavor: flavor?.name ?? '',
    memory_mb: flavor?.ram ?? 0,
    local_gb: flavor?.disk ?? 0,
    vcpus: flavor?.vcpus ?? 0,
    hours: Math.max(0, to - from) / HOUR_MS,
    started_at: plain(server.launchedAt),
    ended_at: server.endedAt === undefined ? null : plain(server.endedAt),
    state: server.state,
    uptime: Math.floor(((ended ?? now).getTime() - launched.getTime()) / 1000),
  };
}
