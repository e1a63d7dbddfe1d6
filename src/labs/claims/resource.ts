import {z} from 'zod';
import type {Reading} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
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

/** @param views all things of the kind */
export function checkResource(claim: ResourceClaim, views: Reading<readonly ResourceView[]>): Outcome {
  if (!views.ok) return unknown(sentence(`the cloud did not answer: ${views.why}`, `云没有应答：${views.why}`));
  const {zh} = RESOURCES[claim.kind];
  const kind = claim.kind.replaceAll('-', ' ');
  const identity = {...(claim.name !== undefined && {name: claim.name}), ...claim.find};
  const words = Object.values(identity).map(String).join(' ');
  const it = sentence(`the ${kind} ${words}`, `${zh} ${words}`);
  const candidates = views.value.filter((view) => isPart(identity, view));
  const has = claim.has ?? {};
  const matching = candidates.find((view) => isPart(has, view));
  if (claim.absent === true)
    return matching === undefined
      ? met(sentence(`there is no ${kind} ${words}`, `没有${zh} ${words}`))
      : notMet(sentence(`no ${kind} ${words}`, `没有${zh} ${words}`), exists(it));
  if (matching !== undefined)
    return met(Object.keys(has).length === 0 ? exists(it) : said(it, Object.keys(has), matching));
  const [nearest] = candidates;
  if (nearest === undefined) {
    const names = views.value.flatMap(({name}) => (typeof name === 'string' && name !== '' ? [name] : []));
    return notMet(
      sentence(`a ${kind} ${words}`, `有${zh} ${words}`),
      names.length === 0
        ? sentence(`there is none of that name`, `没有这样的${zh}`)
        : sentence(`there are ${listed(names).en}`, `现有 ${listed(names).zh}`),
    );
  }
  const wrong = Object.keys(has).filter((key) => !isPart({[key]: has[key]}, nearest));
  return notMet(said(it, wrong, has), said(it, wrong, nearest));
}

const exists = (it: Text): Text => sentence(`${it.en} is there`, `${it.zh} 存在`);

const said = (it: Text, keys: readonly string[], view: ResourceView): Text => {
  const parts = keys.map((key) => {
    const words = excerpt(view[key] === undefined ? '—' : printed(view[key]));
    return sentence(`has ${key} ${words}`, `的 ${key} 为 ${words}`);
  });
  return {en: `${it.en} ${both(parts).en}`, zh: `${it.zh} ${both(parts).zh}`};
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
