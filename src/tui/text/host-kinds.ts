import type {Host} from '../../drivers/hosts/host.ts';
import type {Text} from '../../state/text.ts';

/** What learners read for a kind of host. */
export const HOST_KINDS: Readonly<Record<Host['kind'], Text>> = {
  sandbox: {en: 'sandbox', zh: '沙箱'},
  vm: {en: 'lab VM', zh: '实验虚拟机'},
  ssh: {en: 'SSH host', zh: 'SSH 主机'},
};
