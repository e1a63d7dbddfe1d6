import {z} from 'zod';
import type {ApiError} from '../api-error.ts';
import {isMember} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {isObject} from '../neutron/validators.ts';
import {portGroups, seesGroup} from '../neutron/security-groups.ts';
import {touched} from '../neutron/bookkeeping.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {novaErrors} from './errors.ts';
import {lock, refuseLocked, unlock} from './locks.ts';
import type {Machines} from './machines.ts';
import {recordAction} from './server-history.ts';
import {parseNova} from './server-request.ts';
import {asNova, visibleServer} from './servers.ts';
import {vmState} from './server-view.ts';
import {unsupported} from './unsupported-actions.ts';

const consoleRequest = z.object({
  'os-getConsoleOutput': z.object({
    length: z.union([z.number().int().min(-1), z.string().regex(/^-?\d{1,9}$/)]).nullish(),
  }),
});
const rebootRequest = z.strictObject({
  reboot: z.strictObject({type: z.enum(['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft'])}),
});
const groupRequest = z.record(z.string(), z.object({name: z.string().min(1)}));

/** The change an action is, and the states in which it may be asked for. */
interface Action {
  readonly name: string;
  from(body: unknown): readonly string[];
  change(work: Work, server: ServerRecord): ServerRecord;
}

const ACTIONS: Readonly<Record<string, Action>> = {
  'os-start': {
    name: 'start',
    from: () => ['stopped'],
    change: (work, server) => ({...server, power: 'running', task: 'powering-on', updatedAt: work.now}),
  },
  'os-stop': {
    name: 'stop',
    from: () => ['active', 'error'],
    change: (work, server) => ({...server, power: 'shutdown', task: 'powering-off', updatedAt: work.now}),
  },
  reboot: {
    name: 'reboot',
    // Asked softly, the guest itself would have to.
    from: (body) =>
      parseNova(rebootRequest, body).reboot.type.toUpperCase() === 'SOFT' ? ['active'] : ['active', 'stopped', 'error'],
    change: (work, server) => ({
      ...server,
      power: 'running',
      reboots: (server.reboots ?? 0) + 1,
      status: server.status === 'ERROR' ? 'BUILD' : server.status,
      task: 'rebooting',
      updatedAt: work.now,
    }),
  },
};

/** @returns what the answer's body is, where it has one */
export async function runAction(
  cloud: Cloud,
  machines: Machines,
  caller: Caller,
  {id}: ServerRecord,
  body: unknown,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (!isObject(body)) throw novaErrors.malformed();
  const [name = '', ...others] = Object.keys(body);
  if (others.length > 0 || name === '') throw novaErrors.malformed();
  if (name === 'os-getConsoleOutput') return consoleOutput(machines, id, body);
  if (!isMember(caller)) throw novaErrors.forbidden(`os_compute_api:servers:${name}`);
  if (name === 'addSecurityGroup' || name === 'removeSecurityGroup') {
    const group = parseNova(groupRequest, body)[name]?.name ?? '';
    cloud.change((work) => changeGroup(work, caller, visibleServer(work.tables, caller, id), name, group));
    return undefined;
  }
  if (name === 'lock' || name === 'unlock') {
    const change = {lock, unlock}[name];
    cloud.change((work) => change(work, caller, visibleServer(work.tables, caller, id)));
    return undefined;
  }
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw refusal(caller, visibleServer(cloud.store.tables, caller, id), name);
  const from = action.from(body);
  cloud.change((work) => {
    const server = visibleServer(work.tables, caller, id);
    refuseLocked(caller, server);
    if (server.host === '') throw novaErrors.notReady(id);
    const state = vmState(server);
    if ((server.task !== null && server.status === 'BUILD') || !from.includes(state))
      throw novaErrors.wrongState(action.name, id, state);
    work.tables.servers.put(action.change(work, server));
    recordAction(work, caller, id, action.name);
  });
  return undefined;
}

function refusal(caller: Caller, server: ServerRecord, name: string): ApiError {
  const why = unsupported(name, server);
  if (why === undefined) return novaErrors.badRequest(`There is no such action: ${name}`);
  refuseLocked(caller, server);
  return why;
}

async function consoleOutput(machines: Machines, id: string, body: unknown) {
  const wanted = parseNova(consoleRequest, body)['os-getConsoleOutput'].length;
  const output = await machines.consoleOutput(id);
  if (!output.ok) throw novaErrors.conflict(`The console log of instance ${id} cannot be read: ${output.why}`);
  if (output.value === undefined) throw novaErrors.conflict(`Instance ${id} is not ready`);
  const lines = output.value.split('\n');
  const most = wanted === null || wanted === undefined || Number(wanted) < 0 ? lines.length : Number(wanted);
  return {output: lines.slice(Math.max(0, lines.length - most)).join('\n')};
}

/** On every port of the server. */
function changeGroup(work: Work, caller: Caller, server: ServerRecord, action: string, name: string): void {
  const group = [...work.tables.securityGroups.values()].find(
    (candidate) =>
      seesGroup(caller, candidate) &&
      (candidate.id === name || (candidate.name === name && candidate.projectId === server.projectId)),
  );
  if (group === undefined) {
    throw novaErrors.notFound(`Security group ${name} is not found for project ${caller.projectId}`);
  }
  const ports = server.portIds
    .flatMap((id) => work.tables.ports.get(id) ?? [])
    .filter((port) => port.portSecurityEnabled);
  const has = ports.some((port) => port.securityGroups.includes(group.id));
  if (action === 'removeSecurityGroup' && !has) {
    throw novaErrors.notFound(`Security group ${name} not associated with the instance ${server.id}`);
  }
  for (const port of ports) {
    const others = port.securityGroups.filter((id) => id !== group.id);
    const wanted = action === 'addSecurityGroup' ? [...others, group.id] : others;
    const securityGroups = asNova(() => portGroups(work.tables, caller, wanted, port.projectId));
    work.tables.ports.put(touched(work, {...port, securityGroups}));
  }
}
