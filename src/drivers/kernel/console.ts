import {RULES6_ARGV} from './ip-routes.ts';
import {CONSOLE_END} from './questions.ts';
import {LISTENERS_ARGV} from './sockets.ts';
import {SYSCTL_FILES} from './sysctl.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/**
 * /proc/sys/net shows the namespace of whoever reads it, and a process of its own for each file or small program would
 * cost more than the reading. So one bash a namespace reads files with its builtins and starts the programs that
 * cannot be kept running. The text is constant; the files it reads are its arguments.
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
while read -r word; do
  case $word in
    sysctls) read_files "$@" ;;
    iptables) iptables-save -c ;;
    ip6tables) ip6tables-save -c ;;
    rules6) ${RULES6_ARGV.join(' ')} ;;
    listeners) ${LISTENERS_ARGV.join(' ')} ;;
    *) false ;;
  esac < /dev/null 2>&1
  printf '${CONSOLE_END}%s\\n' $?
done
`;

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
