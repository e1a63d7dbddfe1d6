import {randomBytes} from 'node:crypto';
import {netmask, prefixOf} from '../../drivers/neutron/dhcp/dnsmasq-arguments.ts';
import {tapName} from '../../drivers/neutron/naming.ts';
import {hostName} from '../../drivers/nova/plan.ts';
import {ZONE} from '../nova/scheduler.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';

/** What may be asked for under /openstack; each is answered like the latest. */
export const OPENSTACK_VERSIONS: readonly string[] = [
  '2012-08-10',
  '2013-04-04',
  '2013-10-17',
  '2015-10-15',
  '2016-06-30',
  '2016-10-06',
  '2017-02-22',
  '2018-08-27',
  '2020-10-14',
];

/** With the domain that Nova (`dhcp_domain`) puts behind every name. */
export const fullName = (server: ServerRecord): string => `${hostName(server.name)}.novalocal`;

/** The files under a version, each made when it is asked for (nova/api/metadata/base.py). */
export function openstackFiles(
  tables: Tables,
  server: ServerRecord,
): Readonly<Record<string, () => string | Readonly<Record<string, unknown>>>> {
  return {
    'meta_data.json': () => metaData(server),
    ...(server.userData !== undefined && {user_data: () => Buffer.from(server.userData ?? '', 'base64').toString()}),
    password: () => '',
    'vendor_data.json': () => ({}),
    'network_data.json': () => networkData(tables, server),
    'vendor_data2.json': () => ({static: {}}),
  };
}

const metaData = (server: ServerRecord) => ({
  uuid: server.id,
  ...(Object.keys(server.metadata).length > 0 && {meta: server.metadata}),
  ...(server.keyName !== null && {
    public_keys: {[server.keyName]: server.publicKey ?? ''},
    keys: [{name: server.keyName, type: 'ssh', data: server.publicKey ?? ''}],
  }),
  hostname: fullName(server),
  name: server.name,
  launch_index: 0,
  availability_zone: ZONE,
  random_seed: randomBytes(512).toString('base64'),
  project_id: server.projectId,
  devices: [],
  dedicated_cpus: [],
});

/** nova/virt/netutils.py, get_network_metadata. */
function networkData(tables: Tables, server: ServerRecord) {
  const ports = server.portIds.flatMap((id) => tables.ports.get(id) ?? []);
  const fixed = ports.flatMap((port) => port.fixedIps.map((ip) => ({port, ...ip})));
  const networks = fixed.flatMap(({port, subnetId, ipAddress}, index) => {
    const subnet = tables.subnets.get(subnetId);
    if (subnet === undefined) return [];
    const {gatewayIp, cidr, ipVersion, enableDhcp} = subnet;
    const common = {id: `network${index}`, link: tapName(port.id), network_id: port.networkId};
    if (enableDhcp) return [{...common, type: `ipv${ipVersion}_dhcp`}];
    const mask = ipVersion === 4 ? netmask(prefixOf(cidr)) : `/${prefixOf(cidr)}`;
    const any = ipVersion === 4 ? '0.0.0.0' : '::';
    const routes = gatewayIp === null ? [] : [{network: any, netmask: any, gateway: gatewayIp}];
    return [{...common, type: `ipv${ipVersion}`, ip_address: ipAddress, netmask: mask, routes}];
  });
  return {
    links: ports.map((port) => ({
      id: tapName(port.id),
      vif_id: port.id,
      type: 'bridge',
      mtu: tables.networks.get(port.networkId)?.mtu ?? null,
      ethernet_mac_address: port.macAddress,
    })),
    networks,
    services: ports
      .flatMap((port) => port.fixedIps.flatMap(({subnetId}) => tables.subnets.get(subnetId)?.dnsNameservers ?? []))
      .map((address) => ({type: 'dns', address})),
  };
}
