import type {Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import type {RbacRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {enforce, readCreate, readUpdate} from './body.ts';
import type {Resource} from './body.ts';
import {neutronErrors} from './errors.ts';
import {onlyMethods} from './methods.ts';
import {l3Errors} from './l3-errors.ts';
import {listViews} from './listing.ts';
import {claimQuota} from './quota.ts';
import {neutronBody} from './request-body.ts';
import {STANDARD} from './resources.ts';
import {show} from './python-text.ts';
import * as check from './validators.ts';
import {viewRbac} from './views.ts';
import {policiesOf, visibleNetwork} from './visibility.ts';

const RBAC: Resource = {
  name: 'rbac_policy',
  plural: 'rbac_policies',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    object_type: {post: true, put: false, validate: check.oneOf(['network']), filter: true, sort: true},
    object_id: {post: true, put: false, validate: check.uuid, filter: true, sort: true},
    action: {
      post: true,
      put: false,
      validate: check.oneOf(['access_as_shared', 'access_as_external']),
      filter: true,
      sort: true,
    },
    target_project: {post: true, put: true, default: undefined, validate: target, filter: true, sort: true},
    target_tenant: {post: true, put: true, default: undefined, validate: target, filter: true, sort: true},
    tenant_id: STANDARD.tenant_id,
    project_id: STANDARD.project_id,
  },
};

function target(value: unknown): string | undefined {
  return value === undefined ? undefined : check.string(255)(value);
}

/** Who besides its owner may use a network. The network's `shared` is the policy for everybody (`*`). */
export function rbacRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const {tables} = cloud.store;
  const sees = (caller: Caller, policy: RbacRecord): boolean =>
    isAdmin(caller) || policy.projectId === caller.projectId || policy.targetProject === caller.projectId;
  const found = (caller: Caller, id: string): RbacRecord => {
    const policy = tables.rbacPolicies.get(id);
    if (policy === undefined || !sees(caller, policy)) throw neutronErrors.rbacNotFound(id);
    return policy;
  };

  app.get('/v2.0/rbac-policies', (context) => {
    const policies = [...tables.rbacPolicies.values()].filter((policy) => sees(context.var.caller, policy));
    const {items} = listViews(RBAC, policies.map(viewRbac), new URL(context.req.url));
    return context.json({rbac_policies: items});
  });
  app.get('/v2.0/rbac-policies/:id', (context) =>
    context.json({rbac_policy: viewRbac(found(context.var.caller, context.req.param('id')))}),
  );
  app.post('/v2.0/rbac-policies', async (context) => {
    const {caller} = context.var;
    const {items} = readCreate(RBAC, await neutronBody(context), caller);
    const made = cloud.change((work) => items.map((values) => createPolicy(work, caller, values)));
    const [first] = made;
    return context.json({rbac_policy: first === undefined ? undefined : viewRbac(first)}, 201);
  });
  app.put('/v2.0/rbac-policies/:id', async (context) => {
    const {caller} = context.var;
    const {id} = found(caller, context.req.param('id'));
    const values = readUpdate(RBAC, await neutronBody(context));
    const changed = cloud.change((work) => {
      const policy = found(caller, id);
      const targetProject = show(values['target_project'] ?? values['target_tenant'] ?? policy.targetProject);
      refuseEveryone(caller, 'update', targetProject);
      enforce(RBAC, 'update', values, caller, {owner: policy.projectId});
      if (targetProject !== policy.targetProject) {
        refuseTwin(work, {...policy, targetProject});
        refuseLoss(work, policy, targetProject);
      }
      const record = {...policy, targetProject};
      work.tables.rbacPolicies.put(record);
      markNetwork(work, policy.objectId);
      return record;
    });
    return context.json({rbac_policy: viewRbac(changed)});
  });
  app.delete('/v2.0/rbac-policies/:id', (context) => {
    const {caller} = context.var;
    cloud.change((work) => {
      const policy = found(caller, context.req.param('id'));
      enforce(RBAC, 'delete', {}, caller, {owner: policy.projectId});
      refuseLoss(work, policy);
      work.tables.rbacPolicies.delete(policy.id);
      markNetwork(work, policy.objectId);
    });
    return context.body(null, 204);
  });
  onlyMethods(app, '/v2.0/rbac-policies', ['GET', 'POST']);
  onlyMethods(app, '/v2.0/rbac-policies/:id', ['GET', 'PUT', 'DELETE']);
}

