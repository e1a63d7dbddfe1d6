import type {Link, NamespaceSnapshot} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forLoadBalancer, forPort, run, write} from '../command-words.ts';
import type {Command, Driver, FoundProcess, NodeFindings} from '../driver.ts';
import {known, namespaceOf, ownNamespace} from '../reading.ts';
import {plugService, unplugService} from '../service-port.ts';
import {endsOf, isWhole} from '../namespace-port.ts';
import {lbaasFolder} from './names.ts';
import {planLbaas} from './plan.ts';
import type {LbaasDesired, LbaasItem, LbaasPlugItem, LbaasServeItem} from './plan.ts';

export interface LbaasFound {
  readonly links: Readonly<Record<string, Link>>;
  /** Undefined where there is none of the name. */
  readonly namespace: (name: string) => NamespaceSnapshot | undefined;
  /** Undefined where there is no such file. */
  readonly file: (path: string) => string | undefined;
  readonly processes: readonly FoundProcess[];
}

const find = (found: NodeFindings): LbaasFound => ({
  get links() {
    return known(ownNamespace(found).links, 'links');
  },
  namespace: (name) => namespaceOf(found, name),
  file: (path) => known<string | undefined>(found.files[path], path),
  processes: known(found.processes, 'processes'),
});

const difference = (desired: LbaasDesired, found: LbaasFound): readonly Command[] => {
  const absent = Object.values(desired.absent);
  const present = Object.values(desired.present);
  return [
    ...absent.flatMap((item) => (item.kind === 'serve' ? stop(item, found) : [])),
    ...absent.flatMap((item) => (item.kind === 'plug' ? unplugService(item, found, NOT_SERVED) : [])),
    ...present.flatMap((item) =>
      item.kind === 'plug' ? [...plugService(item, found), ...setHostRoutes(item, found)] : [],
    ),
    ...present.flatMap((item) => (item.kind === 'serve' ? serve(item, found, plugOf(desired, item)) : [])),
  ];
};

/** HAProxy is started when its address is wired, or its first looks at the members would go nowhere. */
export const isServing = ({subject}: Command): boolean => subject.type === 'loadbalancer';

const text = (en: string, zh: string): Text => ({en, zh});
const NOT_SERVED = text('The load balancer serves nothing any more.', '该负载均衡器不再提供服务。');

const CONFIG = 'haproxy.conf';
/** Stays until HAProxy has taken it: while it is there, the process may still have the old one. */
const CANDIDATE = 'haproxy.conf.new';
const PID = 'haproxy.pid';

/** What is read before {@link difference}. */
export const lbaasFiles = (item: LbaasServeItem): readonly string[] => [
  ...[CONFIG, CANDIDATE, PID].map((name) => `${lbaasFolder(item.loadBalancerId)}/${name}`),
  ...Object.keys(item.certificates),
];

const plugOf = ({present}: LbaasDesired, {loadBalancerId}: LbaasServeItem): LbaasPlugItem | undefined => {
  const item: LbaasItem | undefined = present[`plug ${loadBalancerId}`];
  return item?.kind === 'plug' ? item : undefined;
};

function setHostRoutes({portId, namespace, link, hostRoutes}: LbaasPlugItem, found: LbaasFound): readonly Command[] {
  const there = found.namespace(namespace);
  const routes = there === undefined ? [] : Object.values(known(there.routes, `${namespace}: routes`));
  return hostRoutes
    .filter(({destination, nexthop}) => !routes.some((one) => one.destination === destination && one.via === nexthop))
    .map(({destination, nexthop}) =>
      run(
        forPort(portId),
        text("A route of the subnet's.", '子网规定的路由。'),
        `ip route replace ${destination} via ${nexthop} dev ${link}`,
        {namespace},
      ),
    );
}

/** All of a load balancer's: one that was replaced stays until its last connection has ended. */
const processesOf = (item: LbaasServeItem, {processes}: LbaasFound): readonly FoundProcess[] =>
  processes.filter(({argv}) => argv[0] === 'haproxy' && argv.includes(`${lbaasFolder(item.loadBalancerId)}/${PID}`));

