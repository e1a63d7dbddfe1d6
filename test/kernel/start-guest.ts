import type {Node} from '../../src/drivers/hosts/host.ts';
import {script} from './open-sandbox.ts';

/** Defines a tiny guest on the network `default` and starts both. */
export const startGuest = (node: Node, name: string, processors = 1): Promise<string> =>
  script(
    node,
    `start-libvirt
virsh -q net-start default
qemu-img create -q -f qcow2 /var/lib/libvirt/images/${name}.qcow2 16M
cat >/tmp/${name}.xml <<END
<domain type='$(cat /run/machine/libvirt/domain-type)'>
  <name>${name}</name>
  <memory unit='MiB'>96</memory>
  <vcpu>${processors}</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>/var/lib/libvirt/boot/vmlinuz</kernel>
    <initrd>/var/lib/libvirt/boot/tiny.initrd</initrd>
    <cmdline>console=ttyS0 quiet hostname=${name}</cmdline>
  </os>
  <features><acpi/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/libvirt/images/${name}.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:75:dd:1a'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <serial type='pty'/>
    <memballoon model='virtio'/>
  </devices>
</domain>
END
virsh -q define /tmp/${name}.xml
virsh -q start ${name}`,
    {timeoutMs: 60_000},
  );
