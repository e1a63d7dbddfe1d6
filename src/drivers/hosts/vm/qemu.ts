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
  // A machine with files over virtiofs cannot be saved: they are plugged in when it runs. So are cards.
  ...words(`-chardev socket,id=files,path=${SOCKET} -device pcie-root-port,id=socket,chassis=1`),
  ...Array.from({length: MOST_CARDS}, (_, index) =>
    words(`-device pcie-root-port,id=${cardSlot(index)},chassis=${index + 2}`),
  ).flat(),
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

/** How many network cards a machine can have. */
export const MOST_CARDS = 4;
const cardSlot = (index: number): string => `card${index}`;

/** A card, and the UDP sockets that are the two ends of its cable: `ADDRESS:PORT`. */
export interface PluggedCard {
  readonly mac: string;
  readonly here: string;
  readonly there: string;
}

/**
 * Gives the running machine a network card, whose frames go as datagrams through the node's network. All of QEMU's
 * versions that are about can do that (`-netdev socket,udp=`); checksums and large frames stay the guest's own affair.
 * @param index of the card in the machine
 */
export async function plugCard(monitor: Monitor, {mac, here, there}: PluggedCard, index: number): Promise<void> {
  const cable = `cable${index}`;
  await monitor.command('netdev_add', {type: 'socket', id: cable, udp: there, localaddr: here});
  // Without a ROM to boot from, which is a package of its own.
  await monitor.command('device_add', {
    driver: 'virtio-net-pci',
    id: `net${index}`,
    netdev: cable,
    mac,
    bus: cardSlot(index),
    romfile: '',
  });
}

/** Both take a second or two, and many times as long where others use the processors. */
const SAVE_MS = 60_000;
const LOAD_MS = 60_000;
const CANCEL_MS = 10_000;

/** Saves the machine, which stands still meanwhile, to a file in the node. */
export async function saveMachine(monitor: Monitor, file: string): Promise<void> {
  await monitor.command('stop');
  try {
    // It stands still and may take all of the time.
    await monitor.command('migrate-set-parameters', {'max-bandwidth': 2 ** 40});
    await monitor.command('migrate', {uri: `exec:cat >${file}`});
    const ends = ['completed', 'failed', 'cancelled'];
    const status = await monitor.until('query-migrate', ends, SAVE_MS).catch(async (error: unknown) => {
      // A machine that is still being saved can be given nothing.
      await monitor.command('migrate_cancel');
      await monitor.until('query-migrate', ends, CANCEL_MS);
      throw error;
    });
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
