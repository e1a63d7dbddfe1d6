import type {Text} from '../../state/text.ts';

/** How Debian packages can be installed here, or why not. */
export type InstallWay = {readonly way: 'root' | 'sudo'} | {readonly way: 'none'; readonly why: Text};

/** What a person would type to install the packages. */
export const installCommand = (packages: readonly string[]): string =>
  `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/**
 * Finds out how packages can be installed: as root, through sudo, or not at all.
 * `exists` says whether a program is on PATH.
 */
export function installWay(uid: number, exists: (program: string) => boolean): InstallWay {
  if (!exists('apt-get'))
    return {
      way: 'none',
      why: {
        en: 'This is not a Debian or Ubuntu system: install the tools with its own package manager.',
        zh: '这不是 Debian 或 Ubuntu 系统：请用系统自己的包管理器安装这些工具。',
      },
    };
  if (uid === 0) return {way: 'root'};
  if (exists('sudo')) return {way: 'sudo'};
  return {
    way: 'none',
    why: {
      en: 'You are not root and there is no sudo: ask the administrator to install them.',
      zh: '你不是 root，系统也没有 sudo：请管理员安装。',
    },
  };
}

/** The shell lines that install, in order; apt's lists are fetched only where the packages are not known yet. */
export const installScript = (packages: readonly string[]): string =>
  [
    'export DEBIAN_FRONTEND=noninteractive',
    `apt-get install -y --no-install-recommends ${packages.join(' ')} || { apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}; }`,
  ].join('\n');
