import {shellQuote} from '../hosts/init-scripts.ts';
import type {Command} from './driver.ts';

/** How one command ended. */
export interface Outcome {
  readonly command: Command;
  /** Absent where it was not run: one before it for the same object failed, or the agent was killed. */
  readonly exitCode?: number;
  readonly stderr: string;
}

/** Around the number of a command that ended and its exit code; what it said before it stands before the mark. */
const MARK = '\u0002';

/**
 * A bash script that runs the commands in their order and says on descriptor 3 how each ended. After one that fails,
 * the others of the same object are left out, and those of other objects run.
 *
 * Starting a process costs more than what most commands do. So neighbouring `ip` or `bridge` commands are one batch,
 * and neighbouring commands in one namespace enter it once. What is run stays what is shown.
 */
export const commandScript = (commands: readonly Command[]): string =>
  `exec 3>&1
${FUNCTIONS}
${inTheirNamespaces(commands.map((command, index) => ({command, index})))}`;

/**
 * `batch FIRST PROGRAM…` runs the words of array `lines` in one process, stopping at the first that fails; then again
 * with those that are left. `one NUMBER` tells how the last command ended.
 */
const FUNCTIONS = `
declare -A failed
mark() { printf '${MARK}%s %s${MARK}' "$1" "$2" >&3; }
one() {
  (($2)) && failed[$3]=1
  mark "$1" "$2"
}
batch() {
  local todo=() text said n i
  for i in "\${!lines[@]}"; do [[ \${failed[\${keys[i]}]} ]] || todo+=("$i"); done
  while ((\${#todo[@]})); do
    text=
    for i in "\${todo[@]}"; do text+=\${lines[i]}$'\\n'; done
    if said=$("$@" -batch - <<<"$text" 2>&1 >/dev/null 3>&-); then
      for i in "\${todo[@]}"; do mark "\${numbers[i]}" 0; done
      return
    fi
    n=\${said##*Command failed -:}
    n=\${n%%[!0-9]*}
    for i in "\${todo[@]:0:n-1}"; do mark "\${numbers[i]}" 0; done
    i=\${todo[n - 1]}
    printf %s "\${said%Command failed*}" >&3
    one "\${numbers[i]}" 1 "\${keys[i]}"
    set_aside=("\${todo[@]:n}") todo=()
    for i in "\${set_aside[@]}"; do [[ \${failed[\${keys[i]}]} ]] || todo+=("$i"); done
  done
}`;

interface Numbered {
  readonly command: Command;
  readonly index: number;
}

const namespaceOf = (command: Command): string => (command.kind === 'run' ? (command.namespace ?? '') : '');

const inTheirNamespaces = (commands: readonly Numbered[]): string =>
  neighbours(commands, ({command}) => namespaceOf(command))
    .map((run) => {
      const namespace = namespaceOf(run[0].command);
      if (namespace === '') return segments(run, []);
      if (run.every(({command}) => batchProgram(command) === 'ip')) return segments(run, ['-n', namespace]);
      const [number] = run.map(({index}) => index);
      return `ip netns exec ${namespace} bash -c ${shellQuote(`${FUNCTIONS}
${run.map(({command}) => `[[ \${INHERITED} == *${shellQuote(`|${keyOf(command)}|`)}* ]] && failed[${shellQuote(keyOf(command))}]=1`).join('\n')}
${segments(run, [])}
exit $((\${#failed[@]} > 0))`)} </dev/null || { failed_in ${number}; }
`;
    })
    .join('');

const keyOf = ({subject: {type, id}}: Command): string => `${type} ${id}`;
