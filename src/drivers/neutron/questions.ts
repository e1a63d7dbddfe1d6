import {guestFile} from '../nova/driver.ts';
import {dhcpFiles} from './dhcp/driver.ts';
import type {Questions} from './findings.ts';
import type {Intent} from './memory.ts';
import {EBTABLES_SAVE, IPSET_SAVE} from './port-filter/driver.ts';
import type {Wanted} from './wanted.ts';
import {isNothing} from './wanted.ts';

const all = <I>({present, absent}: Wanted<I>): readonly I[] => [...Object.values(present), ...Object.values(absent)];

/** What must be looked at for an intent: only what it touches. */
export function questionsFor(intent: Intent): Questions {
  const served = all(intent.dhcp);
  const guests = all(intent.instances);
  return {
    namespaces: [...served, ...guests].map((item) => item.namespace),
    files: [
      ...served.flatMap((item) => dhcpFiles(item.networkId)),
      ...Object.values(intent.instances.absent).map((item) => guestFile(item.instanceId)),
    ],
    outputs: isNothing(intent.portFilter) ? [] : [IPSET_SAVE, EBTABLES_SAVE],
  };
}
