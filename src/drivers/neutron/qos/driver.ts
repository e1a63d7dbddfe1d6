import type {Text} from '../../../state/text.ts';
import {QUEUES_ARGV, parseQueues} from '../../kernel/queues.ts';
import {run} from '../command-words.ts';
import type {Command, Driver, NodeFindings, Subject} from '../driver.ts';
import {known, ownNamespace} from '../reading.ts';
import {planQos} from './plan.ts';
import type {Limit, QosDesired, QosItem} from './plan.ts';

export const TC_QDISCS = QUEUES_ARGV.join(' ');

/** Fails where there is no such device yet, which is no answer. */
const filtersOf = (tap: string): string => `{ tc filter show dev ${tap} ingress 2>/dev/null || :; }`;

/** What is asked of a node for these limits. */
export const qosOutputs = (items: readonly QosItem[]): readonly string[] =>
  items.length === 0
    ? []
    : [TC_QDISCS, ...items.flatMap(({tap, egress}) => (egress === undefined ? [] : [filtersOf(tap)]))];

export interface QosFound {
  readonly links: ReadonlySet<string>;
  /** The token bucket at a device's root. */
  readonly buckets: ReadonlyMap<string, Limit>;
  /** Devices that have a place for filters on what comes in. */
  readonly policed: ReadonlySet<string>;
  /** What `tc filter show` printed for a device. */
  readonly filters: (tap: string) => string;
}

function find(found: NodeFindings): QosFound {
  const queues = Object.values(parseQueues(known(found.outputs?.[TC_QDISCS], TC_QDISCS)));
  const buckets = queues.flatMap(({kind, dev, place, options}) =>
    kind === 'tbf' && place === 'root'
      ? [[dev, {kbps: (Number(options['rate'] ?? 0) * 8) / 1000, burst: Number(options['burst'] ?? 0)}] as const]
      : [],
  );
  return {
    links: new Set(Object.keys(known(ownNamespace(found).links, 'links'))),
    buckets: new Map(buckets),
    policed: new Set(queues.flatMap(({kind, dev}) => (kind === 'ingress' ? [dev] : []))),
    filters: (tap) => known(found.outputs?.[filtersOf(tap)], `filters of ${tap}`),
  };
}

/**
 * What an instance receives is limited first. A real agent takes both limits away before it sets them anew
 * (agent/l2/extensions/qos.py, `_process_update_policy`), and sets them in the order of the rules: on a kernel that
 * cannot police, the one for what is sent raises, and the one for what is received is never set again. Here each stands
 * for itself, and so does what cannot be done.
 */
const difference = (desired: QosDesired, found: QosFound): readonly Command[] => [
  ...Object.values(desired.absent).flatMap((item) => limits({...item, ingress: undefined, egress: undefined}, found)),
  ...Object.values(desired.present).flatMap((item) => limits(item, found)),
];

interface Wanted {
  readonly portId: string;
  readonly tap: string;
  readonly ingress?: Limit | undefined;
  readonly egress?: Limit | undefined;
}

function limits(item: Wanted, found: QosFound): readonly Command[] {
  if (!found.links.has(item.tap)) return [];
  const subject: Subject = {type: 'qos', id: item.portId};
  return [...received(item, subject, found), ...sent(item, subject, found)];
}

const text = (en: string, zh: string): Text => ({en, zh});

/** What leaves the tap goes into the instance, so a token bucket there holds it back (tc-tbf(8)). */
function received({tap, ingress}: Wanted, subject: Subject, {buckets}: QosFound): readonly Command[] {
  const there = buckets.get(tap);
  if (ingress === undefined) {
    const why = text('What the instance receives is not limited any more.', '不再限制实例接收的速率。');
    return there === undefined ? [] : [run(subject, why, `tc qdisc del dev ${tap} root`)];
  }
  if (there !== undefined && isAlike(there, ingress)) return [];
  const why = text('What the instance receives is limited by a token bucket.', '用令牌桶限制实例接收的速率。');
  return [
    run(
      subject,
      why,
      `tc qdisc replace dev ${tap} root tbf rate ${ingress.kbps}kbit burst ${ingress.burst} latency 50ms`,
    ),
  ];
}

/** The kernel counts in ticks of 64 ns, so that a burst comes back some bytes smaller. */
const isAlike = (found: Limit, wanted: Limit): boolean =>
  found.kbps === wanted.kbps && Math.abs(found.burst - wanted.burst) <= Math.max(2, wanted.burst / 1000);

/** What comes in at the tap was sent by the instance: too much of it is dropped by a policer (tc-police(8)). */
function sent({tap, egress}: Wanted, subject: Subject, {policed, filters}: QosFound): readonly Command[] {
  const why = text('What the instance sends is dropped above its limit.', '实例发送的流量超出限速时被丢弃。');
  const gone = text('What the instance sends is not limited any more.', '不再限制实例发送的速率。');
  const clear = policed.has(tap)
    ? [run(subject, egress === undefined ? gone : why, `tc qdisc del dev ${tap} ingress`)]
    : [];
  if (egress === undefined) return clear;
  if (policed.has(tap) && isPoliced(filters(tap), egress)) return [];
  return [
    ...clear,
    run(subject, why, `tc qdisc add dev ${tap} ingress`),
    run(
      subject,
      why,
      `tc filter add dev ${tap} parent ffff: protocol all prio 49 u32 match u32 0 0 police rate ${egress.kbps}kbit burst ${egress.burst} mtu 65535 drop`,
    ),
  ];
}

const isPoliced = (filters: string, {kbps}: Limit): boolean =>
  /police .*rate (\S+)/.exec(filters)?.[1]?.toLowerCase() === rateText(kbps * 1000);

/** A rate as tc prints it: in the largest unit that leaves few digits. */
function rateText(bits: number): string {
  const units = ['bit', 'kbit', 'mbit', 'gbit', 'tbit'];
  let [rate, unit] = [bits, 0];
  while (unit < units.length - 1 && rate >= 1000 && !(rate % 1000 !== 0 && rate < 1_000_000)) {
    rate /= 1000;
    unit += 1;
  }
  return `${rate.toFixed(0)}${units[unit]}`;
}

/** What the linuxbridge agent's QoS extension does with tc. */
export const qos: Driver<QosDesired, QosFound> = {name: 'qos', plan: planQos, find, difference};
