import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {seesGroup} from '../neutron/security-groups.ts';
import type {Signed} from '../rest/context.ts';
import type {SecurityGroupRecord} from '../store/records.ts';
import {novaErrors} from './errors.ts';
import {flavorById, FLAVORS} from './flavors.ts';
import type {Flavor} from './flavors.ts';
import {ZONE} from './scheduler.ts';
import {linksOf} from './server-view.ts';

/** Flavors, nodes, services, zones and limits: what there is to choose from, and where servers run. */
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
  app.get('/v2.1/flavors/:id/os-extra_specs', (context) => {
    found(context.req.param('id'));
    return context.json({extra_specs: {}});
  });

  const computes = cloud.plan.nodes.filter((node) => node.compute);
  const services = [
    ...cloud.plan.nodes
      .slice(0, 1)
      .flatMap((node) => ['nova-conductor', 'nova-scheduler'].map((binary) => ({binary, node}))),
    ...computes.map((node) => ({binary: 'nova-compute', node})),
  ].map(({binary, node}, place) => ({
    id: place + 1,
    binary,
    host: node.name,
    zone: binary === 'nova-compute' ? ZONE : 'internal',
    status: 'enabled',
    state: 'up',
    disabled_reason: null,
  }));
  app.get('/v2.1/os-services', (context) => {
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden('os_compute_api:os-services:list');
    const {host, binary} = context.req.query();
    const updated = cloud.store.now().toISOString().replace('Z', '');
    return context.json({
      services: services
        .filter((service) => (host ?? service.host) === service.host && (binary ?? service.binary) === service.binary)
        .map((service) => ({...service, updated_at: updated})),
    });
  });

  const hypervisors = () =>
    computes.map((node, place) => {
      const running = tables.servers.find('host', node.name);
      const sum = (of: (flavor: Flavor) => number) =>
        running.reduce(
          (total, server) => total + of(flavorById(server.flavorId) ?? {id: '', name: '', ram: 0, disk: 0, vcpus: 0}),
          0,
        );
      return {
        id: place + 1,
        hypervisor_hostname: node.name,
        state: 'up',
        status: 'enabled',
        // What really runs instances here.
        hypervisor_type: 'namespace',
        hypervisor_version: 1,
        host_ip: node.managementIp,
        service: {id: place + 3, host: node.name, disabled_reason: null},
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
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden('os_compute_api:os-hypervisors:list');
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
  app.get('/v2.1/os-hypervisors/:id', (context) => {
    const id = context.req.param('id');
    const hypervisor = hypervisors().find((candidate) => String(candidate.id) === id);
    if (hypervisor === undefined) throw novaErrors.notFound(`Compute host ${id} could not be found.`);
    return context.json({hypervisor});
  });

  app.get('/v2.1/os-availability-zone', (context) =>
    context.json({
      availabilityZoneInfo: [{zoneName: ZONE, zoneState: {available: true}, hosts: null}],
    }),
  );
  app.get('/v2.1/os-availability-zone/detail', (context) => {
    if (!isAdmin(context.var.caller)) throw novaErrors.forbidden('os_compute_api:os-availability-zone:detail');
    const up = {available: true, active: true, updated_at: cloud.store.now().toISOString().replace('Z', '')};
    const hosts = Object.fromEntries(computes.map((node) => [node.name, {'nova-compute': up}]));
    return context.json({availabilityZoneInfo: [{zoneName: ZONE, zoneState: {available: true}, hosts}]});
  });
  app.get('/v2.1/os-aggregates', (context) => context.json({aggregates: []}));
  app.get('/v2.1/limits', (context) => {
    const {projectId} = context.var.caller;
    const limit = (name: string) => tables.quotas.get(projectId)?.limits[name] ?? cloud.plan.quotas[name] ?? -1;
    const flavors = tables.servers.find('project', projectId).flatMap((server) => flavorById(server.flavorId) ?? []);
    const absolute = {
      maxTotalInstances: limit('instances'),
      maxTotalCores: limit('cores'),
      maxTotalRAMSize: limit('ram'),
      maxTotalKeypairs: limit('key_pairs'),
      totalInstancesUsed: flavors.length,
      totalCoresUsed: flavors.reduce((sum, flavor) => sum + flavor.vcpus, 0),
      totalRAMUsed: flavors.reduce((sum, flavor) => sum + flavor.ram, 0),
    };
    return context.json({limits: {rate: [], absolute}});
  });
  groupRoutes(app, cloud);
  app.get('/v2.1/extensions', (context) => context.json({extensions: []}));
  app.get('/v2.1/os-quota-sets/:project', (context) => {
    const {project} = context.req.param();
    const {caller} = context.var;
    if (!isAdmin(caller) && caller.projectId !== project)
      throw novaErrors.forbidden('os_compute_api:os-quota-sets:show');
    const limits = tables.quotas.get(project)?.limits ?? {};
    const limit = (name: string) => limits[name] ?? cloud.plan.quotas[name] ?? -1;
    return context.json({
      quota_set: {
        id: project,
        instances: limit('instances'),
        cores: limit('cores'),
        ram: limit('ram'),
        key_pairs: limit('key_pairs'),
        metadata_items: 128,
        server_groups: 10,
        server_group_members: 10,
      },
    });
  });
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
