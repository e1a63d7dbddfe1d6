import {arch} from 'node:os';
import type {KernelFiles} from './kernel-files.ts';

export type Accelerator = 'kvm' | 'tcg';

const SOCKET = '/run/vm/files';
const MEMORY = '1G';

/** QEMU's own, written in C, or the later one of the same name; both take these words. */
export const VIRTIOFSD_ARGV: readonly string[] = [
  'bash',
  '-c',
  // Its files are kept open while the VM may ask for them.
  `ulimit -n "$(ulimit -Hn)"
for program in /usr/lib/qemu/virtiofsd /usr/libexec/virtiofsd virtiofsd; do
  command -v "$program" >/dev/null && exec "$program" --socket-path=${SOCKET} -o source=/ -o cache=auto -o sandbox=chroot
done
echo 'there is no virtiofsd' >&2; exit 127`,
];

export interface QemuPlan {
  readonly kernel: KernelFiles;
  readonly initramfs: string;
  readonly accelerator: Accelerator;
  /** Our program for the VM, and Node, as paths here, which are paths there. */
  readonly agent: string;
  readonly node: string;
}

/** One line to us over standard input and output; nothing else leads out. */
export function qemuArgv({kernel, initramfs, accelerator, agent, node}: QemuPlan): readonly string[] {
  const words = {modules: kernel.modules, node, agent, now: String(Math.round(Date.now() / 1000))};
  const append = [
    'console=ttyS0 quiet panic=-1 mitigations=off audit=0',
    ...Object.entries(words).map(([name, value]) => `underlay.${name}=${value}`),
  ].join(' ');
  return [
    'bash',
    '-c',
    `for _ in {1..200}; do [[ -S ${SOCKET} ]] && break; sleep 0.01; done; exec "$@"`,
    'qemu',
    `qemu-system-${arch() === 'arm64' ? 'aarch64' : 'x86_64'}`,
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-machine', `q35,accel=${accelerator === 'kvm' ? 'kvm' : 'tcg'},memory-backend=memory`],
    ...(accelerator === 'kvm' ? ['-cpu', 'host'] : ['-cpu', 'max']),
    ...['-m', MEMORY, '-smp', '2', '-object', `memory-backend-memfd,id=memory,size=${MEMORY},share=on`],
    ...['-chardev', `socket,id=files,path=${SOCKET}`, '-device', 'vhost-user-fs-pci,chardev=files,tag=root'],
    ...['-chardev', 'stdio,id=line,signal=off', '-device', 'virtio-serial-pci'],
    ...['-device', 'virtserialport,chardev=line,name=underlay'],
    ...['-serial', 'file:/run/vm/console'],
    ...['-kernel', kernel.image, '-initrd', initramfs, '-append', append],
  ];
}
