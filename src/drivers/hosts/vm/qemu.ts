import {arch} from 'node:os';

export type Accelerator = 'kvm' | 'tcg';

const SOCKET = '/run/vm/files';
/** Where the VM's kernel and our program in it say what goes wrong. */
export const CONSOLE = '/run/vm/console';
const MEMORY = '1G';

/**
 * Starts what gives the VM its files: QEMU's own virtiofsd, written in C, or the later one of the same name; both take
 * these words. In the background, for it must be a process that the node's /proc knows.
 */
export const SERVE_FILES = `
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

export interface QemuPlan {
  /** The image and the first file system, as paths in the node. */
  readonly kernel: string;
  readonly initramfs: string;
  readonly accelerator: Accelerator;
  /** What the VM's first program is told (guest-init.ts): paths in the VM. */
  readonly words: {readonly modules: string; readonly node: string; readonly agent: string};
}

/** One line to us over standard input and output; nothing else leads out. */
export function qemuArgv({kernel, initramfs, accelerator, words: told}: QemuPlan): readonly string[] {
  const append = [
    'console=ttyS0 quiet panic=-1 mitigations=off audit=0',
    ...Object.entries({...told, now: Math.round(Date.now() / 1000)}).map(
      ([name, value]) => `underlay.${name}=${value}`,
    ),
  ].join(' ');
  const words = (text: string): readonly string[] => text.split(' ');
  return [
    `qemu-system-${arch() === 'arm64' ? 'aarch64' : 'x86_64'}`,
    ...words('-nodefaults -no-user-config -display none -no-reboot -smp 2'),
    ...words(`-machine q35,accel=${accelerator},memory-backend=memory -m ${MEMORY}`),
    ...words(accelerator === 'kvm' ? '-cpu host' : '-cpu max'),
    ...words(`-object memory-backend-memfd,id=memory,size=${MEMORY},share=on`),
    ...words(`-chardev socket,id=files,path=${SOCKET} -device vhost-user-fs-pci,chardev=files,tag=root`),
    ...words('-chardev stdio,id=line,signal=off -device virtio-serial-pci'),
    ...words(`-device virtserialport,chardev=line,name=underlay -serial file:${CONSOLE}`),
    '-kernel',
    kernel,
    '-initrd',
    initramfs,
    '-append',
    append,
  ];
}
