import {access, constants, readFile, readdir, rename, rm, stat} from 'node:fs/promises';
import {arch, release} from 'node:os';
import {join} from 'node:path';
import {HostError} from '../host-error.ts';
import {makeFolder} from '../make-folder.ts';
import {OUR_ENVIRONMENT} from '../environment.ts';
import {runProcess} from '../run.ts';

/** A kernel that the lab VM can boot: nothing of it is installed on this machine. */
export interface KernelFiles {
  readonly version: string;
  /** The image (`vmlinuz`) as a path here. */
  readonly image: string;
  /** The folder with `modules.dep`, `lib/modules/VERSION` as a path here. */
  readonly modules: string;
}

/** What the VM cannot do without, besides what every distribution's kernel has. */
const NEEDED = ['virtiofs', 'virtio_pci', 'virtio_console'];

/** Debian's kernel for virtual machines: small, and all of the network in modules. */
const PACKAGE = arch() === 'arm64' ? 'linux-image-cloud-arm64' : 'linux-image-cloud-amd64';

/** Fetching takes as long as 27 MB take. */
const FETCH_TIMEOUT_MS = 300_000;

/**
 * The machine's own kernel where it can be read and has what the VM needs, else the one that was fetched.
 * @param folder where fetched ones are kept
 */
export async function findKernel(folder: string): Promise<KernelFiles | undefined> {
  const own = await usable(release(), `/boot/vmlinuz-${release()}`, `/lib/modules/${release()}`);
  if (own !== undefined) return own;
  for (const version of await readdir(folder).catch(() => [])) {
    const kernel = join(folder, version);
    const found = await usable(version, join(kernel, 'vmlinuz'), join(kernel, 'lib/modules', version));
    if (found !== undefined) return found;
  }
  return undefined;
}

async function usable(version: string, image: string, modules: string): Promise<KernelFiles | undefined> {
  try {
    const [{size, mode}, known] = await Promise.all([stat(image), readFile(join(modules, 'modules.dep'), 'utf8')]);
    const builtIn = await readFile(join(modules, 'modules.builtin'), 'utf8');
    const has = (name: string): boolean => new RegExp(`/${name}\\.ko`, 'm').test(known + builtIn);
    // Unreadable images are the rule on some systems.
    await access(image, constants.R_OK);
    // Root may read what root's sandbox may not.
    if (process.getuid?.() === 0 && (mode & 0o004) === 0) return undefined;
    return size > 0 && NEEDED.every(has) ? {version, image, modules} : undefined;
  } catch {
    // Not there or not for us to read: then it is not usable.
    return undefined;
  }
}

/**
 * Fetches Debian's kernel package and unpacks it into the folder, as an ordinary user can.
 * @throws {HostError} with what apt or dpkg said
 */
export async function fetchKernel(folder: string, signal?: AbortSignal): Promise<KernelFiles> {
  const version = await fetchPackage(PACKAGE, KERNEL_OF_PACKAGE, folder, signal);
  const found = await findKernel(folder);
  if (found === undefined) throw noKernel(`${PACKAGE} ${version} lacks what a VM needs`);
  return found;
}

/** The package that the name stands for now, its image and its modules with their dependencies. */
const KERNEL_OF_PACKAGE = `
package=$(apt-cache depends "$1" | sed -n 's/^ *Depends: \\(linux-image-[^ ]*\\)$/\\1/p' | head -1)
[[ $package ]] || { echo "apt knows no $1" >&2; exit 1; }
version=\${package#linux-image-}
apt-get download "$package" >&2
dpkg-deb -x "$package"_*.deb unpacked
mkdir -p made/lib/modules
mv "unpacked/boot/vmlinuz-$version" made/vmlinuz
if [[ -d unpacked/usr/lib/modules ]]; then mv unpacked/usr/lib/modules/* made/lib/modules/
else mv unpacked/lib/modules/* made/lib/modules/; fi
busybox depmod -b "$PWD/made" "$version" >&2
echo "$version"
`;

/**
 * @param script downloads the package of the name `$1`, makes the folder `made` of it, and prints what it shall be called
 * @returns its name in the folder
 */
async function fetchPackage(name: string, script: string, folder: string, signal?: AbortSignal): Promise<string> {
  const scratch = join(folder, `new-${process.pid}`);
  await makeFolder(scratch);
  try {
    const said = await runProcess(['bash', '-ec', `umask 022; cd "$UNDERLAY_SCRATCH"${script}`, 'fetch', name], {
      env: {...OUR_ENVIRONMENT, HOME: scratch, UNDERLAY_SCRATCH: scratch},
      timeoutMs: FETCH_TIMEOUT_MS,
      signal,
    });
    signal?.throwIfAborted();
    if (!said.ok) throw noKernel(said.stderr.trim().slice(-500));
    const called = said.stdout.trim().split('\n').at(-1) ?? '';
    await rm(join(folder, called), {recursive: true, force: true});
    await rename(join(scratch, 'made'), join(folder, called));
    return called;
  } finally {
    await rm(scratch, {recursive: true, force: true});
  }
}

const noKernel = (why: string): HostError =>
  new HostError(
    {en: `No kernel for the lab VM: ${why}`, zh: `没有可用于实验虚拟机的内核：${why}`},
    {
      en: 'With a network connection, "underlay set-up --all" tries again.',
      zh: '请在有网络连接时用 underlay set-up --all 重试。',
    },
  );
