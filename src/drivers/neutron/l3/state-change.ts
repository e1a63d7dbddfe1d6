/** Where every server has the program: a path that shells search. */
export const STATE_CHANGE = '/usr/local/sbin/neutron-keepalived-state-change';

/**
 * What Neutron's program of the same name does, in bash: it listens to the kernel for the address that only the active
 * copy of a router has, and writes what it sees into the file `state`. The L3 agent reads it there; a real one is told
 * through a socket as well. It looks once more after a second, for what came before it listened.
 */
export const STATE_CHANGE_SCRIPT = `#!/bin/bash
for word; do
  case $word in
    --namespace=*) namespace=\${word#*=} ;;
    --conf_dir=*) folder=\${word#*=} ;;
    --monitor_interface=*) link=\${word#*=} ;;
    --monitor_cidr=*) cidr=\${word#*=} ;;
    --pid_file=*) pid_file=\${word#*=} ;;
    --log-file=*) log=\${word#*=} ;;
  esac
done
if [[ $UNDERLAY_DAEMON != yes ]]; then
  UNDERLAY_DAEMON=yes setsid "$0" "$@" </dev/null >/dev/null 2>&1 &
  exit
fi
echo $$ >"$pid_file"
look() {
  local now=backup
  [[ $(ip -n "$namespace" -o addr show dev "$link" to "\${cidr%/*}" 2>/dev/null) ]] && now=primary
  [[ $now == "$state" ]] && return
  state=$now
  printf %s "$state" >"$folder/state.new" && mv "$folder/state.new" "$folder/state"
  printf '%(%F %T)T Wrote router state %s\\n' -1 "$state" >>"$log"
}
exec 3< <(exec ip -n "$namespace" monitor address)
listener=$!
trap 'kill $listener; exit' TERM INT EXIT
look
read -rt 1 -u 3
look
while read -ru 3; do look; done
`;
