import {z} from 'zod';
import type {Reading} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {node, text} from './fields.ts';
import {printed, said, subjectOf, type NameOf, type ResourceView} from './resource-words.ts';
import {listed, sentence} from './sentences.ts';

/** Where the API lists each kind, and the key of the list. */
export const RESOURCES = {
  network: {path: '/networking/v2.0/networks', key: 'networks', words: {en: 'network', zh: '网络'}},
  subnet: {path: '/networking/v2.0/subnets', key: 'subnets', words: {en: 'subnet', zh: '子网'}},
  port: {path: '/networking/v2.0/ports', key: 'ports', words: {en: 'port', zh: '端口'}},
  router: {path: '/networking/v2.0/routers', key: 'routers', words: {en: 'router', zh: '路由器'}},
  'floating-ip': {path: '/networking/v2.0/floatingips', key: 'floatingips', words: {en: 'floating IP', zh: '浮动 IP'}},
  agent: {path: '/networking/v2.0/agents', key: 'agents', words: {en: 'agent', zh: '代理'}},
  'security-group': {
    path: '/networking/v2.0/security-groups',
    key: 'security_groups',
    words: {en: 'security group', zh: '安全组'},
  },
  'security-group-rule': {
    path: '/networking/v2.0/security-group-rules',
    key: 'security_group_rules',
    words: {en: 'security group rule', zh: '安全组规则'},
  },
  'qos-policy': {path: '/networking/v2.0/qos/policies', key: 'policies', words: {en: 'QoS policy', zh: 'QoS 策略'}},
  'firewall-group': {
    path: '/networking/v2.0/fwaas/firewall_groups',
    key: 'firewall_groups',
    words: {en: 'firewall group', zh: '防火墙组'},
  },
  'firewall-policy': {
    path: '/networking/v2.0/fwaas/firewall_policies',
    key: 'firewall_policies',
    words: {en: 'firewall policy', zh: '防火墙策略'},
  },
  'firewall-rule': {
    path: '/networking/v2.0/fwaas/firewall_rules',
    key: 'firewall_rules',
    words: {en: 'firewall rule', zh: '防火墙规则'},
  },
  loadbalancer: {
    path: '/load-balancer/v2.0/lbaas/loadbalancers',
    key: 'loadbalancers',
    words: {en: 'load balancer', zh: '负载均衡器'},
  },
  listener: {path: '/load-balancer/v2.0/lbaas/listeners', key: 'listeners', words: {en: 'listener', zh: '监听器'}},
  pool: {path: '/load-balancer/v2.0/lbaas/pools', key: 'pools', words: {en: 'pool', zh: '池'}},
  // Of one pool after the other: Octavia lists no members but a pool's.
  member: {path: '/load-balancer/v2.0/lbaas/pools/:pool/members', key: 'members', words: {en: 'member', zh: '成员'}},
  healthmonitor: {
    path: '/load-balancer/v2.0/lbaas/healthmonitors',
    key: 'healthmonitors',
    words: {en: 'health monitor', zh: '健康检查'},
  },
  l7policy: {path: '/load-balancer/v2.0/lbaas/l7policies', key: 'l7policies', words: {en: 'L7 policy', zh: 'L7 策略'}},
  server: {path: '/compute/v2.1/servers/detail?all_tenants=1', key: 'servers', words: {en: 'instance', zh: '实例'}},
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

/** @param views all things of the kind */
export function checkResource(
  claim: ResourceClaim,
  views: Reading<readonly ResourceView[]>,
  nameOf: NameOf = () => undefined,
): Outcome {
  if (!views.ok) return unknown(sentence(`the cloud did not answer: ${views.why}`, `云没有应答：${views.why}`));
  const {words: kind} = RESOURCES[claim.kind];
  const identity = {...(claim.name !== undefined && {name: claim.name}), ...claim.find};
  const {words, isPlaced} = subjectOf(kind, identity, nameOf);
  const it = sentence(`the ${words.en}`, words.zh);
  const candidates = views.value.filter((view) => isPart(identity, view));
  const has = claim.has ?? {};
  const matching = candidates.find((view) => isPart(has, view));
  if (claim.absent === true)
    return matching === undefined
      ? met(sentence(`there is no ${words.en}`, `没有 ${words.zh}`))
      : notMet(sentence(`no ${words.en}`, `没有 ${words.zh}`), exists(it));
  if (matching !== undefined) return met(Object.keys(has).length === 0 ? exists(it) : said(it, has, matching, nameOf));
  const [nearest] = candidates;
  if (nearest === undefined) {
    const expected = sentence(withArticle(words.en), isPlaced ? exists(it).zh : `有 ${words.zh}`);
    const {name, ...others} = identity;
    const namesake = name === undefined ? undefined : views.value.find((view) => isPart({name}, view));
    if (namesake !== undefined) {
      const {words: other} = subjectOf(kind, {name}, nameOf);
      const itself = sentence(`the ${other.en}`, other.zh);
      return notMet(expected, said(itself, differing(others, namesake), namesake, nameOf));
    }
    const names = views.value.flatMap(({name}) => (typeof name === 'string' && name !== '' ? [name] : []));
    return notMet(
      expected,
      names.length === 0
        ? sentence('there is none', `没有这样的 ${kind.zh}`)
        : sentence(`there are ${listed(names).en}`, `现有 ${listed(names).zh}`),
    );
  }
  const wrong = differing(has, nearest);
  return notMet(said(it, wrong, wrong, nameOf), said(it, wrong, nearest, nameOf));
}

/** What of the attributes `found` does not have. */
const differing = (wanted: ResourceView, found: ResourceView): ResourceView =>
  Object.fromEntries(Object.entries(wanted).filter(([key, value]) => !isPart({[key]: value}, found)));

/** `an HA port`, `an L7 policy`, `a Linux bridge agent` */
const withArticle = (words: string): string => `${/^(?:[aeio]|HA |L\d)/i.test(words) ? 'an' : 'a'} ${words}`;

const exists = (it: Text): Text => sentence(`${it.en} is there`, `${it.zh} 存在`);

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
