import {isDeepStrictEqual} from 'node:util';
import {STATISTICS_QUESTION, askHaproxy, parseHaproxy} from '../../kernel/haproxy.ts';
import type {HaproxyStatistics, ProxyStatistics} from '../../kernel/haproxy.ts';
import {readingOf} from '../../kernel/unreadable-output.ts';
import type {Node} from '../../hosts/host.ts';
import type {LoadBalancerHealth, Traffic} from './model.ts';
import {statisticsSocket} from './names.ts';

/** HAProxy tells nobody by itself that a member went down; Octavia's amphora asks it every 10 s. */
const EVERY_MS = 1000;

/** Asks every haproxy of a node on its socket, as long as there is one, and tells what is new. Starts no process. */
export class HealthWatch implements Disposable {
  readonly #node: Pick<Node, 'files'>;
  readonly #tell: (health: LoadBalancerHealth) => void;
  #ids: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #last = new Map<string, Seen>();

  constructor(node: Pick<Node, 'files'>, tell: (health: LoadBalancerHealth) => void) {
    this.#node = node;
    this.#tell = tell;
  }

  /** Which load balancers have a haproxy on the node now. The first look is soon. */
  watch(ids: readonly string[]): void {
    this.#ids = ids;
    for (const id of this.#last.keys()) if (!ids.includes(id)) this.#last.delete(id);
    if (ids.length === 0) this[Symbol.dispose]();
    else this.#timer ??= this.#later(EVERY_MS / 10);
  }

  #later(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.#look(), ms).unref();
  }

  async #look(): Promise<void> {
    const timer = this.#timer;
    await Promise.all(this.#ids.map((id) => this.#ask(id)));
    if (this.#timer === timer && timer !== undefined) this.#timer = this.#later(EVERY_MS);
  }

  async #ask(id: string): Promise<void> {
    const answer = await askHaproxy(this.#node, statisticsSocket(id), STATISTICS_QUESTION);
    if (!this.#ids.includes(id)) return;
    const said = answer.ok ? readingOf(() => parseHaproxy(answer.value)) : answer;
    const last = this.#last.get(id);
    const now: Seen = said.ok ? seen(said.value) : NOTHING;
    this.#last.set(id, now);
    const health = {
      loadBalancerId: id,
      ...now.health,
      traffic: trafficSince(last !== undefined && last.pid === now.pid ? last.counters : {}, now.counters),
    };
    const isNew = last === undefined || !isDeepStrictEqual(last.health, now.health);
    if (isNew || Object.keys(health.traffic).length > 0) this.#tell(health);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

interface Seen {
  readonly pid?: number;
  readonly health: Omit<LoadBalancerHealth, 'loadBalancerId' | 'traffic'>;
  /** By listener, since this haproxy was started. */
  readonly counters: Readonly<Record<string, Traffic>>;
}

const NOTHING: Seen = {health: {isRunning: false, listeners: {}, pools: {}, members: {}}, counters: {}};

function seen({pid, rows}: HaproxyStatistics): Seen {
  const of = (kind: ProxyStatistics['kind']) => rows.filter((row) => row.kind === kind);
  const statuses = (kind: ProxyStatistics['kind']) =>
    Object.fromEntries(of(kind).map((row) => [row.proxy, row.status]));
  return {
    pid,
    health: {
      isRunning: true,
      listeners: statuses('frontend'),
      pools: statuses('backend'),
      members: Object.fromEntries(of('server').map((row) => [row.name, memberStatus(row)])),
    },
    counters: Object.fromEntries(
      of('frontend').map((row) => [
        row.proxy,
        {
          activeConnections: row.currentSessions,
          totalConnections: row.totalSessions,
          bytesIn: row.bytesIn,
          bytesOut: row.bytesOut,
          requestErrors: row.requestErrors,
        },
      ]),
    ),
  };
}

/** A member without weight gets no new connections: Octavia calls it draining. */
const memberStatus = ({status, weight}: ProxyStatistics): string =>
  status === 'UP' && weight === 0 ? 'DRAIN' : status;

/** What is new, by listener. @param before of the same process; empty for a new one */
export function trafficSince(
  before: Readonly<Record<string, Traffic>>,
  now: Readonly<Record<string, Traffic>>,
): Readonly<Record<string, Traffic>> {
  const news: Record<string, Traffic> = {};
  for (const [id, counted] of Object.entries(now)) {
    const last = before[id];
    const since = (key: keyof Traffic) => counted[key] - (last?.[key] ?? 0);
    const traffic: Traffic = {
      activeConnections: counted.activeConnections,
      totalConnections: since('totalConnections'),
      bytesIn: since('bytesIn'),
      bytesOut: since('bytesOut'),
      requestErrors: since('requestErrors'),
    };
    const hasNews = Object.values({...traffic, activeConnections: 0}).some((count) => count > 0);
    if (hasNews || (last?.activeConnections ?? 0) !== counted.activeConnections) news[id] = traffic;
  }
  return news;
}
