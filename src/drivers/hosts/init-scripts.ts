import type {SandboxRoot} from './sandbox-root.ts';
import {NODE_FILES, NODE_FOLDER} from './shell-files.ts';

/** Where the outer sandbox keeps what its nodes share and their writable folders; nodes cover it with their own /var/tmp. */
const STORE = '/var/tmp';

/** Single quotes: nothing inside is expanded. */
export const shellQuote = (words: string): string => `'${words.replaceAll("'", `'\\''`)}'`;

const FUNCTIONS = `
fail() { printf 'error %s %s\\n' "$1" "$2"; exit 1; }
# One process for many mounts, which are the most of what a set-up costs. mount reads only regular files, and skips
# what it takes for mounted already: same source, place and type. So the first column names whose mount it is.
mount_all() {
  printf '%s\\n' "$2" >"$1"
  mount -n -a -T "$1"
}`;

/**
 * The first program of the sandbox, its pid 1. Prints `sandbox PID`, a line `node NAME PID PID-IN-SANDBOX` for each
 * node as it stands, or `error WHAT DETAIL`. Then waits for the end of its input, which is our end: the kernel ends
 * every process below a pid 1 that exits, and with the last process go namespaces, links and mounts.
 */
export const sandboxScript = (
  nodes: readonly string[],
  outside: {readonly net: string; readonly mnt: string},
  shows: Readonly<Record<string, string>> = {},
  devices: SandboxRoot['devices'] = 'few',
): string => `
${FUNCTIONS}
unset UNDERLAY_INIT
# Law 1: nothing is done before it is sure that this is not the machine's own network.
[[ $(readlink /proc/self/ns/net) != ${shellQuote(outside.net)} ]] || fail shared net
[[ $(readlink /proc/self/ns/mnt) != ${shellQuote(outside.mnt)} ]] || fail shared mnt
# /proc is still the machine's, so it knows this process by the machine's number. Nodes learn theirs from it too.
exec 9</proc 8</proc/self/ns/net
read -r pid _ </proc/self/stat
printf 'sandbox %s\\n' "$pid"

umask 022
store=${STORE} label=underlay-${outside.mnt.replaceAll(/\D/g, '')}
nodes=(${nodes.map(shellQuote).join(' ')})

# What is mounted now belongs to the learner's machine: nothing of it can be written. Flags such as nosuid are locked
# in a user namespace and must be given again. Kernel file systems are covered below or owned by nobody in here.
read_only() {
  local options=remount,bind,ro flag
  for flag in nosuid nodev noexec; do [[ ,$2, == *,$flag,* ]] && options+=,$flag; done
  mount -n -o "$options" "$1" 2>/dev/null && return
  # A mount we cannot change is hidden; one we cannot even look into does no harm.
  [[ -e $1 ]] || return 0
  mount -n -t tmpfs -o ro,size=4k,mode=755 "$label" "$1" 2>/dev/null && return
  fail read-only "$1"
}
remounts=()
declare -A seen
while read -r _ _ _ _ point options rest; do
  point=\${point//\\\\040/ } point=\${point//\\\\011/$'\\t'} point=\${point//\\\\012/$'\\n'} point=\${point//\\\\134/\\\\}
  [[ ,$options, == *,ro,* || -n \${seen[$point]} ]] && continue
  case $point in /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) continue ;; esac
  case \${rest#*- } in
    nsfs\\ * | autofs\\ * | cgroup* | rpc_pipefs\\ * | binfmt_misc\\ * | fusectl\\ *) continue ;;
  esac
  seen[$point]=1
  read_only "$point" "$options" &
  remounts+=($!)
done </proc/self/mountinfo
# Before anything of ours covers them.
for job in "\${remounts[@]}"; do wait "$job" || exit 1; done

# Nodes keep their files in it: as much memory as they may fill together.
mount -n -t tmpfs -o mode=755,nosuid,size=1g $label $store || fail mount "tmpfs $store"
for name in "\${nodes[@]}"; do
  d=$store/nodes/$name
  folders+=("$d"/{run/netns,run/lock,run/underlay,root,log,misc,upper,work})
  open_folders+=("$d"/{tmp,var-tmp})
