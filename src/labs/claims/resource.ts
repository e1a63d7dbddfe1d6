import {z} from 'zod';
import type {Reading} from '../../state/snapshot.ts';
import {joinTexts, same, type Text} from '../../state/text.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {node, text} from './fields.ts';
import {excerpt} from './output.ts';
import {both, listed, sentence} from './sentences.ts';

/** Where the API lists each kind, and the key of the list. */
export const RESOURCES = {
  network: {path: '/networking/v2.0/networks', key: 'networks', zh: '网络'},
  subnet: {path: '/networking/v2.0/subnets', key: 'subnets', zh: '子网'},
  port: {path: '/networking/v2.0/ports', key: 'ports', zh: '端口'},
  router: {path: '/networking/v2.0/routers', key: 'routers', zh: '路由器'},
  'floating-ip': {path: '/networking/v2.0/floatingips', key: 'floatingips', zh: '浮动 IP'},
  agent: {path: '/networking/v2.0/agents', key: 'agents', zh: '代理'},
  'security-group': {path: '/networking/v2.0/security-groups', key: 'security_groups', zh: '安全组'},
  'security-group-rule': {
    path: '/networking/v2.0/security-group-rules',
    key: 'security_group_rules',
    zh: '安全组规则',
  },
  'qos-policy': {path: '/networking/v2.0/qos/policies', key: 'policies', zh: 'QoS 策略'},
  'firewall-group': {path: '/networking/v2.0/fwaas/firewall_groups', key: 'firewall_groups', zh: '防火墙组'},
  'firewall-policy': {path: '/networking/v2.0/fwaas/firewall_policies', key: 'firewall_policies', zh: '防火墙策略'},
  'firewall-rule': {path: '/networking/v2.0/fwaas/firewall_rules', key: 'firewall_rules', zh: '防火墙规则'},
  loadbalancer: {path: '/load-balancer/v2.0/lbaas/loadbalancers', key: 'loadbalancers', zh: '负载均衡器'},
  listener: {path: '/load-balancer/v2.0/lbaas/listeners', key: 'listeners', zh: '监听器'},
  pool: {path: '/load-balancer/v2.0/lbaas/pools', key: 'pools', zh: '池'},
  // Of one pool after the other: Octavia lists no members but a pool's.
  member: {path: '/load-balancer/v2.0/lbaas/pools/:pool/members', key: 'members', zh: '成员'},
  healthmonitor: {path: '/load-balancer/v2.0/lbaas/healthmonitors', key: 'healthmonitors', zh: '健康检查'},
  l7policy: {path: '/load-balancer/v2.0/lbaas/l7policies', key: 'l7policies', zh: 'L7 策略'},
  server: {path: '/compute/v2.1/servers/detail?all_tenants=1', key: 'servers', zh: '实例'},
} as const;
export type ResourceKind = keyof typeof RESOURCES;

const attributes = z.record(text, z.unknown());

export const resourceSchema = z
  .strictObject({
    claim: z.literal('resource').describe('The cloud has this, as its API shows it to an admin.'),
    node,
    absent: z.literal(true).optional().describe('Turns the claim round: there must be no such thing.'),
    kind: z.enum(Object.keys(RESOURCES) as [ResourceKind, ...ResourceKind[]]),
    name: text.optional().describe('Short for `find: {name: …}`.'),
    find: attributes
      .optional()
      .describe('Attributes that say which one is meant, with the names that the API gives them.'),
    has: attributes
      .optional()
      .describe('Attributes it must have. Of maps only the named keys count, of lists the named elements.'),
  })
  .refine((claim) => claim.name !== undefined || claim.find !== undefined, {
    path: ['claim'],
    error: 'must have `name` or `find`',
  });
export type ResourceClaim = z.infer<typeof resourceSchema>;

/** One thing as the API shows it. */
export type ResourceView = Readonly<Record<string, unknown>>;

/** What a thing with this id is called, if that is known. */
export type NameOf = (id: string) => string | undefined;

