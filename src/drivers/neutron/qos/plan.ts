import {wiredPorts} from '../linuxbridge/plan.ts';
import type {CloudState, NodeName, Port, QosRule} from '../model.ts';
import {tapName} from '../naming.ts';
import type {Wanted} from '../wanted.ts';
import {wanted} from '../wanted.ts';

/** A rate and how much may come at once. */
export interface Limit {
  /** 1000 bit/s */
  readonly kbps: number;
  /** bytes */
  readonly burst: number;
}

/** What a port may receive and send; directions are the instance's. */
export interface QosItem {
  readonly kind: 'limit';
  readonly portId: string;
  readonly tap: string;
  readonly ingress?: Limit;
  readonly egress?: Limit;
}

export type QosDesired = Wanted<QosItem>;

/** `kernel_hz` of the agent's [QOS]: a token bucket must hold what one tick of the clock lets through. */
const KERNEL_HZ = 250;
/** DEFAULT_BURST_RATE: enough for TCP to come near the limit. */
const DEFAULT_BURST = 0.8;

/** The rules that apply to a port: its own policy's, else its network's, which is not for Neutron's own ports. */
export function qosRulesOf(cloud: CloudState, port: Port): readonly QosRule[] {
  const isOurs = port.deviceOwner.startsWith('network:') && port.deviceOwner !== 'network:router_gateway';
  const inherited = isOurs ? null : cloud.networks[port.networkId]?.qosPolicyId;
  return cloud.qosPolicies?.[port.qosPolicyId ?? inherited ?? '']?.rules ?? [];
}

/** The limits of a node's ports. DSCP marks are rules of iptables and stand in its plan. */
export function planQos(cloud: CloudState, node: NodeName): QosDesired {
  const items: Record<string, QosItem> = {};
  for (const port of wiredPorts(cloud, node)) {
    const limits = qosRulesOf(cloud, port).filter((rule) => rule.type === 'bandwidth_limit');
    const ingress = limits.find((rule) => rule.direction === 'ingress');
    const egress = limits.find((rule) => rule.direction === 'egress');
    if (ingress === undefined && egress === undefined) continue;
    items[port.id] = {
      kind: 'limit',
      portId: port.id,
      tap: tapName(port.id),
      ...(ingress !== undefined && {
        ingress: limit(ingress.maxKbps, Math.max(ingress.maxBurstKbits, ingress.maxKbps / KERNEL_HZ)),
      }),
      ...(egress !== undefined && {
        egress: limit(
          egress.maxKbps,
          egress.maxBurstKbits === 0 ? egress.maxKbps * DEFAULT_BURST : egress.maxBurstKbits,
        ),
      }),
    };
  }
  return wanted(items);
}

const limit = (kbps: number, burstKbits: number): Limit => ({kbps, burst: Math.trunc((burstKbits * 1000) / 8)});
