import {statSync} from 'node:fs';
import {dirname} from 'node:path';

/** Character devices that labs use and some machines keep for root, by their numbers (Documentation/admin-guide/devices.txt). */
const DEVICES: Readonly<Record<string, string>> = {'/dev/net/tun': '10 200', '/dev/kvm': '10 232'};

/**
 * Run by the machine's root in a mount namespace of its own, before a sandbox is made of it. Nothing of it is seen
 * outside. What is refused here (containers without the right to make nodes) leaves things as they were.
 *
 * Arguments: `PATH NUMBERS` for each device and `--`: puts a node that everybody may open over it, as most distributions
 * have it. `CLOSED FOLDER` for each folder and `--`: CLOSED, which is above FOLDER and for root only, gets an open and
 * empty folder over it, with nothing below but FOLDER. Then what to run.
 */
const SCRIPT = `
mount -n -t tmpfs -o mode=755,nosuid,size=64k underlay-devices /dev/shm 2>/dev/null && mounted=1
while [[ $1 != -- ]]; do
  node=/dev/shm/\${1##*/}
  [[ $mounted ]] && mknod -m 666 $node c $2 2>/dev/null && mount -n --bind $node "$1" 2>/dev/null
  shift 2
done
[[ $mounted ]] && umount -n -l /dev/shm
shift
declare -A covers folders
while [[ $1 != -- ]]; do
  exec {open}<"$2" && covers[$1]=1 folders[$2]=$open
  shift 2
done
shift
for folder in "\${!covers[@]}"; do mount -n -t tmpfs -o mode=755,nosuid,size=64k underlay-shown "$folder"; done
for folder in "\${!folders[@]}"; do
  open=\${folders[$folder]}
  mkdir -p "$folder" && mount -n -c --rbind /proc/self/fd/$open "$folder"
  exec {open}<&-
done
exec "$@"
`;

/** Where root may make no mount namespace but in a user namespace (containers), the sandbox is made all the same. */
const ENTER = `
apart='unshare --mount --propagation private --'
$apart true 2>/dev/null && exec $apart bash -c "$0" root "$@"
for _ in 1 2; do while [[ $1 != -- ]]; do shift; done; shift; done
exec "$@"
`;

/**
 * What must stand before a command that makes a sandbox, for what root here has and the sandbox's root, who is nobody on
 * the machine, could not open: devices, and the folders that the plan shows. A tap needs more than an open device: the
 * right to change the network it lands in, which a sandbox has over its own networks only.
 *
 * @param folders paths that shall be seen
 * @returns no words where nothing needs to be done or can be
 */
export function rootSide(
  folders: readonly string[],
  uid = process.getuid?.() ?? 0,
  modeOf = (path: string): number | undefined => statSync(path, {throwIfNoEntry: false})?.mode,
): readonly string[] {
  if (uid !== 0) return [];
  const devices = Object.entries(DEVICES).flatMap(([path, numbers]) => {
    const mode = modeOf(path);
    return mode === undefined || (mode & 0o006) === 0o006 ? [] : [path, numbers];
  });
  const shown = folders.flatMap((folder) => {
    const closed = above(folder).find((path) => ((modeOf(path) ?? 0) & 0o001) === 0);
    return closed === undefined ? [] : [closed, folder];
  });
  if (devices.length === 0 && shown.length === 0) return [];
  return ['bash', '-c', ENTER, SCRIPT, ...devices, '--', ...shown, '--'];
}

/** The folders above, the topmost first. */
const above = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === path ? [] : [...above(parent), parent];
};
