import {readFileSync} from 'node:fs';

/** Among the words that the lab VM's kernel is started with, and no other's. */
export const LAB_VM_WORD = 'underlay.lab_vm';

/** What a kernel says of itself, as the files of /proc have it. */
export interface KernelFacts {
  readonly cmdline: string;
  readonly mountinfo: string;
  readonly uidMap: string;
}

/** What the kernel that we run on says. */
export const kernelFacts = (): KernelFacts => ({
  cmdline: readFileSync('/proc/cmdline', 'utf8'),
  mountinfo: readFileSync('/proc/self/mountinfo', 'utf8'),
  uidMap: readFileSync('/proc/self/uid_map', 'utf8'),
});

/**
 * Whether this is the lab VM and we are its first root: its kernel was started by us, all files come read-only from
 * outside by virtiofs, and ids are the kernel's own. Nothing that a lab, an option or an environment says can make it
 * so elsewhere.
 */
export const isLabVm = ({cmdline, mountinfo, uidMap}: KernelFacts): boolean =>
  cmdline.trim().split(' ').includes(LAB_VM_WORD) && isShared(mountinfo) && /^\s*0\s+0\s+4294967295\s*$/.test(uidMap);

/** The last mount on `/` is the one that is seen: `… / / ro,nosuid … - virtiofs root ro`. */
function isShared(mountinfo: string): boolean {
  const root = mountinfo
    .split('\n')
    .map((line) => line.split(' '))
    .findLast(([, , , , place]) => place === '/');
  const [type, source] = root?.slice(root.indexOf('-') + 1) ?? [];
  return type === 'virtiofs' && source === 'root' && root?.[5]?.split(',').includes('ro') === true;
}
