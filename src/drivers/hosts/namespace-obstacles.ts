import {readFile} from 'node:fs/promises';
import type {Text} from '../../state/text.ts';
import {HostError} from './host-error.ts';

/** What keeps an ordinary user from making namespaces, each known by a setting of the kernel. */
interface Obstacle {
  readonly file: string;
  readonly stands: (value: string) => boolean;
  readonly why: Text;
  readonly next: Text;
}

const OBSTACLES: readonly Obstacle[] = [
  {
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    stands: (value) => value === '1' && process.getuid?.() !== 0,
    why: {
      en: 'AppArmor keeps ordinary users from making network namespaces here (kernel.apparmor_restrict_unprivileged_userns=1, the default since Ubuntu 24.04).',
      zh: '此系统的 AppArmor 不允许普通用户创建网络命名空间（kernel.apparmor_restrict_unprivileged_userns=1，Ubuntu 24.04 起的默认设置）。',
    },
    next: {
      en: 'Start Underlay with sudo; labs still run in a sandbox without any right over your machine. Or allow it until the next boot: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
      zh: '请用 sudo 启动 Underlay，实验仍在沙箱中运行，对本机没有任何权限。也可以临时放开到下次重启：sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    },
  },
  {
    file: '/proc/sys/kernel/unprivileged_userns_clone',
    stands: (value) => value === '0' && process.getuid?.() !== 0,
    why: {
      en: 'This system does not let ordinary users make user namespaces (kernel.unprivileged_userns_clone=0).',
      zh: '此系统不允许普通用户创建用户命名空间（kernel.unprivileged_userns_clone=0）。',
    },
    next: {
      en: 'Allow it: sudo sysctl -w kernel.unprivileged_userns_clone=1. Or start Underlay with sudo.',
      zh: '放开此限制：sudo sysctl -w kernel.unprivileged_userns_clone=1；或用 sudo 启动 Underlay。',
    },
  },
  ...['user', 'net', 'mnt', 'pid', 'uts', 'ipc'].map((kind) => ({
    file: `/proc/sys/user/max_${kind}_namespaces`,
    stands: (value: string) => value === '0',
    why: {
      en: `The kernel's limit on ${kind} namespaces is 0 (user.max_${kind}_namespaces).`,
      zh: `内核允许的 ${kind} 命名空间数量为 0（user.max_${kind}_namespaces）。`,
    },
    next: {
      en: `Raise it: sudo sysctl -w user.max_${kind}_namespaces=10000`,
      zh: `提高上限：sudo sysctl -w user.max_${kind}_namespaces=10000`,
    },
  })),
];

/** Names the reason why namespaces cannot be made here; `said` is what the failing program or call said. */
export async function whyNoNamespaces(said: string): Promise<HostError> {
  for (const obstacle of OBSTACLES) {
    const value = await readFile(obstacle.file, 'utf8').catch(() => '');
    if (obstacle.stands(value.trim())) return new HostError(obstacle.why, obstacle.next);
  }
  const missing = /spawn (\S+) ENOENT|failed to execute (\S+):/.exec(said);
  const program = missing?.[1] ?? missing?.[2];
  if (program !== undefined) {
    return new HostError(
      {en: `The program ${program} is missing.`, zh: `缺少程序 ${program}。`},
      {
        en: 'Run "underlay doctor": it names the package that brings it.',
        zh: '运行 “underlay doctor”，它会告诉您应安装哪个软件包。',
      },
    );
  }
  return new HostError(
    {
      en: `Namespaces cannot be made here: ${said.trim() || 'no reason given'}.`,
      zh: `此处无法创建命名空间：${said.trim() || '没有给出原因'}。`,
    },
    {
      en: 'In a container, start it with --privileged or use the machine itself. Otherwise start Underlay with sudo.',
      zh: '如果在容器中，请用 --privileged 启动容器，或直接在主机上运行；否则请用 sudo 启动 Underlay。',
    },
  );
}
