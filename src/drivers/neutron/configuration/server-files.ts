import type {AgentKind, CloudNode, Ml2Options, NetworkType} from '../model.ts';

export const NEUTRON_CONF = '/etc/neutron/neutron.conf';
export const ML2_CONF = '/etc/neutron/plugins/ml2/ml2_conf.ini';
export const BRIDGE_AGENT_INI = '/etc/neutron/plugins/ml2/linuxbridge_agent.ini';
export const SWITCH_AGENT_INI = '/etc/neutron/plugins/ml2/openvswitch_agent.ini';
export const DHCP_AGENT_INI = '/etc/neutron/dhcp_agent.ini';

/** A server as its files describe it. */
export interface ConfiguredNode extends CloudNode {
  readonly agents: readonly AgentKind[];
}

/** What the API server is told in ml2_conf.ini. */
export interface Ml2Values {
  readonly typeDrivers: readonly NetworkType[];
  readonly tenantNetworkTypes: readonly NetworkType[];
  readonly flatNetworks: readonly string[];
  /** By physical network; null where only admins may use it, with the id given. */
  readonly vlanRanges: Readonly<Record<string, {readonly from: number; readonly to: number} | null>>;
  readonly vniRanges: readonly {readonly from: number; readonly to: number}[];
}

export interface ServerConfiguration {
  readonly options: Ml2Options;
  /** What the bridge agents are told, where it is not the same. */
  readonly agents?: Ml2Options;
  /** Absent: no API server is configured. */
  readonly ml2?: Ml2Values;
}

/**
 * The configuration files of a server by path: what the plan says, with the sections and keys that Neutron (Zed) has
 * for it, and no key that nobody reads.
 * @param isController it has the API server's file too
 */
export function serverFiles(
  node: ConfiguredNode,
  isController: boolean,
  {options, agents = options, ml2}: ServerConfiguration,
): Readonly<Record<string, string>> {
  return {
    [NEUTRON_CONF]: ini({
      DEFAULT: {host: node.name, core_plugin: 'ml2', state_path: '/var/lib/neutron'},
      ...(options.mechanism !== 'openvswitch' && {experimental: {linuxbridge: true}}),
    }),
    ...(isController && ml2 !== undefined && {[ML2_CONF]: ml2File(ml2, options)}),
    ...(node.agents.includes('Linux bridge agent') && {[BRIDGE_AGENT_INI]: bridgeFile(node, agents)}),
    ...(node.agents.includes('Open vSwitch agent') && {[SWITCH_AGENT_INI]: switchFile(node, agents)}),
    ...(node.agents.includes('DHCP agent') && {
      [DHCP_AGENT_INI]: ini({
        DEFAULT: {
          enable_isolated_metadata: options.isolatedMetadata,
          dhcp_lease_duration: options.leaseSeconds,
          dns_domain: options.dnsDomain,
        },
      }),
    }),
  };
}

const ml2File = (
  {typeDrivers, tenantNetworkTypes, flatNetworks, vlanRanges, vniRanges}: Ml2Values,
  {l2Population, mechanism = 'linuxbridge'}: Ml2Options,
): string =>
  ini({
    ml2: {
      type_drivers: typeDrivers.join(),
      tenant_network_types: tenantNetworkTypes.join(),
      mechanism_drivers: l2Population ? `${mechanism},l2population` : mechanism,
      extension_drivers: 'port_security',
    },
    ml2_type_flat: {flat_networks: flatNetworks.join()},
    ml2_type_vlan: {
      network_vlan_ranges: Object.entries(vlanRanges)
        .map(([label, range]) => (range === null ? label : `${label}:${range.from}:${range.to}`))
        .join(),
    },
    ml2_type_vxlan: {vni_ranges: vniRanges.map(({from, to}) => `${from}:${to}`).join()},
  });

const bridgeFile = ({tunnelIp, interfaceMappings}: ConfiguredNode, options: Ml2Options): string =>
  ini({
    linux_bridge: {
      physical_interface_mappings: Object.entries(interfaceMappings)
        .map(([label, nic]) => `${label}:${nic}`)
        .join(),
    },
    vxlan:
      tunnelIp === undefined
        ? {enable_vxlan: false}
        : {
            enable_vxlan: true,
            local_ip: tunnelIp,
            l2_population: options.l2Population,
            arp_responder: options.arpResponder,
            vxlan_group: options.vxlanGroup,
          },
  });

const switchFile = ({tunnelIp, bridgeMappings = {}}: ConfiguredNode, options: Ml2Options): string =>
  ini({
    ovs: {
      datapath_type: 'netdev',
      bridge_mappings: Object.entries(bridgeMappings)
        .map(([label, bridge]) => `${label}:${bridge}`)
        .join(),
      ...(tunnelIp !== undefined && {local_ip: tunnelIp}),
    },
    agent:
      tunnelIp === undefined
        ? {tunnel_types: ''}
        : {tunnel_types: 'vxlan', l2_population: options.l2Population, arp_responder: options.arpResponder},
    securitygroup: {firewall_driver: options.firewall === 'none' ? 'noop' : (options.firewall ?? 'openvswitch')},
  });

type Values = Readonly<Record<string, string | number | boolean>>;

const ini = (sections: Readonly<Record<string, Values>>): string =>
  Object.entries(sections)
    .map(([name, values]) => {
      const lines = Object.entries(values).map(([key, value]) => `${key} = ${spelled(value)}`.trimEnd());
      return `[${name}]\n${lines.join('\n')}\n`;
    })
    .join('\n');

/** As Python writes them. */
const spelled = (value: string | number | boolean): string =>
  typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
