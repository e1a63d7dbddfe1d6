import type {Driver} from '../driver.ts';
import {findLinuxbridge, linuxbridgeDifference} from './difference.ts';
import type {LinuxbridgeFound} from './difference.ts';
import {planLinuxbridge} from './plan.ts';
import type {LinuxbridgeDesired} from './plan.ts';

/** The part of neutron-linuxbridge-agent that makes bridges, ways out of the node, and wires taps. */
export const linuxbridge: Driver<LinuxbridgeDesired, LinuxbridgeFound> = {
  name: 'linuxbridge',
  plan: planLinuxbridge,
  find: findLinuxbridge,
  difference: linuxbridgeDifference,
};
