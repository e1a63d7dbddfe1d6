import {z} from 'zod';
import {type Route, type Snapshot, valueOf} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import type {Outcome} from '../outcome.ts';
import {type Candidate, EXISTS, aspects, compared, judge} from './aspects.ts';
import {type Placed, ip, linkName, routeDestination, state, text} from './fields.ts';
import {isDefault, overlap, sameIp, samePrefix} from './ip-values.ts';
import {inSection, otherPlaces} from './look.ts';
import {placeWords, sentence} from './sentences.ts';

export const routeSchema = z.strictObject({
  claim: z.literal('route').describe('The routing table has a route.'),
  ...state,
  to: routeDestination.describe('`default` or a prefix.'),
  via: ip.optional().describe('The gateway.'),
  dev: linkName.optional(),
  source: ip.optional().describe('The preferred source address.'),
  table: text.optional().describe('Default main.'),
  type: z.enum(['unicast', 'blackhole', 'unreachable', 'prohibit', 'throw']).optional(),
});
export type RouteClaim = z.infer<typeof routeSchema>;

export const checkRoute = (snapshot: Snapshot, claim: Placed<RouteClaim>): Outcome =>
  inSection(snapshot, claim, 'routes', (record) => {
    const routes = Object.values(record);
    const words = routeWords(claim.to, claim.table);
    const where = placeWords(snapshot, claim);
    const subject = sentence(`the ${words.en} ${where.en}`, `${where.zh}中${words.zh}`);
    const details = wholeRoute(claim);
    return judge(
      routes
        .filter((route) => isTo(claim, route) && inTable(claim, route))
        .map((route): Candidate => ({subject, exists: EXISTS, aspects: routeAspects(claim, route)})),
      {
        absent: claim.absent === true,
        absence: sentence(`no ${words.en} ${where.en}`, `${where.zh}中没有${words.zh}`),
        missing: () => ({
          expected: sentence(`a ${words.en}${details.en} ${where.en}`, `${where.zh}中有${details.zh}${words.zh}`),
          found: nearest(snapshot, claim, routes),
        }),
      },
    );
  });

/** The kernel has no IPv6 default beside the IPv4 one in a claim that writes `default`, unless its gateway says so. */
const isTo = (claim: RouteClaim, route: Route): boolean =>
  samePrefix(route.destination, claim.to) && (!isDefault(claim.to) || route.family === familyOf(claim));

const familyOf = (claim: RouteClaim): Route['family'] =>
  `${claim.to}${claim.via ?? ''}`.includes(':') ? 'inet6' : 'inet';

const inTable = (claim: RouteClaim, route: Route): boolean => route.table === (claim.table ?? 'main');

const routeAspects = (claim: RouteClaim, route: Route) =>
  aspects(
    compared(claim.via, route.via, goesVia, (wanted, found) => found !== undefined && sameIp(wanted, found)),
    compared(claim.dev, route.dev, leavesBy),
    compared(claim.source, route.source, hasSource, (wanted, found) => found !== undefined && sameIp(wanted, found)),
    compared(claim.type, route.type, isOfType),
  );

const goesVia = (via: string | undefined): Text =>
  via === undefined ? sentence('has no gateway', '没有网关') : sentence(`goes via ${via}`, `经由${via}`);
const leavesBy = (dev: string | undefined): Text =>
  dev === undefined ? sentence('leaves by no interface', '没有出接口') : sentence(`leaves by ${dev}`, `从${dev}发出`);
const hasSource = (source: string | undefined): Text =>
  source === undefined
    ? sentence('sets no source address', '没有指定源地址')
    : sentence(`sets the source address ${source}`, `指定源地址${source}`);
const isOfType = (type: string): Text => sentence(`is of type ${type}`, `类型为 ${type}`);

const routeWords = (to: string, table: string | undefined): Text => {
  const words = isDefault(to) ? sentence('default route', '默认路由') : sentence(`route to ${to}`, `到${to}的路由`);
  return table === undefined || table === 'main'
    ? words
    : sentence(`${words.en} in table ${table}`, `表${table}${words.zh}`);
};

/** ` via 10.0.0.1 dev eth0`, to stand behind the route in English and before it in Chinese. */
const wholeRoute = ({to, via, dev}: RouteClaim): Text => {
  if (via === undefined && dev === undefined) return {en: '', zh: ''};
  const way = [...(via === undefined ? [] : [`经由${via}`]), ...(dev === undefined ? [] : [`从${dev}发出`])].join('、');
  return {
    en: `${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}`,
    zh: `${way}${isDefault(to) ? '的' : '、'}`,
  };
};

const nearest = (snapshot: Snapshot, claim: Placed<RouteClaim>, routes: readonly Route[]): Text => {
  const where = placeWords(snapshot, claim);
  const words = routeWords(claim.to, claim.table);
  const none = sentence(`there is no ${words.en} ${where.en}`, `${where.zh}中没有${words.zh}`);
  const but = (en: string, zh: string): Text => sentence(`${none.en}, but ${en}`, `${none.zh}，但${zh}`);

  const otherTable = routes.find((route) => isTo(claim, route));
  if (otherTable !== undefined) return but(`table ${otherTable.table} has one`, `表${otherTable.table}中有`);

  const family = familyOf(claim);
  const here = routes.filter((route) => route.family === family && inTable(claim, route));
  const near =
    here.find((route) => claim.via !== undefined && route.via !== undefined && sameIp(route.via, claim.via)) ??
    here.find((route) => !isDefault(route.destination) && overlap(route.destination, claim.to));
  if (near !== undefined) {
    const found = written(near);
    return but(`there is "${found}"`, `有“${found}”`);
  }
  for (const other of otherPlaces(snapshot, claim)) {
    const there = Object.values(valueOf(other.namespace.routes) ?? {}).find(
      (route) => isTo(claim, route) && inTable(claim, route) && routeAspects(claim, route).every(({holds}) => holds),
    );
    if (there !== undefined) {
      const place = placeWords(snapshot, other.place);
      return but(`there is one ${place.en}`, `${place.zh}中有`);
    }
  }
  return here.length === 0 ? sentence(`there are no routes ${where.en}`, `${where.zh}中没有任何路由`) : none;
};

/** As `ip route` prints it, without what the claim does not look at. */
const written = (route: Route): string =>
  [
    ...(route.type === 'unicast' ? [] : [route.type]),
    route.destination,
    ...(route.via === undefined ? [] : ['via', route.via]),
    ...(route.dev === undefined ? [] : ['dev', route.dev]),
  ].join(' ');
