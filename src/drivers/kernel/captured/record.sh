#!/bin/bash
# Records the output that the parser tests read, in namespaces of its own. As root:
#   unshare --net --mount --pid --fork --mount-proc bash record.sh
# Addresses of interfaces are fixed, so that a new recording differs only where the programs do.
set -e
cd "$(dirname "$0")"
mount -t tmpfs tmpfs /run
mkdir /run/netns
ip -V > versions.out
nft --version >> versions.out
iptables --version >> versions.out
ss -V >> versions.out
conntrack --version >> versions.out

mac() { printf '02:00:00:00:00:%02x' "$1"; }
ip link set lo up
ip netns add empty
ip netns add a
ip link add br0 type bridge forward_delay 0
ip link set br0 address "$(mac 1)" up
ip addr add 10.0.0.254/24 brd + dev br0
ip link add va address "$(mac 2)" type veth peer name eth0 address "$(mac 3)" netns a
ip link set va master br0 up
ip link add p0 address "$(mac 4)" type veth peer name p1 address "$(mac 5)"
ip link add vx address "$(mac 6)" type vxlan id 100 dstport 4789 local 10.0.0.254 dev br0 nolearning proxy
ip link add vg address "$(mac 7)" type vxlan id 101 dstport 8472 group 239.1.1.1 dev br0
ip link set vx up
ip link add mv0 link p0 address "$(mac 8)" type macvlan mode bridge
ip tuntap add tap0 mode tap
ip link set tap0 address "$(mac 9)"
ip tuntap add tun0 mode tun
ip link add ifb0 address "$(mac 10)" type ifb
bridge fdb append 00:00:00:00:00:00 dev vx dst 10.0.0.2
bridge fdb append 02:00:00:00:00:31 dev vx dst 10.0.0.3
bridge fdb add 02:00:00:00:00:32 dev va master static
ip neigh add 10.0.0.77 lladdr 02:00:00:00:00:33 dev br0 nud permanent
ip neigh add proxy 10.0.0.78 dev br0
ip rule add from 10.0.0.0/24 lookup 100 priority 500
ip rule add not fwmark 0x1/0xff iif br0 lookup 101 priority 501
ip rule add to 10.3.0.0/16 unreachable priority 502
ip -6 rule add from 2001:db8::/32 lookup 100 priority 600

ip -n a link set lo up
ip -n a link set eth0 up
ip -n a addr add 10.0.0.1/24 brd + dev eth0
ip -n a addr add 10.4.0.1 peer 10.4.0.2/32 dev eth0
ip -n a addr add 2001:db8::1/64 dev eth0 nodad
ip -n a route add default via 10.0.0.254
ip -n a -6 route add default dev eth0
ip -n a route add blackhole 10.9.0.0/16
ip -n a route add 10.8.0.0/16 via 10.0.0.2 metric 50 table 100
ip -n a route add 10.7.0.0/16 nexthop via 10.0.0.2 weight 1 nexthop via 10.0.0.254 weight 2
ip netns exec a ping -q -c 1 10.0.0.254 > /dev/null
ip netns exec a sysctl -q net.ipv4.ip_forward=1 net.ipv4.conf.eth0.rp_filter=2 net.ipv4.conf.eth0.proxy_arp=1

ip -j -d addr show > links.out
ip -n a -j -d addr show > links-a.out
ip -n empty -j -d addr show > links-empty.out
ip -n a -j -d route show table all > routes-a.out
ip -n empty -j -d route show table all > routes-empty.out
ip -j -d rule show > rules.out
ip -6 -j -d rule show > rules6.out
ip -j -d neigh show > neighbours.out
ip -j -d neigh show proxy > neighbours-proxy.out
ip -n empty -j -d neigh show > neighbours-empty.out
ip -n a -j -d netconf show > netconf-a.out
ip -j netns list-id > netns-ids.out
bridge -j fdb show > fdb.out
bridge -j vlan show > vlans-empty.out

in_a() { ip netns exec a "$@"; }
in_a iptables-save -c > iptables-empty.out
in_a nft list ruleset > ruleset-empty.out
in_a iptables -P FORWARD DROP
in_a iptables -A FORWARD -i eth0 -o lo -s 10.0.0.0/24 -j ACCEPT
in_a iptables -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
in_a iptables -A OUTPUT -p icmp -d 10.0.0.254 -m comment --comment 'counts "pings"' -j ACCEPT
in_a iptables -t nat -N underlay-chain
in_a iptables -t nat -A POSTROUTING -j underlay-chain
in_a iptables -t nat -A underlay-chain -s 10.0.0.0/24 ! -d 10.0.0.0/24 -o eth0 -j MASQUERADE
in_a iptables -t nat -A PREROUTING -i eth0 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080
in_a ip6tables -A INPUT -p icmpv6 -j ACCEPT
in_a ping -q -c 3 -i 0.2 10.0.0.254 > /dev/null
in_a nft add table inet lesson
in_a nft 'add chain inet lesson in { type filter hook input priority 0; policy accept; }'
in_a nft add rule inet lesson in ip saddr 10.0.0.9 counter drop
in_a nft add table ip raw
in_a nft 'add set ip raw hosts { type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2 }; }'
in_a nft add table ip nat6only
in_a iptables-save -c > iptables.out
in_a ip6tables-save -c > ip6tables.out
in_a nft list ruleset > ruleset.out

in_a nc -l -k -p 8080 &
in_a nc -u -l -p 53 &
in_a nc -6 -l -k -s ::1 -p 99 &
until [ "$(in_a ss -H -l -n -t -u | wc -l)" = 3 ]; do :; done
in_a ss -H -l -n -t -u -p > listeners.out
ip netns exec empty ss -H -l -n -t -u -p > listeners-empty.out
nc -z 10.0.0.1 8080
echo x | nc -u -w 1 10.0.0.1 53
in_a conntrack -L -o extended > conntrack.out
jobs -p | xargs kill
