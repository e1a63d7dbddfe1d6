import {createHash} from 'node:crypto';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {Cloud} from '../cloud.ts';
import {parseIp} from '../addresses/ip.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {ZONE} from './scheduler.ts';

type View = Readonly<Record<string, unknown>>;

const VM_STATES = {BUILD: 'building', ACTIVE: 'active', SHUTOFF: 'stopped', ERROR: 'error'} as const;
/** Nova's numbers: 0 nothing known, 1 running, 4 shut down. */
export const POWER_STATES = {BUILD: 0, ACTIVE: 1, SHUTOFF: 4, ERROR: 0} as const;

export const vmState = (server: ServerRecord): string => VM_STATES[server.status];

export const linksOf = (cloud: Cloud, kind: string, id: string) => [
  {rel: 'self', href: `${cloud.baseUrl}/compute/v2.1/${kind}/${id}`},
  {rel: 'bookmark', href: `${cloud.baseUrl}/compute/${kind}/${id}`},
];

/** As the list without details shows it. */
export const briefServer = (cloud: Cloud, server: ServerRecord): View => ({
  id: server.id,
  name: server.name,
  links: linksOf(cloud, 'servers', server.id),
});

export function viewServer(cloud: Cloud, caller: Caller, server: ServerRecord): View {
  const hosted = server.host === '' ? null : server.host;
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    tenant_id: server.projectId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: hosted === null ? '' : createHash('sha224').update(`${server.projectId}${hosted}`).digest('hex'),
    image: {id: server.imageId, links: linksOf(cloud, 'images', server.imageId).slice(1)},
    flavor: {id: server.flavorId, links: linksOf(cloud, 'flavors', server.flavorId).slice(1)},
    created: server.createdAt,
    updated: server.updatedAt,
    addresses: addresses(cloud.store.tables, server),
    accessIPv4: '',
    accessIPv6: '',
    links: linksOf(cloud, 'servers', server.id),
    'OS-DCF:diskConfig': 'MANUAL',
    ...(server.status === 'BUILD' || server.status === 'ACTIVE' ? {progress: 0} : {}),
    'OS-EXT-AZ:availability_zone': hosted === null ? '' : ZONE,
    config_drive: '',
    key_name: server.keyName,
    'OS-SRV-USG:launched_at': server.launchedAt?.replace('Z', '.000000') ?? null,
    'OS-SRV-USG:terminated_at': null,
    ...(isAdmin(caller) && {
      'OS-EXT-SRV-ATTR:host': hosted,
      'OS-EXT-SRV-ATTR:instance_name': server.instanceName,
      'OS-EXT-SRV-ATTR:hypervisor_hostname': hosted,
    }),
    'OS-EXT-STS:task_state': server.task,
    'OS-EXT-STS:vm_state': vmState(server),
    'OS-EXT-STS:power_state': POWER_STATES[server.status],
    'os-extended-volumes:volumes_attached': [],
    security_groups: groupNames(cloud.store.tables, server).map((name) => ({name})),
    ...(server.fault !== undefined && {fault: server.fault}),
  };
}

function groupNames(tables: Tables, server: ServerRecord): readonly string[] {
  const ids = server.portIds.flatMap((id) => tables.ports.get(id)?.securityGroups ?? []);
  return [...new Set(ids)].flatMap((id) => tables.securityGroups.get(id)?.name ?? []);
}

/** Network name → the addresses on it, as `openstack server list` shows them. */
function addresses(tables: Tables, server: ServerRecord): View {
  const all = new Map<string, unknown[]>();
  for (const id of server.portIds) {
    const port = tables.ports.get(id);
    const network = port && tables.networks.get(port.networkId);
    if (port === undefined || network === undefined) continue;
    for (const {ipAddress} of port.fixedIps) {
      const address = {
        version: parseIp(ipAddress)?.version ?? 4,
        addr: ipAddress,
        'OS-EXT-IPS:type': 'fixed',
        'OS-EXT-IPS-MAC:mac_addr': port.macAddress,
      };
      all.set(network.name, [...(all.get(network.name) ?? []), address]);
    }
  }
  return Object.fromEntries(all);
}
