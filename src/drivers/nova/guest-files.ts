import {instanceFolder} from '../neutron/naming.ts';
import type {InstanceItem} from './plan.ts';

/**
 * The guest's first process. It talks to its console as a small Linux does, asks for an address on every card as long
 * as it gets none, serves one page that says who it is, and asks for metadata as CirrOS does.
 */
export function guestInit(item: InstanceItem): string {
  const folder = instanceFolder(item.instanceId);
  const links = item.interfaces.map(({link}) => link);
  const withIpv6 = item.interfaces.filter(({hasIpv6}) => hasIpv6).map(({link}) => link);
  return `#!/bin/busybox sh
# Run as: unshare --uts --mount --pid --fork --mount-proc --kill-child busybox sh init
export INSTANCE=${item.namespace} FOLDER=${folder}
hostname ${item.hostname}
echo "[    0.000000] Linux version $(uname -r) (${item.namespace})"
mkdir -p ${folder}/www
echo "<p>${item.hostname} (${item.namespace})</p>" >${folder}/www/index.html
ip link set lo up
rm -f ${folder}/online ${folder}/news
mkfifo ${folder}/news
exec 3<>${folder}/news
echo 'Starting network:'
for link in ${links.join(' ')}; do
  # The pictures of most lessons are of IPv4; where a network has IPv6, the kernel listens to its router.
  case ' ${withIpv6.join(' ')} ' in *" $link "*) ;; *)
    [ -e "/proc/sys/net/ipv6/conf/$link" ] && echo 1 >"/proc/sys/net/ipv6/conf/$link/disable_ipv6" ;;
  esac
${item.reboots > 0 ? FORGET : ''}  ip link set "$link" up
done
# A first question that comes before other nodes know of the port is asked again a whole second later.
busybox sleep 0.3
for link in ${links.join(' ')}; do
  busybox udhcpc -f -t 5 -T 1 -A 5 -i "$link" -O staticroutes -O mtu -s ${GUEST_DHCP_CLIENT} &
done
echo 'Starting web server on port 80'
busybox httpd -f -p 80 -h ${folder}/www &
# Until there is an address, or ten seconds. Looking again and again would be a process each time.
read -t 10 _ <&3
${GUEST_METADATA}metadata &
echo
echo '${item.hostname} login:'
wait
`;
}

/** After a reboot: the namespace stays, what the boot before put there does not. */
const FORGET = `  ip addr flush dev "$link"
`;

/** Its busybox wget must not be given a time-out of its own: the static build crashes. */
const GUEST_METADATA = `get() { busybox timeout 3 busybox wget -qO- "http://169.254.169.254/2009-04-04/$1"; }
metadata() {
  echo 'checking http://169.254.169.254/2009-04-04/meta-data/instance-id'
  tries=1
  while ! id=$(get meta-data/instance-id 2>&1); do
    echo "failed $tries/10: \${id##*: }"
    tries=$((tries + 1))
    if [ $tries -gt 10 ]; then
      echo 'failed to read iid from metadata. tried 10'
      return
    fi
    busybox sleep 1
  done
  echo "successful after $tries/10 tries. iid=$id"
  # Once in the life of an instance.
  [ -e "$FOLDER/user-data" ] && return
  get user-data >"$FOLDER/user-data" 2>/dev/null
  read -r first <"$FOLDER/user-data"
  case $first in '#!'*) chmod 700 "$FOLDER/user-data" && "$FOLDER/user-data" ;; esac
}
`;

/** Where every server has {@link GUEST_DHCP_CLIENT_SCRIPT}, which all its guests use. */
export const GUEST_DHCP_CLIENT = '/var/lib/nova/dhcp-client';

/** What the DHCP client does with an answer: address, MTU, routes and name servers. */
export const GUEST_DHCP_CLIENT_SCRIPT = `#!/bin/busybox sh
# busybox udhcpc calls it with the event, and the answer in the environment.
: "\${INSTANCE:=$(/sbin/ip netns identify)}"
case $1 in
  deconfig)
    ip addr flush dev "$interface" scope global
    ;;
  bound | renew)
    [ -n "$mtu" ] && ip link set "$interface" mtu "$mtu"
    ip addr replace "$ip/$mask" dev "$interface"
    # RFC 3442: whoever gets option 121 ignores the router option.
    if [ -n "$staticroutes" ]; then
      set -- $staticroutes
      while [ $# -ge 2 ]; do
        if [ "$2" = 0.0.0.0 ]; then ip route replace "$1" dev "$interface"
        else ip route replace "$1" via "$2" dev "$interface"; fi
        shift 2
      done
    elif [ -n "$router" ]; then
      ip route replace default via "\${router%% *}" dev "$interface"
    fi
    # "ip netns exec" shows these files as those of /etc.
    mkdir -p /etc/netns/$INSTANCE
    { [ -n "$domain" ] && echo "search $domain"
      for server in $dns; do echo "nameserver $server"; done; } >/etc/netns/$INSTANCE/resolv.conf
    # Who comes in by the console sees it too.
    [ /etc/netns/$INSTANCE/resolv.conf -ef /etc/resolv.conf ] || mount -n --bind /etc/netns/$INSTANCE/resolv.conf /etc/resolv.conf
    echo "$interface: $ip/$mask mtu \${mtu:-1500}"
    # The guest's first process holds the other end as long as it lives.
    [ -n "$FOLDER" ] && : >$FOLDER/online && echo >$FOLDER/news
    ;;
esac
`;

/** Where every server has {@link CONSOLE_COMMAND}. */
export const CONSOLE = '/usr/local/sbin/console';

/** `console NAME`: a shell in an instance, as if one sat before it. */
export const CONSOLE_COMMAND = `#!/bin/bash
say() { printf '%s\\n' "$@" >&2; }
wanted=$1 names=()
for folder in /var/lib/nova/instances/*/; do
  folder=\${folder%/} name= instance=
  [[ -r $folder/init ]] || continue
  while read -r word value; do
    case $word in
      export) instance=\${value%% *} instance=\${instance#INSTANCE=} ;;
      hostname) name=$value; break ;;
    esac
  done <"$folder/init"
  pid=$(pgrep -o -f "^busybox sh $folder/init boot-[0-9]+$") || pid=
  names+=("$name ($instance)\${pid:+ *}")
  [[ $wanted && ( $wanted == "$name" || $wanted == "$instance" || $wanted == "\${folder##*/}" ) ]] || continue
  if [[ ! $pid ]]; then
    say "console: $wanted is not running." "console：$wanted 没有运行。"
    exit 1
  fi
  say "$name: exit or Ctrl-D leaves." "$name：用 exit 或 Ctrl-D 离开。"
  cd / && exec nsenter -t "$pid" -n -u -m -p -- bash
done
say 'usage: console NAME' '用法：console 实例名'
if ((\${#names[@]})); then say "\${names[@]/#/  }" '* running  运行中'
else say 'This node has no instances.' '该节点上没有实例。'; fi
exit 1
`;
