import type {Context, Hono} from 'hono';
import {isAdmin} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import {readCreate, readUpdate} from './body.ts';
import {neutronErrors} from './errors.ts';
import {listViews} from './listing.ts';
import {visiblePolicy} from './qos-policies.ts';
import {LINUXBRIDGE_RULES, QOS_RULE_KINDS} from './qos-resources.ts';
import type {QosRuleKind} from './qos-resources.ts';
import {createQosRule, deleteQosRule, qosRuleOf, updateQosRule} from './qos-rules.ts';
import {neutronBody} from './request-body.ts';
import {toBoolean} from './validators.ts';
import {viewQosRule} from './views.ts';

/** Rules of QoS policies, each type at its own address, and the types there are. */
export function qosRoutes(app: Hono<Signed>, cloud: Cloud): void {
  for (const kind of QOS_RULE_KINDS) ruleRoutes(app, cloud, kind);
  const every = [...QOS_RULE_KINDS.map(({type}) => type), 'minimum_packet_rate', 'packet_rate_limit'];

  app.get('/v2.0/qos/rule-types', (context) => {
    const all = toBoolean(context.req.query('all_rules') ?? false) === true;
    const types = all ? every : Object.keys(LINUXBRIDGE_RULES);
    const wanted = context.req.queries('type') ?? types;
    return context.json({rule_types: types.filter((type) => wanted.includes(type)).map((type) => ({type}))});
  });
  app.get('/v2.0/qos/rule-types/:type', (context) => {
    if (!isAdmin(context.var.caller)) throw neutronErrors.notAuthorized('rule:get_rule_type');
    const {type} = context.req.param();
    if (!every.includes(type)) throw neutronErrors.notFound();
    const supported = Object.entries(LINUXBRIDGE_RULES).find(([name]) => name === type)?.[1];
    const parameters = Object.entries(supported ?? {}).map(([name, values]) => ({
      parameter_name: name,
      parameter_values: values,
      parameter_type: Array.isArray(values) ? 'choices' : 'range',
    }));
    // Our Open vSwitch agent carries out none.
    const isCarriedOut = cloud.plan.options.mechanism !== 'openvswitch';
    const drivers =
      supported === undefined || !isCarriedOut ? [] : [{name: 'linuxbridge', supported_parameters: parameters}];
    return context.json({rule_type: {type, drivers}});
  });
}

/** A part of the address; the types cannot follow a route that is put together. */
const at = (context: Context<Signed>, part: string): string => context.req.param(part) ?? '';

function ruleRoutes(app: Hono<Signed>, cloud: Cloud, {type, path, resource}: QosRuleKind): void {
  const {tables} = cloud.store;
  const route = `/v2.0/qos/policies/:policy/${path}`;

  app.get(route, (context) => {
    const policy = visiblePolicy(tables, context.var.caller, at(context, 'policy'));
    const views = policy.rules.filter((rule) => rule.type === type).map(viewQosRule);
    return context.json({[resource.plural]: listViews(resource, views, new URL(context.req.url)).items});
  });
  app.post(route, async (context) => {
    const {caller} = context.var;
    const policyId = at(context, 'policy');
    visiblePolicy(tables, caller, policyId);
    const {items} = readCreate(resource, await neutronBody(context), caller);
    const rule = cloud.change((work) =>
      items.map((item) => createQosRule(work, caller, visiblePolicy(work.tables, caller, policyId), type, item)).at(0),
    );
    return context.json({[resource.name]: rule && viewQosRule(rule)}, 201);
  });
  app.get(`${route}/:id`, (context) => {
    const [policy, id] = [at(context, 'policy'), at(context, 'id')];
    const rule = qosRuleOf(visiblePolicy(tables, context.var.caller, policy), type, id);
    return context.json({[resource.name]: viewQosRule(rule)});
  });
  app.put(`${route}/:id`, async (context) => {
    const {caller} = context.var;
    const [policy, id] = [at(context, 'policy'), at(context, 'id')];
    qosRuleOf(visiblePolicy(tables, caller, policy), type, id);
    const values = readUpdate(resource, await neutronBody(context));
    const rule = cloud.change((work) => {
      const found = visiblePolicy(work.tables, caller, policy);
      return updateQosRule(work, caller, found, qosRuleOf(found, type, id), values);
    });
    return context.json({[resource.name]: viewQosRule(rule)});
  });
  app.delete(`${route}/:id`, (context) => {
    const {caller} = context.var;
    const [policy, id] = [at(context, 'policy'), at(context, 'id')];
    cloud.change((work) => {
      const found = visiblePolicy(work.tables, caller, policy);
      deleteQosRule(work, caller, found, qosRuleOf(found, type, id));
    });
    return context.body(null, 204);
  });
}
