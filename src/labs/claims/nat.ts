import {z} from 'zod';
import {type Snapshot, valueOf} from '../../state/snapshot.ts';
import {type Text, joinTexts} from '../../state/text.ts';
import {type Outcome, met, notMet} from '../outcome.ts';
import {type Place, type Placed, linkName, port, prefix, protocol, state} from './fields.ts';
import {sameIp} from './ip-values.ts';
import {type Tables, chainWords, quotedRule} from './iptables-chains.ts';
import {inSection, otherPlaces} from './look.ts';
import {type NatRule, type Traffic, natRules, takes, takesAll} from './nat-rules.ts';
import {both, placeWords, sentence} from './sentences.ts';

export const natSchema = z.strictObject({
  claim: z.literal('nat').describe('Addresses are translated so, however the rules are written.'),
  ...state,
  type: z.enum(['masquerade', 'snat', 'dnat', 'redirect']),
  out: linkName.optional().describe('For packets that leave by this interface.'),
  from: prefix.optional().describe('For packets from here.'),
  to: prefix.optional().describe('For packets sent to here.'),
  protocol: protocol.optional(),
  port: port.optional().describe('For packets sent to this port.'),
  destination: z
    .string()
    .regex(/^[\d.a-f:[\]]*(:\d+)?$/i, 'must be an address, an address with a port or, for redirect, a port')
    .optional()
    .describe('Where they are sent (dnat), the address they get (snat), or the local port (redirect).'),
});
export type NatClaim = z.infer<typeof natSchema>;

/** The chain that forwarded packets pass, and the one that only a node's own packets pass. */
const HOOKS = {
  masquerade: ['POSTROUTING', 'INPUT'],
  snat: ['POSTROUTING', 'INPUT'],
  dnat: ['PREROUTING', 'OUTPUT'],
  redirect: ['PREROUTING', 'OUTPUT'],
} as const;

/** The option of the target that says what the address becomes. */
const BECOMES = {masquerade: 'to-ports', snat: 'to-source', dnat: 'to-destination', redirect: 'to-ports'} as const;

export const checkNat = (snapshot: Snapshot, claim: Placed<NatClaim>): Outcome =>
  inSection(snapshot, claim, 'iptables', (tables) => {
    const effect = effectWords(snapshot, claim);
    const where = placeWords(snapshot, claim);
    const rules = natRules(tables, HOOKS[claim.type][0]);
    const fitting = rules.find((rule) => problems(rule, rules, claim).length === 0);
    if (claim.absent === true) {
      const none = sentence(`no ${effect.en}`, `${where.zh}中没有${effect.zh}`);
      return fitting === undefined
        ? met(none)
        : notMet(none, ruleDoes(snapshot, claim, fitting, [sentence('does it', '这样做了')]));
    }
    if (fitting !== undefined) return met(ruleDoes(snapshot, claim, fitting, [sentence('does it', '这样做了')]));
    return notMet(sentence(effect.en, `${where.zh}中有${effect.zh}`), nearest(snapshot, claim, tables, rules));
  });

const trafficOf = (claim: NatClaim): Traffic => ({
  'out-interface': claim.out,
  source: claim.from,
  destination: claim.to,
  protocol: claim.protocol,
  dport: claim.port?.toString(),
});

/** Why the rule does not do what is claimed, as predicates; empty where it does. */
const problems = (rule: NatRule, rules: readonly NatRule[], claim: NatClaim): readonly Text[] => {
  const traffic = trafficOf(claim);
  const earlier = rules.slice(0, rules.indexOf(rule)).find((other) => takesAll(other, traffic));
  return [
    ...(rule.target === claim.type.toUpperCase() ? [] : [sentence(`does ${rule.target}`, `做的是 ${rule.target}`)]),
    ...TRAFFIC_KEYS.flatMap((key) => {
      const value = traffic[key];
      return value === undefined || takes(rule, key, value) ? [] : [isFor(rule, key)];
    }),
    ...(claim.destination === undefined || becomes(rule, claim) ? [] : [changesTo(rule, claim)]),
    ...(earlier === undefined
      ? []
      : [
          sentence(
            `never sees these packets, because "${earlier.spec}" before it takes them`,
            `看不到这些报文，因为它前面的“${earlier.spec}”先处理了`,
          ),
        ]),
  ];
};

const TRAFFIC_KEYS = ['out-interface', 'source', 'destination', 'protocol', 'dport'] as const;

const isFor = (rule: NatRule, key: keyof Traffic): Text => {
  const values = rule.conditions
    .filter(([name]) => name === key)
    .map(([, {value, negated}]) => (negated ? sentence(`any but ${value}`, `${value} 以外`) : sentence(value, value)));
  const {en, zh} = joinTexts(values, {en: ' and ', zh: '、'});
  switch (key) {
    case 'out-interface':
      return sentence(`is for packets leaving by ${en}`, `只管从 ${zh} 发出的报文`);
    case 'source':
      return sentence(`is for packets from ${en}`, `只管来自 ${zh} 的报文`);
    case 'destination':
      return sentence(`is for packets to ${en}`, `只管发往 ${zh} 的报文`);
    case 'protocol':
      return sentence(`is for protocol ${en}`, `只管协议 ${zh}`);
    case 'dport':
      return sentence(`is for destination port ${en}`, `只管目的端口 ${zh}`);
  }
};

