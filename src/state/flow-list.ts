import type {OvsFlow} from './openvswitch.ts';
import {type CounterChange, sinceThen} from './rule-list.ts';
import {ROOT_NAMESPACE, valueOf} from './snapshot.ts';
import type {NodeSnapshot, Snapshot} from './snapshot.ts';

/** The flows of one bridge of a node's Open vSwitch, as a place beside the tables of iptables. */
export interface FlowPlace {
  readonly node: string;
  readonly namespace: typeof ROOT_NAMESPACE;
  readonly family: 'openvswitch';
  /** The bridge. */
  readonly table: string;
}

export interface ListedFlow extends OvsFlow {
  /** As of a rule: what its counters did since another snapshot. */
  readonly since?: CounterChange | 'new';
}

const bridgesOf = (node: NodeSnapshot | undefined) =>
  (node?.openvswitch === undefined ? undefined : valueOf(node.openvswitch)) ?? {};

/** The bridges that have flows. */
export const bridgesWithFlows = (snapshot: Snapshot): readonly FlowPlace[] =>
  Object.values(snapshot.nodes).flatMap((node) =>
    Object.values(bridgesOf(node))
      .filter(({flows}) => Object.keys(valueOf(flows) ?? {}).length > 0)
      .map(({name}): FlowPlace => ({
        node: node.name,
        namespace: ROOT_NAMESPACE,
        family: 'openvswitch',
        table: name,
      })),
  );

/** Switches and flows that could not be read, and why. */
export const unreadFlows = (snapshot: Snapshot): readonly {readonly node: string; readonly why: string}[] =>
  Object.values(snapshot.nodes).flatMap((node) => [
    ...(node.openvswitch?.ok === false ? [{node: node.name, why: `Open vSwitch: ${node.openvswitch.why}`}] : []),
    ...Object.values(bridgesOf(node)).flatMap(({flows}) => (flows.ok ? [] : [{node: node.name, why: flows.why}])),
  ]);

/**
 * The flows of a bridge, table by table and by falling priority, with what their counters did.
 * @param before an earlier moment to compare with; the bridge may not have been there
 */
export const listFlows = (
  snapshot: Snapshot,
  before: Snapshot | undefined,
  {node, table}: FlowPlace,
): readonly ListedFlow[] => {
  const flowsAt = (one: Snapshot): Readonly<Record<string, OvsFlow>> => {
    const bridge = bridgesOf(one.nodes[node])[table];
    return (bridge === undefined ? undefined : valueOf(bridge.flows)) ?? {};
  };
  const old = before === undefined ? undefined : flowsAt(before);
  return Object.entries(flowsAt(snapshot)).map(([key, flow]) => ({
    ...flow,
    ...(old !== undefined && sinceThen(flow, old[key])),
  }));
};
