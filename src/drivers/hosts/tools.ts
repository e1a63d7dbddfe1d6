import {accessSync, constants, existsSync} from 'node:fs';
import {join} from 'node:path';
import type {Text} from '../../state/text.ts';
import {installCommand} from './debian-packages.ts';
import {OUR_ENVIRONMENT} from './environment.ts';
import {runProcess} from './run.ts';

interface Tool {
  /** The Debian package that brings it. */
  readonly package: string;
  /** Words that make it tell its version. */
  readonly version?: readonly string[];
  /** Brings tens of megabytes with it: installed when a lab first needs it. */
  readonly heavy?: true;
  /** Drives a cloud's API, which can be called without it. */
  readonly client?: true;
  /** Of what is no program, a plugin of another: the file that shows it is there. */
  readonly file?: string;
}

/** The programs that labs and the sandbox use. */
export const TOOLS: Readonly<Record<string, Tool>> = {
  arp: {package: 'net-tools'},
  arping: {package: 'iputils-arping', version: ['-V']},
  busybox: {package: 'busybox-static'},
  bash: {package: 'bash', version: ['--version']},
  brctl: {package: 'bridge-utils', version: ['--version']},
  bridge: {package: 'iproute2', version: ['-V']},
  conntrack: {package: 'conntrack', version: ['--version']},
  curl: {package: 'curl', version: ['--version']},
  dig: {package: 'dnsutils', version: ['-v']},
  dnsmasq: {package: 'dnsmasq-base', version: ['--version']},
  ebtables: {package: 'ebtables', version: ['--version']},
  ethtool: {package: 'ethtool', version: ['--version']},
  haproxy: {package: 'haproxy', version: ['-v']},
  hostname: {package: 'hostname'},
  ip: {package: 'iproute2', version: ['-V']},
  ip6tables: {package: 'iptables', version: ['--version']},
  ipset: {package: 'ipset', version: ['--version']},
  iperf3: {package: 'iperf3', version: ['--version']},
  iptables: {package: 'iptables', version: ['--version']},
  'iptables-save': {package: 'iptables', version: ['--version']},
  keepalived: {package: 'keepalived', version: ['--version'], heavy: true},
  libvirtd: {package: 'libvirt-daemon', version: ['--version'], heavy: true},
  mount: {package: 'mount', version: ['--version']},
  losetup: {package: 'mount', version: ['--version']},
  lvm: {package: 'lvm2', heavy: true},
  less: {package: 'less', version: ['--version']},
  mn: {package: 'mininet', version: ['--version']},
  nc: {package: 'netcat-openbsd'},
  neutron: {package: 'python3-neutronclient', version: ['--version'], heavy: true, client: true},
  newgidmap: {package: 'uidmap'},
  newuidmap: {package: 'uidmap'},
  nft: {package: 'nftables', version: ['--version']},
  nsenter: {package: 'util-linux', version: ['--version']},
  openstack: {package: 'python3-openstackclient', version: ['--version'], heavy: true, client: true},
  'openstack-loadbalancer': {
    package: 'python3-octaviaclient',
    file: '/usr/lib/python3/dist-packages/octaviaclient/osc/plugin.py',
    heavy: true,
    client: true,
  },
  'ovs-appctl': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovs-dpctl': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovs-ofctl': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovs-vsctl': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovs-vswitchd': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovsdb-client': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovsdb-server': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  'ovsdb-tool': {package: 'openvswitch-switch', version: ['--version'], heavy: true},
  ping: {package: 'iputils-ping', version: ['-V']},
  ps: {package: 'procps', version: ['--version']},
  plotnetcfg: {package: 'plotnetcfg', version: ['--version']},
  python3: {package: 'python3-minimal', version: ['--version']},
  'qemu-system-aarch64': {package: 'qemu-system-arm', version: ['--version'], heavy: true},
  'qemu-system-x86_64': {package: 'qemu-system-x86', version: ['--version'], heavy: true},
  'qemu-img': {package: 'qemu-utils', version: ['--version'], heavy: true},
  radvd: {package: 'radvd', version: ['--version']},
  setpriv: {package: 'util-linux', version: ['--version']},
  ss: {package: 'iproute2', version: ['-V']},
  sysctl: {package: 'procps', version: ['--version']},
  tc: {package: 'iproute2', version: ['-V']},
  tcpdump: {package: 'tcpdump', version: ['--version']},
  traceroute: {package: 'traceroute', version: ['--version']},
  // Most systems have no program of this name on PATH, only busybox with it inside.
  udhcpc: {package: 'udhcpc'},
  unshare: {package: 'util-linux', version: ['--version']},
  virsh: {package: 'libvirt-clients', version: ['--version'], heavy: true},
  'virt-host-validate': {package: 'libvirt-clients', version: ['--version'], heavy: true},
  vi: {package: 'vim-tiny'},
};

