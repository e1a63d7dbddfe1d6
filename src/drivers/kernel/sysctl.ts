import {z} from 'zod';
import type {Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';
import {parseJsonList} from './json-output.ts';
import {readNodeFile} from './node-file.ts';

/** Question to `ip -j -d -batch`: forwarding, rp_filter and proxy_arp of every interface, by netlink and with events. */
export const NETCONF_COMMAND = 'netconf show';

/** What netconf does not tell and labs look at. The bridge ones are there only where br_netfilter is loaded. */
export const SYSCTL_FILES = [
  'net.bridge.bridge-nf-call-arptables',
  'net.bridge.bridge-nf-call-ip6tables',
  'net.bridge.bridge-nf-call-iptables',
  'net.ipv4.icmp_echo_ignore_all',
].map((name) => sysctlFile(name));

/** The dots of an interface's name are slashes in a sysctl's name and the other way round in its file's. */
export function sysctlFile(name: string): string {
  return `/proc/sys/${swapped(name)}`;
}

export const sysctlName = (file: string): string => swapped(file.slice('/proc/sys/'.length));

function swapped(text: string): string {
  return text.replaceAll(/[./]/g, (letter) => (letter === '.' ? '/' : '.'));
}

const netconfItem = z.object({
  family: z.string(),
  interface: z.string(),
  forwarding: z.boolean().optional(),
  rp_filter: z.string().optional(),
  proxy_neigh: z.boolean().optional(),
});

const RP_FILTER: Readonly<Record<string, string>> = {off: '0', strict: '1', loose: '2'};

/**
 * The sysctls that `ip -j netconf show` printed.
 * @throws {UnreadableOutput}
 */
export const parseNetconf = (text: string): Readonly<Record<string, string>> => {
  const sysctls: Record<string, string> = {};
  for (const item of parseJsonList('ip -j netconf show', text, netconfItem)) {
    const v4 = item.family === 'inet';
    if (!v4 && item.family !== 'inet6') continue;
    const prefix = `net.${v4 ? 'ipv4' : 'ipv6'}.conf.${item.interface.replaceAll('.', '/')}`;
    if (item.forwarding !== undefined) sysctls[`${prefix}.forwarding`] = flag(item.forwarding);
    if (item.proxy_neigh !== undefined) sysctls[`${prefix}.${v4 ? 'proxy_arp' : 'proxy_ndp'}`] = flag(item.proxy_neigh);
    const filter = RP_FILTER[item.rp_filter ?? ''];
    if (filter !== undefined) sysctls[`${prefix}.rp_filter`] = filter;
    // The kernel keeps both under one variable.
    if (v4 && item.interface === 'all' && item.forwarding !== undefined)
      sysctls['net.ipv4.ip_forward'] = flag(item.forwarding);
  }
  return sysctls;
};

const flag = (on: boolean): string => (on ? '1' : '0');

/** Reads any sysctl now; the value is undefined where the kernel has none of that name. */
export const readSysctl = async (node: Node, namespace: string, name: string): Promise<Reading<string | undefined>> => {
  const text = await readNodeFile(node, namespace, sysctlFile(name));
  return text.ok ? {ok: true, value: text.value?.trimEnd().replaceAll('\t', ' ')} : text;
};
