import type {NodeName, PortBinding} from '../../drivers/neutron/model.ts';
import type {NetworkRecord} from '../store/records.ts';
import type {Work} from '../work.ts';

/**
 * Whether the Linux bridge agent of a node can carry a network: the work of ML2's mechanism driver. A node without a
 * live agent, without the physical network's NIC, or without a tunnel end fails the binding, and says so in `vif_type`.
 */
export function bind({tables, plan}: Work, network: NetworkRecord, host: NodeName): PortBinding {
  if (host === '') return {host, vifType: 'unbound'};
  const agent = tables.agents.find('host', host).find((candidate) => candidate.kind === 'Linux bridge agent');
  const node = plan.nodes.find((candidate) => candidate.name === host);
  if (agent?.alive !== true || node === undefined) return {host, vifType: 'binding_failed'};
  const carries = {
    local: true,
    flat: Object.hasOwn(node.interfaceMappings, network.physicalNetwork ?? ''),
    vlan: Object.hasOwn(node.interfaceMappings, network.physicalNetwork ?? ''),
    vxlan: node.tunnelIp !== undefined,
  }[network.networkType];
  return {host, vifType: carries ? 'bridge' : 'binding_failed'};
}
