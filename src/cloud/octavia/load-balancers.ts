import {isBound} from '../../drivers/neutron/model.ts';
import type {Caller} from '../caller.ts';
import type {LoadBalancerRecord} from '../store/records.ts';
import type {Work} from '../work.ts';
import {mayChange} from './access.ts';
import {camelKeys} from './body.ts';
import type {Values} from './body.ts';
import {octaviaErrors} from './errors.ts';
import {claimBalancing} from './quota.ts';
import {beginBalancerChange, newPart, removeBalancer} from './states.ts';
import {giveVip} from './vip.ts';

export const PROVIDER = 'haproxy';

/** What could be asked of other providers, or of amphorae in machines of their own. */
function refuseUnsupported(values: Values): void {
  const {provider, flavor_id: flavor, availability_zone: zone, vip_qos_policy_id: qos} = values;
  if (typeof provider === 'string' && ![PROVIDER, 'octavia'].includes(provider))
    throw octaviaErrors.providerUnknown(provider);
  if (typeof flavor === 'string') throw octaviaErrors.validation('Invalid flavor_id.');
  if (typeof zone === 'string') throw octaviaErrors.validation('Invalid availability zone.');
  if (typeof qos === 'string') throw octaviaErrors.validation('VIP QoS policy is not allowed in this deployment.');
  const has = (name: string) => Array.isArray(values[name]) && values[name].length > 0;
  if (has('additional_vips')) throw octaviaErrors.unsupported('additional VIPs');
  if (has('listeners') || has('pools'))
    throw octaviaErrors.unsupported('listeners and pools in one request; make them one after the other');
}

export function createBalancer(work: Work, caller: Caller, values: Values): LoadBalancerRecord {
  const projectId = typeof values['project_id'] === 'string' ? values['project_id'] : caller.projectId;
  mayChange(caller, {projectId});
  refuseUnsupported(values);
  claimBalancing(work, 'loadbalancer', projectId);
  const id = work.chance.uuid();
  const vip = giveVip(work, caller, id, projectId, values);
  const {name, description, tags, adminStateUp} = camelKeys(values) as unknown as LoadBalancerRecord;
  const hasAgent = isBound(work.tables.ports.get(vip.vipPortId)?.binding);
  const balancer: LoadBalancerRecord = {
    id,
    name,
    description,
    tags,
    adminStateUp,
    ...vip,
    ...newPart(work, projectId),
    provider: PROVIDER,
    revision: 1,
    changing: [id],
    provisioningStatus: hasAgent ? 'PENDING_CREATE' : 'ERROR',
    ...(!hasAgent && {error: 'No live Loadbalancerv2 agent can serve the network of the VIP.'}),
  };
  work.tables.loadBalancers.put(balancer);
  return balancer;
}

export function updateBalancer(work: Work, caller: Caller, balancer: LoadBalancerRecord, values: Values): void {
  mayChange(caller, balancer);
  refuseUnsupported(values);
  beginBalancerChange(work, {...balancer, ...camelKeys(values), updatedAt: work.now}, 'PENDING_UPDATE');
}

/** Where nobody has ever served it, nobody need be waited for. */
export function deleteBalancer(work: Work, caller: Caller, balancer: LoadBalancerRecord, cascade: boolean): void {
  mayChange(caller, balancer);
  const {tables} = work;
  const children = tables.listeners.count('balancer', balancer.id) + tables.pools.count('balancer', balancer.id);
  if (children > 0 && !cascade)
    throw octaviaErrors.validation(`Cannot delete Load Balancer ${balancer.id} - it has children`);
  beginBalancerChange(work, balancer, 'PENDING_DELETE', ['ACTIVE', 'ERROR']);
  if (!isBound(tables.ports.get(balancer.vipPortId)?.binding)) removeBalancer(work, balancer);
}

/** Octavia builds its amphora anew; here the agent looks at everything of it again. */
export function failOver(work: Work, caller: Caller, balancer: LoadBalancerRecord): void {
  if (!caller.roles.includes('admin')) throw octaviaErrors.forbidden();
  beginBalancerChange(work, balancer, 'PENDING_UPDATE', ['ACTIVE', 'ERROR']);
}
