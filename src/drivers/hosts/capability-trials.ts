import type {Text} from '../../state/text.ts';
import type {Capability} from './host.ts';
import {openvswitchScript} from './openvswitch-script.ts';

/** How a capability is proved: by doing it in a node that nobody needs. */
export interface Trial {
  /** Programs it uses; where one is missing nothing is tried. */
  readonly tools: readonly string[];
  /** bash, stops at the first error. Trials run at the same time in one node, so names are their own. */
  readonly script: string;
  readonly what: Text;
  /** The kernel module that brings it; absent where it is a part of one that was built without. */
  readonly module?: string;
  /** Takes a second or more: proved when a lab needs it, or the doctor is asked. */
  readonly slow?: true;
  /** Only root of the whole kernel may do it: tried in the lab VM, never on this machine. */
  readonly rootOfKernel?: true;
}

const link = (words: string) => `ip link add ${words}`;

/** All but `namespaces`, which is proved by the sandbox standing. */
export const TRIALS: Readonly<Record<Exclude<Capability, 'namespaces'>, Trial>> = {
  'many-ids': {
    tools: ['setpriv'],
    script: 'setpriv --reuid 1 --regid 1 --clear-groups true',
    what: {en: 'programs that give up root (tcpdump, daemons)', zh: '会放弃 root 身份的程序（tcpdump、守护进程）'},
  },
  veth: {
    tools: ['ip'],
    script: link('t-veth type veth peer name t-veth2'),
    what: {en: 'veth pairs', zh: 'veth 对'},
    module: 'veth',
  },
  bridge: {
    tools: ['ip'],
    script: link('t-bridge type bridge'),
    what: {en: 'Linux bridges', zh: 'Linux 网桥'},
    module: 'bridge',
  },
  vxlan: {
    tools: ['ip'],
    script: link('t-vxlan type vxlan id 7 dstport 4789 nolearning'),
    what: {en: 'VXLAN tunnels', zh: 'VXLAN 隧道'},
    module: 'vxlan',
  },
  macvlan: {
    tools: ['ip'],
    script: `${link('t-mac0 type veth peer name t-mac1')}; ${link('t-mac2 link t-mac0 type macvlan mode bridge')}`,
    what: {en: 'macvlan interfaces', zh: 'macvlan 接口'},
    module: 'macvlan',
  },
  tun: {
    tools: ['ip'],
    script: 'ip tuntap add dev t-tap mode tap',
    what: {en: 'tap interfaces', zh: 'tap 接口'},
    module: 'tun',
  },
  iptables: {
    tools: ['iptables', 'iptables-save'],
    script:
      'iptables -A INPUT -i t-none -m comment --comment trial -j ACCEPT; iptables-save -t filter | grep -q t-none',
    what: {en: 'iptables rules', zh: 'iptables 规则'},
    module: 'nf_tables',
  },
  nat: {
    tools: ['iptables'],
    script: 'iptables -t nat -A POSTROUTING -o t-none -j MASQUERADE',
    what: {en: 'NAT', zh: 'NAT'},
    module: 'nft_chain_nat',
  },
  conntrack: {
    tools: ['iptables', 'conntrack'],
    script: 'iptables -A INPUT -i t-none -m conntrack --ctstate ESTABLISHED -j ACCEPT; conntrack -L',
    what: {en: 'connection tracking', zh: '连接跟踪'},
    module: 'nf_conntrack',
  },
  nftables: {
    tools: ['nft'],
    script: "nft 'add table inet t-trial; add chain inet t-trial c { type filter hook input priority 0; }'",
    what: {en: 'nftables', zh: 'nftables'},
    module: 'nf_tables',
  },
  vlan: {
    tools: ['ip'],
    script: `${link('t-vlan0 type veth peer name t-vlan1')}; ${link('link t-vlan0 name t-vlan0.10 type vlan id 10')}`,
    what: {en: '802.1Q VLAN interfaces', zh: '802.1Q VLAN 接口'},
    module: '8021q',
  },
  'vlan-filtering': {
    tools: ['ip', 'bridge'],
    script: `${link('t-vfilter type bridge vlan_filtering 1')}; bridge vlan add dev t-vfilter vid 10 self`,
    what: {en: 'bridges that filter VLANs', zh: '支持 VLAN 过滤的网桥'},
  },
  openvswitch: {
    tools: ['ovsdb-tool', 'ovsdb-server', 'ovs-vsctl', 'ovs-vswitchd', 'ovs-ofctl', 'ovs-appctl', 'ovsdb-client'],
    // In folders of its own: the lab's node may get a switch, and the trial's must not be found in it.
    script: `
      folder=$(mktemp -d)
      trap 'kill $(cat "$folder"/*.pid); rm -r "$folder"' EXIT
      ${openvswitchScript({database: '"$folder"', log: '"$folder"', run: '"$folder"'})}
      ovs-vsctl --timeout=4 add-br t-ovs-br -- set bridge t-ovs-br datapath_type=netdev 2>/dev/null || true
      # It ends well whatever becomes of the bridge; the reason is in the log.
      ovs-ofctl show t-ovs-br >/dev/null 2>&1 || { grep -E 'WARN|ERR' "$folder/ovs-vswitchd.log" >&2; exit 1; }`,
    what: {en: 'Open vSwitch in user space', zh: '用户态的 Open vSwitch'},
    module: 'tun',
  },
  'ovs-kernel': {
    tools: ['ovs-dpctl'],
    script: 'ovs-dpctl add-dp t-ovs',
    what: {en: 'the Open vSwitch kernel datapath', zh: 'Open vSwitch 内核数据通路'},
    module: 'openvswitch',
  },
  netem: {
    tools: ['ip', 'tc'],
    script: `${link('t-netem type veth peer name t-netem2')}; tc qdisc add dev t-netem root netem delay 1ms`,
    what: {en: 'emulated delay and loss (netem)', zh: '模拟延迟与丢包（netem）'},
    module: 'sch_netem',
  },
  dummy: {
    tools: ['ip'],
    script: link('t-dummy type dummy'),
    what: {en: 'dummy interfaces', zh: 'dummy 接口'},
    module: 'dummy',
  },
  libvirt: {
    tools: ['libvirtd', 'virsh', 'qemu-system-x86_64', 'qemu-img', 'dnsmasq', 'iptables'],
    // A bridge, a tap, dnsmasq and iptables rules are what starting a network takes.
    script: `start-libvirt
cat >/tmp/t-libvirt.xml <<END
<network><name>trial</name><forward mode='nat'/><bridge name='t-libvirt'/>
<ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.2' end='192.168.122.9'/></dhcp></ip></network>
END
virsh -q net-create /tmp/t-libvirt.xml
ip tuntap add dev t-libvirt-tap mode tap
iptables-save | grep -q t-libvirt`,
    what: {en: 'libvirt (a libvirtd of its own)', zh: 'libvirt（沙箱自己的 libvirtd）'},
    slow: true,
  },
  'device-mapper': {
    tools: ['losetup', 'lvm'],
    script: `
      file=$(mktemp)
      truncate -s 20M "$file"
      disk=$(losetup --find --show "$file")
      trap 'vgremove -qq -f t-dm; losetup --detach "$disk"; rm "$file"' EXIT
      vgcreate -qq t-dm "$disk"
      lvcreate -qq -L 4M -n t-lv t-dm
      lvcreate -qq -L 4M -n t-snapshot --snapshot t-dm/t-lv
      [[ -b /dev/t-dm/t-snapshot ]]`,
    what: {
      en: 'block devices made of others (LVM by device-mapper)',
      zh: '由别的块设备组成的块设备（LVM，靠 device-mapper）',
    },
    module: 'dm_mod',
    rootOfKernel: true,
  },
};

/** Whether a host that can do all this must have root of its whole kernel. */
export const needRootOfKernel = (needs: readonly Capability[]): boolean =>
  needs.some((capability) => capability !== 'namespaces' && TRIALS[capability].rootOfKernel === true);
