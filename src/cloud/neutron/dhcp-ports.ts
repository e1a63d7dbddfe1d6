import {DHCP_PORT} from '../../drivers/neutron/model.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';
import type {AgentRecord, NetworkRecord, PortRecord, SubnetRecord} from '../store/records.ts';
import {uuid5} from '../store/chance.ts';
import type {Work} from '../work.ts';
import {deletePortRecord} from './port-records.ts';
import {createServicePort, moveServicePort} from './service-ports.ts';

/** The `device_id` by which a DHCP agent knows its own port again. */
export const dhcpDeviceId = (host: NodeName, networkId: string): string => `dhcp${uuid5(host)}-${networkId}`;

/**
 * What the DHCP agents ask of the server when a network's subnets changed: the network is given to an agent as soon as
 * a subnet wants DHCP, and each live agent has one port with an address in every such subnet. An agent that is down
 * does nothing until it is started again.
 */
export function syncDhcp(work: Work, networkId: string): void {
  const network = work.tables.networks.get(networkId);
  if (network === undefined) return;
  const served = work.tables.subnets.find('network', networkId).filter((subnet) => subnet.enableDhcp);
  if (served.length > 0) schedule(work, networkId);
  for (const agent of agentsOf(work, networkId)) {
    if (agent.alive && agent.adminStateUp) syncPort(work, network, agent.host, served);
  }
}

const agentsOf = ({tables}: Work, networkId: string): readonly AgentRecord[] =>
  (tables.dhcpBindings.get(networkId)?.agentIds ?? []).flatMap((id) => tables.agents.get(id) ?? []);

/** One agent a network (`dhcp_agents_per_network`), the one with the fewest networks. */
function schedule({tables}: Work, networkId: string): void {
  if ((tables.dhcpBindings.get(networkId)?.agentIds.length ?? 0) > 0) return;
  const load = (agent: AgentRecord) =>
    [...tables.dhcpBindings.values()].filter((binding) => binding.agentIds.includes(agent.id)).length;
  const [agent] = [...tables.agents.values()]
    .filter((candidate) => candidate.kind === 'DHCP agent' && candidate.alive && candidate.adminStateUp)
    .toSorted((a, b) => load(a) - load(b));
  if (agent !== undefined) tables.dhcpBindings.put({id: networkId, agentIds: [agent.id]});
}

export const dhcpPortOf = ({tables}: Work, networkId: string, host: NodeName): PortRecord | undefined =>
  tables.ports.find('device', dhcpDeviceId(host, networkId)).find((port) => port.deviceOwner === DHCP_PORT);

function syncPort(work: Work, network: NetworkRecord, host: NodeName, served: readonly SubnetRecord[]): void {
  const port = dhcpPortOf(work, network.id, host);
  if (served.length === 0) {
    if (port !== undefined) deletePortRecord(work, port);
    return;
  }
  if (port === undefined) createPort(work, network, host, served);
  else moveServicePort(work, port, subnetsOf(served));
}

function createPort(work: Work, network: NetworkRecord, host: NodeName, served: readonly SubnetRecord[]): void {
  createServicePort(work, {
    network,
    deviceOwner: DHCP_PORT,
    deviceId: dhcpDeviceId(host, network.id),
    projectId: network.projectId,
    wanted: subnetsOf(served),
    host,
  });
}

const subnetsOf = (served: readonly SubnetRecord[]) => served.map((subnet) => ({subnet_id: subnet.id}));
