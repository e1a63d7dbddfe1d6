import {onNetwork} from '../store/tables.ts';
import type {Work} from '../work.ts';
import {neutronErrors} from './errors.ts';

/** `base_mac` */
const PREFIX = 'fa:16:3e';
/** Neutron itself gives up after 16. */
const TRIES = 16;

export const isMacTaken = ({tables}: Work, networkId: string, mac: string): boolean =>
  tables.ports.count('mac', onNetwork(networkId, mac)) > 0;

/** A MAC that no port of the network has. */
export function giveMac(work: Work, networkId: string): string {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const mac = [PREFIX, ...(work.chance.hex(6).match(/../g) ?? [])].join(':');
    if (!isMacTaken(work, networkId, mac)) return mac;
  }
  throw neutronErrors.noMacLeft(networkId);
}
