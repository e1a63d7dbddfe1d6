import {spaced} from '../text.ts';
import type {Text} from '../text.ts';
import {named, NO_NAMES} from './rule-names.ts';
import type {RuleNames} from './rule-names.ts';

/** What a chain that a Neutron agent made is for. */
export interface ChainRole {
  /** The packets that reach it, as a sentence begins with them. */
  readonly packets: Text;
  /** What its rules decide, as a phrase: `what instance port tap4615776d-f1 may receive`. */
  readonly role: Text;
  /** What going back means here, where it means more than that. */
  readonly back?: Text;
}

/** Whose packets a built-in chain sees. */
export const BUILT_IN: Readonly<Record<string, Text>> = {
  PREROUTING: {en: 'Packets that just came in', zh: '刚进入的包'},
  INPUT: {en: 'Packets for this namespace itself', zh: '发给本命名空间的包'},
  FORWARD: {en: 'Packets passing through', zh: '被转发的包'},
  OUTPUT: {en: 'Packets that this namespace itself sends', zh: '本命名空间自己发出的包'},
  POSTROUTING: {en: 'Packets about to leave', zh: '即将离开的包'},
};

/** Programs by their names cut to 16 characters, as neutron/agent/linux/iptables_manager.py cuts them. */
const AGENTS: Readonly<Record<string, Text>> = {
  'neutron-linuxbri': {en: 'the Linux bridge agent', zh: 'Linux bridge 代理'},
  'neutron-openvswi': {en: 'the Open vSwitch agent', zh: 'Open vSwitch 代理'},
  'neutron-l3-agent': {en: 'the L3 agent', zh: 'L3 代理'},
  'neutron-vpn-agen': {en: 'the VPN agent', zh: 'VPN 代理'},
  'neutron-dhcp-age': {en: 'the DHCP agent', zh: 'DHCP 代理'},
  'neutron-meter': {en: 'the metering agent', zh: '计量代理'},
};

const ANY: Text = {en: 'Packets', zh: '包'};
const IN: Text = {en: 'Packets that just came in', zh: '刚进入的包'};
const THROUGH: Text = {en: 'Packets passing through', zh: '被转发的包'};
const OUT: Text = {en: 'Packets about to leave', zh: '即将离开的包'};

/** Chains that have the same name everywhere, by what follows the agent's name; `table chain` where tables differ. */
const FIXED: Readonly<Record<string, ChainRole>> = {
  local: {
    packets: {en: 'Packets passing through or sent from here', zh: '被转发或由本机发出的包'},
    role: {en: 'rules that come before all others', zh: '排在所有规则之前的规则'},
  },
  'sg-chain': {
    packets: {en: 'Packets to or from an instance port', zh: '进出实例端口的包'},
    role: {en: 'which instance port the packet is of', zh: '包属于哪个实例端口'},
  },
  'sg-fallback': {
    packets: {en: 'Packets that no security group rule allows', zh: '安全组规则都不允许的包'},
    role: {en: 'what no security group rule allows', zh: '安全组规则都不允许的包'},
  },
  mark: {packets: IN, role: {en: 'where a packet came in', zh: '包从哪里进入'}},
  'mangle scope': {packets: IN, role: {en: 'which address scope a packet came from', zh: '包来自哪个地址范围'}},
  'filter scope': {
    packets: THROUGH,
    role: {en: 'which address scopes may reach each other', zh: '哪些地址范围可以互通'},
  },
  floatingip: {packets: IN, role: {en: 'marks for floating IPs', zh: '浮动 IP 的标记'}},
  'float-snat': {
    packets: OUT,
    role: {en: 'what leaves with a floating IP', zh: '以浮动 IP 离开的包'},
  },
  snat: {packets: OUT, role: {en: 'what leaves with another source address', zh: '换源地址后离开的包'}},
  'fip-pf': {packets: ANY, role: {en: 'port forwarding of floating IPs', zh: '浮动 IP 的端口转发'}},
  'fwaas-defau': {
    packets: {en: 'Packets that no firewall rule decided about', zh: '防火墙规则都没有作出决定的包'},
    role: {en: 'what no firewall rule decided about', zh: '防火墙规则都没有作出决定的包'},
  },
  accepted: {
    packets: {en: 'Packets that a firewall rule allows', zh: '防火墙规则允许的包'},
    role: {en: 'what a firewall rule allows', zh: '防火墙规则允许的包'},
  },
  dropped: {
    packets: {en: 'Packets that the firewall drops', zh: '防火墙要丢弃的包'},
    role: {en: 'what the firewall drops', zh: '防火墙要丢弃的包'},
  },
  rejected: {
    packets: {en: 'Packets that a firewall rule rejects', zh: '防火墙规则要拒绝的包'},
    role: {en: 'what a firewall rule rejects', zh: '防火墙规则要拒绝的包'},
  },
};

/** Chains that all agents share. */
const SHARED: Readonly<Record<string, ChainRole>> = {
  'neutron-filter-top': {
    packets: {en: 'Packets passing through or sent from here', zh: '被转发或由本机发出的包'},
    role: {en: 'what every agent wants asked first', zh: '各代理要求最先匹配的规则'},
  },
  'neutron-postrouting-bottom': {
    packets: OUT,
    role: {en: 'source translation, after everything else', zh: '最后进行的源地址转换'},
  },
};

