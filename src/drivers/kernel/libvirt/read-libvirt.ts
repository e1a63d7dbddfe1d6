import type {LibvirtSnapshot} from '../../../state/libvirt.ts';
import type {Reading} from '../../../state/snapshot.ts';
import type {Node, ScriptRunner} from '../../hosts/host.ts';
import {parseLibvirt} from './parse-libvirt.ts';

/** Where a libvirtd of the node listens. */
export const LIBVIRT_SOCKET = '/run/libvirt/libvirt-sock';

/**
 * Three conversations with libvirtd, whatever there is: the ids, the names of volumes, then all of them. What goes in
 * between is told as an error in its place: the errors of the last conversation stand among its answers.
 */
export const LIBVIRT_SCRIPT = `
export VIRSH_DEFAULT_CONNECT_URI=qemu:///system
# virsh's echo ends no line.
newline=$'\\n'
ids() { virsh -q "$1 --all --uuid"; }
# \`@@ID\` for each pool that is active, and its volumes, a line each: \` NAME   PATH\`.
volumes() {
  local active id questions=
  active=$(virsh -q 'pool-list --uuid') || return
  for id in $active; do questions+="echo '@@$id$newline'; vol-list $id; "; done
  [[ -z $questions ]] || virsh -q "$questions" 2>&1
}
# For one pool or another: questions about its volumes, by its id.
declare -A about
ask_about() {
  local id line name of_files='^ ([^/]*[^/ ]) {3,}/' of_others='^ (.*[^ ]) {3,}[^ ]'
  about=()
  while IFS= read -r line; do
    if [[ $line == @@* ]]; then id=\${line#@@}
    elif [[ $line =~ $of_files || $line =~ $of_others ]]; then
      name=\${BASH_REMATCH[1]//\\\\/\\\\\\\\}
      name="\\"\${name//\\"/\\\\\\"}\\""
      about[$id]+="echo @@volume@@$name'$newline'; vol-dumpxml --pool $id --vol $name; "
    elif [[ -n $line ]]; then
      echo "$line" >&2
      return 1
    fi
  done
}
ask() {
  local domains networks pools listed questions= id
  domains=$(ids list) && networks=$(ids net-list) && pools=$(ids pool-list) && listed=$([[ -z $pools ]] || volumes) || return
  ask_about <<<"$listed" || return
  for id in $domains; do questions+="echo @@domain@@; dumpxml $id; echo @@info@@; dominfo $id; "; done
  for id in $networks; do
    questions+="echo @@network@@; net-dumpxml $id; echo @@info@@; net-info $id; echo @@leases@@; net-dhcp-leases $id; "
  done
  for id in $pools; do
    questions+="echo @@pool@@; pool-dumpxml $id; echo @@info@@; pool-info $id; \${about[$id]}"
  done
  virsh -q "$questions echo @@end@@" 2>&1
}
said=$(ask 2>/dev/null) || said=$(ask) || { code=$?; echo "$said" >&2; exit $code; }
for file in /run/libvirt/qemu/*.pid; do
  [[ -r $file ]] && pid=$(<$file) && [[ -d /proc/$pid ]] || continue
  name=\${file##*/}
  printf '@@qemu@@%s %s\\n' "\${name%.pid}" "$pid"
  cat /proc/$pid/task/*/comm 2>/dev/null
done
printf '%s' "$said"
`;

type MaybeRead = Reading<LibvirtSnapshot> | undefined;

/**
 * What the node's libvirtd says; undefined where there is none.
 * @param scripts a shell that `ps` in the node does not show
 */
export async function readLibvirt(node: Node, scripts: () => ScriptRunner): Promise<MaybeRead> {
  if (!(await hasLibvirt(node))) return undefined;
  return readOnce(node, scripts, () =>
    // What went while it was asked about is not among the ids the next time.
    readOnce(node, scripts, (why) => ({ok: false, why})),
  );
}

async function readOnce(
  node: Node,
  scripts: () => ScriptRunner,
  unreadable: (why: string) => MaybeRead | Promise<MaybeRead>,
): Promise<MaybeRead> {
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
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** The socket outlives a libvirtd that was killed; then the answer says that nobody listens. */
export const hasLibvirt = (node: Node): Promise<boolean> =>
  node.files.identity(LIBVIRT_SOCKET).then(
    () => true,
    () => false,
  );
