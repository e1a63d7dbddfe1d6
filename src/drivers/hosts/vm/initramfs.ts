import {copyFile, cp, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {createHash} from 'node:crypto';
import {findTools} from '../tools.ts';
import {OUR_ENVIRONMENT} from '../environment.ts';
import {runProcess} from '../run.ts';
import type {KernelFiles} from './kernel-files.ts';
import {ATTACH, QEMU_INIT, START, SYSTEM, type GuestPaths} from './guest-init.ts';
import type {GuestProgram} from './open-to-all.ts';

/** What leads to the file system, the line to us and other machines, and what every lab asks for; all else is loaded when needed. */
const FIRST_MODULES = [
  'virtio_pci',
  'virtiofs',
  'virtio_console',
  'virtio_net',
  'overlay',
  'tun',
  'veth',
  'bridge',
  '8021q',
] as const;

/** What the VM's first file system is made of. */
export interface InitramfsPlan {
  readonly kernel: KernelFiles;
  readonly program: GuestProgram;
  /** Path of our program for the VM in the program's folder. */
  readonly agent: string;
  /** Where both are in the VM. */
  readonly inside: GuestPaths;
}

/** Changes with what the first file system is made of. */
export async function initramfsKey({kernel, program, agent, inside}: InitramfsPlan): Promise<string> {
  const [tools, code] = await Promise.all([
    Promise.all([stat(busyboxHere()), stat(program.node)]),
    readFile(join(program.program, agent)),
  ]);
  return createHash('sha256')
    .update([QEMU_INIT, START(inside), ATTACH, kernel.version, ...FIRST_MODULES].join('\n'))
    .update(tools.map(({mtimeMs, size}) => `${mtimeMs} ${size}`).join('\n'))
    .update(code)
    .digest('hex')
    .slice(0, 12);
}

/**
 * The first file system of the VM: busybox, a few modules, Node and our program. Made once for a kernel and a version of
 * this program.
 * @param folder where it is kept
 * @returns its path here
 */
export async function initramfs(plan: InitramfsPlan, folder: string): Promise<string> {
  const file = join(folder, `initramfs-${plan.kernel.version}-${await initramfsKey(plan)}.cpio`);
  if ((await stat(file).catch(() => undefined)) !== undefined) return file;
  const scratch = join(folder, `initramfs-new-${process.pid}`);
  try {
    await fill(scratch, plan);
    const packed = await runProcess(
      ['bash', '-ec', 'cd "$1"; find . | busybox cpio -o -H newc >"$1.cpio"', '-', scratch],
      {env: OUR_ENVIRONMENT},
    );
    if (!packed.ok) throw new Error(`the VM's first file system could not be packed: ${packed.stderr.trim()}`);
    await rename(`${scratch}.cpio`, file);
    return file;
  } finally {
    await rm(scratch, {recursive: true, force: true});
    await rm(`${scratch}.cpio`, {force: true});
  }
}

const busyboxHere = (): string => findTools(['busybox']).found['busybox'] ?? '/bin/busybox';

async function fill(root: string, plan: InitramfsPlan): Promise<void> {
  const {modules} = plan.kernel;
  await makeFolders(root, ['bin', 'modules', 'proc', 'sys', 'dev', 'mnt']);
  await addBusybox(root);
  const order = inOrder(await readFile(join(modules, 'modules.dep'), 'utf8'), FIRST_MODULES);
  for (const path of order) await copyFile(join(modules, path), join(root, 'modules', basename(path)));
  await writeFile(join(root, 'modules/order'), `${order.map((path) => basename(path)).join('\n')}\n`);
  await writeFile(join(root, 'init'), QEMU_INIT, {mode: 0o755});
  await fillSystem(join(root, SYSTEM), plan);
}

/** What our program needs to run: Node with its libraries, the terminals' package, busybox. */
async function fillSystem(root: string, {program, agent, inside}: InitramfsPlan): Promise<void> {
  await makeFolders(root, ['bin', 'proc', 'sys', 'dev', 'mnt', 'tmp']);
  await addBusybox(root);
  await writeFile(join(root, 'start'), START(inside));
  await writeFile(join(root, 'attach'), ATTACH);
  const home = inside.agent.slice(0, -agent.length);
  const terminals = 'node_modules/@lydell';
  await cp(join(program.program, terminals), join(root, home, terminals), {recursive: true, dereference: true});
  const native = (await readdir(join(root, home, terminals), {recursive: true})).filter((name) =>
    name.endsWith('.node'),
  );
  for (const file of [program.node, ...native.map((name) => join(program.program, terminals, name))])
    for (const library of await librariesOf(file)) await addFile(library, join(root, library));
  await addFile(program.node, join(root, inside.node));
  await addFile(join(program.program, agent), join(root, inside.agent));
  await addFile(join(program.program, 'package.json'), join(root, home, 'package.json'));
}

/** Paths of the shared libraries that a program or a library needs, the loader among them; none where it is of one piece. */
async function librariesOf(file: string): Promise<readonly string[]> {
  const {stdout} = await runProcess(['ldd', file], {env: OUR_ENVIRONMENT});
  return stdout.split('\n').flatMap((line) => /(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

async function makeFolders(root: string, names: readonly string[]): Promise<void> {
  for (const name of names) await mkdir(join(root, name), {recursive: true});
}

async function addFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), {recursive: true});
  await copyFile(from, to);
}

async function addBusybox(root: string): Promise<void> {
  await copyFile(busyboxHere(), join(root, 'bin/busybox'));
  await symlink('busybox', join(root, 'bin/sh'));
}

/**
 * The modules' files, each after those it depends on (modules.dep(5)); what is built into the kernel is left out.
 * @param dependencies `modules.dep`
 */
export function inOrder(dependencies: string, wanted: readonly string[]): readonly string[] {
  const needs = new Map(
    dependencies
      .split('\n')
      .filter((line) => line.includes(':'))
      .map((line): [string, readonly string[]] => {
        const [path = '', rest = ''] = line.split(':');
        return [path, rest.split(' ').filter((word) => word !== '')];
      }),
  );
  const pathOf = new Map([...needs.keys()].map((path) => [nameOf(path), path]));
  const order = new Set<string>();
  const add = (path: string): void => {
    if (order.has(path)) return;
    for (const other of (needs.get(path) ?? []).toReversed()) add(other);
    order.add(path);
  };
  for (const name of wanted) {
    const path = pathOf.get(name);
    if (path !== undefined) add(path);
  }
  return [...order];
}

const nameOf = (path: string): string =>
  basename(path)
    .replace(/\.ko.*$/, '')
    .replaceAll('-', '_');
