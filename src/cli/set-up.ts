import {createInterface} from 'node:readline/promises';
import {installScript, installWay} from '../drivers/hosts/debian-packages.ts';
import {runInForeground} from '../drivers/hosts/foreground.ts';
import {findTools} from '../drivers/hosts/tools.ts';
import type {Language} from '../state/text.ts';
import {loadLabs} from './content.ts';
import {EXIT} from './exit-codes.ts';
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
  labs: [],
  tests: ['brctl', 'arping', 'nc', 'ethtool', 'ebtables', 'ipset', 'iperf3', 'tc', 'openstack', 'neutron'],
  bench: ['mn', 'plotnetcfg'],
};

/** `underlay set-up`: installs the Debian packages of missing tools, as root or through sudo, after asking. */
export async function setUp(
  options: {readonly yes?: boolean; readonly for: string},
  language: Language,
): Promise<number> {
  const besides = BESIDES[options.for];
  if (besides === undefined) {
    say.error(`underlay: --for ${options.for}: ${Object.keys(BESIDES).join(', ')}`);
    return EXIT.usage;
  }
  const catalog = await loadLabs();
  const wanted = [...new Set([...ALWAYS, ...besides, ...catalog.labs.flatMap(({tools}) => tools)])];
  const {missing, next} = findTools(wanted);
  const packages = [...new Set(missing.flatMap((tool) => tool.package ?? []))];
  if (packages.length === 0) return EXIT.ok;

  const list = packages.join(' ');
  const way = installWay(process.getuid?.() ?? 0, (program) => findTools([program]).missing.length === 0);
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
  const script = `{ ${installScript(packages)}\n} >&2`;
  const code = await runInForeground(way.way === 'root' ? ['sh', '-c', script] : ['sudo', 'sh', '-c', script]);
  if (code === 0 && findTools(wanted).missing.length === 0) return EXIT.ok;
  say.error(
    {
      en: `Underlay: the installation did not succeed (exit code ${code}).`,
      zh: `Underlay：安装没有成功（退出码 ${code}）。`,
    }[language],
  );
  return EXIT.unknown;
}

/** Where nobody can be asked, nothing is installed. */
async function agreed(list: string, language: Language): Promise<boolean> {
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
