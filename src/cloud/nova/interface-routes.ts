import type {Hono} from 'hono';
import {z} from 'zod';
import {isMember} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {jsonBody} from '../rest/context.ts';
import type {Signed} from '../rest/context.ts';
import type {PortRecord} from '../store/records.ts';
import {novaErrors} from './errors.ts';
import {refuseLocked} from './locks.ts';
import {recordAction} from './server-history.ts';
import {parseNova} from './server-request.ts';
import type {WantedNetwork} from './server-request.ts';
import {attach, release, visibleServer} from './servers.ts';
import {isUuid} from '../neutron/validators.ts';

const schema = z.strictObject({
  interfaceAttachment: z
    .strictObject({
      port_id: z.string().nullish(),
      net_id: z.string().nullish(),
      fixed_ips: z
        .array(z.strictObject({ip_address: z.string()}))
        .max(1)
        .nullish(),
    })
    .optional(),
});

const view = (port: PortRecord) => ({
  port_state: port.status,
  port_id: port.id,
  net_id: port.networkId,
  mac_addr: port.macAddress,
  fixed_ips: port.fixedIps.map((ip) => ({subnet_id: ip.subnetId, ip_address: ip.ipAddress})),
});

/** The interfaces of a server: seen, added and taken away while it runs. */
export function interfaceRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  app.get('/v2.1/servers/:id/os-interface', (context) => {
    const server = visibleServer(tables, context.var.caller, context.req.param('id'));
    const ports = server.portIds.flatMap((id) => tables.ports.get(id) ?? []);
    return context.json({interfaceAttachments: ports.map(view)});
  });
  app.get('/v2.1/servers/:id/os-interface/:port', (context) => {
    const {id, port: portId} = context.req.param();
    const server = visibleServer(tables, context.var.caller, id);
    const port = server.portIds.includes(portId) ? tables.ports.get(portId) : undefined;
    if (port === undefined) throw novaErrors.notFound(`Port id ${portId} could not be found.`);
    return context.json({interfaceAttachment: view(port)});
  });
  app.post('/v2.1/servers/:id/os-interface', async (context) => {
    const {caller} = context.var;
    const body = await jsonBody(context, novaErrors.malformed());
    const wanted = parseNova(schema, body ?? {}).interfaceAttachment ?? {};
    const network = wantedInterface(wanted);
    const port = cloud.change((work) => {
      const server = visibleServer(work.tables, caller, context.req.param('id'));
      if (!isMember(caller)) throw novaErrors.forbidden('os_compute_api:os-attach-interfaces:create');
      refuseLocked(caller, server);
      if (server.status !== 'ACTIVE' && server.status !== 'SHUTOFF') {
        throw novaErrors.wrongState('attach_interface', server.id, server.status.toLowerCase());
      }
      const attached = attach(work, caller, server.id, server.host, network, undefined);
      work.tables.servers.put({
        ...server,
        portIds: [...server.portIds, attached.id],
        ownPortIds: attached.own ? [...server.ownPortIds, attached.id] : server.ownPortIds,
        updatedAt: work.now,
      });
      recordAction(work, caller, server.id, 'attach_interface');
      return attached;
    });
    return context.json({interfaceAttachment: view(port)});
  });
  app.delete('/v2.1/servers/:id/os-interface/:port', (context) => {
    const {caller} = context.var;
    const {id, port: portId} = context.req.param();
    cloud.change((work) => {
      const server = visibleServer(work.tables, caller, id);
      if (!isMember(caller)) throw novaErrors.forbidden('os_compute_api:os-attach-interfaces:delete');
      refuseLocked(caller, server);
      const port = server.portIds.includes(portId) ? work.tables.ports.get(portId) : undefined;
      if (port === undefined) throw novaErrors.notFound(`Port id ${portId} could not be found.`);
      release(work, server, port);
      const without = (ids: readonly string[]) => ids.filter((other) => other !== portId);
      work.tables.servers.put({
        ...server,
        portIds: without(server.portIds),
        ownPortIds: without(server.ownPortIds),
        updatedAt: work.now,
      });
      recordAction(work, caller, id, 'detach_interface');
    });
    return context.body(null, 202);
  });
}

function wantedInterface(wanted: {
  readonly port_id?: string | null | undefined;
  readonly net_id?: string | null | undefined;
  readonly fixed_ips?: readonly {readonly ip_address: string}[] | null | undefined;
}): WantedNetwork {
  const {port_id: portId, net_id: networkId} = wanted;
  if (typeof portId === 'string' && typeof networkId === 'string') {
    throw novaErrors.badRequest('Must not input both network_id and port_id');
  }
  const id = portId ?? networkId;
  if (!isUuid(id)) throw novaErrors.badRequest('Must input network_id or port_id');
  const fixedIp = wanted.fixed_ips?.[0]?.ip_address;
  return typeof portId === 'string' ? {portId} : {networkId: id, ...(fixedIp !== undefined && {fixedIp})};
}
