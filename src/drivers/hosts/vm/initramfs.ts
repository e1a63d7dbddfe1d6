import {copyFile, mkdir, readFile, rename, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {createHash} from 'node:crypto';
import {findTools} from '../tools.ts';
import {OUR_ENVIRONMENT} from '../environment.ts';
import {runProcess} from '../run.ts';
import type {KernelFiles} from './kernel-files.ts';
import {QEMU_INIT} from './guest-init.ts';

/** What leads to the file system and the line to us; all else is loaded when it is needed. */
const FIRST_MODULES = ['virtio_pci', 'virtiofs', 'virtio_console', 'overlay'];

/**
 * The first file system of the VM: busybox, a few modules and {@link QEMU_INIT}. Made once for a kernel and a version of
 * this program.
 * @param folder where it is kept
 * @returns its path here
 */
export async function initramfs(kernel: KernelFiles, folder: string): Promise<string> {
  const busybox = findTools(['busybox']).found['busybox'] ?? '/bin/busybox';
  const made = createHash('sha256')
    .update(`${QEMU_INIT}${FIRST_MODULES.join(' ')}${kernel.version}${(await stat(busybox)).mtimeMs}`)
    .digest('hex')
    .slice(0, 12);
  const file = join(folder, `initramfs-${kernel.version}-${made}.cpio`);
  if ((await stat(file).catch(() => undefined)) !== undefined) return file;
  const scratch = join(folder, `initramfs-new-${process.pid}`);
  try {
    await fill(scratch, kernel, busybox);
    const packed = await runProcess(
      ['bash', '-ec', 'cd "$1"; find . | busybox cpio -o -H newc >"$1.cpio"', '-', scratch],
      {
        env: OUR_ENVIRONMENT,
      },
    );
    if (!packed.ok) throw new Error(`the VM's first file system could not be packed: ${packed.stderr.trim()}`);
    await rename(`${scratch}.cpio`, file);
    return file;
  } finally {
    await rm(scratch, {recursive: true, force: true});
    await rm(`${scratch}.cpio`, {force: true});
  }
}

async function fill(root: string, {modules}: KernelFiles, busybox: string): Promise<void> {
  for (const folder of ['bin', 'modules', 'proc', 'sys', 'dev', 'mnt'])
    await mkdir(join(root, folder), {recursive: true});
  await copyFile(busybox, join(root, 'bin/busybox'));
  await symlink('busybox', join(root, 'bin/sh'));
  const order = inOrder(await readFile(join(modules, 'modules.dep'), 'utf8'), FIRST_MODULES);
  for (const path of order) await copyFile(join(modules, path), join(root, 'modules', basename(path)));
  await writeFile(join(root, 'modules/order'), `${order.map((path) => basename(path)).join('\n')}\n`);
  await writeFile(join(root, 'init'), QEMU_INIT, {mode: 0o755});
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
export const modulesRoot = ({modules}: KernelFiles): string => dirname(dirname(dirname(modules)));
