import type {Link, NamespaceSnapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {forPort, run} from './command-words.ts';
import type {Command} from './driver.ts';
import {endsOf, isWhole, plugPort, removeFromSwitch} from './namespace-port.ts';
import type {NamespacePort} from './namespace-port.ts';
import {known} from './reading.ts';

/** Where a service of a network lives on a node: a namespace of its own, with one end of a cable. */
export interface ServicePort extends NamespacePort {
  /** Where its answers to other networks go. */
  readonly gateway: string | null;
}

export interface ServicePortFound {
  readonly links: Readonly<Record<string, Link>>;
  /** Undefined where there is none of the name. */
  readonly namespace: (name: string) => NamespaceSnapshot | undefined;
}

const text = (en: string, zh: string): Text => ({en, zh});

/** Namespace, veth pair, addresses and route. */
export function plugService(item: ServicePort, found: ServicePortFound): readonly Command[] {
  const there = found.namespace(item.namespace);
  const links = there === undefined ? {} : known(there.links, `${item.namespace}: links`);
  const ends = endsOf(item, links, found.links);
  return [
    ...(there === undefined ? makeNamespace(item) : []),
    ...plugPort(item, ends),
    ...setRoute(item, isWhole(ends) ? there : undefined),
  ];
}

function makeNamespace({portId, namespace}: ServicePort): readonly Command[] {
  const port = forPort(portId);
  return [
    run(
      port,
      text(
        'A namespace of its own: networks may have the same addresses.',
        '使用独立的命名空间：不同网络可以有相同的地址。',
      ),
      `ip netns add ${namespace}`,
    ),
    run(
      port,
      text('The settings of every namespace that Neutron makes.', 'Neutron 创建的命名空间统一采用的设置。'),
      'sysctl -qw net.ipv4.conf.all.promote_secondaries=1 net.ipv4.ip_nonlocal_bind=1 net.ipv6.conf.default.accept_ra=0',
      {namespace},
    ),
    run(port, text('The loopback interface.', '启用回环接口。'), 'ip link set lo up', {namespace}),
  ];
}

function setRoute(
  {portId, namespace, link, gateway}: ServicePort,
  there: NamespaceSnapshot | undefined,
): readonly Command[] {
  const found = there === undefined ? [] : Object.values(known(there.routes, `${namespace}: routes`));
  const current = found.find((route) => route.family === 'inet' && route.destination === 'default');
  if (gateway === null) {
    if (current === undefined) return [];
    return [
      run(forPort(portId), text('No gateway any more.', '已没有网关。'), `ip route del default dev ${link}`, {
        namespace,
      }),
    ];
  }
  if (current?.via === gateway && current.dev === link) return [];
  const why = text('The way to other networks, for answers.', '到其他网络的默认路由，用于返回应答。');
  return [run(forPort(portId), why, `ip route replace default via ${gateway} dev ${link} proto static`, {namespace})];
}

/** The cable and the namespace go. */
export function unplugService(item: ServicePort, found: ServicePortFound, why: Text): readonly Command[] {
  const {portId, tap, namespace} = item;
  const subject = forPort(portId);
  return [
    ...(item.plug === 'openvswitch' ? [removeFromSwitch(item, why)] : []),
    ...(found.links[tap] === undefined ? [] : [run(subject, why, `ip link del ${tap}`)]),
    ...(found.namespace(namespace) === undefined ? [] : [run(subject, why, `ip netns del ${namespace}`)]),
  ];
}
