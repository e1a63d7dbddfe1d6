import type {Link} from '../../../state/snapshot.ts';
import type {CloudState, NodeName} from '../model.ts';
import {agentsView, type AgentsView} from './agents-view.ts';
import type {ConfigurationValues} from './values.ts';
import {BadConfiguration, isIpv4} from './values.ts';

/** What neutron-linuxbridge-agent took from its files when it started. */
export interface BridgeSettings {
  readonly l2Population: boolean;
  readonly arpResponder: boolean;
  readonly vxlanGroup: string;
  /** The tunnel end and the device that has it; absent with `enable_vxlan = False`. */
  readonly tunnel?: {readonly ip: string; readonly link: string};
  readonly interfaceMappings: Readonly<Record<string, string>>;
}

/**
 * Reads and checks them as LinuxBridgeManager does when it is made (linuxbridge_neutron_agent.py).
 * @param links of the node's own namespace, as they are now
 * @throws {BadConfiguration} with what the agent logs before it ends
 */
export function bridgeSettings(
  values: ConfigurationValues,
  links: Readonly<Record<string, Pick<Link, 'addresses'>>>,
): BridgeSettings {
  if (!values.boolean('experimental', 'linuxbridge', false))
    throw new BadConfiguration({
      en: "Feature 'linuxbridge' is experimental and has to be explicitly enabled in 'cfg.CONF.experimental'",
      zh: '“linuxbridge”属于实验功能，必须在 [experimental] 中明确启用',
    });
  const interfaceMappings = values.mappings('linux_bridge', 'physical_interface_mappings');
  for (const [label, nic] of Object.entries(interfaceMappings)) {
    if (links[nic] === undefined)
      values.refuse('linux_bridge', 'physical_interface_mappings', {
        en: `Interface ${nic} for physical network ${label} does not exist. Agent terminated!`,
        zh: `物理网络 ${label} 对应的网卡 ${nic} 不存在。代理已终止！`,
      });
  }
  const l2Population = values.boolean('vxlan', 'l2_population', false);
  const arpResponder = values.boolean('vxlan', 'arp_responder', false);
  const settings = {
    l2Population,
    arpResponder: l2Population && arpResponder,
    vxlanGroup: values.text('vxlan', 'vxlan_group', '224.0.0.1'),
    interfaceMappings,
  };
  if (!values.boolean('vxlan', 'enable_vxlan', true)) return settings;
  const tunnel = tunnelEnd(values, links);
  if (!isMulticast(settings.vxlanGroup))
    values.refuse('vxlan', 'vxlan_group', {
      en: `Invalid VXLAN Group: ${settings.vxlanGroup}, must be an address in a multicast range of the same address family as local_ip: ${tunnel.ip}`,
      zh: `VXLAN 组 ${settings.vxlanGroup} 无效：必须是与 local_ip（${tunnel.ip}）同一地址族的组播地址`,
    });
  return {...settings, tunnel};
}

function tunnelEnd(values: ConfigurationValues, links: Parameters<typeof bridgeSettings>[1]) {
  const ip = values.text('vxlan', 'local_ip', '');
  if (ip !== '' && !isIpv4(ip))
    values.refuse('vxlan', 'local_ip', {en: `${ip} is not IPv4 address`, zh: `${ip} 不是 IPv4 地址`});
  const owner = Object.entries(links).find(([, link]) =>
    Object.values(link.addresses).some(({address}) => address === ip),
  );
  if (owner !== undefined) return {ip, link: owner[0]};
  return values.refuse('vxlan', 'local_ip', {
    en: `Tunneling cannot be enabled without the local_ip bound to an interface on the host. Please configure local_ip ${ip === '' ? 'None' : ip} on the host interface to be used for tunneling and restart the agent.`,
    zh: `没有哪个网卡拥有 local_ip，因此无法启用隧道。请把 local_ip（${ip === '' ? '未设置' : ip}）配置到用于隧道的网卡上，再重启代理。`,
  });
}

const isMulticast = (text: string): boolean => {
  const first = Number(text.split('.')[0]);
  return isIpv4(text) && first >= 224 && first <= 239;
};

/** The cloud as the node's bridge agent sees it. */
export function seenByBridgeAgent(cloud: CloudState, node: NodeName, settings: BridgeSettings): AgentsView {
  const {tunnel, interfaceMappings, ...options} = settings;
  const {tunnelIp: _ip, tunnelLink: _link, ...rest} = cloud.nodes[node] ?? {name: node, managementIp: ''};
  const own = {...rest, interfaceMappings, ...(tunnel && {tunnelIp: tunnel.ip, tunnelLink: tunnel.link})};
  return agentsView(cloud, node, own, options);
}
