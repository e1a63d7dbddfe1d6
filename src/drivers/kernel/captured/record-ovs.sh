#!/bin/bash
# Records what Open vSwitch prints, for the tests of its parsers, in namespaces of its own. As root:
#   unshare --net --mount --pid --fork --mount-proc bash record-ovs.sh
# The flows of ovs-flows-neutron-*.out are not from here: agents of Neutron 21.0 made them.
set -e
cd "$(dirname "$0")"
mount -t tmpfs tmpfs /run
export OVS_RUNDIR=/run/ovs OVS_DBDIR=/run/ovs OVS_LOGDIR=/run/ovs
mkdir /run/ovs
ovsdb-tool create /run/ovs/conf.db /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server /run/ovs/conf.db --remote=punix:/run/ovs/db.sock --pidfile --log-file -vconsole:off --detach
ovs-vsctl --no-wait init
ovs-vswitchd --pidfile --log-file -vconsole:off --detach

ip link set lo up
for n in 1 2 3; do
  ip netns add vm$n 2>/dev/null || { mkdir -p /run/netns; ip netns add vm$n; }
  ip link add tap$n type veth peer name eth0 address 02:00:00:00:00:0$n netns vm$n
  ip link set tap$n up
  ip -n vm$n link set eth0 up
  ip -n vm$n addr add 10.0.0.$n/24 dev eth0
  ip -n vm$n -6 addr flush dev eth0
done
list() {
  ovs-vsctl -f json -- --columns=_uuid,name,datapath_type,fail_mode,ports list Bridge \
    -- --columns=_uuid,name,tag,trunks,vlan_mode,interfaces list Port \
    -- --columns=_uuid,name,type,ofport,options,error list Interface
}
list > ovs-database-empty.out
netdev() { ovs-vsctl add-br "$1" -- set bridge "$1" datapath_type=netdev "${@:2}"; }
netdev br-int
netdev br-ex fail_mode=secure
ovs-vsctl add-port br-int tap1 tag=10 -- add-port br-int tap2 tag=10 -- add-port br-int tap3 trunks=10,20 vlan_mode=trunk
ovs-vsctl add-port br-int int-br-ex -- set interface int-br-ex type=patch options:peer=phy-br-ex \
  -- add-port br-ex phy-br-ex -- set interface phy-br-ex type=patch options:peer=int-br-ex
ovs-vsctl add-port br-int vx1 -- set interface vx1 type=vxlan options:remote_ip=192.0.2.2 options:key=flow
ovs-vsctl --timeout=2 add-port br-int missing0 2>/dev/null || true
ovs-ofctl add-flow br-ex "cookie=0x2a,priority=4,in_port=phy-br-ex,dl_vlan=10,actions=strip_vlan,NORMAL"
ovs-ofctl add-flow br-ex "table=1,idle_timeout=300,send_flow_rem,tcp,nw_dst=10.0.0.0/24,tp_dst=80,actions=mod_vlan_vid:20,output:phy-br-ex"
ip netns exec vm1 ping -q -c 2 10.0.0.2 > /dev/null
list > ovs-database.out
ovs-ofctl --names dump-flows br-ex > ovs-flows.out
ovs-appctl fdb/show br-int > ovs-fdb.out
ovs-vsctl -V | head -1 > ovs-versions.out
