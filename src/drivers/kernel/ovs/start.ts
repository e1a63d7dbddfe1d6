import {HostError} from '../../hosts/host-error.ts';
import type {Node} from '../../hosts/host.ts';
import {openvswitchScript} from '../../hosts/openvswitch-script.ts';

/** Where every tool looks when nobody tells it otherwise. */
const FOLDERS = {database: '/etc/openvswitch', log: '/var/log/openvswitch', run: '/var/run/openvswitch'};

/**
 * /etc is the machine's, below a layer of the node: the machine's own database must not be read, and its folder cannot
 * be written by another user.
 */
const SCRIPT = `
set -e
umask 022
pid=${FOLDERS.run}/ovs-vswitchd.pid
if [[ -e $pid ]] && kill -0 "$(<$pid)" 2>/dev/null; then exit 0; fi
mkdir -p ${FOLDERS.database} ${FOLDERS.log} ${FOLDERS.run}
mount -n -t tmpfs -o mode=755,size=32m openvswitch ${FOLDERS.database}
${openvswitchScript(FOLDERS)}
`;

/**
 * Starts Open vSwitch in a node: `ovsdb-server` and `ovs-vswitchd` as processes of the node, with their files where
 * `ovs-vsctl`, `ovs-ofctl` and `ovs-appctl` expect them. It has no bridge yet. Both end with the node. Where it
 * runs, nothing is done.
 *
 * Bridges that are made without saying more use the kernel's datapath; where the kernel has none, `datapath_type=netdev`
 * must be said (`ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev`).
 *
 * @throws {HostError} with what the script said last
 */
export const startOvs = async (node: Node, signal?: AbortSignal): Promise<void> => {
  const result = await node.run(['bash', '-c', SCRIPT], {timeoutMs: 20_000, ...(signal && {signal})});
  signal?.throwIfAborted();
  if (result.ok) return;
  const said = result.stderr.trim() || `exit code ${result.exitCode ?? '?'}`;
  throw new HostError(
    {en: `Open vSwitch did not start on ${node.name}: ${said}`, zh: `${node.name} 上的 Open vSwitch 没有启动：${said}`},
    {
      en: 'Try a reset. "underlay doctor" tells what this machine allows.',
      zh: '请尝试重置。underlay doctor 会说明本机支持哪些功能。',
    },
  );
};