type Say = (part: string, names: RuleNames) => ChainRole;

/** The device whose name lost its first three letters and its end; chains are cut to 11 characters. */
const portWords = (part: string, names: RuleNames): Text => {
  const device = names.deviceBeginning(`tap${part}`);
  return device === undefined ? {en: `tap${part}…`, zh: `tap${part}…`} : named(device, names.meaning(device));
};

const ofPort =
  (say: (port: Text) => ChainRole): Say =>
  (part, names) =>
    say(portWords(part, names));

const firewall =
  (way: Text, side: Text): Say =>
  (part, names) => {
    const group = named(`${part}…`, names.meaning(`fwaas ${part}`));
    return {
      packets: {
        en: `Packets ${side.en} behind firewall ${group.en}`,
        zh: `${side.zh}防火墙${spaced(group.zh)}所保护网络的包`,
      },
      role: {en: `what firewall ${group.en} lets ${way.en}`, zh: `防火墙${spaced(group.zh)}允许${way.zh}的包`},
    };
  };
const INTO = firewall({en: 'in', zh: '进入'}, {en: 'into the networks', zh: '进入'});
const FROM = firewall({en: 'out', zh: '发出'}, {en: 'from the networks', zh: '来自'});

/** Chains with an object's id in their names. */
const BY_PATTERN: readonly (readonly [pattern: RegExp, say: Say])[] = [
  [
    /^i([0-9a-f]{8}-[0-9a-f]{1,2})$/,
    ofPort((port) => ({
      packets: {en: `Packets to instance port ${port.en}`, zh: `发往实例端口${spaced(port.zh)}的包`},
      role: {en: `what instance port ${port.en} may receive`, zh: `实例端口${spaced(port.zh)}可以接收的包`},
      back: {en: 'allowed (back to the chain that lets them through)', zh: '允许（返回上一条链，由其放行）'},
    })),
  ],
  [
    /^o([0-9a-f]{8}-[0-9a-f]{1,2})$/,
    ofPort((port) => ({
      packets: {en: `Packets from instance port ${port.en}`, zh: `来自实例端口${spaced(port.zh)}的包`},
      role: {en: `what instance port ${port.en} may send`, zh: `实例端口${spaced(port.zh)}可以发出的包`},
      back: {en: 'allowed (back to the chain that lets them through)', zh: '允许（返回上一条链，由其放行）'},
    })),
  ],
  [
    /^s([0-9a-f]{8}-[0-9a-f]{1,2})$/,
    ofPort((port) => ({
      packets: {en: `Packets from instance port ${port.en}`, zh: `来自实例端口${spaced(port.zh)}的包`},
      role: {
        en: `which addresses instance port ${port.en} may send from`,
        zh: `实例端口${spaced(port.zh)}可以使用的源地址`,
      },
      back: {en: 'the sender is genuine (back to the checks that follow)', zh: '源地址可信（返回上一条链继续检查）'},
    })),
  ],
  [
    /^qos-o([0-9a-f]{6})$/,
    ofPort((port) => ({
      packets: {en: `Packets from port ${port.en}`, zh: `来自端口${spaced(port.zh)}的包`},
      role: {en: `the service class of what port ${port.en} sends`, zh: `端口${spaced(port.zh)}所发包的服务等级`},
    })),
  ],
  [/^iv[46]([0-9a-f]{8})$/, INTO],
  [/^ov[46]([0-9a-f]{8})$/, FROM],
  [
    /^pf-([0-9a-f-]+)$/,
    (part) => ({
      packets: ANY,
      role: {en: `port forwarding ${part}…`, zh: `端口转发 ${part}…`},
    }),
  ],
  [
    /^l-([0-9a-f-]+)$/,
    (part) => ({
      packets: {en: `Packets of metering label ${part}…`, zh: `属于计量标签 ${part}… 的包`},
      role: {en: `the counter of metering label ${part}…`, zh: `计量标签 ${part}… 的计数`},
    }),
  ],
  [
    /^r-([0-9a-f-]+)$/,
    (part) => ({
      packets: THROUGH,
      role: {en: `what metering label ${part}… counts`, zh: `计量标签 ${part}… 统计哪些包`},
    }),
  ],
];

/** What a chain of Neutron's is for; undefined for any other, and for one that its agents are not known to make. */
export const neutronChain = (table: string, chain: string, names: RuleNames = NO_NAMES): ChainRole | undefined => {
  const shared = SHARED[chain];
  if (shared !== undefined) return shared;
  const prefix = Object.keys(AGENTS).find((agent) => chain.startsWith(`${agent}-`));
  const agent = prefix === undefined ? undefined : AGENTS[prefix];
  if (prefix === undefined || agent === undefined) return undefined;
  const own = chain.slice(prefix.length + 1);
  const builtIn = BUILT_IN[own];
  if (builtIn !== undefined) {
    return {packets: builtIn, role: {en: `what ${agent.en} does with them`, zh: `${agent.zh}对它们的处理`}};
  }
  const fixed = FIXED[own] ?? FIXED[`${table} ${own}`];
  if (fixed !== undefined) return fixed;
  for (const [pattern, say] of BY_PATTERN) {
    const part = pattern.exec(own)?.[1];
    if (part !== undefined) return say(part, names);
  }
  return undefined;
};
