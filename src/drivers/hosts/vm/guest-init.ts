/** The words that the first program is told on the kernel's command line, as `underlay.NAME=VALUE`. */
export interface GuestWords {
  /** Paths in the VM: of the folder with `modules.dep`, of Node, of our program for the VM. */
  readonly modules: string;
  readonly node: string;
  readonly agent: string;
}

export const guestWords = (words: GuestWords): string =>
  Object.entries({...words, now: Math.round(Date.now() / 1000)})
    .map(([name, value]) => `underlay.${name}=${value}`)
    .join(' ');

const READ_WORDS = `
for word in $(busybox cat /proc/cmdline); do
  case $word in underlay.*=*) value=\${word#*=} name=\${word%%=*}; eval "\${name#underlay.}=\\$value" ;; esac
done
busybox hostname underlay-vm`;

/** Fresh folders where something must be written; the machine's files, below $new, are read-only. */
const WRITABLE = `
for folder in run tmp var/tmp var/log root; do
  [ -d $new/$folder ] && busybox mount -t tmpfs -o mode=755 tmpfs $new/$folder
done
busybox chmod 1777 $new/tmp $new/var/tmp
busybox mkdir -p $new/run/machine`;

/**
 * What the kernel asks for later (rtnl-link-vlan, ip_set…) is loaded from a root of its own: the machine may have no
 * /lib/modules to put these on.
 */
const LOADING = `
load=$new/run/modules
busybox mkdir -p $load/bin $load/proc $load/sys $load/dev $load/lib/modules/$(busybox uname -r)
busybox cp /bin/busybox $load/bin/busybox
busybox ln -s busybox $load/bin/sh
busybox mount -o bind $new$modules $load/lib/modules/$(busybox uname -r)
busybox mount -t proc proc $load/proc
busybox printf '%s\\n' '#!/bin/sh' 'exec chroot /run/modules /bin/busybox modprobe "$@"' >$new/run/modprobe
busybox chmod 755 $new/run/modprobe
echo /run/modprobe >/proc/sys/kernel/modprobe
# Nothing asks for this one: its device is there once it is loaded. Open to everybody, as distributions do.
busybox chroot $load /bin/busybox modprobe tun && busybox chmod 666 /dev/net/tun
busybox ip link set lo up`;

const DEVICES = `
busybox mkdir -p $new/dev/pts $new/dev/shm
busybox mount -t devpts -o ptmxmode=0666 devpts $new/dev/pts
busybox mount -t tmpfs -o mode=1777 tmpfs $new/dev/shm
busybox ln -sf /proc/self/fd $new/dev/fd
busybox ln -sf /proc/self/fd/0 $new/dev/stdin
busybox ln -sf /proc/self/fd/1 $new/dev/stdout
busybox ln -sf /proc/self/fd/2 $new/dev/stderr`;

/** Arguments: the line to us, Node, our program. When one of these ends, so does the VM. */
const START = `
busybox cat >$new/run/start <<'END'
b=/run/modules/bin/busybox
cd /
exec 4<>$1
$b cat <&4 | $2 $3 2>/dev/console | $b cat >&4
$b poweroff -f
END`;

/**
 * The first program of the VM, in its first file system, run by busybox. The machine's own files come over virtiofs.
 */
export const QEMU_INIT = `#!/bin/sh
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
${READ_WORDS}
while read -r module; do busybox insmod /modules/$module || echo "insmod $module failed"; done </modules/order
busybox date -s @$now >/dev/null
busybox mount -t virtiofs -o ro,nosuid root /mnt || { echo 'the file system did not come'; busybox poweroff -f; }
# It is in /run, which is covered next.
busybox mkdir -p /machine
busybox mount -o rbind /mnt/run/machine /machine
# Every question to the machine's files costs as much as a megabyte of answer.
for ahead in /sys/class/bdi/*/read_ahead_kb; do echo 1024 >$ahead; done
# Our program's is the largest file of all: its pages come meanwhile in large pieces, not one by one as they are missed.
busybox cat /mnt$node >/dev/null &
new=/mnt
${WRITABLE}
busybox mount -o rbind /machine $new/run/machine
${LOADING}
for port in /sys/class/virtio-ports/*; do
  [ "$(busybox cat $port/name)" = underlay ] && line=/dev/\${port##*/}
done
busybox mount -o move /dev $new/dev
${DEVICES}
busybox mount -t sysfs sysfs $new/sys
busybox mount -t proc proc $new/proc
${START}
exec busybox switch_root $new /run/modules/bin/busybox sh /run/start $line $node $agent
`;
