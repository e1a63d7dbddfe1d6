import type {HostPlan, Node, WirePlan} from '../hosts/host.ts';
import {shellQuote} from '../hosts/init-scripts.ts';
import {startOvs} from '../kernel/ovs/start.ts';
import {CONSOLE, CONSOLE_COMMAND, GUEST_DHCP_CLIENT, GUEST_DHCP_CLIENT_SCRIPT} from '../nova/guest-files.ts';
import {serverFiles} from './configuration/server-files.ts';
import type {ConfiguredNode, ServerConfiguration} from './configuration/server-files.ts';
import {RELEASE, RELEASE_COMMAND} from './dhcp/release.ts';
import {STATE_CHANGE, STATE_CHANGE_SCRIPT} from './l3/state-change.ts';
import type {CloudNode} from './model.ts';
import {TUNNEL_END_BRIDGE} from './openvswitch/naming.ts';

/** The node that stands for the physical switches between the servers, a bridge for each. */
export const SWITCH = 'switch';

/** A network between the servers. */
export interface PhysicalNetwork {
  /** Of the bridge on the switch. */
  readonly name: string;
  /** The NIC that every server has in it. */
  readonly nic: string;
  /** An address of the switch itself, as a router on the way out has: `10.10.10.1/24`. */
  readonly gateway?: string;
}

/** As in the textbook's laboratory, and one more for flat and VLAN networks, which may take a NIC whole. */
export const PHYSICAL_NETWORKS: readonly PhysicalNetwork[] = [
  {name: 'management', nic: 'eth0'},
  {name: 'tenant', nic: 'eth1'},
  {name: 'external', nic: 'eth2', gateway: '10.10.10.1/24'},
  {name: 'provider', nic: 'eth3'},
];

/** A host beyond the gateway, to be reached from instances: an address for documentation (RFC 5737). */
export const OUTSIDE_ADDRESS = '192.0.2.1';

export type WiredNode = Pick<CloudNode, 'name' | 'managementIp' | 'tunnelIp' | 'tunnelLink'>;

/** The servers, the switch, and a cable from every NIC to it. */
export function cloudHostPlan(nodes: readonly WiredNode[]): HostPlan {
  return {
    nodes: [...nodes.map(({name}) => ({name})), {name: SWITCH}],
    wires: nodes.flatMap(({name}) =>
      PHYSICAL_NETWORKS.map(({nic}): WirePlan => ({
        from: {node: name, link: nic},
        to: {node: SWITCH, link: switchPort(name, nic)},
      })),
    ),
  };
}

/** `compute1-eth0`; interface names have at most 15 characters. */
const switchPort = (node: string, nic: string): string => `${node.slice(0, 14 - nic.length)}-${nic}`;

/**
 * As network cards have it, with a manufacturer's prefix (VMware's, as in the textbook's laboratory): lower than any
 * MAC that a kernel makes up, so that a bridge with the card in it takes the card's.
 */
function nicMac({managementIp}: WiredNode, index: number): string {
  const last = Number(managementIp.split('.').at(-1));
  return `00:50:56:b0:${last.toString(16).padStart(2, '0')}:0${index}`;
}

/**
 * Configures a server: its addresses, the names of the others, its configuration files, and room for what agents and
 * Nova write.
 * @param all the controller first
 */
export async function prepareServer(
  node: Node,
  all: readonly ConfiguredNode[],
  configuration: ServerConfiguration,
): Promise<void> {
  const own = all.find((one) => one.name === node.name);
  if (own === undefined) throw new RangeError(`${node.name} is no server of the cloud.`);
  const isSwitched = own.agents.includes('Open vSwitch agent');
  const addresses = [
    ...PHYSICAL_NETWORKS.map(({nic}, index) => `link set ${nic} address ${nicMac(own, index)}`),
    `addr add ${own.managementIp}/24 dev eth0`,
    ...(own.tunnelIp === undefined || isSwitched
      ? []
      : [`addr add ${own.tunnelIp}/24 dev ${own.tunnelLink ?? 'eth1'}`]),
  ];
  const files = Object.entries(serverFiles(own, own === all[0], configuration));
  const hosts = all.map(({name, managementIp}) => `${managementIp}\t${name}`);
  await must(
    node,
    `ip -batch - <<'END'
${addresses.join('\n')}
END
sed -i '/^127.0.1.1/d' /etc/hosts
printf '%s\\n' ${hosts.map((line) => `'${line}'`).join(' ')} >>/etc/hosts
# /var/lib is the machine's and cannot be written; packages' files in it stay visible where overlays are allowed.
mkdir -p /run/var-lib/upper /run/var-lib/work
if ! mount -n -t overlay -o lowerdir=/var/lib,upperdir=/run/var-lib/upper,workdir=/run/var-lib/work var-lib /var/lib 2>/dev/null; then
  mount -n -t tmpfs -o mode=755,nosuid var-lib /var/lib
  mkdir -p /var/lib/misc
fi
mkdir -p /var/lib/neutron/{dhcp,external/pids,lbaas/v2,ns-metadata-proxy} /var/lib/nova/instances /var/log/neutron /var/log/nova
mkdir -p /etc/neutron/plugins/ml2
${files.map(([path, content]) => `printf %s ${shellQuote(content)} >${path}`).join('\n')}
printf %s ${shellQuote(GUEST_DHCP_CLIENT_SCRIPT)} >${GUEST_DHCP_CLIENT}
# So is /usr/local/sbin, which the path has and which seldom has anything in it.
mkdir -p /run/local-sbin/upper /run/local-sbin/work
mount -n -t overlay -o lowerdir=/usr/local/sbin,upperdir=/run/local-sbin/upper,workdir=/run/local-sbin/work sbin /usr/local/sbin 2>/dev/null ||
  mount -n --bind /run/local-sbin/upper /usr/local/sbin
printf %s ${shellQuote(CONSOLE_COMMAND)} >${CONSOLE}
printf %s ${shellQuote(STATE_CHANGE_SCRIPT)} >${STATE_CHANGE}
printf %s ${shellQuote(RELEASE_COMMAND)} >${RELEASE}
chmod 755 ${GUEST_DHCP_CLIENT} ${CONSOLE} ${STATE_CHANGE} ${RELEASE}
# Where busybox looks for it when somebody in an instance asks for an address by hand.
mkdir -p /etc/udhcpc
ln -sf ${GUEST_DHCP_CLIENT} /etc/udhcpc/default.script
# Where there is only one id, dnsmasq and haproxy cannot become another user. They stay who they are where their user is
# root's and has no group; names that a file does not tell may still be told by systemd.
if [[ $(</proc/self/setgroups) == deny ]]; then
  sed -i '/^\\(nobody\\|dnsmasq\\):/d' /etc/passwd
  printf '%s:x:0:4242::/nonexistent:/usr/sbin/nologin\\n' nobody dnsmasq >>/etc/passwd
  sed -i '/^\\(dip\\|nogroup\\):/d' /etc/group
  echo nogroup:x:0: >>/etc/group
fi
# What the agent sets at its start, so that bridged packets pass iptables.
for file in /proc/sys/net/bridge/bridge-nf-call-{iptables,ip6tables}; do
  if [[ -e $file ]]; then echo 1 >$file; fi
done`,
  );
  if (isSwitched) await prepareSwitches(node, own);
}

