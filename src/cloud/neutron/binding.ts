import type {NodeName, PortBinding} from '../../drivers/neutron/model.ts';
import type {NetworkRecord} from '../store/records.ts';
import type {Work} from '../work.ts';

/**
 * Whether the bridge or switch agent of a node can carry a network: the work of ML2's mechanism driver. A node without a
 * live agent, without the physical network's NIC or bridge, or without a tunnel end fails the binding, and says so in `vif_type`.
 */
export function bind({tables, plan}: Work, network: NetworkRecord, host: NodeName, vnicType = 'normal'): PortBinding {
  if (host === '') return {host, vifType: 'unbound'};
  // A card's own function (SR-IOV) is the work of drivers that this cloud has not.
  if (vnicType !== 'normal') return {host, vifType: 'binding_failed'};
  const isSwitched = plan.options.mechanism === 'openvswitch';
  const kind = isSwitched ? 'Open vSwitch agent' : 'Linux bridge agent';
  const agent = tables.agents.find('host', host).find((candidate) => candidate.kind === kind);
  const node = plan.nodes.find((candidate) => candidate.name === host);
  if (agent?.alive !== true || node === undefined) return {host, vifType: 'binding_failed'};
  const mappings = isSwitched ? (node.bridgeMappings ?? {}) : node.interfaceMappings;
  const isMapped = Object.hasOwn(mappings, network.physicalNetwork ?? '');
  const carries = {
    local: true,
    flat: isMapped,
    vlan: isMapped,
    vxlan: node.tunnelIp !== undefined,
  }[network.networkType];
  if (!carries) return {host, vifType: 'binding_failed'};
  if (!isSwitched) return {host, vifType: 'bridge'};
  return {host, vifType: 'ovs', hybridPlug: plan.options.firewall === 'iptables_hybrid'};
}
