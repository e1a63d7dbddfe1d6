import type {Text} from '../text.ts';

/** The comments that Neutron's agents write (neutron/common/_constants and agent/linux/iptables_comments.py). */
const CHINESE: Readonly<Record<string, string>> = {
  'Accept all packets when port is trusted.': '端口受信任，放行所有包。',
  'Accept all packets when port security is disabled.': '端口安全已关闭，放行所有包。',
  'Allow DHCP client traffic.': '允许 DHCP 客户端的流量。',
  'Allow IPv6 ICMP traffic.': '允许 ICMPv6 流量。',
  'Allow traffic from defined IP/MAC pairs.': '允许来自已登记的 IP/MAC 对的流量。',
  'Default drop rule for unmatched traffic.': '未匹配的流量默认丢弃。',
  'Direct incoming traffic from VM to the security group chain.': '将虚拟机发往本机的流量转到安全组链。',
  'Direct packets associated with a known session to the RETURN chain.': '属于已知会话的包直接返回。',
  'Direct traffic from the VM interface to the security group chain.': '将虚拟机接口的流量转到安全组链。',
  'Drop IPv6 Router Advts from VM Instance.': '丢弃虚拟机发出的 IPv6 路由器通告。',
  'Drop packets that appear related to an existing connection (e.g. TCP ACK/FIN) but do not have an entry in conntrack.':
    '丢弃看似属于已有连接（如 TCP ACK/FIN）、但在 conntrack 中没有记录的包。',
  'Drop traffic without an IP/MAC allow rule.': '丢弃不符合 IP/MAC 允许规则的流量。',
  'Jump to the VM specific chain.': '跳转到该虚拟机专用的链。',
  'Perform source NAT on outgoing traffic.': '对外出流量做源地址转换。',
  'Prevent DHCP Spoofing by VM.': '防止虚拟机冒充 DHCP 服务器。',
  'Send unmatched traffic to the fallback chain.': '未匹配的流量转到兜底链。',
};

/** What somebody wrote beside a rule; Neutron's own words are translated. */
export const commentWords = (comment: string): Text => {
  const zone = /^Set zone for (\S+)$/.exec(comment)?.[1];
  const zh = zone === undefined ? (CHINESE[comment] ?? comment) : `为 ${zone} 设置跟踪区`;
  return {en: `Its comment: “${comment}”`, zh: `注释：“${zh}”`};
};
