import {readFile, readdir} from 'node:fs/promises';
import type {Node} from '../../../src/drivers/hosts/host.ts';
import {readProcesses} from '../../../src/drivers/kernel/processes.ts';
import {script} from '../open-sandbox.ts';
import type {GoldenNamespace, GoldenNode} from './golden-set.ts';
import {rootOf} from '../root-of.ts';

interface LinkItem {
  readonly ifname: string;
  readonly mtu: number;
  readonly master?: string;
  readonly flags: readonly string[];
  readonly linkinfo?: {readonly info_kind?: string; readonly info_data?: Readonly<Record<string, unknown>>};
}

/** Reads from our node what the golden set has of a real one, and writes it in the same form. */
export async function observe(node: Node): Promise<GoldenNode> {
  const text = (command: string) => script(node, command);
  const names = (await readdir(`${rootOf(node)}/run/netns`).catch(() => [])).filter((name) =>
    /^q(?:dhcp|router)-/.test(name),
  );
  const namespaces = await Promise.all(
    names.map(async (name) => {
      const look = name.startsWith('qdhcp-') ? observeNamespace : observeRouter;
      return [name, await look(node, name)] as const;
    }),
  );
  const proxies = await routerProxies(node, names);
  const dnsmasq = await runningDnsmasq(node);
  return {
    links: linkLines(JSON.parse(await text('ip -j -d link show')) as readonly LinkItem[]),
    addresses: addressLines(await text('ip addr show')),
    routes: trimmed(await text('ip route show')),
    fdb: trimmed(await text('bridge fdb show'))
      .filter((line) => line.includes(' dst ') && line.includes('permanent'))
      .toSorted(),
    neighbours: trimmed(await text('ip neigh show'))
      .filter((line) => line.includes('PERMANENT'))
      .toSorted(),
    sysctls: await sysctlLines(node, 'ls /sys/class/net | grep -E "^(brq|tap|vxlan)" || true', [
      'ipv4 arp_announce 0',
      'ipv4 arp_ignore 0',
      'ipv6 disable_ipv6 0',
    ]),
    iptables: ruleLines(await text('iptables-save')),
    ip6tables: ruleLines(await text('ip6tables-save')),
    ebtables: trimmed(await text('ebtables -t nat -L')),
    ipsets: trimmed(await text('ipset save'))
      .map((line) => line.replace(/ bucketsize.*/, ''))
      .toSorted(),
    qdiscs: await tapQdiscs(node),
    namespaces: Object.fromEntries(namespaces),
    ...(dnsmasq !== undefined && {dnsmasq, files: await dhcpFiles(node)}),
    ...(Object.keys(proxies).length > 0 && {proxies}),
  };
}

async function tapQdiscs(node: Node): Promise<readonly string[]> {
  const lines = await script(
    node,
    'for tap in $(ls /sys/class/net | grep ^tap || true); do tc qdisc show dev $tap | sed "s/^/$tap /"; done',
  );
  return trimmed(lines)
    .filter((line) => !line.includes(' noqueue '))
    .map((line) => line.replace(/ \w+:(?= root)| refcnt \d+/g, ''));
}

async function observeNamespace(node: Node, namespace: string): Promise<GoldenNamespace> {
  const text = (command: string) => script(node, command, {namespace});
  const settings = ['net.ipv4.conf.all.promote_secondaries', 'net.ipv4.ip_nonlocal_bind'];
  const values = trimmed(await text(`sysctl ${settings.join(' ')}`));
  const accept = await text(
    'shopt -s nullglob; cd /proc/sys/net/ipv6/conf; for d in default ns-* tap*; do echo net.ipv6.conf.$d.accept_ra = $(<$d/accept_ra); done',
  );
  return {
    addresses: addressLines(await text('ip addr show')),
    routes: trimmed(await text('ip route show')),
    iptables: ruleLines(await text('iptables-save')),
    ip6tables: ruleLines(await text('ip6tables-save')),
    sysctls: [
      ...values.filter((line) => !line.endsWith(' 0')),
      ...trimmed(accept).filter((line) => line.endsWith(' 0')),
    ],
  };
}

