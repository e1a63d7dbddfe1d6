import {readFile} from 'node:fs/promises';
import type {Text} from '../../state/text.ts';
import {TRIALS} from './capability-trials.ts';
import type {Trial} from './capability-trials.ts';
import {HostError} from './host-error.ts';
import {CAPABILITIES} from './host.ts';
import {userName} from './id-map.ts';
import type {Capability, Node, Proof} from './host.ts';
import {readKeptProofs, writeKeptProofs} from './kept-proofs.ts';
import {openSandbox} from './sandbox.ts';
import {findTools} from './tools.ts';

export interface ProveOptions {
  /** Where proofs are kept until the next boot, for this user. Without it everything is done anew. */
  readonly cacheFile?: string;
  /** Do it again even where proofs are kept. */
  readonly fresh?: boolean;
  /** What is wanted of those that take long to prove; the others have an answer only where it is kept. */
  readonly also?: readonly Capability[];
  readonly signal?: AbortSignal;
}

/**
 * Finds out what this machine can do by doing it, all at the same time in a sandbox that is thrown away. Every
 * capability gets an answer but the slow ones nobody asked for, in the order of {@link CAPABILITIES}; what failed says
 * why and what mends it.
 */
export async function prove(options: ProveOptions = {}): Promise<readonly Proof[]> {
  const wanted = CAPABILITIES.filter(
    (capability) => !isSlow(capability) || options.also?.includes(capability) === true,
  );
  const kept = options.fresh === true ? undefined : await readKeptProofs(options.cacheFile, wanted);
  if (kept !== undefined) return kept;
  const proofs = await proveNow(wanted, options.signal);
  await writeKeptProofs(options.cacheFile, proofs);
  return proofs;
}

/** Whether a capability is proved only when it is needed. */
export const isSlow = (capability: Capability): boolean =>
  capability !== 'namespaces' && TRIALS[capability].slow === true;

/** Those that are proved before a lab needs them. */
export const QUICK_CAPABILITIES: readonly Capability[] = CAPABILITIES.filter((capability) => !isSlow(capability));

const timeoutOf = ({slow}: Trial): number => (slow === true ? 20_000 : 5000);

async function proveNow(wanted: readonly Capability[], signal?: AbortSignal): Promise<readonly Proof[]> {
  try {
    await using host = await openSandbox({nodes: [{name: 'trial'}], wires: []}, signal);
    const node = host.node('trial');
    return await Promise.all(wanted.map((capability) => proveOne(capability, node, signal)));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return wanted.map((capability) => ({capability, proved: false, why: error.why, mend: error.next}));
  }
}

async function proveOne(capability: Capability, node: Node, signal?: AbortSignal): Promise<Proof> {
  if (capability === 'namespaces') return {capability, proved: true};
  const trial = TRIALS[capability];
  if (trial.rootOfKernel === true) return {capability, proved: false, ...onlyInVm(trial)};
  const {missing, next} = findTools(trial.tools);
  if (next !== undefined) {
    const programs = missing.map((tool) => tool.program).join(', ');
    const why = {en: `Missing for ${trial.what.en}: ${programs}.`, zh: `${trial.what.zh}所需的程序缺失：${programs}。`};
    return {capability, proved: false, why, mend: next};
  }
  const result = await node.run(['bash', '-ec', trial.script], {timeoutMs: timeoutOf(trial), ...(signal && {signal})});
  if (result.ok) return {capability, proved: true};
  return {capability, proved: false, ...(await whyNot(capability, trial, result.stderr.trim(), result.timedOut))};
}

type WhyNot = Required<Pick<Proof, 'why' | 'mend'>>;

async function whyNot(capability: Capability, trial: Trial, said: string, timedOut: boolean): Promise<WhyNot> {
  if (capability === 'many-ids') return await whyOneId();
  if (NEED_TUN.has(capability) && /Permission denied|Operation not permitted|No such file/.test(said))
    return WHY_NO_TUN;
  const first = timedOut ? `no answer within ${timeoutOf(trial) / 1000} s` : (said.split('\n')[0] ?? '');
  if (capability === 'libvirt') return whyNoLibvirt(first);
  return {
    why: {
      en: `The kernel does not do ${trial.what.en}: ${first}`,
      zh: `内核不支持${trial.what.zh}：${first}`,
    },
    mend: trial.module === undefined ? STOCK_KERNEL : mendKernel(trial.module),
  };
}

