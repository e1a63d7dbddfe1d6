import type {CloudState} from '../../drivers/neutron/model.ts';
import {firewallChain} from '../../drivers/neutron/fwaas/firewall-chains.ts';
import {ipsetName, portChain} from '../../drivers/neutron/naming.ts';

/** Where what guards instances and networks is kept in the cloud. */
export type GuardTable = keyof Pick<
  CloudState,
  'securityGroups' | 'qosPolicies' | 'firewallGroups' | 'firewallPolicies' | 'firewallRules'
>;

interface Guard {
  readonly table: GuardTable;
  readonly en: string;
  readonly zh: string;
  readonly placeholder: string;
  value(record: {readonly id: string}): string;
}

const id = (record: {readonly id: string}): string => record.id;
const group = {table: 'securityGroups', en: 'security group', zh: '安全组'} as const;
const firewall = {table: 'firewallGroups', en: 'firewall group', zh: '防火墙组'} as const;

/** References to groups, firewalls and policies, and to what is named after them in a kernel. */
export const GUARDS = {
  'security-group': {...group, placeholder: 'ID', value: id},
  ipset: {...group, placeholder: 'NIPv4…', value: (record) => ipsetName(record.id, 4)},
  'qos-policy': {table: 'qosPolicies', en: 'QoS policy', zh: ' QoS 策略', placeholder: 'ID', value: id},
  'firewall-group': {...firewall, placeholder: 'ID', value: id},
  'firewall-i': {...firewall, placeholder: '…-iv4…', value: (record) => firewallChain('i', 4, record.id)},
  'firewall-o': {...firewall, placeholder: '…-ov4…', value: (record) => firewallChain('o', 4, record.id)},
  'firewall-policy': {table: 'firewallPolicies', en: 'firewall policy', zh: '防火墙策略', placeholder: 'ID', value: id},
  'firewall-rule': {table: 'firewallRules', en: 'firewall rule', zh: '防火墙规则', placeholder: 'ID', value: id},
} as const satisfies Readonly<Record<string, Guard>>;

/** The chains of a port: what goes into the instance, what comes out of it, which sources it may use. */
export const PORT_CHAINS: Readonly<Record<string, (tap: string, prefix?: string) => string>> = {
  'chain-i': (tap, prefix) => portChain('i', tap, prefix),
  'chain-o': (tap, prefix) => portChain('o', tap, prefix),
  'chain-s': (tap, prefix) => portChain('s', tap, prefix),
};
