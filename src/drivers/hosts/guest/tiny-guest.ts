import {createHash} from 'node:crypto';
import {chmod, copyFile, mkdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {Text} from '../../../state/text.ts';
import {OUR_ENVIRONMENT} from '../environment.ts';
import {HostError} from '../host-error.ts';
import {makeFolder} from '../make-folder.ts';
import {runProcess} from '../run.ts';
import {findTools} from '../tools.ts';
import {inOrder} from '../vm/initramfs.ts';
import {fetchKernel, findKernel} from '../vm/kernel-files.ts';
import {GUEST_FILES, GUEST_FOLDERS, GUEST_MODULES} from './guest-files.ts';

/**
 * The tiny guest of the KVM labs: a folder with `vmlinuz` and `tiny.initrd`, made once for a kernel, a busybox and a
 * version of this program.
 * @param folder where kernels and what is made of them are kept
 * @param tell what is being done, where it takes long
 * @returns its path here
 * @throws {HostError} where there is no kernel and none can be fetched, or busybox is missing
 */
export async function tinyGuest(folder: string, tell: (doing: Text) => void, signal?: AbortSignal): Promise<string> {
  const {found, next} = findTools(['busybox']);
  const busybox = found['busybox'];
  if (busybox === undefined)
    throw new HostError({en: 'The guest is made of busybox.', zh: '客户机由 busybox 构成。'}, next ?? {en: '', zh: ''});
  await makeFolder(folder);
  const kernel = (await findKernel(folder)) ?? (await fetchedKernel(folder, tell, signal));
  const made = createHash('sha256')
    .update(JSON.stringify([GUEST_FILES, GUEST_MODULES, GUEST_FOLDERS, kernel.version]))
    .update(String((await stat(busybox)).mtimeMs))
    .digest('hex')
    .slice(0, 12);
  const guest = join(folder, `guest-${kernel.version}-${made}`);
  if ((await stat(guest).catch(() => undefined)) !== undefined) return guest;
  const scratch = join(folder, `guest-new-${process.pid}`);
  try {
    const files = join(scratch, 'files');
    const ready = join(scratch, 'ready');
    await mkdir(ready, {recursive: true});
    await fill(files, kernel.modules, busybox);
    const packed = await runProcess(
      ['bash', '-ec', 'cd "$1"; find . | busybox cpio -o -H newc >"$2"', '-', files, join(ready, 'tiny.initrd')],
      {env: OUR_ENVIRONMENT, ...(signal && {signal})},
    );
    if (!packed.ok) throw new Error(`the guest's first file system could not be packed: ${packed.stderr.trim()}`);
    await copyFile(kernel.image, join(ready, 'vmlinuz'));
    await chmod(join(ready, 'vmlinuz'), 0o644);
    // Another program may have made the same meanwhile.
    await rename(ready, guest).catch(async (error: unknown) => {
      if ((await stat(guest).catch(() => undefined)) === undefined) throw error;
    });
    return guest;
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

function fetchedKernel(folder: string, tell: (doing: Text) => void, signal?: AbortSignal) {
  tell({en: 'Fetching a kernel for the guests (27 MB, once)', zh: '正在下载客户机的内核（27 MB，只需一次）'});
  return fetchKernel(folder, signal);
}

async function fill(root: string, modules: string, busybox: string): Promise<void> {
  for (const folder of GUEST_FOLDERS) await mkdir(join(root, folder), {recursive: true});
  await copyFile(busybox, join(root, 'bin/busybox'));
  await chmod(join(root, 'bin/busybox'), 0o755);
  const order = inOrder(await readFile(join(modules, 'modules.dep'), 'utf8'), GUEST_MODULES);
  for (const path of order) await copyFile(join(modules, path), join(root, 'modules', basename(path)));
  await writeFile(join(root, 'modules/order'), `${order.map((path) => basename(path)).join('\n')}\n`);
  for (const [path, {content, mode = 0o644}] of Object.entries(GUEST_FILES)) {
    await mkdir(join(root, dirname(path)), {recursive: true});
    await writeFile(join(root, path), content, {mode});
  }
}
