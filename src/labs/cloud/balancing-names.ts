import {lbaasNamespace} from '../../drivers/neutron/lbaas/names.ts';
import type {LoadBalancing} from '../../drivers/neutron/lbaas/model.ts';
import type {Meaning} from '../../state/names.ts';
import {spaced} from '../../state/text.ts';

/** The cloud's records have names, which no driver needs. */
interface Called {
  readonly id: string;
  readonly name?: string;
}

/** Makes a short name of one line out of what people may write. */
type CallName = (one: {readonly id: string; readonly name: string}) => string;

/** What the ids stand for that HAProxy's configuration is made of, and the namespace that it runs in. */
export function balancingNames(
  all: LoadBalancing | undefined,
  callName: CallName,
): readonly (readonly [string, Meaning])[] {
  if (all === undefined) return [];
  const is = (one: Called, en: string, zh: string): Meaning => {
    const name = callName({name: '', ...one});
    return {short: {en: name, zh: name}, long: {en: `${en} ${name}`, zh: `${zh}${spaced(name).trimEnd()}`}};
  };
  return [
    ...Object.values(all.loadBalancers).flatMap((one) => {
      const meaning = is(one, 'load balancer', '负载均衡器');
      return [[one.id, meaning] as const, [lbaasNamespace(one.id), meaning] as const];
    }),
    ...Object.values(all.listeners).map((one) => [one.id, is(one, 'listener', '监听器')] as const),
    ...Object.values(all.pools).map((one) => [one.id, is(one, 'pool', '池')] as const),
    ...Object.values(all.members).map((one) => [one.id, is(one, 'member', '成员')] as const),
  ];
}

/** What the load balancer is called whose address the port has. */
export const balancerOfVip = (
  all: LoadBalancing | undefined,
  portId: string,
  callName: CallName,
): string | undefined => {
  const balancer = Object.values(all?.loadBalancers ?? {}).find(({vipPortId}) => vipPortId === portId);
  return balancer && callName(balancer);
};
