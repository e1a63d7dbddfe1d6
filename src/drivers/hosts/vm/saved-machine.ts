import {createHash} from 'node:crypto';
import {chmod, chown, copyFile, readdir, rename, rm, stat} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {findTools} from '../tools.ts';
import {KERNEL_WORDS, machineWords, QEMU} from './qemu.ts';

/**
 * A booted VM in a file, from which the next one goes on: where the processor is emulated booting takes ten seconds, this
 * one. It waits for the machine's files and so knows nothing of anybody.
 */
export interface SavedMachine {
  /** Its path here, whether it is there or not. */
  readonly file: string;
}

/** @param first key of the first file system, with which the VM that was saved booted */
export async function savedMachine(first: string, folder: string): Promise<SavedMachine> {
  const qemu = await stat(findTools([QEMU]).found[QEMU] ?? '/');
  const key = createHash('sha256')
    .update([first, qemu.mtimeMs, qemu.size, KERNEL_WORDS, ...machineWords('tcg')].join('\n'))
    .digest('hex')
    .slice(0, 12);
  return {file: join(folder, `saved-${key}`)};
}

export const isSaved = async ({file}: SavedMachine): Promise<boolean> =>
  (await stat(file).catch(() => undefined)) !== undefined;

/** Takes what QEMU saved into the folder. Those of other versions go, and first file systems with them. */
export async function keepSaved(from: string, {file}: SavedMachine, folder: string): Promise<void> {
  const draft = `${file}.new-${process.pid}`;
  await copyFile(from, draft);
  // A copy keeps its owner, who is the sandbox's root.
  await chown(draft, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  await chmod(draft, 0o644);
  await rename(draft, file);
  const others = (await readdir(folder)).filter(
    (name) => (isSavedName(name) || /^initramfs-.*\.cpio$/.test(name)) && name !== basename(file),
  );
  for (const name of others) await rm(join(folder, name), {force: true});
  await rm(notSavedFile(folder), {force: true});
}

export const isSavedName = (name: string): boolean => /^saved-[0-9a-f]+$/.test(name);

/** Holds why the last VM could not be saved, where that is so. */
export const notSavedFile = (folder: string): string => join(folder, 'not-saved');
