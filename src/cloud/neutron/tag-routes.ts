import type {Hono} from 'hono';
import {ApiError} from '../api-error.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {Bookkeeping} from '../store/records.ts';
import type {Work} from '../work.ts';
import {enforce} from './body.ts';
import {touched} from './bookkeeping.ts';
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
import {visibleNetwork, visiblePort, visibleSubnet} from './visibility.ts';

const TAGGED = ['networks', 'subnets', 'ports', 'security-groups', 'routers', 'floatingips', 'policies'] as const;
type Tagged = (typeof TAGGED)[number];
const isTagged = (path: string): path is Tagged => TAGGED.some((known) => known === path);

/** What tagging changes: a tag is a part of its object, whose revision it raises (db/models/tag.py). */
type Tagging = Pick<Bookkeeping, 'tags' | 'updatedAt' | 'revisionNumber'>;

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
  app.post('/v2.0/:path/:id/tags', () => {
    throw new ApiError(404, 'HTTPNotFound', 'not supported');
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
  if (why !== undefined) throw neutronErrors.invalidInput(why);
}

function checkedTags(body: unknown): readonly string[] {
  if (!check.isObject(body) || !('tags' in body)) throw neutronErrors.invalidInput('Invalid tags body');
  const {tags} = body;
  const why = check.listOf(check.string(LONGEST))(tags);
  if (why !== undefined) throw neutronErrors.invalidInput(why);
  return tags as readonly string[];
}

/** The tagged record with the table it goes back to. */
function find(tables: Work['tables'], caller: Caller, path: string, id: string) {
  if (!isTagged(path)) throw neutronErrors.notFound();
  switch (path) {
    case 'networks': {
      const record = visibleNetwork(tables, caller, id);
      return {resource: NETWORK, record, put: (change: Tagging) => tables.networks.put({...record, ...change})};
    }
    case 'subnets': {
      const record = visibleSubnet(tables, caller, id);
      return {resource: SUBNET, record, put: (change: Tagging) => tables.subnets.put({...record, ...change})};
    }
    case 'ports': {
      const record = visiblePort(tables, caller, id);
      return {resource: PORT, record, put: (change: Tagging) => tables.ports.put({...record, ...change})};
    }
    case 'routers': {
      const record = visibleRouter(tables, caller, id);
      return {resource: ROUTER, record, put: (change: Tagging) => tables.routers.put({...record, ...change})};
    }
    case 'floatingips': {
      const record = visibleFloatingIp(tables, caller, id);
      const put = (change: Tagging) => tables.floatingIps.put({...record, ...change});
      return {resource: FLOATING_IP, record, put};
    }
    case 'security-groups': {
      const record = visibleGroup(tables, caller, id);
      return {
        resource: SECURITY_GROUP,
        record,
        put: (change: Tagging) => tables.securityGroups.put({...record, ...change}),
      };
    }
    case 'policies': {
      const record = visiblePolicy(tables, caller, id);
      return {
        resource: QOS_POLICY,
        record,
        put: (change: Tagging) => tables.qosPolicies.put({...record, ...change}),
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
  if (tags.length === record.tags.length && tags.every((tag) => record.tags.includes(tag))) return;
  const {updatedAt, revisionNumber} = touched(work, record);
  put({tags, updatedAt, revisionNumber});
}