/** Whether a program is installed only when a lab first needs it. */
export const isHeavy = (program: string): boolean => TOOLS[program]?.heavy === true;

/** Whether a lab can be opened without the program: a cloud's client, whose calls can be made in their own form. */
export const isClient = (program: string): boolean => TOOLS[program]?.client === true;

export interface ToolSearch {
  /** Path by program name. */
  readonly found: Readonly<Record<string, string>>;
  readonly missing: readonly MissingTool[];
  /** What to do about the missing ones; absent where there are none. */
  readonly next?: Text;
}

export interface MissingTool {
  readonly program: string;
  /** Debian's; absent for a program we do not know. */
  readonly package?: string;
}

/** Looks where nodes look: an ordinary user's own PATH often lacks sbin. */
export function findTools(programs: readonly string[], folders = searchFolders()): ToolSearch {
  const found: Record<string, string> = {};
  const missing: MissingTool[] = [];
  for (const program of new Set(programs)) {
    const {file, package: brings} = TOOLS[program] ?? {};
    const path =
      file === undefined
        ? folders.map((folder) => join(folder, program)).find(isExecutable)
        : existsSync(file)
          ? file
          : undefined;
    if (path === undefined) missing.push({program, ...(brings !== undefined && {package: brings})});
    else found[program] = path;
  }
  return {found, missing, ...(missing.length > 0 && {next: howToInstall(missing, folders)})};
}

/** The numbers of a program's version, as `6.1.0` or `1.8.9`; undefined where it does not tell. */
export async function toolVersion(program: string, signal?: AbortSignal): Promise<string | undefined> {
  const words = TOOLS[program]?.version;
  if (words === undefined) return undefined;
  const result = await runProcess([program, ...words], {env: OUR_ENVIRONMENT, timeoutMs: 2000, signal});
  return /\d+(?:\.\d+)+/.exec(result.stdout + result.stderr)?.[0];
}

const searchFolders = (): readonly string[] => (OUR_ENVIRONMENT['PATH'] ?? '').split(':');

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function howToInstall(missing: readonly MissingTool[], folders: readonly string[]): Text {
  const packages = [...new Set(missing.flatMap((tool) => tool.package ?? []))].toSorted((a, b) => a.localeCompare(b));
  const unknown = missing.filter((tool) => tool.package === undefined).map((tool) => tool.program);
  const en: string[] = [];
  const zh: string[] = [];
  if (packages.length > 0 && folders.some((folder) => isExecutable(join(folder, 'apt-get')))) {
    en.push(`Install with: ${installCommand(packages)}`);
    zh.push(`请安装：${installCommand(packages)}`);
  } else if (packages.length > 0) {
    // Another distribution: its packages have other names.
    const programs = missing.filter((tool) => tool.package !== undefined).map((tool) => tool.program);
    en.push(`Install what brings ${programs.join(', ')} (in Debian: ${packages.join(' ')}).`);
    zh.push(`请安装提供 ${programs.join('、')} 的软件包（在 Debian 中是：${packages.join(' ')}）。`);
  }
  if (unknown.length > 0) {
    en.push(`Install the programs ${unknown.join(', ')}.`);
    zh.push(`请安装程序 ${unknown.join('、')}。`);
  }
  return {en: en.join(' '), zh: zh.join(' ')};
}
