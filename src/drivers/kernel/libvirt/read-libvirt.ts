import type {LibvirtSnapshot, Reading} from '../../../state/snapshot.ts';
import type {Node, ScriptRunner} from '../../hosts/host.ts';
import {parseLibvirt} from './parse-libvirt.ts';

/** Where a libvirtd of the node listens. */
export const LIBVIRT_SOCKET = '/run/libvirt/libvirt-sock';

/**
 * Two conversations with libvirtd, whatever there is: first the ids, then all of them. In between one may go; then it is
 * asked again.
 */
export const LIBVIRT_SCRIPT = `
export VIRSH_DEFAULT_CONNECT_URI=qemu:///system
ids() { virsh -q "$1 --all --uuid"; }
ask() {
  local domains networks pools questions= id
  domains=$(ids list) && networks=$(ids net-list) && pools=$(ids pool-list) || return
  for id in $domains; do questions+="echo @@domain@@; dumpxml $id; echo @@info@@; dominfo $id; "; done
  for id in $networks; do
    questions+="echo @@network@@; net-dumpxml $id; echo @@info@@; net-info $id; echo @@leases@@; net-dhcp-leases $id; "
  done
  for id in $pools; do questions+="echo @@pool@@; pool-dumpxml $id; echo @@info@@; pool-info $id; "; done
  virsh -q "$questions echo @@end@@"
}
said=$(ask 2>/dev/null) || said=$(ask) || exit
for file in /run/libvirt/qemu/*.pid; do
  [[ -r $file ]] && pid=$(<$file) && [[ -d /proc/$pid ]] || continue
  name=\${file##*/}
  printf '@@qemu@@%s %s\\n' "\${name%.pid}" "$pid"
  cat /proc/$pid/task/*/comm 2>/dev/null
done
printf '%s' "$said"
`;

/**
 * What the node's libvirtd says; undefined where there is none.
 * @param scripts a shell that `ps` in the node does not show
 */
export async function readLibvirt(
  node: Node,
  scripts: () => ScriptRunner,
): Promise<Reading<LibvirtSnapshot> | undefined> {
  if (!(await hasLibvirt(node))) return undefined;
  const result = await scripts().run(LIBVIRT_SCRIPT, {timeoutMs: 20_000});
  if (!result.ok) {
    // It may have been ended meanwhile, which is no failure of reading.
    if (!(await hasLibvirt(node))) return undefined;
    const why = result.stderr.trim().split('\n').at(-1) ?? '';
    return {ok: false, why: result.timedOut ? 'libvirtd did not answer' : why};
  }
  try {
    return {ok: true, value: parseLibvirt(result.stdout)};
  } catch (error) {
    return {ok: false, why: error instanceof Error ? error.message : String(error)};
  }
}

/** The socket outlives a libvirtd that was killed; then the answer says that nobody listens. */
export const hasLibvirt = (node: Node): Promise<boolean> =>
  node.files.identity(LIBVIRT_SOCKET).then(
    () => true,
    () => false,
  );
