import type {Route} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {forRouter, run} from '../command-words.ts';
import type {Command} from '../driver.ts';
import type {RouterItem} from './plan.ts';

const text = (en: string, zh: string): Text => ({en, zh});

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const familyOf = (address: string): Route['family'] => (address.includes(':') ? 'inet6' : 'inet');

/** `default` alone would be IPv4's. */
const written = ({family, destination}: Pick<Way, 'family' | 'destination'>): string =>
  destination === 'default' && family === 'inet6' ? '::/0' : destination;

interface Way {
  readonly family: Route['family'];
  readonly destination: string;
  /** Several of them share the traffic (ECMP). */
  readonly via: readonly string[];
  readonly link?: string;
  readonly isFar: boolean;
}

/** The default route of the gateway, which an extra route to everywhere takes the place of, and the extra routes. */
function wantedWays({defaults, routes}: RouterItem): readonly Way[] {
  const ways = new Map<string, Way>();
  const put = (way: Way) => ways.set(`${way.family} ${way.destination}`, way);
  for (const {via, link, isFar} of defaults)
    put({family: familyOf(via), destination: 'default', via: [via], link, isFar});
  for (const [destination = '', same] of Map.groupBy(routes, (route) => route.destination))
    put({
      family: familyOf(destination),
      destination: EVERYWHERE.includes(destination) ? 'default' : destination.replace(/\/(?:32|128)$/, ''),
      via: same.map((route) => route.nexthop),
      isFar: false,
    });
  return [...ways.values()];
}

/**
 * Routes that are missing, other than wanted, or left over; only static ones are the agent's.
 * @param links what the namespace will have: a route goes with its link
 */
export function changeWays(item: RouterItem, found: readonly Route[], links: ReadonlySet<string>): readonly Command[] {
  const {namespace, routerId} = item;
  const subject = forRouter(routerId);
  const there = found.filter((route) => route.protocol === 'static' && links.has(route.dev ?? ''));
  const ways = wantedWays(item);
  const same = (way: Way) => (route: Route) => route.family === way.family && route.destination === way.destination;
  const extra = there.filter((route) => route.via !== undefined && !ways.some((way) => same(way)(route)));
  const gone = [...new Map(extra.map((route) => [`${route.family} ${route.destination}`, route])).values()];
  return [
    ...gone.map((route) =>
      run(
        subject,
        text('The router has no such route any more.', '路由器已没有这条路由。'),
        `ip route del ${written(route)}`,
        {namespace},
      ),
    ),
    ...ways.flatMap((way) => {
      const hops = there.filter(same(way)).map((route) => route.via);
      const isRight =
        hops.length === way.via.length &&
        way.via.every((via) => hops.includes(via)) &&
        (way.link === undefined || there.filter(same(way)).every((route) => route.dev === way.link));
      return isRight ? [] : addWay(way, subject, namespace);
    }),
  ];
}

function addWay(way: Way, subject: Command['subject'], namespace: string): readonly Command[] {
  const {destination, via, link, isFar} = way;
  const [first = ''] = via;
  const hops = via.length === 1 ? `via ${first}${link === undefined ? '' : ` dev ${link}`} proto static` : undefined;
  const many = `proto static ${via.map((hop) => `nexthop via ${hop}`).join(' ')}`;
  const why =
    destination === 'default'
      ? text('The way out, by the gateway of the external network.', '默认路由：经外部网络的网关出去。')
      : text('An extra route of the router.', '路由器的附加路由。');
  return [
    ...(isFar
      ? [
          run(
            subject,
            text('The gateway is outside its subnet.', '网关不在其子网内。'),
            `ip route replace ${first} dev ${link ?? ''} scope link`,
            {namespace},
          ),
        ]
      : []),
    run(subject, why, `ip route replace ${written(way)} ${hops ?? many}`, {namespace}),
  ];
}
