import {readdir, readFile, rename, rm, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createHash} from 'node:crypto';
import type {Text} from '../../../state/text.ts';
import {OUR_ENVIRONMENT} from '../environment.ts';
import {HostError} from '../host-error.ts';
import type {Node} from '../host.ts';
import {makeFolder} from '../make-folder.ts';
import {runProcess} from '../run.ts';
import {openSandbox} from '../sandbox.ts';
import {findTools} from '../tools.ts';
import {GUEST_SHOWN} from './start-libvirt.ts';
import {tinyGuest} from './tiny-guest.ts';

/** How guests run here: `kvm` only where one was seen to boot with it, else `qemu`, emulated. */
export type DomainType = 'kvm' | 'qemu';

/**
 * What the nodes of a lab with libvirt are shown: `guest`, the kernel and first file system of the tiny guest, and
 * `libvirt`, what was found out on this machine: `domain-type`, a file with a {@link DomainType}, and `capabilities`,
 * libvirt's own notes about QEMU. Found out once a boot, by starting libvirt and booting a guest; the first time it
 * may fetch a kernel.
 * @param folder where these are kept
 * @returns the folders, for the plan of a host
 * @throws {HostError} where it cannot be done, with what was said
 */
export function prepareGuests(
  folder: string,
  tell: (doing: Text) => void,
  signal?: AbortSignal,
): Promise<GuestFolders> {
  const underWay = PREPARING.get(folder);
  if (underWay !== undefined) return underWay;
  const preparing = prepare(folder, tell, signal).finally(() => {
    PREPARING.delete(folder);
  });
  PREPARING.set(folder, preparing);
  return preparing;
}

/** Hosts that are opened at the same time wait for the same preparation. */
const PREPARING = new Map<string, Promise<GuestFolders>>();

/** As a plan's `shows` takes them. */
export type GuestFolders = Readonly<Record<'guest' | 'libvirt', string>>;

async function prepare(folder: string, tell: (doing: Text) => void, signal?: AbortSignal): Promise<GuestFolders> {
  const {missing, next} = findTools(['libvirtd', 'virsh', 'qemu-system-x86_64']);
  if (next !== undefined) {
    const programs = missing.map((tool) => tool.program).join(', ');
    throw new HostError({en: `Guests need ${programs}.`, zh: `客户机需要以下程序：${programs}。`}, next);
  }
  const guest = await tinyGuest(folder, tell, signal);
  const libvirt = join(folder, `libvirt-${await key()}`);
  if ((await stat(join(libvirt, 'domain-type')).catch(() => undefined)) === undefined) {
    tell({
      en: 'Finding out how guests run here (some seconds, once until the next boot)',
      zh: '正在了解客户机在本机如何运行（需要几秒钟，开机后只做一次）',
    });
    await findOut(folder, guest, libvirt, signal);
  }
  return {guest, libvirt};
}

/** What it holds for: this boot, and these programs. */
async function key(): Promise<string> {
  const {found} = findTools(['libvirtd', 'qemu-system-x86_64']);
  const ages = await Promise.all(Object.values(found).map(async (path) => (await stat(path)).ctimeMs));
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
  return createHash('sha256')
    .update(JSON.stringify([boot, ages, process.getuid?.()]))
    .digest('hex')
    .slice(0, 12);
}

/** Of earlier boots and other programs. */
const olderIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => /^libvirt-[0-9a-f]{12}$/.test(name)).map((name) => join(folder, name));

async function findOut(folder: string, guest: string, libvirt: string, signal?: AbortSignal): Promise<void> {
  await using host = await openSandbox({nodes: [{name: 'trial'}], wires: [], shows: {guest}}, signal);
  const node = host.node('trial');
  const options = {timeoutMs: 60_000, ...(signal && {signal})};
  const [type, noted] = await Promise.all([domainType(node, signal), node.run(['bash', '-ec', NOTE], options)]);
  signal?.throwIfAborted();
  if (!noted.ok) {
    const said = noted.stderr.trim().split('\n').at(-1) ?? '';
    throw new HostError(
      {en: `libvirt does not work in a sandbox here: ${said}`, zh: `libvirt 无法在本机的沙箱里运行：${said}`},
      {en: '"underlay doctor" tells what this machine can do.', zh: 'underlay doctor 会说明本机能做什么。'},
    );
  }
  const draft = `${libvirt}.${process.pid}`;
  try {
    await makeFolder(draft);
    const unpacked = await runProcess(
      ['bash', '-ec', 'base64 -d | tar -x -C "$1" --no-same-owner; chmod -R a+rX "$1"', '-', draft],
      {
        env: OUR_ENVIRONMENT,
        input: noted.stdout,
      },
    );
    if (!unpacked.ok) throw new Error(`what libvirt noted could not be kept: ${unpacked.stderr.trim()}`);
    await writeFile(join(draft, 'domain-type'), `${type}\n`);
    await Promise.all((await olderIn(folder)).map((older) => rm(older, {recursive: true, force: true})));
    // Another program may have found it out meanwhile.
    await rename(draft, libvirt).catch(async (error: unknown) => {
      if ((await stat(libvirt).catch(() => undefined)) === undefined) throw error;
    });
  } finally {
    await rm(draft, {recursive: true, force: true});
  }
}

/** Has libvirt look at QEMU, and hands out what it noted. */
const NOTE = `
start-libvirt >&2
virsh version >&2
cd /var/cache/libvirt/qemu && tar -c capabilities | base64
`;

/** With KVM a guest is up within two seconds. */
const KVM_DEADLINE_S = 8;

/**
 * Boots a guest with KVM. A device and a processor's flag do not tell: what they promise may be there in part, or for
 * others.
 */
async function domainType(node: Node, signal?: AbortSignal): Promise<DomainType> {
  const device = await node.run(['bash', '-c', 'exec 3<>/dev/kvm']);
  if (!device.ok) return 'qemu';
  const booted = await node.run(['bash', '-c', `timeout ${KVM_DEADLINE_S} ${BOOT} </dev/null | grep -q -m1 login:`], {
    timeoutMs: (KVM_DEADLINE_S + 5) * 1000,
    ...(signal && {signal}),
  });
  return booted.ok ? 'kvm' : 'qemu';
}

const BOOT = `qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot -machine q35,accel=kvm -cpu host -m 96 -serial stdio \
-kernel ${GUEST_SHOWN}/vmlinuz -initrd ${GUEST_SHOWN}/tiny.initrd -append 'console=ttyS0 quiet'`;
