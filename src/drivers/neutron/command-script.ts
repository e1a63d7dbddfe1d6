import {shellQuote} from '../hosts/init-scripts.ts';
import type {Command} from './driver.ts';

/** Around the number of a command that ended and its exit code; what it said before it stands before the mark. */
export const OUTCOME_MARK = '\u0002';

/** A command, and the file of the node in which its agent notes how it ended. */
export interface LoggedCommand {
  readonly command: Command;
  readonly log?: string;
}

/**
 * A bash script that runs the commands in their order, prints how each ended and notes it in the agents' logs. After
 * one that fails, the others of the same object are left out, and those of other objects run.
 *
 * Starting a process costs more than what most commands do, so neighbouring `ip` or `bridge` commands are one batch.
 */
export const commandScript = (commands: readonly LoggedCommand[]): string =>
  `${FUNCTIONS}${neighbours(commands).map(segment).join('')}`;

/** A script that notes what an agent has to say of itself. */
export const logScript = (path: string, level: 'INFO' | 'ERROR', words: string): string =>
  `printf '%(%F %T)T.%s ${level} %s\\n' -1 "\${EPOCHREALTIME: -6:3}" ${shellQuote(words)} >>${path}\n`;

/** What a command says against itself. No pipe: a daemon that kept it open would be waited for. */
const STDERR = '/run/neutron-agents.stderr';

/**
 * `sysctl -qw KEY=VALUE…` is what procps' one does, without a process.
 *
 * `batch PROGRAM…` runs the words of `lines` in one process, which stops at the first that fails; then the rest of
 * them, without those of the same object. A wrong argument ends `ip` without a word about the line, so every line is
 * followed by a question whose answers are counted.
 *
 * `ended NUMBER EXIT-CODE OBJECT LOG COMMAND WORDS` prints it and keeps a line for the log; `flush` writes these.
 */
const FUNCTIONS = `
exec 3>&1
declare -A failed notes
sysctl() {
  local pair key
  for pair in "\${@:2}"; do
    key=\${pair%%=*}
    [[ $key == */* ]] || key=\${key//.//}
    printf %s "\${pair#*=}" >"/proc/sys/$key" || return
  done
}
ended() {
  local level=INFO result=
  if (($2)); then failed[$3]=1 level=ERROR result=": \${6//$'\n'/ } (exit code $2)"; fi
  printf '%s${OUTCOME_MARK}%s %s${OUTCOME_MARK}' "$6" "$1" "$2" >&3
  [[ $4 ]] || return 0
  printf -v line '%(%F %T)T.%s %s [%s] %s%s' -1 "\${EPOCHREALTIME: -6:3}" $level "\${3% }" "$5" "$result"
  notes[$4]+=$line$'\n'
}
flush() {
  local log
  for log in "\${!notes[@]}"; do printf %s "\${notes[$log]}" >>"$log"; done
  notes=()
}
batch() {
  local text said words n i line rest question= todo=("\${!lines[@]}")
  [[ $1 == ip ]] && question='link show lo'
  while :; do
    rest=("\${todo[@]}") todo=() text=
    for i in "\${rest[@]}"; do
      [[ \${failed[\${keys[i]}]} ]] && continue
      todo+=("$i") text+=\${lines[i]}$'\\n'$question$'\\n'
    done
    ((\${#todo[@]})) || return
    if said=$("$@" -o -batch - <<<"$text" 2>&1 3>&-); then
      for i in "\${todo[@]}"; do ended "\${numbers[i]}" 0 "\${keys[i]}" "\${logs[i]}" "$* \${lines[i]}"; done
      return
    fi
    words= n=0
    while read -r line; do
      case $line in
        *': lo: '*) ((n += 1)) ;;
        'Command failed -:'*) [[ $question ]] || n=$(((\${line##*:} - 1) / 2)) ;;
        *) words+=$line ;;
      esac
    done <<<"$said"
    for i in "\${todo[@]:0:n}"; do ended "\${numbers[i]}" 0 "\${keys[i]}" "\${logs[i]}" "$* \${lines[i]}"; done
    i=\${todo[n]}
    ended "\${numbers[i]}" 1 "\${keys[i]}" "\${logs[i]}" "$* \${lines[i]}" "$words"
    todo=("\${todo[@]:n + 1}")
  done
}
`;