/** A port that the rule does not change stays the packet's own. */
const becomes = (rule: NatRule, claim: NatClaim): boolean => {
  const given = split(rule.options[BECOMES[claim.type]] ?? '', claim.type);
  const wanted = split(claim.destination ?? '', claim.type);
  const port = given.port ?? claim.port?.toString();
  return sameIp(given.address, wanted.address) && (wanted.port === undefined || wanted.port === port);
};

const split = (
  value: string,
  type: NatClaim['type'],
): {readonly address: string; readonly port?: string | undefined} => {
  if (type === 'redirect') return {address: '', port: value.replace(/^:/, '')};
  const match = /^\[?([\da-f:.]*?)\]?(?::(\d+))?$/i.exec(value);
  // An IPv6 address without brackets has no port: its colons are its own.
  if (value.split(':').length > 2 && !value.includes(']')) return {address: value};
  return {address: match?.[1] ?? value, port: match?.[2]};
};

const changesTo = (rule: NatRule, claim: NatClaim): Text => {
  const value = rule.options[BECOMES[claim.type]];
  if (value === undefined) return sentence('names no new address', '没有写明新地址');
  return claim.type === 'snat' || claim.type === 'masquerade'
    ? sentence(`makes the source ${value}`, `把源地址改为 ${value}`)
    : sentence(`sends them to ${value}`, `把它们转到 ${value}`);
};

/** `MASQUERADE for packets leaving by eth0 in nat1`; in Chinese without the place. */
const effectWords = (snapshot: Snapshot, claim: Placed<NatClaim>): Text => {
  const where = placeWords(snapshot, claim);
  const packets = [
    ...(claim.out === undefined ? [] : [sentence(`leaving by ${claim.out}`, `从 ${claim.out} 发出`)]),
    ...(claim.from === undefined ? [] : [sentence(`from ${claim.from}`, `来自 ${claim.from}`)]),
    ...(claim.to === undefined ? [] : [sentence(`to ${claim.to}`, `发往 ${claim.to}`)]),
    ...(claim.port === undefined && claim.protocol === undefined ? [] : [portWords(claim)]),
  ];
  const list = joinTexts(packets, {en: ' ', zh: '、'});
  const target = claim.type.toUpperCase();
  const result =
    claim.destination === undefined
      ? {en: '', zh: ''}
      : {en: ` to ${claim.destination}`, zh: `，改为 ${claim.destination}`};
  return sentence(
    `${target}${result.en}${packets.length === 0 ? '' : ` for packets ${list.en}`} ${where.en}`,
    `${packets.length === 0 ? '' : `对${list.zh}的报文做的`} ${target}${result.zh}`,
  );
};

const portWords = ({protocol, port}: NatClaim): Text => {
  const words = [protocol, port].filter((word) => word !== undefined).join(' ');
  return port === undefined
    ? sentence(`of protocol ${words}`, `协议为 ${words}`)
    : sentence(`with destination port ${words}`, `目的端口为 ${words}`);
};

const ruleDoes = (snapshot: Snapshot, place: Place, rule: NatRule, predicates: readonly Text[]): Text => {
  const words = quotedRule(rule.spec, rule.index);
  const chain = chainWords('nat', rule.chain);
  const where = placeWords(snapshot, place);
  const does = both(predicates);
  return sentence(
    `${words.en} of ${chain.en} ${where.en} ${does.en}`,
    `${where.zh}的${chain.zh}中的${words.zh}${does.zh}`,
  );
};

const isTranslation = (rule: NatRule): boolean => rule.target !== 'ACCEPT' && rule.target !== 'RETURN';

const nearest = (snapshot: Snapshot, claim: Placed<NatClaim>, tables: Tables, rules: readonly NatRule[]): Text => {
  const wrongness = (rule: NatRule): number =>
    problems(rule, rules, claim).length + (rule.target === claim.type.toUpperCase() ? 0 : 0.5);
  const [best] = rules.filter(isTranslation).toSorted((a, b) => wrongness(a) - wrongness(b));
  if (best !== undefined) return ruleDoes(snapshot, claim, best, problems(best, rules, claim));
  const [hook, local] = HOOKS[claim.type];
  const localRules = natRules(tables, local);
  const wrongHook = localRules.find((rule) => rule.target === claim.type.toUpperCase());
  if (wrongHook !== undefined) {
    return ruleDoes(snapshot, claim, wrongHook, [
      local === 'OUTPUT'
        ? sentence('is met only by packets that start here', '只作用于本机发出的报文')
        : sentence('is met only by packets that end here', '只作用于发给本机的报文'),
    ]);
  }
  for (const {place, namespace} of otherPlaces(snapshot, claim)) {
    const there = natRules(valueOf(namespace.iptables) ?? {}, hook);
    const fitting = there.find((rule) => problems(rule, there, claim).length === 0);
    if (fitting === undefined) continue;
    const [isThere, notHere] = [placeWords(snapshot, place), placeWords(snapshot, claim)];
    return sentence(
      `the rule "${fitting.spec}" is ${isThere.en}, not ${notHere.en}`,
      `规则“${fitting.spec}”在${isThere.zh}中，不在${notHere.zh}中`,
    );
  }
  const where = placeWords(snapshot, claim);
  return sentence(
    `no rule of chain ${hook} of table nat ${where.en} translates anything`,
    `${where.zh}中 nat 表的链 ${hook} 没有任何地址转换规则`,
  );
};