async function observeRouter(node: Node, namespace: string): Promise<GoldenNamespace> {
  const text = (command: string) => script(node, command, {namespace});
  const settings = [
    ...['accept_redirects', 'arp_announce', 'arp_ignore', 'forwarding', 'promote_secondaries'].map(
      (name) => `net.ipv4.conf.all.${name}`,
    ),
    'net.ipv4.ip_forward',
    'net.ipv6.conf.all.forwarding',
  ];
  const outside = await text(
    'cd /proc/sys/net/ipv6/conf; for d in qg-*; do [[ ! -e $d ]] || echo net.ipv6.conf.$d.accept_ra = $(<$d/accept_ra); done',
  );
  return {
    links: linkLines(JSON.parse(await text('ip -j -d link show')) as readonly LinkItem[]),
    addresses: addressLines(await text('ip addr show')),
    routes: trimmed(await text('ip route show')),
    iptables: ruleLines(await text('iptables-save')),
    ip6tables: ruleLines(await text('ip6tables-save')),
    sysctls: [...trimmed(await text(`sysctl ${settings.join(' ')}`)), ...trimmed(outside)],
  };
}

/** The configurations that running proxies of routers were started with. */
async function routerProxies(node: Node, namespaces: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const processes = await readProcesses(node);
  if (!processes.ok) throw new Error(processes.why);
  const paths = processes.value
    .filter((process) => process.program === 'haproxy')
    .map((process) => process.arguments[1] ?? '')
    .filter((path) => namespaces.includes(`qrouter-${path.split('/').at(-1)?.replace('.conf', '')}`));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(`${rootOf(node)}${path}`, 'utf8')] as const)),
  );
}

const trimmed = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Without counters and times. */
const ruleLines = (text: string): readonly string[] =>
  trimmed(text)
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.replace(/ \[\d+:\d+\]$/, ''));

const linkLines = (items: readonly LinkItem[]): readonly string[] =>
  items
    .filter((item) => item.ifname !== 'lo')
    .map((item) => {
      const {info_kind: kind = 'ether', info_data: data = {}} = item.linkinfo ?? {};
      const value = (key: string) =>
        data[key] === undefined ? [] : [`${key} ${JSON.stringify(data[key]).replaceAll('"', '')}`];
      return [
        `${item.ifname} ${kind} mtu ${item.mtu}`,
        ...(item.master === undefined ? [] : [`master ${item.master}`]),
        item.flags.includes('UP') ? 'up' : 'down',
        ...(kind === 'bridge' ? ['forward_delay', 'stp_state', 'mcast_snooping', 'ageing_time'].flatMap(value) : []),
        ...(kind === 'vxlan'
          ? [
              ...['id', 'group', 'local', 'link', 'port', 'ageing'].flatMap(value),
              ...['learning', 'proxy', 'udp_csum'].map((key) => `${key} ${data[key] === true}`),
            ]
          : []),
      ].join(' ');
    })
    .toSorted();

/** IPv4, and of IPv6 only the address for metadata: the others come from random MACs. */
function addressLines(text: string): readonly string[] {
  let dev = '';
  return text.split('\n').flatMap((line) => {
    dev = /^\d+: ([^:@]+)/.exec(line)?.[1] ?? dev;
    const match = /^\s+inet6? (\S+)( brd \S+)? scope (\w+)/.exec(line);
    if (match === null || dev === 'lo') return [];
    if (match[3] === 'link' && !match[1]?.startsWith('fe80::a9fe')) return [];
    return [`${dev} ${match[1]}${match[2] ?? ''}`];
  });
}

async function sysctlLines(node: Node, list: string, settings: readonly string[]): Promise<readonly string[]> {
  const lines = await script(
    node,
    `for dev in $(${list}); do while read -r family key normal; do
value=$(</proc/sys/net/$family/conf/$dev/$key); [[ $value == $normal ]] || echo net.$family.conf.$dev.$key = $value
done <<<'${settings.join('\n')}'; done`,
  );
  return trimmed(lines).toSorted();
}

async function runningDnsmasq(node: Node): Promise<string | undefined> {
  const processes = await readProcesses(node);
  if (!processes.ok) throw new Error(processes.why);
  const found = processes.value.filter((process) => process.program === 'dnsmasq');
  const lines = found.map((process) => ['dnsmasq', ...process.arguments].join(' '));
  return lines.length === 0 ? undefined : lines.toSorted().join('\n');
}

async function dhcpFiles(node: Node): Promise<Readonly<Record<string, string>>> {
  const folder = `${rootOf(node)}/var/lib/neutron/dhcp`;
  const networks = await readdir(folder);
  const names = ['addn_hosts', 'opts', 'interface', 'host'];
  const paths = networks.flatMap((network) => names.map((name) => ({network, name})));
  return Object.fromEntries(
    await Promise.all(
      paths.map(async ({network, name}) => {
        const key = networks.length === 1 ? name : `${network}/${name}`;
        return [key, await readFile(`${folder}/${network}/${name}`, 'utf8')] as const;
      }),
    ),
  );
}
