import {accessSync, constants, statSync} from 'node:fs';

/**
 * Whether a sandbox can open /dev/net/tun, without which Open vSwitch has no port of its own. Root's sandbox has other
 * ids than root (decision 003), so there it must be open to everybody, as on usual distributions.
 */
export const opensTun = (): boolean => {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
    return process.getuid?.() !== 0 || (statSync('/dev/net/tun').mode & 0o006) === 0o006;
  } catch {
    return false;
  }
};
