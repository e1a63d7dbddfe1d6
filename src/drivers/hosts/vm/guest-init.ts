/**
 * The VM's first program, run by busybox. The machine's own files become the VM's, read-only, with fresh folders where
 * something must be written. Words of ours come on the kernel's command line: `underlay.NAME=VALUE`.
 */
export const GUEST_INIT = `#!/bin/sh
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sysfs /sys
busybox mount -t devtmpfs devtmpfs /dev
for word in $(busybox cat /proc/cmdline); do
  case $word in underlay.*=*) value=\${word#*=} name=\${word%%=*}; eval "\${name#underlay.}=\\$value" ;; esac
done
while read -r module; do busybox insmod /modules/$module || echo "insmod $module failed"; done </modules/order
busybox date -s @$now >/dev/null
busybox hostname underlay-vm
busybox mount -t virtiofs -o ro,nosuid root /mnt || { echo 'the file system did not come'; busybox poweroff -f; }
# It is in /run, which is covered now.
busybox mkdir -p /machine
busybox mount -o rbind /mnt/run/machine /machine
# Every question to the machine's files costs as much as a megabyte of answer.
for ahead in /sys/class/bdi/*/read_ahead_kb; do echo 1024 >$ahead; done
for folder in run tmp var/tmp var/log root; do
  [ -d /mnt/$folder ] && busybox mount -t tmpfs -o mode=755 tmpfs /mnt/$folder
done
busybox chmod 1777 /mnt/tmp /mnt/var/tmp
busybox mkdir -p /mnt/run/machine
busybox mount -o rbind /machine /mnt/run/machine
# What the kernel asks for later (rtnl-link-vlan, ip_set…) is loaded from a root of its own: the machine may have no
# /lib/modules to put these on.
load=/mnt/run/modules
busybox mkdir -p $load/bin $load/lib/modules $load/proc $load/sys $load/dev
busybox cp /bin/busybox $load/bin/busybox
busybox ln -s busybox $load/bin/sh
busybox mkdir $load/lib/modules/$(busybox uname -r)
busybox mount -o bind /mnt$modules $load/lib/modules/$(busybox uname -r)
busybox mount -t proc proc $load/proc
busybox printf '%s\\n' '#!/bin/sh' 'exec chroot /run/modules /bin/busybox modprobe "$@"' >/mnt/run/modprobe
busybox chmod 755 /mnt/run/modprobe
echo /run/modprobe >/proc/sys/kernel/modprobe
# Nothing asks for this one: its device is there once it is loaded. Open to everybody, as distributions do.
busybox chroot $load /bin/busybox modprobe tun && busybox chmod 666 /dev/net/tun
busybox ip link set lo up
for port in /sys/class/virtio-ports/*; do
  [ "$(busybox cat $port/name)" = underlay ] && line=/dev/\${port##*/}
done
busybox mount -o move /dev /mnt/dev
busybox mkdir -p /mnt/dev/pts /mnt/dev/shm
busybox mount -t devpts -o ptmxmode=0666 devpts /mnt/dev/pts
busybox mount -t tmpfs -o mode=1777 tmpfs /mnt/dev/shm
busybox mount -t sysfs sysfs /mnt/sys
busybox mount -t proc proc /mnt/proc
busybox ln -sf /proc/self/fd /mnt/dev/fd
busybox ln -sf /proc/self/fd/0 /mnt/dev/stdin
busybox ln -sf /proc/self/fd/1 /mnt/dev/stdout
busybox ln -sf /proc/self/fd/2 /mnt/dev/stderr
busybox printf '%s\\n' 'cd /; exec 4<>$1; b=/run/modules/bin/busybox; $b cat <&4 | $2 $3 2>/dev/console | $b cat >&4; $b poweroff -f' >/mnt/run/start
exec busybox switch_root /mnt /run/modules/bin/busybox sh /run/start $line $node $agent
`;
