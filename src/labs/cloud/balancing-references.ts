import type {LoadBalancing} from '../../drivers/neutron/lbaas/model.ts';
import {lbaasFolder, lbaasNamespace} from '../../drivers/neutron/lbaas/names.ts';

/** Tables of load balancing, by the kind of reference that gives an id of them. */
const TABLES = {
  loadbalancer: {table: 'loadBalancers', zh: '负载均衡器', en: 'load balancer'},
  listener: {table: 'listeners', zh: '监听器', en: 'listener'},
  pool: {table: 'pools', zh: '池', en: 'pool'},
  member: {table: 'members', zh: '成员', en: 'member'},
  healthmonitor: {table: 'healthMonitors', zh: '健康检查', en: 'health monitor'},
} as const;
type Kind = keyof typeof TABLES;

export const BALANCING_KINDS = Object.keys(TABLES) as readonly Kind[];

/** The cloud's records have names, which no driver needs. */
interface Named {
  readonly id: string;
  readonly name?: string;
}

/** What is looked through: the load balancing that is there, and what is gone of it. */
export interface KnownBalancing {
  readonly loadBalancing?: Partial<LoadBalancing> | undefined;
}

/** The id of the thing of that name, of one that is there or else of the last that was. */
export function balancingId(kind: Kind, name: string, state: KnownBalancing, gone: KnownBalancing): string | undefined {
  const of = ({loadBalancing = {}}: KnownBalancing): readonly Named[] =>
    Object.values<Named>(loadBalancing[TABLES[kind].table] ?? {}).filter(
      (record) => record.name === name || record.id === name,
    );
  return (of(state)[0] ?? of(gone).at(-1))?.id;
}

/** What a reference of the kind is about, in both languages. */
export const balancingWords = (kind: Kind): {readonly en: string; readonly zh: string} => TABLES[kind];

/** What is made on the node of a load balancer, from its id. */
export const BALANCER_PLACES = {qlbaas: lbaasNamespace, 'lbaas-files': lbaasFolder} as const;