/** By design: a sandbox has no rights over this machine's disks, and shall have none. */
const onlyInVm = ({what}: Trial): WhyNot => ({
  why: {
    en: `Not in a sandbox: ${what.en} are for root of the whole machine only, which a lab never is.`,
    zh: `沙箱里不行：${what.zh}只归整台机器的 root 使用，而实验从来不是它。`,
  },
  mend: {en: 'Nothing to mend: such labs run in the lab VM.', zh: '无需处理：这样的实验在实验虚拟机里运行。'},
});

const STOCK_KERNEL: Text = {
  en: "It cannot be added to this kernel: use a distribution's stock kernel.",
  zh: '无法在此内核上补充该功能：请使用发行版的标准内核。',
};

const mendKernel = (module: string): Text => ({
  en: `Load the module: sudo modprobe ${module}. Where there is none, use a distribution's stock kernel (Ubuntu: the package linux-modules-extra-$(uname -r)).`,
  zh: `加载内核模块：sudo modprobe ${module}。如果没有该模块，请使用发行版的标准内核（Ubuntu：安装 linux-modules-extra-$(uname -r)）。`,
});

/** The switch in user space sends and receives through tap interfaces. */
const NEED_TUN: ReadonlySet<Capability> = new Set<Capability>(['tun', 'openvswitch']);
/** Not a matter of the kernel alone; what it said is the best that is known. */
const whyNoLibvirt = (said: string): WhyNot => ({
  why: {en: `libvirt does not work in a sandbox here: ${said}`, zh: `libvirt 无法在本机的沙箱里运行：${said}`},
  mend: {
    en: 'It needs taps ("tun" above), more than one user ("many-ids") and room for files of its own.',
    zh: '它需要 tap（见上面的 tun）、不止一个用户（many-ids），以及存放自己文件的地方。',
  },
});

const WHY_NO_TUN: WhyNot = {
  why: {
    en: 'tap interfaces need /dev/net/tun, which is missing here or open to root only.',
    zh: 'tap 接口需要 /dev/net/tun，但它不存在，或只有 root 能打开。',
  },
  mend: {
    en: 'Load it and open it to everybody, as distributions do: sudo modprobe tun; sudo chmod 666 /dev/net/tun',
    zh: '加载模块并像发行版默认那样对所有用户开放：sudo modprobe tun; sudo chmod 666 /dev/net/tun',
  },
};

/** Only an ordinary user can have a single id: no program to map more, or none given to him. */
async function whyOneId(): Promise<WhyNot> {
  const {next} = findTools(['newuidmap', 'newgidmap']);
  if (next !== undefined) {
    return {
      why: {
        en: 'Without newuidmap a lab has only one user, so tcpdump and daemons that give up root fail.',
        zh: '没有 newuidmap，实验中只有一个用户，因此 tcpdump 和会放弃 root 身份的守护进程无法运行。',
      },
      mend: next,
    };
  }
  const name = userName();
  const subuid = await readFile('/etc/subuid', 'utf8').catch(() => '');
  return {
    why: subuid.split('\n').some((line) => line.startsWith(`${name}:`))
      ? {
          en: `The range of ${name} in /etc/subuid or /etc/subgid could not be used, so tcpdump and daemons that give up root fail.`,
          zh: `无法使用 /etc/subuid 或 /etc/subgid 中分配给 ${name} 的范围，因此 tcpdump 和会放弃 root 身份的守护进程无法运行。`,
        }
      : {
          en: `${name} has no range in /etc/subuid and /etc/subgid, so a lab has only one user; tcpdump and daemons that give up root fail.`,
          zh: `/etc/subuid 和 /etc/subgid 中没有分配给 ${name} 的范围，实验中只有一个用户，因此 tcpdump 和会放弃 root 身份的守护进程无法运行。`,
        },
    mend: {
      en: `Give one: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name}`,
      zh: `请分配一个范围：sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name}`,
    },
  };
}
