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

/**
 * The shell lines that install, in order; apt's lists are fetched only where the packages are not known yet. Programs
 * are wanted, no services: none is started while they are set up (policy-rc.d(8)), and those that came enabled are
 * disabled, so that nothing of theirs (a libvirtd with its virbr0, an haproxy) runs on the machine after its next start
 * either. What was there before stays as it was.
 */
export const installScript = (packages: readonly string[], policy = '/usr/sbin/policy-rc.d'): string =>
  `export DEBIAN_FRONTEND=noninteractive
policy=${policy}${NO_SERVICES}
install() { apt-get install -y --no-install-recommends ${packages.join(' ')}; }
install || { apt-get update && install; }
code=$?
restore
(exit $code)`;

const NO_SERVICES = `
units() { command -v systemctl >/dev/null && systemctl list-unit-files --no-legend --type service,socket,timer 2>/dev/null | awk '{print $1}' | sort; }
before=$(mktemp) after=$(mktemp)
units >"$before"
if [ ! -e $policy ]; then printf '#!/bin/sh\\nexit 101\\n' >$policy && chmod 755 $policy && ours=1; fi
restore() {
  [ "$ours" ] && rm -f $policy
  units >"$after"
  for unit in $(comm -13 "$before" "$after"); do
    systemctl is-enabled --quiet "$unit" 2>/dev/null && systemctl disable "$unit" 2>/dev/null
  done
  rm -f "$before" "$after"
}
trap 'restore; exit 130' INT TERM HUP`;
