import {FDB_COMMAND, VLANS_COMMAND} from './bridge.ts';
import {IPSET_SAVE} from './ipset.ts';
import {LINKS_COMMAND} from './ip-links.ts';
import {NEIGHBOURS_COMMAND, PROXY_NEIGHBOURS_COMMAND} from './ip-neighbours.ts';
import {ROUTES_COMMAND, RULES6_ARGV, RULES_COMMAND} from './ip-routes.ts';
import {RULESET_COMMAND, SENTINEL_COMMAND} from './nft.ts';
import {LISTENERS_ARGV} from './sockets.ts';
import {NETCONF_COMMAND, SYSCTL_FILES} from './sysctl.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/** What is asked of `ip -batch` at once; answered in this order, a line each. */
export const IP_COMMANDS = {
  links: LINKS_COMMAND,
  routes: ROUTES_COMMAND,
  rules: RULES_COMMAND,
  ordinary: NEIGHBOURS_COMMAND,
  proxies: PROXY_NEIGHBOURS_COMMAND,
  netconf: NETCONF_COMMAND,
};
export const BRIDGE_COMMANDS = {fdb: FDB_COMMAND, vlans: VLANS_COMMAND};

/** Ends an answer of the console, with the exit code. */
export const CONSOLE_END = '\u0004';

const quoted = (commands: readonly string[]): string => commands.map((command) => `'${command}'`).join(' ');

/**
 * Everything that is read from one namespace comes through one bash of our own in it. Starting a process from here
 * costs milliseconds, which a namespace pays once; bash starts the rest for a tenth.
 *
 * - `ip`, `bridge` and `nft` stay, reading questions from a pipe and answering on bash's own output. They start at
 *   their first question, and when one of them ends, bash ends: then all is started anew.
 * - `iptables-save`, `ss`, `ip -6 rule` and `ipset` cannot be kept; they run at each question.
 * - Files of /proc/sys/net show the namespace of whoever reads them, so bash reads them, with its builtins.
 *
 * They are coprocesses because a process substitution wants /dev/fd, which needs a /proc that knows this process, and
 * the node's does not. bash 5.2 warns of a second coprocess, though it keeps both.
 *
 * The text is constant; the files it reads are its arguments. One question at a time, or answers would mix.
 */
const SCRIPT = `
read_files() {
  local file lines
  for file; do
    [[ -e $file ]] || continue
    mapfile -t lines < "$file" || return 1
    printf '%s\\n' "$file" "\${lines[@]/#/ }"
  done
}
exec 3>&1 4>&2
while read -r word; do
  case $word in
    ip)
      [[ $ip ]] || { coproc ip { ip -j -d -force -batch - >&3 2>&4; kill $; }; } 2> /dev/null
      printf '%s\\n' ${quoted(Object.values(IP_COMMANDS))} >&"\${ip[1]}"
      continue ;;
    bridge)
      [[ $bridge ]] || { coproc bridge { bridge -j -force -batch - >&3 2>&4; kill $; }; } 2> /dev/null
      printf '%s\\n' ${quoted(Object.values(BRIDGE_COMMANDS))} >&"\${bridge[1]}"
      continue ;;
    nft)
      [[ $nft ]] || { coproc nft { nft -i >&3 2>&4; kill $; }; } 2> /dev/null
      printf '%s\\n' ${quoted([RULESET_COMMAND, SENTINEL_COMMAND])} >&"\${nft[1]}"
      continue ;;
  esac
  case $word in
    sysctls) read_files "$@" ;;
    iptables) iptables-save -c ;;
    ip6tables) ip6tables-save -c ;;
    rules6) ${RULES6_ARGV.join(' ')} ;;
    listeners) ${LISTENERS_ARGV.join(' ')} ;;
    sets) ${IPSET_SAVE} ;;
    *) false ;;
  esac < /dev/null 2>&1
  printf '${CONSOLE_END}%s\\n' $?
done
`;

/** What it keeps running, for the command log. */
export const CONSOLE_RUNS = [
  ['ip', '-j', '-d', '-force', '-batch', '-'],
  ['bridge', '-j', '-force', '-batch', '-'],
  ['nft', '-i'],
];
export const CONSOLE_ARGV: readonly string[] = ['bash', '--norc', '-c', SCRIPT, 'bash', ...SYSCTL_FILES];

/** The lines of files by their names; a file that is not there is absent. */
export type Files = Readonly<Record<string, readonly string[]>>;

/**
 * The files that the console printed: each name on a line, followed by its lines, indented.
 * @throws {UnreadableOutput}
 */
export const parseFiles = (text: string): Files => {
  const files: Record<string, string[]> = {};
  let open: string[] | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('/')) {
      open = [];
      files[line] = open;
    } else if (line.startsWith(' ') && open !== undefined) open.push(line.slice(1));
    else if (line !== '') throw new UnreadableOutput('bash', index + 1, line, 'expected a file');
  }
  return files;
};