/** @param views all things of the kind */
export function checkResource(
  claim: ResourceClaim,
  views: Reading<readonly ResourceView[]>,
  nameOf: NameOf = () => undefined,
): Outcome {
  if (!views.ok) return unknown(sentence(`the cloud did not answer: ${views.why}`, `云没有应答：${views.why}`));
  const {zh} = RESOURCES[claim.kind];
  const kind = claim.kind.replaceAll('-', ' ');
  const identity = {...(claim.name !== undefined && {name: claim.name}), ...claim.find};
  const words = identityWords(identity, nameOf);
  const it = sentence(`the ${kind} ${words.en}`, `${zh} ${words.zh}`);
  const candidates = views.value.filter((view) => isPart(identity, view));
  const has = claim.has ?? {};
  const matching = candidates.find((view) => isPart(has, view));
  if (claim.absent === true)
    return matching === undefined
      ? met(sentence(`there is no ${kind} ${words.en}`, `没有${zh} ${words.zh}`))
      : notMet(sentence(`no ${kind} ${words.en}`, `没有${zh} ${words.zh}`), exists(it));
  if (matching !== undefined) return met(Object.keys(has).length === 0 ? exists(it) : said(it, has, matching, nameOf));
  const [nearest] = candidates;
  if (nearest === undefined) {
    const {name, ...others} = identity;
    const namesake = name === undefined ? undefined : views.value.find((view) => isPart({name}, view));
    if (namesake !== undefined)
      return notMet(
        sentence(`${indefinite(kind)} ${words.en}`, `有${zh} ${words.zh}`),
        said(
          sentence(`the ${kind} ${printed(name)}`, `${zh} ${printed(name)}`),
          differing(others, namesake),
          namesake,
          nameOf,
        ),
      );
    const names = views.value.flatMap(({name}) => (typeof name === 'string' && name !== '' ? [name] : []));
    return notMet(
      sentence(`${indefinite(kind)} ${words.en}`, `有${zh} ${words.zh}`),
      names.length === 0
        ? sentence('there is none', `没有这样的${zh}`)
        : sentence(`there are ${listed(names).en}`, `现有 ${listed(names).zh}`),
    );
  }
  const wrong = differing(has, nearest);
  return notMet(said(it, wrong, wrong, nameOf), said(it, wrong, nearest, nameOf));
}

/** What of the attributes `found` does not have. */
const differing = (wanted: ResourceView, found: ResourceView): ResourceView =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => !isPart({[key]: value}, found)));

const indefinite = (kind: string): string => `${kind === 'agent' ? 'an' : 'a'} ${kind}`;

/** A name stands for itself; other attributes say what they are: `door with network_id blue`. */
const identityWords = ({name, ...others}: ResourceView, nameOf: NameOf): Text => {
  const parts = Object.entries(others).map(([key, value]) => `${key} ${valueWords(value, undefined, nameOf).en}`);
  const own = name === undefined ? [] : [printed(name)];
  if (parts.length === 0) return sentence(own.join(), own.join());
  return sentence([...own, `with ${parts.join(', ')}`].join(' '), [...own, `（${parts.join('，')}）`].join(''));
};

const exists = (it: Text): Text => sentence(`${it.en} is there`, `${it.zh} 存在`);

/** What `view` has under the keys of `wanted`. */
const said = (it: Text, wanted: ResourceView, view: ResourceView, nameOf: NameOf): Text => {
  const parts = Object.entries(wanted).map(([key, like]) => {
    const value = view[key] ?? '';
    if (value === '' || (Array.isArray(value) && value.length === 0)) return sentence(`has no ${key}`, `${key} 为空`);
    const {en, zh} = valueWords(value, like, nameOf);
    return sentence(`has ${key} ${excerpt(en)}`, `${key} 为 ${excerpt(zh)}`);
  });
  return sentence(`${it.en} ${both(parts).en}`, `${it.zh} 的 ${both(parts).zh}`);
};

/** A value as a person says it; of maps only the keys that `like`, what was wanted, has. */
const valueWords = (value: unknown, like: unknown, nameOf: NameOf): Text => {
  if (value === undefined || value === null) return same('—');
  if (Array.isArray(value)) {
    const likes: readonly unknown[] = Array.isArray(like) ? like : [];
    if (value.length === 0) return sentence('none', '空');
    return joinTexts(
      value.map((item, index) => valueWords(item, likes[index] ?? likes[0], nameOf)),
      {en: ', ', zh: '、'},
    );
  }
  if (typeof value === 'object') {
    const keys = Object.keys(typeof like === 'object' && like !== null ? like : value);
    return joinTexts(
      keys.map((key) => {
        const {en, zh} = valueWords((value as ResourceView)[key], undefined, nameOf);
        return {en: `${key} ${en}`, zh: `${key} ${zh}`};
      }),
      {en: ' ', zh: ' '},
    );
  }
  const words = printed(value);
  return same(nameOf(words) ?? words);
};

const printed = (found: unknown): string => (typeof found === 'string' ? found : JSON.stringify(found));

/** Whether all that is wanted is in what was found. A lab's numbers and booleans may be text, from variables. */
function isPart(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(found) && wanted.every((item) => found.some((candidate) => isPart(item, candidate)));
  if (typeof wanted === 'object' && wanted !== null)
    return (
      typeof found === 'object' &&
      found !== null &&
      Object.entries(wanted).every(([key, inner]) => isPart(inner, (found as ResourceView)[key]))
    );
  return found !== undefined && printed(wanted) === printed(found);
}
