import type {Text} from '../../../state/text.ts';
import type {Node} from '../../hosts/host.ts';
import {parseLinks} from '../../kernel/ip-links.ts';
import {readingOf} from '../../kernel/unreadable-output.ts';
import type {AgentKind} from '../model.ts';
import {bridgeSettings} from './bridge-agent.ts';
import type {BridgeSettings} from './bridge-agent.ts';
import {dhcpSettings} from './dhcp-agent.ts';
import type {DhcpSettings} from './dhcp-agent.ts';
import {IniError, readIni} from './ini.ts';
import {BRIDGE_AGENT_INI, DHCP_AGENT_INI, NEUTRON_CONF, SWITCH_AGENT_INI} from './server-files.ts';
import {switchSettings} from './switch-agent.ts';
import type {SwitchSettings} from './switch-agent.ts';
import {BadConfiguration, configurationValues} from './values.ts';
import type {ConfigurationValues} from './values.ts';

/** An agent that started with what its files said then, or could not start. */
export type Started<S> = {readonly ok: true; readonly settings: S} | {readonly ok: false; readonly why: Text};

export interface Settings {
  readonly 'Linux bridge agent': BridgeSettings;
  readonly 'Open vSwitch agent': SwitchSettings;
  readonly 'DHCP agent': DhcpSettings;
}

/** Agents that read files. */
export type ConfiguredKind = keyof Settings;
export const CONFIGURED_KINDS: readonly ConfiguredKind[] = ['Linux bridge agent', 'Open vSwitch agent', 'DHCP agent'];
export const isConfigured = (kind: AgentKind | 'nova-compute'): kind is ConfiguredKind =>
  CONFIGURED_KINDS.some((one) => one === kind);

/** Starts an agent: reads its files and looks whether the node has what they name. Never rejects. */
export async function startAgent<K extends ConfiguredKind>(node: Node, kind: K): Promise<Started<Settings[K]>> {
  try {
    return {ok: true, settings: await READERS[kind](node)};
  } catch (error) {
    if (error instanceof BadConfiguration) return {ok: false, why: error.text};
    if (error instanceof IniError)
      return {ok: false, why: {en: error.message, zh: `配置文件无法解析：${error.message}`}};
    throw error;
  }
}

const READERS: {readonly [K in ConfiguredKind]: (node: Node) => Promise<Settings[K]>} = {
  'Linux bridge agent': async (node) => {
    const [values, links] = await Promise.all([valuesOf(node, BRIDGE_AGENT_INI), linksOf(node)]);
    return bridgeSettings(values, links);
  },
  'Open vSwitch agent': async (node) => {
    const [values, links, bridges] = await Promise.all([
      valuesOf(node, SWITCH_AGENT_INI),
      linksOf(node),
      switchBridgesOf(node),
    ]);
    return switchSettings(values, links, bridges);
  },
  'DHCP agent': async (node) => dhcpSettings(await valuesOf(node, DHCP_AGENT_INI)),
};

/** The common file, and over it the agent's own, as `--config-file` given twice. */
async function valuesOf(node: Node, own: string): Promise<ConfigurationValues> {
  const files = await Promise.all([NEUTRON_CONF, own].map(async (path) => ({path, text: await textOf(node, path)})));
  return configurationValues(readIni(files));
}

async function textOf(node: Node, path: string): Promise<string> {
  try {
    return await node.files.read(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new BadConfiguration({
      en: `Failed to find some config files: ${path} (${code})`,
      zh: `找不到或无法读取配置文件 ${path}（${code}）`,
    });
  }
}

async function linksOf(node: Node) {
  const {ok, stdout, stderr} = await node.run(['ip', '-j', '-d', 'addr', 'show'], {logged: false});
  const links = ok ? readingOf(() => parseLinks(stdout)) : {ok, why: stderr.trim() || 'no answer'};
  if (!links.ok)
    throw new BadConfiguration({
      en: `The interfaces could not be read: ${links.why}`,
      zh: `无法读取网卡：${links.why}`,
    });
  return Object.fromEntries(links.value.map(({link}) => [link.name, link]));
}

/** The bridges that Open vSwitch has: those of providers are made by hand, before the agent starts. */
async function switchBridgesOf(node: Node): Promise<readonly string[]> {
  const {ok, stdout, stderr} = await node.run(['ovs-vsctl', '--timeout=5', 'list-br'], {logged: false});
  if (!ok)
    throw new BadConfiguration({
      en: `Open vSwitch does not answer: ${stderr.trim() || 'no answer'}`,
      zh: `Open vSwitch 没有应答：${stderr.trim() || '无应答'}`,
    });
  return stdout.split('\n').filter((line) => line !== '');
}
