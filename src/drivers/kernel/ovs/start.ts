import {HostError} from '../../hosts/host-error.ts';
import type {Node} from '../../hosts/host.ts';
import {openvswitchScript} from '../../hosts/openvswitch-script.ts';

/** Where every tool looks when nobody tells it otherwise. */
const FOLDERS = {database: '/etc/openvswitch', log: '/var/log/openvswitch', run: '/var/run/openvswitch'};

/**
 * /etc is the machine's, below a layer of the node: the machine's own database must not be read, and its folder cannot
 * be written by another user.
 */
const START = `
set -e
umask 022
pid=${FOLDERS.run}/ovs-vswitchd.pid
if [[ -e $pid ]] && kill -0 "$(<$pid)" 2>/dev/null; then exit 0; fi
mkdir -p ${FOLDERS.database} ${FOLDERS.log} ${FOLDERS.run}
mount -n -t tmpfs -o mode=755,size=32m openvswitch ${FOLDERS.database}
${openvswitchScript(FOLDERS)}
`;

/**
 * Of cached entries that overlap in user space, one can keep its old actions when flows change, and go on letting through
 * what no flow lets through any more, for as long as somebody tries (seen with 3.1.0). Entries for exactly one
 * connection do not overlap.
 */
const EXACT_ENTRIES = 'ovs-appctl upcall/disable-megaflows >/dev/null';

export interface OvsOptions {
  /** As in `datapath_type`: user space, or the kernel. */
  readonly datapath: 'netdev' | 'system';
  readonly signal?: AbortSignal;
}

/**
 * Starts Open vSwitch in a node: `ovsdb-server` and `ovs-vswitchd` as processes of the node, with their files where
 * `ovs-vsctl`, `ovs-ofctl` and `ovs-appctl` expect them. It has no bridge yet. Both end with the node. Where it
 * runs, nothing is done.
 *
 * Bridges that are made without saying more use the kernel's datapath; where the kernel has none, `datapath_type=netdev`
 * must be said (`ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev`).
 *
 * @param options.datapath the one that its bridges will have
 * @throws {HostError} with what the script said last
 */
export const startOvs = async (node: Node, {datapath, signal}: OvsOptions): Promise<void> => {
  const script = datapath === 'netdev' ? `${START}${EXACT_ENTRIES}` : START;
  const result = await node.run(['bash', '-c', script], {timeoutMs: 20_000, ...(signal && {signal})});
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
