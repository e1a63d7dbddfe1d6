import type {Node} from '../../hosts/host.ts';

/** Where Open vSwitch has its sockets and pid files, and its programs look for them: the node's own /run. */
export const OVS_RUN = '/run/openvswitch';

/**
 * Starts ovsdb-server with an empty database and ovs-vswitchd, or nothing where both run. Bridges are to have
 * `datapath_type=netdev`: frames are switched in the daemon, and the kernel needs no module for it.
 * @throws {Error} with what the programs said
 */
export async function startOpenVswitch(node: Node): Promise<void> {
  const result = await node.run(['bash', '-euo', 'pipefail', '-c', START], {timeoutMs: 20_000});
  if (!result.ok) throw new Error(`${node.name}: Open vSwitch did not start: ${result.stderr.trim() || 'no answer'}`);
}

// The daemons print what they log as long as they have a terminal, and keep no output of ours open.
const START = `
mkdir -p ${OVS_RUN} /var/log/openvswitch
runs() { [[ -e ${OVS_RUN}/$1.pid ]] && kill -0 "$(<${OVS_RUN}/$1.pid)" 2>/dev/null; }
if ! runs ovsdb-server; then
  [[ -e ${OVS_RUN}/conf.db ]] || ovsdb-tool create ${OVS_RUN}/conf.db /usr/share/openvswitch/vswitch.ovsschema
  ovsdb-server ${OVS_RUN}/conf.db --remote=punix:${OVS_RUN}/db.sock --pidfile=${OVS_RUN}/ovsdb-server.pid \\
    --unixctl=${OVS_RUN}/ovsdb-server.ctl --log-file=/var/log/openvswitch/ovsdb-server.log -vconsole:off --detach </dev/null >/dev/null
  ovs-vsctl --no-wait --timeout=10 init
fi
if ! runs ovs-vswitchd; then
  ovs-vswitchd unix:${OVS_RUN}/db.sock --pidfile=${OVS_RUN}/ovs-vswitchd.pid \\
    --log-file=/var/log/openvswitch/ovs-vswitchd.log -vconsole:off --detach </dev/null >/dev/null
fi
`;
