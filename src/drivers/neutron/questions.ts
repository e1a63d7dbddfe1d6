import {guestFile} from '../nova/driver.ts';
import {dhcpFiles} from './dhcp/driver.ts';
import {advertisementFile} from './l3/advertisements.ts';
import {copyFiles} from './l3/ha-copy.ts';
import {lbaasFiles} from './lbaas/driver.ts';
import {proxyFile} from './metadata-proxy.ts';
import type {Questions} from './look-script.ts';
import type {Intent} from './memory.ts';
import {portFilterOutputs} from './port-filter/driver.ts';
import {versionsInQuestion} from './port-filter/plan.ts';
import {CONNTRACK_LIST} from './port-filter/tracked-flows.ts';
import {OVS_DATABASE, OVS_FLOWS} from './openvswitch/found.ts';
import {qosOutputs} from './qos/driver.ts';
import type {Wanted} from './wanted.ts';
import {isNothing} from './wanted.ts';

const all = <I>({present, absent}: Wanted<I>): readonly I[] => [...Object.values(present), ...Object.values(absent)];

/** Whether the guests run. */
export const PROCESSES: Questions = {
  own: false,
  namespaces: [],
  tables: [],
  entries: false,
  files: [],
  processes: true,
  outputs: [],
};

/** What is asked once more after something was done. Connections are forgotten once. */
export const askedAgain = (questions: Questions): Questions => ({
  ...questions,
  outputs: questions.outputs.filter((command) => command !== CONNTRACK_LIST),
});

/** What must be looked at for an intent: only what it touches. */
export function questionsFor(intent: Intent): Questions {
  const dhcp = all(intent.dhcp);
  const proxies = all(intent.metadata);
  const routers = all(intent.l3);
  const guests = all(intent.instances);
  const limits = all(intent.qos);
  const balancers = all(intent.lbaas);
  const plugs = dhcp.filter((item) => item.kind === 'plug');
  const vips = balancers.filter((item) => item.kind === 'plug');
  const switching = all(intent.openvswitch);
  const isSwitched = intent.cloud.options.mechanism === 'openvswitch';
  const plugged = isSwitched && [plugs, routers, vips, guests, switching].some((items) => items.length > 0);
  return {
    own: [plugs, routers, vips, guests, all(intent.linuxbridge), switching, limits, all(intent.l2population)].some(
      (items) => items.length > 0,
    ),
    namespaces: [
      ...plugs.map(({namespace: name}) => ({name, tables: true})),
      ...routers.map(({namespace: name}) => ({name, tables: true})),
      ...[...guests, ...vips].map(({namespace: name}) => ({name, tables: false})),
    ],
    tables: isNothing(intent.portFilter) ? [] : versionsInQuestion(intent.portFilter),
    entries: !isNothing(intent.l2population),
    files: [
      ...dhcp.flatMap((item) => (item.kind === 'serve' ? dhcpFiles(item.networkId) : [])),
      ...balancers.flatMap((item) => (item.kind === 'serve' ? lbaasFiles(item) : [])),
      ...proxies.map((item) => proxyFile(item.networkId)),
      ...routers.flatMap(({routerId}) => [proxyFile(routerId), advertisementFile(routerId)]),
      ...routers.flatMap(copyFiles),
      ...Object.values(intent.instances.absent).map((item) => guestFile(item.instanceId)),
    ],
    processes: dhcp.length + proxies.length + routers.length + guests.length + balancers.length > 0,
    outputs: [
      ...portFilterOutputs(intent.portFilter),
      ...qosOutputs(limits),
      ...(plugged ? [OVS_DATABASE] : []),
      ...(switching.length > 0 ? [OVS_FLOWS] : []),
    ],
  };
}
