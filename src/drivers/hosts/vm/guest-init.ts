/** Where the VM's Node and our program are, before it has the machine's files and after: paths in the VM. */
export interface GuestPaths {
  readonly node: string;
  readonly agent: string;
}

/** In {@link QEMU_INIT}'s file system: what the VM runs on until it gets the machine's files. */
export const SYSTEM = 'system';

/**
 * The first program of the VM, run by busybox. It leaves at once for a file system in memory that can itself be left for
 * another, as the first one cannot (pivot_root(2)).
 */
export const QEMU_INIT = `#!/bin/sh
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
while read -r module; do busybox insmod /modules/$module || echo "insmod $module failed"; done </modules/order
busybox hostname underlay-vm
busybox ip link set lo up
busybox mount -t tmpfs -o mode=755 tmpfs /mnt
for thing in /${SYSTEM}/*; do busybox mv $thing /mnt/; done
for place in dev proc sys; do busybox mount -o move /$place /mnt/$place; done
exec busybox switch_root /mnt /bin/busybox sh /start
`;

/** Starts our program at the end of the line to us. When one of these ends, so does the VM. */
export const START = ({node, agent}: GuestPaths): string => `
export PATH=/bin
for port in /sys/class/virtio-ports/*; do
  [ "$(busybox cat $port/name)" = underlay ] && line=/dev/\${port##*/}
done
exec 4<>$line
end() { for busybox in ${LATER_BUSYBOX} /bin/busybox; do $busybox poweroff -f; done; }
busybox cat <&4 | { ${node} ${agent} 2>/dev/console; end; } | busybox cat >&4
end
`;

const LATER_BUSYBOX = '/run/modules/bin/busybox';

/** Fresh folders where something must be written; the machine's files, below $new, are read-only. */
const WRITABLE = `
# It is in /run, which is covered next.
busybox mkdir -p /machine
busybox mount -o rbind $new/run/machine /machine
for folder in run tmp var/tmp var/log root; do
  [ -d $new/$folder ] && busybox mount -t tmpfs -o mode=755 tmpfs $new/$folder
done
busybox chmod 1777 $new/tmp $new/var/tmp
busybox mkdir -p $new/run/machine
busybox mount -o rbind /machine $new/run/machine`;

/**
 * What the kernel asks for later (rtnl-link-vlan, ip_set…) is loaded from a root of its own: the machine may have no
 * /lib/modules to put these on.
 */
const LOADING = `
load=$new/run/modules
busybox mkdir -p $load/bin $load/proc $load/sys $load/dev $load/lib/modules/$(busybox uname -r)
busybox cp /bin/busybox $load/bin/busybox
busybox ln -s busybox $load/bin/sh
busybox mount -o bind $new/run/machine/modules $load/lib/modules/$(busybox uname -r)
busybox mount -t proc proc $load/proc
busybox printf '%s\\n' '#!/bin/sh' 'exec chroot /run/modules /bin/busybox modprobe "$@"' >$new/run/modprobe
busybox chmod 755 $new/run/modprobe
echo /run/modprobe >/proc/sys/kernel/modprobe`;

const DEVICES = `
busybox mount -o move /dev $new/dev
# Open to everybody, as distributions do.
busybox chmod 666 $new/dev/net/tun
busybox mkdir -p $new/dev/pts $new/dev/shm
busybox mount -t devpts -o ptmxmode=0666 devpts $new/dev/pts
busybox mount -t tmpfs -o mode=1777 tmpfs $new/dev/shm
busybox ln -sf /proc/self/fd $new/dev/fd
busybox ln -sf /proc/self/fd/0 $new/dev/stdin
busybox ln -sf /proc/self/fd/1 $new/dev/stdout
busybox ln -sf /proc/self/fd/2 $new/dev/stderr
busybox mount -t sysfs sysfs $new/sys
busybox mount -t proc proc $new/proc`;

/**
 * Puts every process of the VM, running as they are, on the machine's files, which come over virtiofs. Run by our program
 * there, with the seconds since 1970 as its argument: a VM that goes on from a file has slept since it was saved.
 */
export const ATTACH = `
export PATH=/bin
new=/mnt
busybox date -s @$1 >/dev/null
# Its device has only just been plugged.
tries=100
until busybox mount -t virtiofs -o ro,nosuid root $new 2>/dev/null; do
  tries=$((tries - 1))
  [ $tries -gt 0 ] || { echo 'the file system did not come' >&2; exit 1; }
  busybox usleep 50000
done
set -e
# Every question to the machine's files costs as much as a megabyte of answer.
for ahead in /sys/class/bdi/*/read_ahead_kb; do echo 1024 >$ahead; done
${WRITABLE}
${LOADING}
${DEVICES}
busybox mkdir $new/run/before
cd $new
busybox pivot_root . run/before
cd /
${LATER_BUSYBOX} umount -l /run/before
`;
