import type {Hono} from 'hono';
import {z} from 'zod';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import {novaErrors} from './errors.ts';
import {ZONE} from './scheduler.ts';
import {parseNova} from './server-request.ts';

const text = z.string().min(1).max(255);
const wanted = z.strictObject({host: text, binary: text, disabled_reason: text.optional()});

/** Nova's services and zones, and nova-computes that are taken out of scheduling and put back. */
export function serviceRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const computes = cloud.plan.nodes.filter((node) => node.compute);
  const services = [
    ...cloud.plan.nodes
      .slice(0, 1)
      .flatMap((node) => ['nova-conductor', 'nova-scheduler'].map((binary) => ({binary, node}))),
    ...computes.map((node) => ({binary: 'nova-compute', node})),
  ].map(({binary, node}, place) => ({binary, host: node.name, id: place + 1}));
  const now = () => cloud.store.now().toISOString().replace('Z', '');

  app.get('/v2.1/os-services', (context) => {
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden('os_compute_api:os-services:list');
    const {host, binary} = context.req.query();
    const matching = services.filter(
      (service) => (host ?? service.host) === service.host && (binary ?? service.binary) === service.binary,
    );
    return context.json({
      services: matching.map((service) => {
        const isCompute = service.binary === 'nova-compute';
        const disabled = isCompute ? tables.disabledComputes.get(service.host) : undefined;
        return {
          ...service,
          zone: isCompute ? ZONE : 'internal',
          status: disabled === undefined ? 'enabled' : 'disabled',
          state: 'up',
          disabled_reason: disabled?.reason ?? null,
          updated_at: now(),
        };
      }),
    });
  });

  app.put('/v2.1/os-services/:action', async (context) => {
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden('os_compute_api:os-services:update');
    const {action} = context.req.param();
    const {host, binary, disabled_reason: reason} = parseNova(wanted, await jsonBody(context, novaErrors.malformed()));
    if (!['enable', 'disable', 'disable-log-reason'].includes(action)) throw novaErrors.notFound('Unknown action');
    if (action === 'disable-log-reason' && reason === undefined)
      throw novaErrors.badRequest('Missing disabled reason field');
    if (binary !== 'nova-compute')
      throw novaErrors.badRequest(
        `Updating a ${binary} service is not supported. Only nova-compute services can be updated.`,
      );
    if (computes.every((node) => node.name !== host))
      throw novaErrors.notFound(`Host '${host}' is not mapped to any cell`);
    // Only the action that takes a reason keeps it.
    const kept = action === 'disable-log-reason' ? (reason ?? null) : null;
    cloud.change(({tables: {disabledComputes}}) => {
      if (action === 'enable') disabledComputes.delete(host);
      else disabledComputes.put({id: host, reason: kept});
    });
    const status = action === 'enable' ? 'enabled' : 'disabled';
    return context.json({service: {host, binary, status, ...(kept !== null && {disabled_reason: kept})}});
  });

  const zone = () => ({
    zoneName: ZONE,
    zoneState: {available: computes.some((node) => tables.disabledComputes.get(node.name) === undefined)},
  });
  app.get('/v2.1/os-availability-zone', (context) => context.json({availabilityZoneInfo: [{...zone(), hosts: null}]}));
  app.get('/v2.1/os-availability-zone/detail', (context) => {
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden('os_compute_api:os-availability-zone:detail');
    const state = (host: string) => ({
      available: true,
      active: tables.disabledComputes.get(host) === undefined,
      updated_at: now(),
    });
    const hosts = Object.fromEntries(computes.map(({name}) => [name, {'nova-compute': state(name)}]));
    return context.json({availabilityZoneInfo: [{...zone(), hosts}]});
  });
}
