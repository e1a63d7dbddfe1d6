import {isBound} from '../../../src/drivers/neutron/model.ts';
import type {AgentKind, CloudState, Ml2Options} from '../../../src/drivers/neutron/model.ts';
import type {ConfiguredNode} from '../../../src/drivers/neutron/configuration/server-files.ts';
import {SERVERS} from './open-cloud.ts';

const BRIDGES = {external: 'br-ex', physflat: 'br-eth3'};

const agentOf = (kind: AgentKind): AgentKind => (kind === 'Linux bridge agent' ? 'Open vSwitch agent' : kind);

/** The servers of the reference cloud with Open vSwitch. */
export const SWITCHED_SERVERS: readonly ConfiguredNode[] = SERVERS.map((server) => ({
  ...server,
  bridgeMappings: BRIDGES,
  agents: server.agents.map(agentOf),
}));

/** The same cloud, on the servers with Open vSwitch. */
export const openvswitchCloud = (cloud: CloudState, firewall: NonNullable<Ml2Options['firewall']>): CloudState => ({
  ...cloud,
  agents: Object.fromEntries(
    Object.entries(cloud.agents).map(([key, agent]) => [key, {...agent, kind: agentOf(agent.kind)}]),
  ),
  ports: Object.fromEntries(
    Object.entries(cloud.ports).map(([key, port]) => [
      key,
      isBound(port.binding)
        ? {...port, binding: {...port.binding, vifType: 'ovs', hybridPlug: firewall === 'iptables_hybrid'}}
        : port,
    ]),
  ),
  nodes: Object.fromEntries(SWITCHED_SERVERS.map((server) => [server.name, server])),
  options: {...cloud.options, mechanism: 'openvswitch', firewall},
});
