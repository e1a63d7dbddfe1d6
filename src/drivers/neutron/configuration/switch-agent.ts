import type {Link} from '../../../state/snapshot.ts';
import type {CloudState, Ml2Options, NodeName} from '../model.ts';
import {agentsView, type AgentsView} from './agents-view.ts';
import type {ConfigurationValues} from './values.ts';
import {isIpv4} from './values.ts';

/** What neutron-openvswitch-agent took from its files when it started. */
export interface SwitchSettings {
  readonly l2Population: boolean;
  readonly arpResponder: boolean;
  readonly firewall: NonNullable<Ml2Options['firewall']>;
  /** The tunnel end; absent without `tunnel_types`. */
  readonly tunnelIp?: string;
  readonly bridgeMappings: Readonly<Record<string, string>>;
}

/**
 * Reads and checks them as OVSNeutronAgent does when it is made (ovs_neutron_agent.py).
 * @param links of the node's own namespace, as they are now
 * @param bridges that Open vSwitch has
 * @throws {BadConfiguration} with what the agent logs before it ends
 */
export function switchSettings(
  values: ConfigurationValues,
  links: Readonly<Record<string, Pick<Link, 'addresses'>>>,
  bridges: readonly string[],
): SwitchSettings {
  const bridgeMappings = values.mappings('ovs', 'bridge_mappings');
  for (const [label, bridge] of Object.entries(bridgeMappings)) {
    if (!bridges.includes(bridge))
      values.refuse('ovs', 'bridge_mappings', {
        en: `Bridge ${bridge} for physical network ${label} does not exist. Agent terminated!`,
        zh: `物理网络 ${label} 对应的网桥 ${bridge} 不存在。代理已终止！`,
      });
  }
  const l2Population = values.boolean('agent', 'l2_population', false);
  const settings = {
    l2Population,
    arpResponder: l2Population && values.boolean('agent', 'arp_responder', false),
    firewall: firewallOf(values),
    bridgeMappings,
  };
  const types = values
    .text('agent', 'tunnel_types', '')
    .split(',')
    .filter((type) => type.trim() !== '');
  if (types.length === 0) return settings;
  const unknown = types.find((type) => type.trim() !== 'vxlan');
  if (unknown !== undefined)
    values.refuse('agent', 'tunnel_types', {
      en: `Invalid tunnel type specified: ${unknown.trim()}`,
      zh: `隧道类型 ${unknown.trim()} 无效（这里只有 vxlan）`,
    });
  return {...settings, tunnelIp: tunnelEnd(values, links)};
}

const DRIVERS: Readonly<Record<string, SwitchSettings['firewall']>> = {
  openvswitch: 'openvswitch',
  iptables_hybrid: 'iptables_hybrid',
  noop: 'none',
  'neutron.agent.firewall.NoopFirewallDriver': 'none',
};

function firewallOf(values: ConfigurationValues): SwitchSettings['firewall'] {
  const name = values.text('securitygroup', 'firewall_driver', 'noop');
  const driver = DRIVERS[name];
  return (
    driver ??
    values.refuse('securitygroup', 'firewall_driver', {
      en: `Firewall driver ${name} is not one of openvswitch, iptables_hybrid, noop`,
      zh: `防火墙驱动 ${name} 不是 openvswitch、iptables_hybrid、noop 之一`,
    })
  );
}

function tunnelEnd(values: ConfigurationValues, links: Parameters<typeof switchSettings>[1]): string {
  const ip = values.text('ovs', 'local_ip', '');
  const isHere = Object.values(links).some((link) => Object.values(link.addresses).some(({address}) => address === ip));
  if (isIpv4(ip) && isHere) return ip;
  return values.refuse('ovs', 'local_ip', {
    en: `Tunneling can't be enabled with invalid local_ip '${ip}'. IP couldn't be found on this host's interfaces.`,
    zh: `local_ip“${ip}”无效，无法启用隧道：本机网卡上没有这个地址。`,
  });
}

/** The cloud as the node's switch agent sees it. */
export function seenBySwitchAgent(cloud: CloudState, node: NodeName, settings: SwitchSettings): AgentsView {
  const {tunnelIp, bridgeMappings, ...options} = settings;
  const {tunnelIp: _ip, ...rest} = cloud.nodes[node] ?? {name: node, managementIp: '', interfaceMappings: {}};
  return agentsView(cloud, node, {...rest, bridgeMappings, ...(tunnelIp !== undefined && {tunnelIp})}, options);
}