/**
 * What an operator does before the Open vSwitch agent can start: the daemons, a bridge for each physical network with
 * its NIC, and one that has the tunnel end's address, for the userspace datapath sends tunnels' packets itself.
 */
async function prepareSwitches(node: Node, own: ConfiguredNode): Promise<void> {
  await startOvs(node);
  const bridge = (name: string, nic: string) =>
    `-- add-br ${name} -- set Bridge ${name} datapath_type=netdev -- add-port ${name} ${nic}`;
  const providers = Object.entries(own.bridgeMappings ?? {}).flatMap(([label, name]) => {
    const nic = own.interfaceMappings[label];
    return nic === undefined ? [] : [{name, nic}];
  });
  const {tunnelIp, tunnelLink = 'eth1'} = own;
  const links = [...providers.map(({nic}) => nic), ...(tunnelIp === undefined ? [] : [tunnelLink])];
  await must(
    node,
    `ovs-vsctl --timeout=10 ${providers.map(({name, nic}) => bridge(name, nic)).join(' ')} ${
      tunnelIp === undefined
        ? ''
        : `${bridge(TUNNEL_END_BRIDGE, tunnelLink)} -- set-fail-mode ${TUNNEL_END_BRIDGE} standalone`
    }
ip -batch - <<'END'
${links.map((nic) => `link set ${nic} up`).join('\n')}
${tunnelIp === undefined ? '' : `link set ${TUNNEL_END_BRIDGE} up\naddr add ${tunnelIp}/24 dev ${TUNNEL_END_BRIDGE}`}
END`,
  );
}

/** Lays the switches: a bridge for each physical network, with a port for every server. */
export async function prepareSwitch(
  node: Node,
  all: readonly (WiredNode & Pick<ConfiguredNode, 'agents'>)[],
): Promise<void> {
  const isSwitched = all.some(({agents}) => agents.includes('Open vSwitch agent'));
  const gateways = PHYSICAL_NETWORKS.filter(({gateway}) => gateway !== undefined);
  const lines = PHYSICAL_NETWORKS.flatMap(({name, nic, gateway}) => [
    `link add ${name} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`,
    `link set ${name} up`,
    ...all.map((server) => `link set ${switchPort(server.name, nic)} master ${name}`),
    ...(gateway === undefined ? [] : [`addr add ${gateway} dev ${name}`]),
  ]);
  // A switch has no business in the frames it carries: no packet filter sees them. That is a setting of br_netfilter,
  // which the kernel loads with the first rule that matches a bridge's ports, as the agents' do, and then it is on.
  await must(
    node,
    `ip -batch - <<'END'
${lines.join('\n')}
addr add ${OUTSIDE_ADDRESS}/32 dev lo
END
${
  // The userspace datapath computes no checksum that the sender left to the card: what speaks TCP here does it itself.
  isSwitched ? gateways.map(({name}) => `ethtool -K ${name} tx off >/dev/null`).join('\n') : ''
}
echo 1 >/proc/sys/net/ipv4/ip_forward
if [[ ! -e /proc/sys/net/bridge ]]; then
  iptables-restore --noflush <<'END' || true
*raw
-A PREROUTING -m physdev --physdev-in none -j ACCEPT
-D PREROUTING -m physdev --physdev-in none -j ACCEPT
COMMIT
END
fi
for file in /proc/sys/net/bridge/bridge-nf-call-{iptables,ip6tables,arptables}; do
  if [[ -e $file ]]; then echo 0 >$file; fi
done`,
  );
}

async function must(node: Node, script: string): Promise<void> {
  const result = await node.run(['bash', '-euo', 'pipefail', '-c', script], {timeoutMs: 20_000});
  if (!result.ok) throw new Error(`${node.name} could not be prepared: ${result.stderr.trim() || 'no answer in time'}`);
}