done
mkdir -p $store/shared/bin $store/etc $store/dev/{pts,shm,net} "\${folders[@]}" || fail mount folders
mkdir -m 1777 "\${open_folders[@]}" || fail mount folders
${Object.entries(NODE_FILES)
  .map(([path, content]) => `printf %s ${shellQuote(content)} >$store/shared/${path}`)
  .join('\n')}
printf %s ${shellQuote(NODE_SCRIPT)} >$store/node-init

# A new namespace copies IPv4 settings of the machine's first one (net.core.devconf_inherit_init_net, which is not ours
# to set). Where forwarding is on there (Docker) or rp_filter (systemd), "ip netns add" gets a helping hand, so that
# every machine starts a lab alike.
read -r forwarding </proc/sys/net/ipv4/conf/all/forwarding
read -r filter_all </proc/sys/net/ipv4/conf/all/rp_filter
read -r filter_default </proc/sys/net/ipv4/conf/default/rp_filter
if [[ $forwarding$filter_all$filter_default != 000 ]]; then
  printf %s ${shellQuote(IP_WRAPPER)} >$store/shared/bin/ip
fi
chmod 755 $store/shared/bin/* &

# Files of the machine's root belong to nobody here and cannot be copied up by an overlay when somebody edits them;
# so those a lab may want to edit lie in a layer of our own between.
for file in /etc/{iproute2,sysctl.conf,sysctl.d,dnsmasq.conf,dnsmasq.d,nftables.conf,iptables,network,haproxy,ethertypes,protocols,services}; do
  [[ -r $file ]] && editable+=("$file")
done
(( \${#editable[@]} )) && cp -rL --no-preserve=ownership "\${editable[@]}" $store/etc/ 2>/dev/null &
printf '. ${NODE_FOLDER}/bashrc\\n' >$store/etc/bash.bashrc

${devices === 'few' ? FEW_DEVICES : ALL_DEVICES}
mount_all $store/fstab "$devices
$label /proc proc nosuid,nodev,noexec 0 0
$label /sys sysfs ro,nosuid,nodev,noexec 0 0
$store/dev /dev none rbind 0 0" || fail mount 'dev proc sys'
wait

# The end of our input, or of a node (killed by the kernel for want of memory), is the end of all.
while read -r _; do :; done <&0 &
input=$!
for name in "\${nodes[@]}"; do
  unshare --net --mount --uts --ipc --pid --fork --kill-child=KILL bash $store/node-init "$name" "$label-node" \
    ${Object.entries(shows).flat().map(shellQuote).join(' ')} <&0 &
  standing+=($!)
done
exec 8<&- 9<&-
trap '' HUP INT QUIT TERM PIPE
wait -n $input "\${standing[@]}"
kill -0 $input 2>/dev/null && echo 'A node was killed.' >&2
exit 0
`;

/** Device files cannot be made in a user namespace, only bound from the machine's /dev. */
const FEW_DEVICES = `
for device in null zero full random urandom tty net/tun kvm; do
  [[ -c /dev/$device ]] || continue
  : >$store/dev/$device
  devices+="/dev/$device $store/dev/$device none bind 0 0"$'\\n'
done
ln -s -t $store/dev /proc/self/fd pts/ptmx &
cp -P /dev/std{in,out,err} $store/dev/ 2>/dev/null &`;

/**
 * The kernel's own list, the same one wherever it is mounted: disks appear in it when they do. And LVM is told that
 * there is no udevd, which it would have make its names below /dev and wait for, nor a dmeventd to watch snapshots.
 */
const ALL_DEVICES = `
devices="$label $store/dev devtmpfs nosuid,noexec 0 0"
mkdir -p $store/etc/lvm
cat >$store/etc/lvm/lvmlocal.conf <<'END'
# No udevd runs here, so LVM makes what is below /dev by itself; and no dmeventd or lvmpolld.
activation {
  udev_sync = 0
  udev_rules = 0
  monitoring = 0
}
devices {
  obtain_device_list_from_udev = 0
  external_device_info_source = "none"
}
global {
  use_lvmpolld = 0
}
END`;

