import {NODE_BIN} from './environment.ts';
import {PRIVATE_OSC} from './control-reply.ts';
import {START_LIBVIRT} from './guest/start-libvirt.ts';

/** Where {@link NODE_FILES} lie in every node, read-only and shared. */
export const NODE_FOLDER = '/run/underlay';
export const SHELL_RC = `${NODE_FOLDER}/bashrc`;

/**
 * The interactive shell's start file. Marks prompts and commands with OSC 133 (the convention of terminals with shell
 * integration), each with the shell's pid so that a shell inside a shell (`ip netns exec red bash`) is told apart.
 * The text of a command comes from the history, which keeps it as it was typed; so the history stays on.
 * Only builtins run at a prompt, and one fork a command: the prompt must not be felt.
 */
const BASHRC = `
[[ $- == *i* ]] || return 0
[[ -z $__underlay_ready ]] || return 0
__underlay_ready=1
PATH=${NODE_BIN}:\${PATH#${NODE_BIN}:}
unset -f command_not_found_handle
unset HISTCONTROL HISTIGNORE HISTTIMEFORMAT
HISTFILE=~/.bash_history HISTSIZE=10000
shopt -s checkwinsize cmdhist lithist
set -o history
alias ls='ls --color=auto' grep='grep --color=auto' ll='ls -l'

# The name of the network namespace this shell is in; empty in the node's own. A shell never changes it.
__underlay_namespace=
if ! [[ /proc/self/ns/net -ef /proc/1/ns/net ]]; then
  __underlay_namespace=?
  for __underlay_file in /run/netns/*; do
    [[ $__underlay_file -ef /proc/self/ns/net ]] && __underlay_namespace=\${__underlay_file##*/} && break
  done
  unset __underlay_file
fi

# Those of a cloud have names too long to type.
__underlay_complete() {
  local names=(/run/netns/*) before=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  [[ $before == exec || $before == -n ]] && COMPREPLY=($(compgen -W "\${names[*]##*/}" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F __underlay_complete ip

__underlay_command() {
  local text
  text=$(HISTTIMEFORMAT= builtin history 1)
  [[ $text =~ ^[[:space:]]*[0-9]+.[[:space:]](.*)$ ]] && text=\${BASH_REMATCH[1]}
  text=\${text//\\\\/\\\\\\\\} text=\${text//$'\\n'/\\\\n} text=\${text//$'\\e'/\\\\e} text=\${text//$'\\a'/\\\\a}
  printf '\\e]133;C;%s;%s\\a' $$ "$text"
}
__underlay_prompt() {
  local code=$?
  HISTCONTROL= HISTIGNORE=
  printf '\\e]133;D;%s;%s\\a' $$ $code
}
PROMPT_COMMAND=__underlay_prompt
PS0='$(__underlay_command)'
PS1='\\[\\e]133;A;'$$'\\a\\]\\u@\\h'"\${__underlay_namespace:+($__underlay_namespace)}"':\\w\\$ \\[\\e]133;B;'$$'\\a\\]'
`;

/** Sends its words to us as an escape sequence on the terminal and prints what we answer. */
const UNDERLAY_COMMAND = `#!/bin/bash
say() { printf '%s\\n' "$@" >&2; }
if ! { exec 3<>/dev/tty; } 2>/dev/null; then
  say 'underlay: there is no terminal here. Type it in the shell of the lab, not in a script.' \\
      'underlay：这里没有终端。请在实验的 shell 里输入，不要放在脚本中。'
  exit 2
fi
saved=$(stty -g <&3)
answered=
finish() {
  [[ $answered ]] || printf '\\e]${PRIVATE_OSC};gone\\a' >&3
  stty "$saved" <&3
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# No echo and no line editing: the answer must not show, and has no line end.
stty -echo -icanon min 1 time 0 <&3
words=
(( $# )) && words=$(printf '%s\\0' "$@" | base64 -w0)
printf '\\e]${PRIVATE_OSC};control;%s\\a' "$words" >&3
# Keys typed meanwhile come first; the answer ends with BEL. In short turns, because bash runs a trap between two
# commands: Ctrl-C in the moment before a read begins to wait is seen when that read ends.
heard=
quiet=0
while (( quiet < 20 )); do
  IFS= read -r -d $'\\a' -t 0.25 -u 3 part
  code=$?
  heard+=$part
  # Nothing more within this turn; what came of an answer is kept.
  (( code > 128 )) && (( quiet += 1 )) && continue
  (( code == 0 )) || break
  [[ $heard == *']${PRIVATE_OSC};reply;'* ]] || { heard=; continue; }
  answered=1
  reply=\${heard##*]${PRIVATE_OSC};reply;}
  base64 -d <<<"\${reply#*;}"
  exit "\${reply%%;*}"
done
say 'underlay: no answer within 5 seconds. Is the lab window still open?' \\
    'underlay：5 秒内没有回答。实验窗口还开着吗？'
exit 2
`;

/** The learner is root already; lessons and habits say sudo all the same, and a set-uid sudo cannot work here. */
const SUDO_COMMAND = `#!/bin/bash
while [[ $1 == -* ]]; do
  case $1 in
    --) shift; break ;;
    -u | -g | -p) shift 2 ;;
    -i | -s) shift; (( $# )) || exec bash ;;
    *) shift ;;
  esac
done
while [[ $1 == [A-Za-z_]*=* ]]; do export "$1"; shift; done
(( $# )) || { echo 'usage: sudo COMMAND (you are root already)' >&2; exit 1; }
exec "$@"
`;

/** Pid 1 of a node after its set-up: holds the node open and reaps what lost its parent, until our end closes. */
const INIT = `
trap '' HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM XCPU XFSZ VTALRM
while read -r _; do :; done
`;

/** Read by every node from {@link NODE_FOLDER}: path below it and content; what lies in bin may be executed. */
export const NODE_FILES: Readonly<Record<string, string>> = {
  bashrc: BASHRC,
  init: INIT,
  'bin/underlay': UNDERLAY_COMMAND,
  'bin/sudo': SUDO_COMMAND,
  'bin/start-libvirt': START_LIBVIRT,
};
