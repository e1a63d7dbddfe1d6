import type {Snapshot} from '../state/snapshot.ts';
import {joinTexts, same, type Text} from '../state/text.ts';
import {wholeClaim, type CheckContext} from './check.ts';
import type {Claim} from './claims/claim.ts';
import {checkConntrack} from './claims/conntrack.ts';
import {namespaceOf, type Placed} from './claims/fields.ts';
import {checkHttp} from './claims/http.ts';
import {checkLease} from './claims/lease.ts';
import {checkMtu} from './claims/mtu.ts';
import {checkPing} from './claims/ping.ts';
import {sentence} from './claims/sentences.ts';
import {checkTcp} from './claims/tcp.ts';
import type {Check} from './lab.ts';
import type {Outcome} from './outcome.ts';

/**
 * What a probe wants, without asking anybody: what its claim says it expected where the answer is the wrong one.
 * Undefined for a claim that is no probe, or is about something that is not there yet.
 * @param nodes the host's, the first one first
 */
export const wantedOf = (
  check: Pick<Check, 'claim'>,
  nodes: readonly string[],
  cloud?: Pick<NonNullable<CheckContext['cloud']>, 'things'>,
): Text | undefined => {
  if (!TRIED.has(check.claim.claim)) return undefined;
  const whole = wholeClaim(check, {cloud});
  return 'claim' in whole ? wantedBy({...whole.claim, node: whole.claim.node ?? nodes[0] ?? ''}, nodes) : undefined;
};

/** Probes but for output: that has words of its own, or its line. */
const TRIED: ReadonlySet<Claim['claim']> = new Set(['ping', 'tcp', 'http', 'mtu', 'conntrack', 'lease']);

const NOTHING = same('');
const SILENCE = {outcome: 'not-answered', how: NOTHING} as const;
const BLOCKED = {outcome: 'blocked', how: NOTHING} as const;

const wantedBy = (claim: Placed<Claim>, nodes: readonly string[]): Text | undefined => {
  const host = bareHost(claim, nodes);
  switch (claim.claim) {
    case 'ping': {
      const {ttl} = claim;
      const words = expectedBy(checkPing(host, claim, claim.reply ? SILENCE : {...REPLY, ttl: 0}));
      return ttl === undefined ? words : andMore(words, sentence(`with TTL ${ttl}`, `TTL 为 ${ttl}`));
    }
    case 'tcp':
      return expectedBy(checkTcp(host, claim, claim.connects ? SILENCE : {outcome: 'answered'}));
    case 'http': {
      const {status, body} = claim;
      const words = expectedBy(checkHttp(host, claim, claim.answers === false ? PAGE : SILENCE));
      return andMore(
        words,
        ...(status === undefined ? [] : [sentence(`with status ${status}`, `状态码为 ${status}`)]),
        ...(body === undefined ? [] : [sentence(`with "${body}" in it`, `其中包含“${body}”`)]),
      );
    }
    case 'mtu':
      return andMore(
        expectedBy(checkMtu(host, claim, BLOCKED)),
        ...(claim.blocked === undefined
          ? []
          : [sentence(`one of ${claim.blocked} bytes does not`, `${claim.blocked} 字节的不能`)]),
      );
    case 'conntrack':
      return expectedBy(checkConntrack(host, claim, {ok: true, value: []}));
    case 'lease':
      return expectedBy(checkLease(claim, {ok: true, value: []}));
    default:
      return undefined;
  }
};

const REPLY = {outcome: 'answered', milliseconds: 0} as const;
const PAGE = {outcome: 'answered', status: 200, body: ''} as const;

/** Where nothing is there a claim of absence is met, and says so. */
const expectedBy = (outcome: Outcome): Text | undefined => {
  switch (outcome.verdict) {
    case 'met':
      return outcome.found;
    case 'not-met':
      return outcome.expected;
    case 'unknown':
      return undefined;
  }
};

const andMore = (words: Text | undefined, ...more: readonly Text[]): Text | undefined =>
  words && joinTexts([words, ...more]);

/** The host with the place that the claim names, and nothing in it. */
const bareHost = (claim: Placed<Claim>, nodes: readonly string[]): Snapshot => {
  const name = namespaceOf({node: claim.node, in: 'in' in claim ? claim.in : undefined});
  const none = {ok: true, value: {}} as const;
  const bare = {
    name,
    links: none,
    routes: none,
    rules: none,
    neighbours: none,
    fdb: none,
    bridgeVlans: none,
    iptables: none,
    ip6tables: none,
    nftables: none,
    sysctls: none,
    listeners: none,
  };
  return {
    takenAt: 0,
    nodes: Object.fromEntries(
      nodes.map((node) => [node, {name: node, namespaces: node === claim.node ? {[name]: bare} : {}}]),
    ),
  };
};
