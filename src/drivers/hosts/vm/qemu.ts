import {arch} from 'node:os';
import {CONSOLE, type Accelerator, type Engine} from './engine.ts';
import {LAB_VM_WORD} from './is-lab-vm.ts';
import {MONITOR_PIPE, type Monitor} from './monitor.ts';

const SOCKET = '/run/vm/files';
const MEMORY = '1G';

/** The machine's program. */
export const QEMU = `qemu-system-${arch() === 'arm64' ? 'aarch64' : 'x86_64'}`;

/**
 * Starts what gives the VM its files: QEMU's own virtiofsd, written in C, or the later one of the same name; both take
 * these words. In the background, for it must be a process that the node's /proc knows.
 */
const PREPARE = `
mkfifo ${MONITOR_PIPE}.in ${MONITOR_PIPE}.out
mkdir -p /run/virtiofsd
# They are kept open while the VM may ask for them.
ulimit -n "$(ulimit -Hn)"
for program in /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd virtiofsd; do
  command -v "$program" >/dev/null || continue
  "$program" --socket-path=${SOCKET} -o source=/ -o cache=always -o sandbox=chroot >>${CONSOLE} 2>&1 &
  for _ in {1..500}; do [[ -S ${SOCKET} ]] && exit 0; sleep 0.01; done
  exit 1
done
echo 'there is no virtiofsd' >&2; exit 1
`;

/**
 * Takes a third off the boot where all is emulated: the clock is the emulator's own and need not be tried for long, and
 * nobody attacks this kernel from inside.
 */
const QUICK_BOOT =
  'mitigations=off audit=0 nokaslr tsc=reliable no_timer_check cryptomgr.notests rcupdate.rcu_expedited=1 init_on_free=1';

/** What its kernel is told. */
export const KERNEL_WORDS = `console=ttyS0 quiet panic=-1 ${LAB_VM_WORD} ${QUICK_BOOT}`;

/** What the machine starts from, as paths in the node. */
export interface QemuStart {
  readonly image: string;
  /** The first file system; not needed where it goes on from a saved machine. */
  readonly initramfs?: string;
  /** What {@link saveMachine} saved, of a machine of the very same words. */
  readonly saved?: string;
}

export const qemuEngine = ({image, initramfs, saved}: QemuStart, accelerator: Accelerator): Engine => ({
  prepare: PREPARE,
  argv: [
    ...machineWords(accelerator),
    '-kernel',
    image,
    '-append',
    KERNEL_WORDS,
    ...(initramfs === undefined ? [] : ['-initrd', initramfs]),
    ...(saved === undefined ? [] : ['-incoming', `exec:cat ${saved}`]),
  ],
});

/** All that a saved machine must have in common with the one that goes on from it. */
export const machineWords = (accelerator: Accelerator): readonly string[] => [
  QEMU,
  ...words('-nodefaults -no-user-config -display none -no-reboot -smp 2'),
  ...words(`-machine q35,accel=${accelerator},memory-backend=memory -m ${MEMORY}`),
  ...words(accelerator === 'kvm' ? '-cpu host' : '-cpu max'),
  ...words(`-object memory-backend-memfd,id=memory,size=${MEMORY},share=on`),
  // A machine with files over virtiofs cannot be saved: they are plugged in when it runs.
  ...words(`-chardev socket,id=files,path=${SOCKET} -device pcie-root-port,id=socket,chassis=1`),
  ...words('-chardev stdio,id=line,signal=off -device virtio-serial-pci'),
  ...words(`-device virtserialport,chardev=line,name=underlay -serial file:${CONSOLE}`),
  ...words(`-chardev pipe,id=monitor,path=${MONITOR_PIPE} -mon chardev=monitor,mode=control`),
];

/** Gives the running machine the files of the node. */
export async function plugFiles(monitor: Monitor): Promise<void> {
  await monitor.command('device_add', {
    driver: 'vhost-user-fs-pci',
    id: 'root',
    chardev: 'files',
    tag: 'root',
    bus: 'socket',
  });
}

/** Loading takes well under a second. */
const SAVE_MS = 20_000;
const LOAD_MS = 15_000;

/** Saves the machine, which stands still meanwhile, to a file in the node. */
export async function saveMachine(monitor: Monitor, file: string): Promise<void> {
  await monitor.command('stop');
  try {
    // It stands still and may take all of the time.
    await monitor.command('migrate-set-parameters', {'max-bandwidth': 2 ** 40});
    await monitor.command('migrate', {uri: `exec:cat >${file}`});
    const status = await monitor.until('query-migrate', ['completed', 'failed', 'cancelled'], SAVE_MS);
    if (status !== 'completed') throw new Error(`saving ${status}`);
  } finally {
    await monitor.command('cont');
  }
}

/** Goes on where the saved machine stood still. @throws {Error} where it cannot be loaded */
export async function goOn(monitor: Monitor): Promise<void> {
  await monitor.until('query-status', ['paused', 'postmigrate', 'prelaunch'], LOAD_MS);
  await monitor.command('cont');
}

const words = (text: string): readonly string[] => text.split(' ');
