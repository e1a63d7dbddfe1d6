import {expect, test} from 'vitest';
import {isLabVm, LAB_VM_WORD} from './is-lab-vm.ts';
import {KERNEL_WORDS} from './qemu.ts';

/** As the lab VM has them. */
const VM = {
  cmdline: `${KERNEL_WORDS}\n`,
  mountinfo: `25 1 0:24 / / ro,nosuid,relatime - virtiofs root ro
26 25 0:5 / /dev rw,relatime - devtmpfs devtmpfs rw,size=483876k,nr_inodes=120969,mode=755
27 25 0:25 / /run rw,relatime - tmpfs tmpfs rw,mode=755
`,
  uidMap: '         0          0 4294967295\n',
};

test('the lab VM is known by its kernel, its files and its ids', () => {
  expect(isLabVm(VM)).toBe(true);
});

test.for([
  ['a kernel that we did not start', {cmdline: 'BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro quiet'}],
  ['a word that only begins like ours', {cmdline: `${LAB_VM_WORD}x quiet`}],
  ['files on a disk', {mountinfo: '25 1 8:1 / / ro,relatime shared:1 - ext4 /dev/sda1 ro\n'}],
  ['files from outside that can be written', {mountinfo: VM.mountinfo.replace('ro,nosuid', 'rw,nosuid')}],
  [
    'files from outside with others mounted over them',
    {mountinfo: `${VM.mountinfo}90 25 0:9 / / ro - tmpfs root ro\n`},
  ],
  ['other files from outside', {mountinfo: VM.mountinfo.replace('virtiofs root', 'virtiofs home')}],
  ['a user namespace', {uidMap: '         0 2000000000      65536\n'}],
  ['nothing known', {cmdline: '', mountinfo: '', uidMap: ''}],
] as const)('not with %s', ([, other]) => {
  expect(isLabVm({...VM, ...other})).toBe(false);
});
