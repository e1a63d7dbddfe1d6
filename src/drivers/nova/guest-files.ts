import {instanceFolder} from '../neutron/naming.ts';
import type {InstanceItem} from './plan.ts';

/**
 * The guest's first process. It talks to its console as a small Linux does, asks for an address on every card as long
 * as it gets none, and serves one page that says who it is.
 */
export function guestInit(item: InstanceItem): string {
  const folder = instanceFolder(item.instanceId);
  const links = item.interfaces.map(({link}) => link);
  return `#!/bin/busybox sh
# Run as: unshare --uts --mount --pid --fork --mount-proc --kill-child busybox sh init
export INSTANCE=${item.namespace} FOLDER=${folder}
hostname ${item.hostname}
echo "[    0.000000] Linux version $(uname -r) (${item.namespace})"
mkdir -p ${folder}/www
echo "<p>${item.hostname} (${item.namespace})</p>" >${folder}/www/index.html
ip link set lo up
rm -f ${folder}/online
echo 'Starting network:'
for link in ${links.join(' ')}; do
  # The pictures of a lesson are of IPv4.
  [ -e "/proc/sys/net/ipv6/conf/$link" ] && echo 1 >"/proc/sys/net/ipv6/conf/$link/disable_ipv6"
  ip link set "$link" up
  busybox udhcpc -f -t 5 -T 1 -A 5 -i "$link" -O staticroutes -O mtu -s ${GUEST_DHCP_CLIENT} &
done
echo 'Starting web server on port 80'
busybox httpd -f -p 80 -h ${folder}/www &
tries=0
while [ ! -e ${folder}/online ] && [ $tries -lt 100 ]; do
  busybox sleep 0.1
  tries=$((tries + 1))
done
echo
echo '${item.hostname} login:'
wait
`;
}

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
    echo "$interface: $ip/$mask mtu \${mtu:-1500}"
    [ -n "$FOLDER" ] && : >$FOLDER/online
    ;;
esac
`;
