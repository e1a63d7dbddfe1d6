import {dhcp} from './dhcp/driver.ts';
import {l3} from './l3/driver.ts';
import {lbaas} from './lbaas/driver.ts';
import {instances} from '../nova/driver.ts';
import type {Ml2Options} from './model.ts';

/** Where the agents of a node note what they did, a line each: time, INFO or ERROR, for what, and the command. */
export const AGENT_LOGS = {
  'Linux bridge agent': '/var/log/neutron/linuxbridge-agent.log',
  'Open vSwitch agent': '/var/log/neutron/openvswitch-agent.log',
  'L3 agent': '/var/log/neutron/l3-agent.log',
  'DHCP agent': '/var/log/neutron/dhcp-agent.log',
  'Loadbalancerv2 agent': '/var/log/neutron/lbaasv2-agent.log',
  'nova-compute': '/var/log/nova/nova-compute.log',
} as const;

/** The log of the agent that a driver is part of. */
export const logOfDriver = (driver: string, mechanism: Ml2Options['mechanism'] = 'linuxbridge'): string => {
  if (driver === dhcp.name) return AGENT_LOGS['DHCP agent'];
  if (driver === l3.name) return AGENT_LOGS['L3 agent'];
  if (driver === lbaas.name) return AGENT_LOGS['Loadbalancerv2 agent'];
  if (driver === instances.name) return AGENT_LOGS['nova-compute'];
  return AGENT_LOGS[mechanism === 'openvswitch' ? 'Open vSwitch agent' : 'Linux bridge agent'];
};
