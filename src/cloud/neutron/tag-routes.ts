import type {Hono} from 'hono';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import {neutronErrors} from './errors.ts';
import {neutronBody} from './request-body.ts';
import {SECURITY_GROUP} from './group-resources.ts';
import {visibleFloatingIp} from './floating-ips.ts';
import {visiblePolicy} from './qos-policies.ts';
import {QOS_POLICY} from './qos-resources.ts';
import {NETWORK, PORT, SUBNET} from './resources.ts';
import {FLOATING_IP, ROUTER} from './router-resources.ts';
import {visibleRouter} from './routers.ts';
import {visibleGroup} from './security-groups.ts';
import * as check from './validators.ts';
import {show} from './python-text.ts';
import {visibleNetwork, visiblePort, visibleSubnet} from './visibility.ts';

const TAGGED = ['networks', 'subnets', 'ports', 'security-groups', 'routers', 'floatingips', 'policies'] as const;
type Tagged = (typeof TAGGED)[number];
const isTagged = (path: string): path is Tagged => TAGGED.some((known) => known === path);

/** `max_tags`, and the longest one that its column holds. */
const MOST_TAGS = 50;
const LONGEST = 255;

/** Tags of networks, subnets, ports, security groups, routers, floating IPs and QoS policies. */
export function tagRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const tagsOf = (caller: Caller, path: string, id: string): readonly string[] =>
    find(cloud.store.tables, caller, path, id).record.tags;

  app.get('/v2.0/:path/:id/tags', (context) => {
    const {path, id} = context.req.param();
    return context.json({tags: tagsOf(context.var.caller, path, id)});
  });
  app.put('/v2.0/:path/:id/tags', async (context) => {
    const {path, id} = context.req.param();
    tagsOf(context.var.caller, path, id);
    const tags = checkedTags(await neutronBody(context));
    cloud.change((work) => retag(work, context.var.caller, path, id, () => tags));
    return context.json({tags: tagsOf(context.var.caller, path, id)});
  });
  app.delete('/v2.0/:path/:id/tags', (context) => {
    const {path, id} = context.req.param();
    cloud.change((work) => retag(work, context.var.caller, path, id, () => []));
    return context.body(null, 204);
  });
  app.get('/v2.0/:path/:id/tags/:tag', (context) => {
    const {path, id, tag} = context.req.param();
    if (!tagsOf(context.var.caller, path, id).includes(tag)) throw neutronErrors.tagNotFound(tag);
    return context.body(null, 204);
  });
  app.put('/v2.0/:path/:id/tags/:tag', (context) => {
    const {path, id, tag} = context.req.param();
    tagsOf(context.var.caller, path, id);
    refuseTag(tag);
    cloud.change((work) => retag(work, context.var.caller, path, id, (tags) => [...new Set([...tags, tag])]));
    return context.body(null, 201);
  });
  app.delete('/v2.0/:path/:id/tags/:tag', (context) => {
    const {path, id, tag} = context.req.param();
    if (!tagsOf(context.var.caller, path, id).includes(tag)) throw neutronErrors.tagNotFound(tag);
    cloud.change((work) => retag(work, context.var.caller, path, id, (tags) => tags.filter((other) => other !== tag)));
    return context.body(null, 204);
  });
}

function refuseTag(tag: string): void {
  const why = check.string(LONGEST)(tag);
  if (why !== undefined) throw neutronErrors.httpBadRequest(`Invalid input for tags. Reason: ${why}.`);
}

function checkedTags(body: unknown): readonly string[] {
  const tags = check.isObject(body) ? body['tags'] : undefined;
  if (tags === undefined) throw neutronErrors.httpBadRequest("Unable to find 'tags' in request body");
  const why = check.listOf(check.string(LONGEST))(tags);
  if (why !== undefined) throw neutronErrors.httpBadRequest(`Invalid input for tags. Reason: ${why}.`);
  const list = (tags as readonly string[]).map(show);
  if (list.length > MOST_TAGS) {
    throw neutronErrors.badRequest('tags', `The number of tags exceed the per-resource limit of ${MOST_TAGS}`);
  }
  return list;
}

/** The tagged record with the table it goes back to. */
function find(tables: Work['tables'], caller: Caller, path: string, id: string) {
  if (!isTagged(path)) throw neutronErrors.notFound();
  switch (path) {
    case 'networks': {
      const record = visibleNetwork(tables, caller, id);
      return {resource: NETWORK, record, put: (tags: readonly string[]) => tables.networks.put({...record, tags})};
    }
    case 'subnets': {
      const record = visibleSubnet(tables, caller, id);
      return {resource: SUBNET, record, put: (tags: readonly string[]) => tables.subnets.put({...record, tags})};
    }
    case 'ports': {
      const record = visiblePort(tables, caller, id);
      return {resource: PORT, record, put: (tags: readonly string[]) => tables.ports.put({...record, tags})};
    }
    case 'routers': {
      const record = visibleRouter(tables, caller, id);
      return {resource: ROUTER, record, put: (tags: readonly string[]) => tables.routers.put({...record, tags})};
    }
    case 'floatingips': {
      const record = visibleFloatingIp(tables, caller, id);
      const put = (tags: readonly string[]) => tables.floatingIps.put({...record, tags});
      return {resource: FLOATING_IP, record, put};
    }
    case 'security-groups': {
      const record = visibleGroup(tables, caller, id);
      return {
        resource: SECURITY_GROUP,
        record,
        put: (tags: readonly string[]) => tables.securityGroups.put({...record, tags}),
      };
    }
    case 'policies': {
      const record = visiblePolicy(tables, caller, id);
      return {
        resource: QOS_POLICY,
        record,
        put: (tags: readonly string[]) => tables.qosPolicies.put({...record, tags}),
      };
    }
  }
}

function retag(
  work: Work,
  caller: Caller,
  path: string,
  id: string,
  change: (tags: readonly string[]) => readonly string[],
): void {
  const {resource, record, put} = find(work.tables, caller, path, id);
  enforce(resource, 'update', {}, caller, {owner: record.projectId});
  const tags = change(record.tags);
  if (tags.length > MOST_TAGS) {
    throw neutronErrors.badRequest('tags', `The number of tags exceed the per-resource limit of ${MOST_TAGS}`);
  }
  put(tags);
}
