/**
 * The files of the tiny guest, a Linux small and quick enough to boot in a few seconds where its processor is emulated:
 * a distribution's kernel, busybox, and these. Its name comes on the kernel's command line (`hostname=vm1`), its address
 * by DHCP. Everything in it is in memory; only `/dev/vda`, where it has one, outlives it.
 */
export const GUEST_FILES: Readonly<Record<string, {readonly content: string; readonly mode?: number}>> = {
  init: {
    mode: 0o755,
    content: `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir /dev/pts
mount -t devpts devpts /dev/pts
while read -r module; do insmod /modules/$module; done </modules/order
for word in $(cat /proc/cmdline); do
  case $word in hostname=*) hostname "\${word#hostname=}" ;; esac
done
[ "$(hostname)" = '(none)' ] && hostname tiny
printf '127.0.0.1 localhost %s\\n' "$(hostname)" >/etc/hosts
ln -s /proc/mounts /etc/mtab
# It counts its starts in the first bytes of its disk, so one can see which disk it has, and since when.
if [ -b /dev/vda ]; then
  starts=$(head -c 32 /dev/vda | tr -dc 0-9)
  printf '%-31s\\n' "$((\${starts:-0} + 1))" | dd of=/dev/vda conv=notrunc 2>/dev/null
  sync
fi
exec init
`,
  },
  'etc/inittab': {
    content: `::sysinit:/etc/start
ttyS0::respawn:/bin/getty -L 115200 ttyS0 vt100
::ctrlaltdel:/bin/reboot
::shutdown:/bin/sync
`,
  },
  'etc/start': {
    mode: 0o755,
    content: `#!/bin/sh
ip link set lo up
ip link set eth0 up 2>/dev/null && udhcpc -s /etc/udhcpc.script -i eth0 -b -q -S -t 20 -T 1 -A 2 -x "hostname:$(hostname)" >/dev/null 2>&1 &
httpd -h /www
/etc/button &
`,
  },
  // What the machine's power button is for: virsh shutdown presses it.
  'etc/button': {
    mode: 0o755,
    content: `#!/bin/sh
for event in /dev/input/event*; do
  [ -c $event ] || continue
  (head -c 1 $event >/dev/null && poweroff) &
done
`,
  },
  'etc/udhcpc.script': {
    mode: 0o755,
    content: `#!/bin/sh
case $1 in
  deconfig) ip addr flush dev $interface; ip link set $interface up ;;
  bound | renew)
    ip addr flush dev $interface
    ip addr add $ip/\${mask:-24} dev $interface
    for gateway in $router; do ip route replace default via $gateway; done
    : >/etc/resolv.conf
    for server in $dns; do echo nameserver $server >>/etc/resolv.conf; done ;;
esac
`,
  },
  'etc/issue': {content: '\n\\n: a tiny guest. Log in as root, there is no password.\n\n'},
  'etc/passwd': {content: 'root::0:0:root:/root:/bin/sh\n'},
  'etc/group': {content: 'root:x:0:\n'},
  'etc/profile': {content: "export PATH=/bin PS1='\\u@\\h:\\w# '\n"},
  // What the guest knows of itself, for those outside: curl http://ADDRESS/
  'www/cgi-bin/index.cgi': {
    mode: 0o755,
    content: `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
echo "name $(hostname)"
echo "processors $(nproc)"
awk '/^(MemTotal|MemFree):/ {printf "%s %d MiB\\n", $1 == "MemTotal:" ? "memory" : "free", $2 / 1024}' /proc/meminfo
for disk in /sys/block/vd*; do
  [ -d $disk ] && echo "disk \${disk##*/} $(($(cat $disk/size) / 2048)) MiB"
done
[ -b /dev/vda ] && echo "starts $(head -c 32 /dev/vda | tr -dc 0-9)"
echo "up $(cut -d. -f1 /proc/uptime) s"
`,
  },
  // Uses so many MiB of its memory for a file there, in place of the last ones: curl http://ADDRESS/cgi-bin/fill?150
  'www/cgi-bin/fill': {
    mode: 0o755,
    content: `#!/bin/sh
printf 'Content-Type: text/plain\\r\\n\\r\\n'
rm -f /tmp/fill
many=$(echo "$QUERY_STRING" | tr -dc 0-9)
[ "\${many:-0}" -gt 0 ] && dd if=/dev/zero of=/tmp/fill bs=1M count="$many" 2>/dev/null
filled=$(stat -c %s /tmp/fill 2>/dev/null)
echo "filled $((\${filled:-0} >> 20)) MiB"
awk '$1 == "MemFree:" {printf "free %d MiB\\n", $2 / 1024}' /proc/meminfo
`,
  },
};

/** What the guest has of the kernel's modules. */
export const GUEST_MODULES: readonly string[] = [
  'virtio_pci',
  'virtio_net',
  'virtio_blk',
  'virtio_balloon',
  'evdev',
  'button',
];

/** Where the guest's files are in its own file system. */
export const GUEST_FOLDERS: readonly string[] = ['bin', 'dev', 'etc', 'modules', 'proc', 'root', 'sys', 'tmp', 'www'];