interface Numbered extends LoggedCommand {
  readonly index: number;
}

/** Commands one after the other that one process can run: a batch's words, or a single command. */
function neighbours(commands: readonly LoggedCommand[]): readonly (readonly Numbered[])[] {
  const groups: Numbered[][] = [];
  let last: string | undefined;
  for (const [index, logged] of commands.entries()) {
    const program = batchProgram(logged.command);
    if (program !== undefined && program === last) groups.at(-1)?.push({...logged, index});
    else groups.push([{...logged, index}]);
    last = program;
  }
  return groups;
}

/** `ip`, `bridge`, or `ip -n NAMESPACE`; undefined for what no batch can do. */
function batchProgram(command: Command): string | undefined {
  if (command.kind === 'write' || command.input !== undefined) return undefined;
  const {argv, namespace} = command;
  const [program, object] = argv;
  if (program === 'bridge' && namespace === undefined) return 'bridge';
  // Deleting a namespace is left to a process of its own: what is in it goes with it in that moment.
  if (program !== 'ip' || (object === 'netns' && argv[2] !== 'add')) return undefined;
  return namespace === undefined ? 'ip' : `ip -n ${namespace}`;
}

function segment(group: readonly Numbered[]): string {
  const [first] = group;
  if (first === undefined) return '';
  const program = batchProgram(first.command);
  if (program === undefined || group.length === 1) return single(first);
  const argument = ({command}: Numbered) => (command.kind === 'run' ? command.argv.slice(1).join(' ') : '');
  const list = (words: readonly string[]) => words.map(shellQuote).join(' ');
  return `lines=(${list(group.map(argument))})
keys=(${list(group.map(({command}) => keyOf(command)))})
logs=(${list(group.map(({log = ''}) => log))})
numbers=(${group.map(({index}) => index).join(' ')})
batch ${program}
flush
`;
}

const keyOf = ({subject: {type, id}}: Command): string => `${type} ${id}`;

const single = ({command, index, log = ''}: Numbered): string => {
  const key = shellQuote(keyOf(command));
  return `[[ \${failed[${key}]} ]] || {
${words(command)}
code=$? said=
[[ -s ${STDERR} ]] && read -rd '' said <${STDERR}
ended ${index} $code ${key} ${shellQuote(log)} ${shellQuote(commandLine(command))} "$said"
flush
} </dev/null
`;
};

/** Nothing but the marks is printed, and no daemon keeps our output open. */
function words(command: Command): string {
  if (command.kind === 'write') {
    const path = shellQuote(command.path);
    if (command.content === undefined) return `rm -f ${path} 2>${STDERR}`;
    const folder = shellQuote(command.path.slice(0, command.path.lastIndexOf('/')));
    return `{ { [[ -d ${folder} ]] || mkdir -p ${folder}; } && { printf %s ${shellQuote(command.content)} >${path}; }; } 2>${STDERR}`;
  }
  const {argv, namespace, input} = command;
  const line = `${commandWords(argv, namespace).map(quoteWord).join(' ')} 2>${STDERR} >/dev/null 3>&-`;
  return input === undefined ? line : `${line} <<'${HERE_END}'\n${input.replace(/\n?$/, '\n')}${HERE_END}`;
}

const HERE_END = 'END_OF_INPUT';

/** `ip -n` spares a process. */
const commandWords = (argv: readonly string[], namespace?: string): readonly string[] => {
  if (namespace === undefined) return argv;
  const [program = '', ...rest] = argv;
  return program === 'ip' ? ['ip', '-n', namespace, ...rest] : ['ip', 'netns', 'exec', namespace, ...argv];
};

const quoteWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word));

/** What a learner would type for it. */
export const commandLine = (command: Command): string => {
  if (command.kind === 'write') return command.content === undefined ? `rm ${command.path}` : `write ${command.path}`;
  return commandWords(command.argv, command.namespace).map(quoteWord).join(' ');
};
