import type {HaState} from '../model.ts';
import {linkLocal} from '../port-filter/port-rules.ts';
import type {RouterEnd, RouterItem} from './plan.ts';

/** What makes a router on this node one of several copies. */
export interface HaCopy {
  readonly vrId: number;
  /** As its agent was told by the state file last; undefined until it was. */
  readonly state: HaState | undefined;
}

/** `ha_confs_path` of the L3 agent. */
const FOLDER = '/var/lib/neutron/ha_confs';
const folderOf = (routerId: string): string => `${FOLDER}/${routerId}`;
export const configurationFile = (routerId: string): string => `${folderOf(routerId)}/keepalived.conf`;
/** `primary`, `backup` or `fault`: what the copy is now. */
export const stateFile = (routerId: string): string => `${folderOf(routerId)}/state`;
export const keepalivedPid = (routerId: string): string => `${folderOf(routerId)}.pid.keepalived`;
export const monitorPid = (routerId: string): string =>
  `/var/lib/neutron/external/pids/${routerId}.monitor.pid.neutron-keepalived-state-change-monitor`;

/** The state by the word that stands in the file. */
export const haStateOf = (word: string): HaState => (word.trim() === 'primary' ? 'active' : 'standby');

/** Only who has the router has this address: the one that keepalived announces. */
export const vrrpAddress = (vrId: number): string => `169.254.0.${vrId}/24`;

export const keepalivedCommand = (routerId: string): string =>
  `keepalived -P -f ${configurationFile(routerId)} -p ${keepalivedPid(routerId)} -r ${keepalivedPid(routerId)}-vrrp -D`;

export const monitorCommand = (
  {routerId, namespace}: Pick<RouterItem, 'routerId' | 'namespace'>,
  link: string,
  vrId: number,
): string =>
  [
    'neutron-keepalived-state-change',
    `--router_id=${routerId}`,
    `--namespace=${namespace}`,
    `--conf_dir=${folderOf(routerId)}`,
    `--log-file=${folderOf(routerId)}/neutron-keepalived-state-change.log`,
    `--monitor_interface=${link}`,
    `--monitor_cidr=${vrrpAddress(vrId)}`,
    `--pid_file=${monitorPid(routerId)}`,
    '--state_path=/var/lib/neutron',
  ].join(' ');

/** Byte by byte what neutron.agent.linux.keepalived writes: all addresses but its own go without being announced. */
export function keepalivedConfiguration(item: RouterItem, heartbeat: RouterEnd, vrId: number): string {
  const excluded = item.interfaces
    .filter(({kind}) => kind !== 'ha')
    .flatMap(({link, mac, addresses}) => [
      ...addresses.map((address) => ({address, rest: `dev ${link} no_track`})),
      {address: `${linkLocal(mac)}/64`, rest: `dev ${link} scope link no_track`},
    ])
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
  return [
    'global_defs {',
    '    notification_email_from neutron@openstack.local',
    '    router_id neutron',
    '}',
    `vrrp_instance VR_${vrId} {`,
    '    state BACKUP',
    `    interface ${heartbeat.link}`,
    `    virtual_router_id ${vrId}`,
    '    priority 50',
    '    garp_master_delay 60',
    '    nopreempt',
    '    advert_int 2',
    ...block('track_interface', [heartbeat.link]),
    ...block('virtual_ipaddress', [`${vrrpAddress(vrId)} dev ${heartbeat.link}`]),
    ...block(
      'virtual_ipaddress_excluded',
      excluded.map(({address, rest}) => `${address} ${rest}`),
    ),
    ...block('virtual_routes', waysOf(item)),
    '}',
  ].join('\n');
}

/** A block without a line is left out. */
const block = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`    ${name} {`, ...lines.map((line) => `        ${line}`), '    }'];

const waysOf = ({defaults, routes}: RouterItem): readonly string[] => [
  ...defaults.map(({via, link}) => `${via.includes(':') ? '::/0' : '0.0.0.0/0'} via ${via} dev ${link} no_track`),
  ...routes.map(({destination, nexthop}) => `${destination} via ${nexthop} no_track`),
  ...defaults.flatMap(({via, link, isFar}) => (isFar ? [`${via} dev ${link} scope link no_track`] : [])),
];

/** The addresses with which others know a router, as a configuration names them: `10.10.10.61`. */
export const singleAddresses = (configuration: string): readonly string[] =>
  Array.from(configuration.matchAll(/^ +(\d[\d.]+)\/32 dev /gm), (match) => match[1] ?? '');
