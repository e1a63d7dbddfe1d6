import {createInterface} from 'node:readline/promises';
import {findTools, isHeavy} from '../drivers/hosts/tools.ts';
import type {LabCatalog} from '../labs/catalog.ts';
import type {Language, Text} from '../state/text.ts';
import {findLab, loadLabs} from './content.ts';
import {VM_TOOLS} from '../drivers/hosts/vm/lab-vm.ts';
import {toolsHere} from './tools-here.ts';
import {EXIT} from './exit-codes.ts';
import {installFailed, installPackages, planInstall} from './install.ts';
import {say} from './say.ts';

/** What the sandbox and the readers need, whatever the lab. */
const ALWAYS = [
  'bash',
  'unshare',
  'nsenter',
  'setpriv',
  'newuidmap',
  'ip',
  'bridge',
  'ss',
  'iptables',
  'iptables-save',
  'nft',
  'sysctl',
  'ps',
  'ping',
  'conntrack',
  'tcpdump',
  'less',
  'vi',
] as const;

/** What only tests and the bench compare with. */
const BESIDES: Readonly<Record<string, readonly string[]>> = {
  tests: [
    'brctl',
    'arping',
    'nc',
    'ethtool',
    'ebtables',
    'ipset',
    'iperf3',
    'tc',
    'haproxy',
    'keepalived',
    'radvd',
    'openstack',
    'openstack-loadbalancer',
    'neutron',
    'ovs-vswitchd',
  ],
  bench: ['mn', 'plotnetcfg'],
};

export interface SetUpOptions {
  readonly yes?: boolean;
  /** `labs`, `tests`, `bench`, or a lab. */
  readonly for: string;
  /** What is large, too. */
  readonly all?: boolean;
}

/**
 * `underlay set-up`: installs the Debian packages of missing tools, as root or through sudo, after asking. What is
 * large waits until a lab needs it, or until it is asked for.
 */
export async function setUp(options: SetUpOptions, language: Language): Promise<number> {
  const wanted = await wantedTools(options, await loadLabs());
  if ('error' in wanted) {
    say.error(wanted.error[language]);
    return wanted.exitCode;
  }
  const {packages, way, next} = planInstall(wanted.programs);
  if (packages.length === 0) return EXIT.ok;

  const list = packages.join(' ');
  if (way.way === 'none') {
    say.error(
      {
        en: `Underlay: some labs need tools that are not installed: ${list}.`,
        zh: `Underlay：部分实验需要尚未安装的工具：${list}。`,
      }[language],
    );
    say.error(way.why[language]);
    if (next !== undefined) say.error(next[language]);
    return EXIT.unknown;
  }
  if (options.yes !== true && !(await agreed(list, language))) return EXIT.unknown;
  say.error({en: `Underlay: installing ${list} (once)…`, zh: `Underlay：正在安装 ${list}（只需一次）…`}[language]);
  const code = await installPackages(packages, way);
  if (code === 0 && findTools(wanted.programs).missing.length === 0) return EXIT.ok;
  say.error(`Underlay: ${installFailed(code)[language]}`);
  return EXIT.unknown;
}

async function wantedTools(
  {for: purpose, all = false}: SetUpOptions,
  catalog: LabCatalog,
): Promise<{readonly programs: readonly string[]} | {readonly error: Text; readonly exitCode: number}> {
  const ofLabs = catalog.labs.flatMap(({tools}) => tools);
  const besides = BESIDES[purpose];
  if (besides !== undefined || all)
    return {programs: [...new Set([...ALWAYS, ...ofLabs, ...VM_TOOLS, ...(besides ?? [])])]};
  if (purpose === 'labs') return {programs: [...new Set([...ALWAYS, ...ofLabs.filter((tool) => !isHeavy(tool))])]};
  const found = findLab(catalog, purpose);
  if ('error' in found) return found;
  return {programs: [...new Set([...ALWAYS, ...(await toolsHere(found.lab))])]};
}

/** Where nobody can be asked, nothing is installed. */
export async function agreed(list: string, language: Language): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const question = {
    en: `Labs need these Debian packages: ${list}. Install them now? [Y/n] `,
    zh: `实验需要这些 Debian 软件包：${list}。现在安装吗？[Y/n] `,
  }[language];
  const lines = createInterface({input: process.stdin, output: process.stderr});
  try {
    return /^(y|yes|是|)$/iu.test((await lines.question(question)).trim());
  } finally {
    lines.close();
  }
}