/** Only an admin shares with everybody. */
function refuseEveryone(caller: Caller, action: 'create' | 'update', targetProject: string): void {
  if (targetProject === '*' && !isAdmin(caller)) {
    throw neutronErrors.notAuthorized(`(rule:${action}_rbac_policy and rule:${action}_rbac_policy:target_tenant)`);
  }
}

function createPolicy(work: Work, caller: Caller, values: Readonly<Record<string, unknown>>): RbacRecord {
  const targetProject = values['target_project'] ?? values['target_tenant'];
  if (typeof targetProject !== 'string') {
    throw neutronErrors.httpBadRequest("Failed to parse request. Required attribute 'target_tenant' not specified");
  }
  const projectId = String(values['project_id']);
  enforce(RBAC, 'create', values, caller, {owner: projectId});
  refuseEveryone(caller, 'create', targetProject);
  const network = visibleNetwork(work.tables, caller, String(values['object_id']));
  if (!isAdmin(caller) && network.projectId !== caller.projectId) {
    throw neutronErrors.invalidInput('Only admins can manipulate policies on networks they do not own');
  }
  claimQuota(work, 'rbac_policy', projectId);
  const action = values['action'] === 'access_as_external' ? 'access_as_external' : 'access_as_shared';
  refuseTwin(work, {objectId: network.id, action, targetProject});
  const policy: RbacRecord = {id: work.chance.uuid(), projectId, objectId: network.id, action, targetProject};
  work.tables.rbacPolicies.put(policy);
  markNetwork(work, network.id);
  return policy;
}

type Sharing = Pick<RbacRecord, 'objectId' | 'action' | 'targetProject'>;

function refuseTwin({tables}: Work, {objectId, action, targetProject}: Sharing): void {
  const twin = policiesOf(tables, objectId, action).some((policy) => policy.targetProject === targetProject);
  if (twin) throw neutronErrors.rbacExists();
}

/**
 * A policy stays while a project that would lose the network has something on it: ports, or a router that goes out by it.
 * @param moved the project that has it from now on
 */
function refuseLoss({tables}: Work, policy: RbacRecord, moved?: string): void {
  const network = tables.networks.get(policy.objectId);
  const others = policiesOf(tables, policy.objectId, policy.action).filter((other) => other.id !== policy.id);
  const targets = [...others.map((other) => other.targetProject), ...(moved === undefined ? [] : [moved])];
  const loses = (project: string): boolean =>
    (policy.targetProject === '*' || policy.targetProject === project) &&
    project !== network?.projectId &&
    !targets.includes('*') &&
    !targets.includes(project);
  const ports = tables.ports.find('network', policy.objectId);
  if (policy.action === 'access_as_external') {
    const routers = ports.flatMap((port) => tables.routers.find('gateway', port.id));
    if (routers.some((router) => loses(router.projectId))) throw l3Errors.rbacInUse(policy.objectId);
    return;
  }
  const users = ports.filter((port) => !port.deviceOwner.startsWith('network:'));
  if (users.some((port) => loses(port.projectId))) throw neutronErrors.sharedByOthers(policy.objectId);
}

/** Keeps the network's `shared` and `router:external` true to its policies. */
function markNetwork({tables}: Work, networkId: string): void {
  const network = tables.networks.get(networkId);
  if (network === undefined) return;
  const shared = policiesOf(tables, networkId, 'access_as_shared').some((policy) => policy.targetProject === '*');
  const external = policiesOf(tables, networkId, 'access_as_external').length > 0;
  const hasGateways = tables.ports
    .find('network', networkId)
    .some((port) => tables.routers.count('gateway', port.id) > 0);
  if (!external && hasGateways) throw l3Errors.externalNetworkInUse(networkId);
  if (network.shared !== shared || network.external !== external) tables.networks.put({...network, shared, external});
}
