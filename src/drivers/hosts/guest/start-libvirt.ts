/** Where the nodes of a KVM lab see the tiny guest (tiny-guest.ts), and what was proved of libvirt (prepare-guests.ts). */
export const GUEST_SHOWN = '/run/machine/guest';
export const LIBVIRT_SHOWN = '/run/machine/libvirt';

/**
 * The node's own libvirt, as a KVM host has it: virtlogd, virtlockd and libvirtd with folders of this node over those of
 * the machine. The programs are the machine's; its own libvirtd, where one runs, is not seen, asked or changed. Debian's
 * names for user, group and the network `default`, which is defined and not started, as its packages leave it.
 *
 * No AppArmor, cgroups or namespaces for QEMU: the sandbox keeps it in already, and hands none of these on.
 */
export const START_LIBVIRT = `#!/bin/bash
fail() { echo "start-libvirt: $*" >&2; exit 1; }
[[ -S /run/libvirt/libvirt-sock ]] && virsh uri >/dev/null 2>&1 && exit 0

# A folder of the node's own where the machine has one, or none: then its parent gets a layer to make it in.
own() {
  local parent=\${1%/*} layer=/run/libvirt-layers/\${1//\\//-}
  if [[ ! -d $1 ]]; then
    mkdir -p $layer/{upper,work}
    mount -n -t overlay -o lowerdir=$parent,upperdir=$layer/upper,workdir=$layer/work underlay $parent 2>/dev/null &&
      mkdir -p $1 || fail "$1 is missing on this machine and cannot be made here (an overlay over $parent is refused)"
  fi
  mount -n -t tmpfs -o mode=755,nosuid,size=1g underlay $1 || fail "mount over $1"
}
if [[ ! -e /run/libvirt-layers ]]; then
  mkdir -p /run/libvirt-layers
  mkdir -p /etc/libvirt /var/log/libvirt/qemu 2>/dev/null
  for folder in /var/lib/libvirt /var/cache/libvirt /etc/libvirt; do own $folder; done
fi
# virsh would ask for a password by it, where root needs none, and complains that nobody hears it.
[[ -x /usr/bin/pkttyagent ]] && mount -n --bind /dev/null /usr/bin/pkttyagent
mkdir -p /run/libvirt /var/lib/libvirt/{images,boot} /etc/libvirt/qemu/networks /var/cache/libvirt/qemu
chmod 711 /var/lib/libvirt/{images,boot}

# The file may be the machine's, which nobody here can write: it is replaced.
name() { # FILE NAME LINE
  grep -q "^$2:" $1 && return
  cp $1 $1.new && echo "$3" >>$1.new && mv -f $1.new $1 || fail "$2 could not be added to $1"
}
name /etc/group kvm kvm:x:994:
name /etc/group libvirt libvirt:x:993:
name /etc/group libvirt-qemu libvirt-qemu:x:64055:libvirt-qemu
name /etc/passwd libvirt-qemu 'libvirt-qemu:x:64055:994:Libvirt Qemu,,,:/var/lib/libvirt:/usr/sbin/nologin'

cat >/etc/libvirt/libvirtd.conf <<'END'
auth_unix_ro = "none"
auth_unix_rw = "none"
END
cat >/etc/libvirt/qemu.conf <<'END'
security_driver = "none"
remember_owner = 0
cgroup_controllers = []
namespaces = []
END
# Later ones would write nftables: lessons read iptables rules, which every version can write.
echo 'firewall_backend = "iptables"' >/etc/libvirt/network.conf
cat >/etc/libvirt/qemu/networks/default.xml <<'END'
<network>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
    </dhcp>
  </ip>
</network>
END
# What libvirt found out about QEMU before: it takes some seconds to find out anew.
[[ -d ${LIBVIRT_SHOWN}/capabilities ]] && cp -r ${LIBVIRT_SHOWN}/capabilities /var/cache/libvirt/qemu/
if [[ -d ${GUEST_SHOWN} ]]; then cp ${GUEST_SHOWN}/{vmlinuz,tiny.initrd} /var/lib/libvirt/boot/ || fail 'copy the guest'; fi

# They log to the journal, which a node has not. Where no guest is to run libvirtd is not let find QEMU: to ask it what it
# can do takes seconds, and a minute on an emulated processor.
said=$({ virtlogd -d && virtlockd -d && \
  if [[ -d ${GUEST_SHOWN} ]]; then libvirtd -d; else PATH=/usr/sbin:/sbin libvirtd -d; fi; } 2>&1) || fail "libvirtd does not start: $said"
for _ in {1..100}; do
  virsh uri >/dev/null 2>&1 && exit 0
  pgrep -x libvirtd >/dev/null || break
  sleep 0.1
done
pkill -x libvirtd
fail "libvirtd does not answer: $(timeout 5 libvirtd 2>&1 | grep -F ' error ' | tail -2)"
`;