/** The configuration is tried before it is given to the process that serves, which does not notice a bad one. */
function serve(item: LbaasServeItem, found: LbaasFound, plug: LbaasPlugItem | undefined): readonly Command[] {
  const subject = forLoadBalancer(item.loadBalancerId);
  const folder = lbaasFolder(item.loadBalancerId);
  const running = processesOf(item, found);
  const pid = Number(found.file(`${folder}/${PID}`)?.trim());
  const server = running.find((process) => process.pid === pid);
  const stale = Object.entries(item.certificates).filter(([path, pem]) => found.file(path) !== pem);
  const right =
    server?.namespace === item.namespace &&
    found.file(`${folder}/${CONFIG}`) === item.config &&
    found.file(`${folder}/${CANDIDATE}`) === undefined &&
    stale.length === 0;
  if (right) return [];
  const {namespace} = item;
  const start = `haproxy -f ${folder}/${CONFIG} -p ${folder}/${PID}`;
  const before = server === undefined ? '' : ` -sf ${server.pid}`;
  return [
    ...stale.map(([path, pem]) => write(subject, text('A certificate with its key.', '证书及其私钥。'), path, pem)),
    write(
      subject,
      text('The new configuration, beside the old one.', '新配置，先放在旧配置旁边。'),
      `${folder}/${CANDIDATE}`,
      item.config,
    ),
    run(
      subject,
      text('HAProxy says whether it could run it.', '让 HAProxy 检查新配置能否运行。'),
      `haproxy -c -f ${folder}/${CANDIDATE}`,
    ),
    run(
      subject,
      text('It takes the place of the old one.', '新配置取代旧配置。'),
      `cp ${folder}/${CANDIDATE} ${folder}/${CONFIG}`,
    ),
    server === undefined
      ? run(subject, text('HAProxy starts.', '启动 HAProxy。'), start, {namespace})
      : run(
          subject,
          text(
            'A new process takes over; the old one ends with its last connection.',
            '新进程接手；旧进程在最后一个连接结束后退出。',
          ),
          `${start}${before}`,
          {namespace},
        ),
    run(subject, text('It was taken.', '新配置已生效。'), `rm ${folder}/${CANDIDATE}`),
    ...announce(item, found, plug),
  ];
}

/** An address that was another MAC's before: whoever remembers it is told. The agent need not wait for three seconds. */
function announce(
  {loadBalancerId, namespace, announce: what}: LbaasServeItem,
  found: LbaasFound,
  plug: LbaasPlugItem | undefined,
): readonly Command[] {
  if (what === undefined || plug === undefined) return [];
  const there = found.namespace(namespace);
  const links = there === undefined ? {} : known(there.links, `${namespace}: links`);
  if (isWhole(endsOf(plug, links, found.links))) return [];
  return [
    {
      kind: 'run',
      argv: ['bash', '-c', `setsid arping -U -I ${what.link} -c 3 ${what.address} </dev/null >/dev/null 2>&1 &`],
      namespace,
      subject: forLoadBalancer(loadBalancerId),
      why: text('The neighbours are told who has the address.', '告知邻居该地址属于谁。'),
    },
  ];
}

function stop(item: LbaasServeItem, found: LbaasFound): readonly Command[] {
  const subject = forPort(item.portId);
  const folder = lbaasFolder(item.loadBalancerId);
  const hasFiles = lbaasFiles(item).some((path) => found.file(path) !== undefined);
  return [
    ...processesOf(item, found).map(({pid}) => run(subject, NOT_SERVED, `kill -9 ${pid}`)),
    ...(hasFiles ? [run(subject, NOT_SERVED, `rm -r ${folder}`)] : []),
  ];
}

/** neutron-lbaasv2-agent with its HAProxy in a namespace. */
export const lbaas: Driver<LbaasDesired, LbaasFound> = {name: 'lbaas', plan: planLbaas, find, difference};
