import {isDeepStrictEqual} from 'node:util';
import type {Link} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forRouter, run, write} from '../command-words.ts';
import type {Command, FoundProcess} from '../driver.ts';
import {
  configurationFile,
  keepalivedCommand,
  keepalivedConfiguration,
  keepalivedPid,
  monitorCommand,
  monitorPid,
  singleAddresses,
  stateFile,
} from './keepalived.ts';
import type {RouterEnd, RouterItem} from './plan.ts';

const text = (en: string, zh: string): Text => ({en, zh});

/** What of a node concerns its copies of routers. */
export interface FoundCopies {
  readonly file: (path: string) => string | undefined;
  readonly processes: readonly FoundProcess[];
}

/** The files that a copy has, to be looked at. */
export const copyFiles = ({ha, routerId}: RouterItem): readonly string[] =>
  ha === undefined ? [] : [configurationFile(routerId), stateFile(routerId)];

/**
 * The end as the agent plugs it. The addresses of a copy are keepalived's business: what is there may be there. Only
 * by the end to the other copies it is known at all times.
 */
export function pluggedEnd(item: RouterItem, end: RouterEnd, inside: Link | undefined): RouterEnd {
  if (item.ha === undefined) return end;
  const there = Object.values(inside?.addresses ?? {})
    .filter(({scope}) => scope === 'global')
    .map(({address, prefix}) => `${address}/${prefix}`);
  return {...end, addresses: end.kind === 'ha' ? [...new Set([...end.addresses, ...there])] : there};
}

/** keepalived's file, the watcher of its state, and keepalived itself, which takes a new file without a pause. */
export function keepAlive(item: RouterItem, found: FoundCopies): readonly Command[] {
  const {ha, routerId, namespace} = item;
  const heartbeat = item.interfaces.find(({kind}) => kind === 'ha');
  if (ha === undefined || heartbeat === undefined) return [];
  const router = forRouter(routerId);
  const content = keepalivedConfiguration(item, heartbeat, ha.vrId);
  const before = found.file(configurationFile(routerId));
  const isNew = before !== content;
  const keepalived = keepalivedOf(item, found.processes);
  return [
    ...(isNew
      ? [
          write(
            router,
            text(
              'What the active copy of the router has: its addresses and its routes.',
              '路由器的主副本拥有的地址和路由。',
            ),
            configurationFile(routerId),
            content,
          ),
        ]
      : []),
    ...(monitorOf(item, found.processes) === undefined
      ? [
          run(
            router,
            text('It notes when this copy becomes active or is so no more.', '它记录本副本何时成为主、何时不再是主。'),
            monitorCommand(item, heartbeat.link, ha.vrId),
          ),
        ]
      : []),
    ...(keepalived === undefined
      ? [
          run(
            router,
            text('The copies agree by VRRP which of them is the router.', '各副本通过 VRRP 决定由谁充当路由器。'),
            keepalivedCommand(routerId),
            {namespace},
          ),
        ]
      : isNew
        ? [
            run(
              router,
              text('keepalived reads its file again.', '让 keepalived 重新读取配置文件。'),
              `pkill -HUP -F ${keepalivedPid(routerId)}`,
            ),
            ...forget(item, singleAddresses(before ?? ''), singleAddresses(content)),
          ]
        : []),
  ];
}

/** What is translated goes on being translated as long as its connection is known. */
const forget = (
  {routerId, namespace}: RouterItem,
  before: readonly string[],
  after: readonly string[],
): readonly Command[] =>
  before
    .filter((address) => !after.includes(address))
    .map((address) => ({
      kind: 'run',
      argv: ['bash', '-c', `conntrack -D -d ${address}; conntrack -D -q ${address}; true`],
      namespace,
      subject: forRouter(routerId),
      why: text(`Connections of ${address} end.`, `结束 ${address} 的现有连接。`),
    }));

/** Only when its port is in the bridge the copies hear each other, and only then one of them becomes active. */
export const keepsAlive = (command: Command): boolean =>
  (command.kind === 'run' &&
    (['keepalived', 'neutron-keepalived-state-change'].includes(command.argv[0] ?? '') ||
      command.argv.slice(0, 2).join(' ') === 'pkill -HUP')) ||
  (command.kind === 'write' && command.path.endsWith('/keepalived.conf') && command.content !== undefined);

/** The node has no copy any more. keepalived takes the addresses away before it ends. */
export function endCopy(item: RouterItem, {file, processes}: FoundCopies): readonly Command[] {
  const {routerId} = item;
  if (item.ha === undefined) return [];
  const why = text('It is no copy of a router any more.', '这里不再是该路由器的副本。');
  const running = [monitorOf(item, processes), keepalivedOf(item, processes)].flatMap((one) => one ?? []);
  const paths = [configurationFile(routerId), stateFile(routerId)].filter((path) => file(path) !== undefined);
  return [
    ...running.map(({pid}) => run(forRouter(routerId), why, `kill ${pid}`)),
    ...paths.map((path) => write(forRouter(routerId), why, path, undefined)),
    ...(running.length > 0 ? [write(forRouter(routerId), why, monitorPid(routerId), undefined)] : []),
  ];
}

/** Of keepalived's two processes the one that started the other. */
const keepalivedOf = ({routerId}: RouterItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes
    .filter(({argv}) => argv[0]?.endsWith('keepalived') === true && argv.includes(configurationFile(routerId)))
    .toSorted((a, b) => a.pid - b.pid)[0];

const monitorOf = ({routerId}: RouterItem, processes: readonly FoundProcess[]): FoundProcess | undefined =>
  processes.find(
    ({argv}) =>
      argv.includes(`--router_id=${routerId}`) && argv.some((word) => word.endsWith('keepalived-state-change')),
  );

/** Whether nothing but the state of the copy is new: what was broken by hand stays broken. */
export function isOnlyRole(item: RouterItem, before: RouterItem | undefined): boolean {
  if (item.ha === undefined || before?.ha === undefined || item.ha.state === before.ha.state) return false;
  return isDeepStrictEqual(item, {...before, ha: {...before.ha, state: item.ha.state}});
}

/** Whether the namespace acts as the router: a single one always, a copy while it is active. */
export const isActive = ({ha}: RouterItem): boolean => ha === undefined || ha.state === 'active';

/** What a copy's namespace is told besides when it becomes active, or stops being it (agent/l3/ha.py). */
export function forwardsIpv6({routerId, namespace, interfaces}: RouterItem, active: boolean): Command {
  const outer = interfaces.flatMap(({kind, link}) =>
    kind === 'gateway' ? [`net/ipv6/conf/${link}/accept_ra=${active ? 2 : 0}`] : [],
  );
  return run(
    forRouter(routerId),
    active
      ? text('The active copy forwards IPv6, too.', '主副本也转发 IPv6。')
      : text('A copy that waits forwards no IPv6.', '备副本不转发 IPv6。'),
    `sysctl -qw ${[`net.ipv6.conf.all.forwarding=${active ? 1 : 0}`, ...outer].join(' ')}`,
    {namespace},
  );
}