/** Makes a new namespace into a node. Argument: the node's name. Ends as the node's pid 1. */
const NODE_SCRIPT = `
${FUNCTIONS}
name=$1 label=$2 d=${STORE}/nodes/$1
shift 2
[[ /proc/self/ns/net -ef /proc/self/fd/8 ]] && fail shared "$name"
read -r outside _ </proc/self/fd/9/self/stat
read -r sandbox _ </proc/self/stat

ip link set lo up &
jobs=($!)
hostname "$name" 2>/dev/null &
cd /proc/sys/net/ipv4/conf
# A new namespace copies these from the machine's first one; see above.
for file in {all,default}/{forwarding,rp_filter,arp_ignore,arp_announce,proxy_arp,accept_local,route_localnet,log_martians}; do
  echo 0 >$file
done
# A link-local address that is "tentative" for two seconds and routers asked for in vain are noise in every picture
# and capture of a small lab. IPv6 itself stays as the kernel has it.
if cd ../../ipv6/conf 2>/dev/null; then
  for file in {all,default}/{accept_dad,router_solicitations}; do echo 0 >$file; done
fi
cd /

echo "$name" >$d/upper/hostname
printf '127.0.0.1\\tlocalhost\\n127.0.1.1\\t%s\\n::1\\tlocalhost ip6-localhost ip6-loopback\\n' "$name" >$d/upper/hosts
# Without a server glibc asks 127.0.0.1 and is refused at once, instead of waiting for one that cannot be reached.
echo '# No name server: this node has only the networks of the lab.' >$d/upper/resolv.conf
# An overlay is refused by kernels before 5.11, and where files are mounted in the machine's /etc (containers): then
# the node gets a copy.
if ! mount -n -t overlay -o lowerdir=${STORE}/etc:/etc,upperdir=$d/upper,workdir=$d/work $label /etc 2>/dev/null; then
  cp -an --no-preserve=ownership ${STORE}/etc/. $d/upper/ 2>/dev/null
  cp -an --no-preserve=ownership /etc/. $d/upper/ 2>/dev/null
  mount -n --bind $d/upper /etc || fail mount "/etc of $name"
fi
echo '. ${NODE_FOLDER}/bashrc' >$d/root/.bashrc

# Before the folders they are in are covered.
while (( $# )); do
  mkdir -p "$d/run/machine/$1"
  mount -n --rbind "$2" "$d/run/machine/$1" || fail mount "$2"
  shift 2
done

binds="$d/run /run none rbind 0 0
${STORE}/shared ${NODE_FOLDER} none bind,ro 0 0
$d/tmp /tmp none bind 0 0
$d/root /root none bind 0 0
"
[[ -d /var/log ]] && binds+="$d/log /var/log none bind 0 0"$'\\n'
[[ -d /var/lib/misc ]] && binds+="$d/misc /var/lib/misc none bind 0 0"$'\\n'
# Group tty of most distributions; with a single id there is no other group.
[[ -e /proc/self/setgroups && $(</proc/self/setgroups) == deny ]] || gid=,gid=5
# The sysfs shows the links of this network namespace. It is writable as on any server (bridge settings), for the
# kernel lets the namespace's root change only what belongs to the namespace.
mount_all $d/fstab "$binds
$label /sys sysfs nosuid,nodev,noexec 0 0
$label /dev/pts devpts newinstance,ptmxmode=0666,mode=620$gid 0 0
$label /dev/shm tmpfs mode=1777,nosuid,nodev,size=64m 0 0
$label /proc proc nosuid,nodev,noexec 0 0
$d/var-tmp ${STORE} none bind 0 0" || fail mount "$name"
wait "\${jobs[@]}" || fail loopback "$name"
wait
printf 'node %s %s %s\\n' "$name" "$outside" "$sandbox"
exec 8<&- 9<&- >/dev/null 2>&1
exec -c -a init bash ${NODE_FOLDER}/init
`;

/** Stands before the real ip where new namespaces would not start with forwarding and rp_filter off. */
export const IP_WRAPPER = `#!/bin/bash
PATH=\${PATH#${NODE_FOLDER}/bin:}
pattern=' net(n|ns)? add? ([^ ]+) '
[[ " $* " =~ $pattern ]] || exec ip "$@"
name=\${BASH_REMATCH[2]}
ip "$@" || exit
ip netns exec "$name" bash -c '
  for file in /proc/sys/net/ipv4/conf/{all,default}/{forwarding,rp_filter}; do echo 0 >$file; done'
`;
