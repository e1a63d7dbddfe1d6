import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import {isAllowed, UNSET} from './attribute.ts';
import type {AttributeMap, PolicyTarget} from './attribute.ts';
import {neutronErrors} from './errors.ts';
import {isObject} from './validators.ts';

/** The attributes of one object of a request, checked and converted; what was left out and has no default is not there. */
export type Values = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly name: string;
  readonly plural: string;
  readonly attributes: AttributeMap;
}

/** The objects of a POST: one, or many of a bulk create. */
export function readCreate(
  resource: Resource,
  body: unknown,
  caller: Caller,
): {readonly bulk: boolean; readonly items: readonly Values[]} {
  if (body === undefined) throw missing(resource);
  if (!isObject(body)) throw neutronErrors.httpBadRequest('Body contains invalid data');
  if (resource.plural in body) {
    const items = body[resource.plural];
    if (!Array.isArray(items) || items.length === 0) throw neutronErrors.httpBadRequest('Resources required');
    return {
      bulk: true,
      items: items.map((item: unknown) =>
        createValues(resource, isObject(item) && resource.name in item ? item[resource.name] : item, caller),
      ),
    };
  }
  return {bulk: false, items: [createValues(resource, objectOf(resource, body), caller)]};
}

/** The object of a PUT: only what it names. */
export function readUpdate(resource: Resource, body: unknown): Values {
  if (body === undefined) throw missing(resource);
  if (!isObject(body)) throw neutronErrors.httpBadRequest('Body contains invalid data');
  if (resource.plural in body) throw neutronErrors.httpBadRequest('Bulk operation not supported');
  const values = withProject(requireObject(resource, objectOf(resource, body)));
  refuseUnknown(resource, values);
  for (const name of Object.keys(resource.attributes)) {
    if (name in values && resource.attributes[name]?.put !== true) {
      throw neutronErrors.httpBadRequest(`Cannot update read-only attribute ${name}`);
    }
  }
  return convertValues(resource, values);
}

const missing = ({name}: Resource) => neutronErrors.httpBadRequest(`Unable to find '${name}' in request body`);

const objectOf = (resource: Resource, body: Values): unknown => {
  if (!(resource.name in body) || body[resource.name] === null) throw missing(resource);
  return body[resource.name];
};

const requireObject = (resource: Resource, value: unknown): Values => {
  if (!isObject(value)) throw neutronErrors.httpBadRequest(`Object '${resource.name}' contains invalid data`);
  return value;
};

function createValues(resource: Resource, item: unknown, caller: Caller): Values {
  const given = withProject(requireObject(resource, item));
  if ('project_id' in given && given['project_id'] !== caller.projectId && !isAdmin(caller)) {
    throw neutronErrors.httpBadRequest(
      `Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin or advsvc privileges`,
    );
  }
  const owned: Values = {tenant_id: caller.projectId, project_id: caller.projectId, ...given};
  refuseUnknown(resource, owned);
  return convertValues(resource, filled(resource, owned));
}

/** `tenant_id` is the old name of `project_id`; either may be given. */
function withProject(values: Values): Values {
  const project = values['project_id'] ?? values['tenant_id'];
  if (project === undefined) return values;
  const all = {...values, tenant_id: values['tenant_id'] ?? project, project_id: project};
  if (all.tenant_id !== all.project_id) {
    throw neutronErrors.httpBadRequest("'project_id' and 'tenant_id' do not match");
  }
  return all;
}

function refuseUnknown(resource: Resource, values: Values): void {
  const unknown = Object.keys(values).filter((name) => !Object.hasOwn(resource.attributes, name));
  if (unknown.length > 0) throw neutronErrors.httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
}

function filled(resource: Resource, values: Values): Values {
  const all: Record<string, unknown> = {...values};
  for (const [name, attribute] of Object.entries(resource.attributes)) {
    if (!attribute.post) {
      if (name in values) throw neutronErrors.httpBadRequest(`Attribute '${name}' not allowed in POST`);
      continue;
    }
    if (name in values) continue;
    if (!('default' in attribute)) {
      throw neutronErrors.httpBadRequest(`Failed to parse request. Required attribute '${name}' not specified`);
    }
    if (attribute.default !== UNSET) all[name] = attribute.default;
  }
  return all;
}

function convertValues(resource: Resource, values: Values): Values {
  const converted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const attribute = resource.attributes[name];
    const kept = attribute?.convert === undefined ? value : attribute.convert(value);
    const why = attribute?.validate?.(kept);
    if (why !== undefined) throw neutronErrors.httpBadRequest(`Invalid input for ${name}. Reason: ${why}.`);
    converted[name] = kept;
  }
  return converted;
}

/**
 * Refuses what the caller may not set, in oslo.policy's words: the action's rule and the rule of every restricted
 * attribute that is set, nested in the order of the attribute map.
 * @param set for a create, an attribute counts as set where it differs from its default
 */
export function enforce(
  resource: Resource,
  action: 'create' | 'update' | 'delete',
  values: Values,
  caller: Caller,
  target: PolicyTarget & {readonly owner: string},
): void {
  const base = `rule:${action}_${resource.name}`;
  const isOwner = isAdmin(caller) || target.owner === caller.projectId;
  let rule = base;
  let allowed = isOwner && (isAdmin(caller) || caller.roles.includes('member'));
  for (const [name, attribute] of Object.entries(resource.attributes)) {
    if (attribute.policy === undefined || !(name in values)) continue;
    if (action === 'create' && values[name] === attribute.default) continue;
    rule = `(${rule} and ${base}:${name})`;
    allowed &&= isAllowed(attribute.policy, caller, target);
  }
  if (!allowed) throw neutronErrors.notAuthorized(rule);
}
