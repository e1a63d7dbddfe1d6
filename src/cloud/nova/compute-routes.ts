import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {seesGroup} from '../neutron/security-groups.ts';
import type {Signed} from '../rest/context.ts';
import type {SecurityGroupRecord} from '../store/records.ts';
import {novaErrors} from './errors.ts';
import {flavorById, FLAVORS} from './flavors.ts';
import type {Flavor} from './flavors.ts';
import {visibleServer} from './servers.ts';
import {linksOf} from './server-view.ts';

/** Flavors, nodes and limits: what there is to choose from, and where servers run. */
export function computeRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const brief = (flavor: Flavor) => ({id: flavor.id, name: flavor.name, links: linksOf(cloud, 'flavors', flavor.id)});
  const detail = (flavor: Flavor) => ({
    ...brief(flavor),
    ram: flavor.ram,
    disk: flavor.disk,
    vcpus: flavor.vcpus,
    swap: '',
    rxtx_factor: 1,
    'OS-FLV-EXT-DATA:ephemeral': 0,
    'OS-FLV-DISABLED:disabled': false,
    'os-flavor-access:is_public': true,
  });
  const found = (id: string): Flavor => {
    const flavor = flavorById(id);
    if (flavor === undefined) throw novaErrors.noFlavor(id);
    return flavor;
  };
  const after = (marker: string | undefined) =>
    marker === undefined ? FLAVORS : FLAVORS.slice(FLAVORS.findIndex((flavor) => flavor.id === marker) + 1);
  app.get('/v2.1/flavors', (context) => context.json({flavors: after(context.req.query('marker')).map(brief)}));
  app.get('/v2.1/flavors/detail', (context) => context.json({flavors: after(context.req.query('marker')).map(detail)}));
  app.get('/v2.1/flavors/:id', (context) => context.json({flavor: detail(found(context.req.param('id')))}));
  app.on(['POST', 'PUT', 'DELETE'], ['/v2.1/flavors', '/v2.1/flavors/*'], () => {
    throw novaErrors.fixed('flavors');
  });
  app.get('/v2.1/flavors/:id/os-extra_specs', (context) => {
    found(context.req.param('id'));
    return context.json({extra_specs: {}});
  });

  const computes = cloud.plan.nodes.filter((node) => node.compute);
  const hypervisors = () =>
    computes.map((node, place) => {
      const running = tables.servers.find('host', node.name);
      const sum = (of: (flavor: Flavor) => number) =>
        running.reduce(
          (total, server) => total + of(flavorById(server.flavorId) ?? {id: '', name: '', ram: 0, disk: 0, vcpus: 0}),
          0,
        );
      const disabled = tables.disabledComputes.get(node.name);
      return {
        id: place + 1,
        hypervisor_hostname: node.name,
        state: 'up',
        status: disabled === undefined ? 'enabled' : 'disabled',
        // What really runs instances here.
        hypervisor_type: 'namespace',
        hypervisor_version: 1,
        host_ip: node.managementIp,
        service: {id: place + 3, host: node.name, disabled_reason: disabled?.reason ?? null},
        running_vms: running.length,
        current_workload: 0,
        vcpus: 64,
        vcpus_used: sum((flavor) => flavor.vcpus),
        memory_mb: 65_536,
        memory_mb_used: sum((flavor) => flavor.ram),
        free_ram_mb: 65_536 - sum((flavor) => flavor.ram),
        local_gb: 1000,
        local_gb_used: sum((flavor) => flavor.disk),
        free_disk_gb: 1000 - sum((flavor) => flavor.disk),
        disk_available_least: null,
        cpu_info: '',
      };
    });
  app.use('/v2.1/os-hypervisors/*', async (context, next) => {
    const action = context.req.path.endsWith('/detail') ? 'list-detail' : 'list';
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden(`os_compute_api:os-hypervisors:${action}`);
    await next();
  });
  app.get('/v2.1/os-hypervisors', (context) =>
    context.json({
      hypervisors: hypervisors().map(({id, hypervisor_hostname, state, status}) => ({
        id,
        hypervisor_hostname,
        state,
        status,
      })),
    }),
  );
  app.get('/v2.1/os-hypervisors/detail', (context) => context.json({hypervisors: hypervisors()}));
  app.get('/v2.1/os-hypervisors/statistics', (context) => {
    const all = hypervisors();
    const [one] = all;
    const sums = Object.entries(one ?? {}).flatMap(([key, value]) =>
      typeof value === 'number' && !['id', 'hypervisor_version'].includes(key)
        ? [[key, all.reduce((sum, node) => sum + Number(node[key as keyof typeof node]), 0)]]
        : [],
    );
    return context.json({hypervisor_statistics: {count: all.length, ...Object.fromEntries(sums)}});
  });
  const foundHypervisor = (id: string) => {
    const hypervisor = hypervisors().find((candidate) => String(candidate.id) === id);
    if (hypervisor === undefined) throw novaErrors.notFound(`Compute host ${id} could not be found.`);
    return hypervisor;
  };
  app.get('/v2.1/os-hypervisors/:id', (context) =>
    context.json({hypervisor: foundHypervisor(context.req.param('id'))}),
  );
  app.get('/v2.1/os-hypervisors/:id/uptime', (context) => {
    foundHypervisor(context.req.param('id'));
    throw novaErrors.notImplemented('Virt driver does not implement uptime function.');
  });

  // What there is none of here, and cannot be.
  app.get('/v2.1/os-aggregates', (context) => context.json({aggregates: []}));
  app.get('/v2.1/os-server-groups', (context) => context.json({server_groups: []}));
  app.get('/v2.1/os-migrations', (context) => context.json({migrations: []}));
  app.get('/v2.1/servers/:id/os-volume_attachments', (context) => {
    visibleServer(tables, context.var.caller, context.req.param('id'));
    return context.json({volumeAttachments: []});
  });
  groupRoutes(app, cloud);
  app.get('/v2.1/extensions', (context) => context.json({extensions: []}));
}

/** Nova's old view of Neutron's security groups, which the client still asks for names. */
function groupRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const view = ({id, name, description, projectId}: SecurityGroupRecord) => ({
    id,
    name,
    description,
    tenant_id: projectId,
    rules: [],
  });
  app.get('/v2.1/os-security-groups', (context) => {
    const groups = tables.securityGroups.find('project', context.var.caller.projectId);
    return context.json({security_groups: groups.map(view)});
  });
  app.get('/v2.1/os-security-groups/:id', (context) => {
    const {id} = context.req.param();
    const group = tables.securityGroups.get(id);
    if (group === undefined || !seesGroup(context.var.caller, group)) {
      throw novaErrors.notFound(`Security group ${id} not found.`);
    }
    return context.json({security_group: view(group)});
  });
}
