import type {Hono} from 'hono';
import type {Context} from 'hono';
import type {Cloud} from '../../cloud.ts';
import type {Signed} from '../../rest/context.ts';
import type {FirewallPolicyRecord} from '../../store/records.ts';
import type {Work} from '../../work.ts';
import {enforce} from '../body.ts';
import {neutronBody} from '../request-body.ts';
import {isObject, isUuid} from '../validators.ts';
import {firewallErrors} from './firewall-errors.ts';
import {insertRule, removeRule} from './firewall-policies.ts';
import {FIREWALL_POLICY} from './firewall-resources.ts';
import {viewPolicy} from './firewall-views.ts';
import {visiblePolicy} from './firewall-visibility.ts';

/** One rule into a policy, or out of it. The answer is the policy without a wrapper, as neutron-fwaas has it. */
export function policyRuleRoutes(app: Hono<Signed>, cloud: Cloud): void {
  const route = (action: string, act: (work: Work, policy: FirewallPolicyRecord, info: RuleInfo) => void): void => {
    app.put(`/v2.0/fwaas/firewall_policies/:id/${action}`, async (context: Context<Signed, '/:id'>) => {
      const {caller} = context.var;
      const {id} = context.req.param();
      const body = await neutronBody(context);
      cloud.change((work) => {
        const policy = visiblePolicy(work.tables, caller, id);
        enforce(FIREWALL_POLICY, 'update', {}, caller, {owner: policy.projectId});
        act(work, policy, ruleInfo(body));
      });
      return context.json(viewPolicy(visiblePolicy(cloud.store.tables, caller, id)));
    });
  };
  route('insert_rule', (work, policy, {ruleId, before, after}) =>
    insertRule(work, policy, {
      ruleId,
      ...(before !== undefined && {before}),
      ...(after !== undefined && {after}),
    }),
  );
  route('remove_rule', (work, policy, {ruleId}) => removeRule(work, policy, ruleId));
}

interface RuleInfo {
  readonly ruleId: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** @throws FirewallRuleInfoMissing, FirewallRuleNotFound */
function ruleInfo(body: unknown): RuleInfo {
  if (!isObject(body) || !('firewall_rule_id' in body)) throw firewallErrors.ruleInfoMissing();
  const ruleId = body['firewall_rule_id'];
  if (!isUuid(ruleId)) throw firewallErrors.ruleNotFound(String(ruleId));
  return {ruleId, before: given(body['insert_before']), after: given(body['insert_after'])};
}

/** The client sends an empty text for what was not asked. */
const given = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
