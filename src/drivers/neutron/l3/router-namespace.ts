import type {NamespaceSnapshot} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forRouter, run} from '../command-words.ts';
import type {Command} from '../driver.ts';
import {known} from '../reading.ts';
import type {RouterItem} from './plan.ts';

const text = (en: string, zh: string): Text => ({en, zh});

/** Source: neutron/agent/l3/namespaces.py, `Namespace.create`; an agent runs it for each router at its start. */
export const letForward = ({routerId, namespace, ha}: RouterItem): Command =>
  run(
    forRouter(routerId),
    text(
      'It forwards, and answers ARP only for addresses of the interface that was asked.',
      '它转发报文，并且只对收到请求的接口上的地址应答 ARP。',
    ),
    `sysctl -qw net.ipv4.conf.all.promote_secondaries=1 net.ipv4.ip_forward=1 net.ipv4.conf.all.arp_ignore=1 net.ipv4.conf.all.arp_announce=2 net.ipv6.conf.all.forwarding=${ha === undefined ? 1 : 0}`,
    {namespace},
  );

/**
 * Whether the router forwards as it should. IPv6 of a copy of a router follows its role, which its own commands see to.
 * @throws {CouldNotLook}
 */
export function forwards(there: NamespaceSnapshot, {namespace, ha}: RouterItem): boolean {
  const sysctls = known(there.sysctls, `${namespace}: settings`);
  return (
    sysctls['net.ipv4.ip_forward'] === '1' && (ha !== undefined || sysctls['net.ipv6.conf.all.forwarding'] !== '0')
  );
}

/** The namespace of a router, with what holds for all of its interfaces. */
export function makeNamespace(item: RouterItem): readonly Command[] {
  const {routerId, namespace, ha} = item;
  const router = forRouter(routerId);
  return [
    run(
      router,
      text(
        'The router: a namespace of its own, with its own routes and rules.',
        '路由器：一个独立的命名空间，有自己的路由和规则。',
      ),
      `ip netns add ${namespace}`,
    ),
    letForward(item),
    ...(ha === undefined
      ? []
      : [
          run(
            router,
            text(
              'Its link-local addresses are given by keepalived, not made up by the kernel.',
              '链路本地地址由 keepalived 配置，内核不自动生成。',
            ),
            'sysctl -qw net.ipv6.conf.all.addr_gen_mode=1 net.ipv6.conf.default.addr_gen_mode=1',
            {namespace},
          ),
        ]),
    run(router, text('The loopback interface.', '启用回环接口。'), 'ip link set lo up', {namespace}),
  ];
}
