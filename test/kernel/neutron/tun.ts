import {accessSync, constants} from 'node:fs';

/**
 * Whether a sandbox of ours has /dev/net/tun, without which Open vSwitch has no port of its own: root's is handed one that
 * is open to it (`hosts/root-side.ts`), an ordinary user's is the machine's.
 */
export const opensTun = (): boolean => {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
