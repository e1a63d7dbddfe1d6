import {arch} from 'node:os';
import {CONSOLE, type Accelerator, type Engine} from './engine.ts';
import {guestWords, type GuestWords} from './guest-init.ts';

const SOCKET = '/run/vm/files';
const MEMORY = '1G';

/**
 * Starts what gives the VM its files: QEMU's own virtiofsd, written in C, or the later one of the same name; both take
 * these words. In the background, for it must be a process that the node's /proc knows.
 */
const SERVE_FILES = `
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
  'mitigations=off audit=0 nokaslr tsc=reliable no_timer_check cryptomgr.notests rcupdate.rcu_expedited=1';

export interface QemuKernel {
  /** As paths in the node. */
  readonly image: string;
  readonly initramfs: string;
}

export const qemuEngine = ({image, initramfs}: QemuKernel, accelerator: Accelerator, told: GuestWords): Engine => ({
  prepare: SERVE_FILES,
  argv: [
    `qemu-system-${arch() === 'arm64' ? 'aarch64' : 'x86_64'}`,
    ...words('-nodefaults -no-user-config -display none -no-reboot -smp 2'),
    ...words(`-machine q35,accel=${accelerator},memory-backend=memory -m ${MEMORY}`),
    ...words(accelerator === 'kvm' ? '-cpu host' : '-cpu max'),
    ...words(`-object memory-backend-memfd,id=memory,size=${MEMORY},share=on`),
    ...words(`-chardev socket,id=files,path=${SOCKET} -device vhost-user-fs-pci,chardev=files,tag=root`),
    ...words('-chardev stdio,id=line,signal=off -device virtio-serial-pci'),
    ...words(`-device virtserialport,chardev=line,name=underlay -serial file:${CONSOLE}`),
    '-kernel',
    image,
    '-initrd',
    initramfs,
    '-append',
    `console=ttyS0 quiet panic=-1 ${QUICK_BOOT} ${guestWords(told)}`,
  ],
});

const words = (text: string): readonly string[] => text.split(' ');
