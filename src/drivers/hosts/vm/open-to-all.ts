import {createHash} from 'node:crypto';
import {readFile, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {OUR_ENVIRONMENT} from '../environment.ts';
import {runProcess} from '../run.ts';

/** Where root's lab VM is kept when the place it should have is root's alone. */
const OPEN_FOLDER = '/var/cache/underlay/vm';

/**
 * Whether a sandbox of ours can look into the folder. A user's own is as open to his sandbox as to him; root's sandbox
 * is somebody else (id-map.ts), whom /root and private checkouts do not let in.
 */
export async function isOpenToAll(folder: string): Promise<boolean> {
  if (process.getuid?.() !== 0) return true;
  for (let path = folder; ; path = dirname(path)) {
    const {mode} = await stat(path);
    if ((mode & 0o001) === 0) return false;
    if (path === dirname(path)) return (await stat(folder)).mode % 8 >= 5;
  }
}

/** The folder, made where it is not there; or one like it where it would be hidden from the sandbox. */
export async function openFolder(folder: string): Promise<string> {
  await made(folder);
  if (await isOpenToAll(folder)) return folder;
  await made(OPEN_FOLDER);
  return OPEN_FOLDER;
}

async function made(folder: string): Promise<void> {
  // What root's umask hides the sandbox could not read either.
  const result = await runProcess(['sh', '-c', 'umask 022; mkdir -p "$1"', '-', folder], {env: OUR_ENVIRONMENT});
  if (!result.ok) throw new Error(`${folder} could not be made: ${result.stderr.trim()}`);
}

/** What runs in the VM, as paths of folders here that a sandbox can look into. */
export interface GuestProgram {
  /** Has the agent in it, and the packages beside. */
  readonly program: string;
  /** The Node program itself. */
  readonly node: string;
}

/**
 * The agent and Node, copied into the folder where their own places are hidden from a sandbox.
 * @param agent path of the agent in the program's folder
 */
export async function guestProgram(program: string, agent: string, folder: string): Promise<GuestProgram> {
  const node = process.execPath;
  const isOpen = {program: await isOpenToAll(program), node: await isOpenToAll(dirname(node))};
  if (isOpen.program && isOpen.node) return {program, node};
  const made = createHash('sha256')
    .update(await readFile(join(program, agent)))
    .update(process.version)
    .digest('hex')
    .slice(0, 12);
  const copy = join(folder, `program-${made}`);
  const result = await runProcess(['sh', '-ec', COPY, '-', copy, program, agent, node], {env: OUR_ENVIRONMENT});
  if (!result.ok) throw new Error(`the VM's program could not be copied: ${result.stderr.trim()}`);
  return {program: copy, node: join(copy, 'node')};
}

/** Beside its place first; copies for other versions of this program go. The agent needs node-pty and to be a module. */
const COPY = `
umask 022
copy=$1 program=$2 agent=$3 node=$4
[ -e "$copy" ] && exit 0
rm -rf "\${copy%/*}"/program-*
new=$copy.new-$$
trap 'rm -rf "$new"' EXIT
mkdir -p "$new/$(dirname "$agent")" "$new/node_modules"
cp -rL --no-preserve=mode,ownership "$program/node_modules/@lydell" "$new/node_modules/"
cp --no-preserve=mode,ownership "$program/package.json" "$new/"
cp --no-preserve=mode,ownership "$program/$agent" "$new/$agent"
cp --reflink=auto --no-preserve=mode,ownership "$node" "$new/node"
chmod 755 "$new/node"
find "$new/node_modules" -name spawn-helper -exec chmod 755 {} +
mv "$new" "$copy"
`;
