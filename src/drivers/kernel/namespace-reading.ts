import {ROOT_NAMESPACE, type Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';
import {askText} from './answers.ts';
import {CONSOLE_ARGV, CONSOLE_RUNS} from './console.ts';
import {IPSET_SAVE} from './ipset.ts';
import {subscriptions} from './net-files.ts';
import {type Answer, consoleText} from './questions.ts';
import type {RawNamespace} from './raw-namespace.ts';
import {openIpPart} from './read-ip.ts';
import {openQueuesPart} from './read-queues.ts';
import {asksForSets, openSetsPart} from './read-sets.ts';
import {openSilentPart} from './read-silent.ts';
import {openTablesPart} from './read-tables.ts';
import {openReader} from './reader.ts';
import {share} from './share.ts';

/**
 * What can be read for itself. `ip` links, addresses, routes, neighbours, netconf, bridges · `rules` IPv6 rules beside
 * those, which cost a process and never change without an event · `tables` nftables and iptables · `silent` what no event announces: counters, listeners, sysctls,
 * sets, queues.
 */
export type Aspect = 'ip' | 'rules' | 'tables' | 'silent';
export const ALL_ASPECTS: readonly Aspect[] = ['ip', 'rules', 'tables', 'silent'];
/** All that does not cost a process. */
export const CHEAP_ASPECTS: readonly Aspect[] = ['ip', 'tables', 'silent'];

/** Keeps what one namespace says of itself, through readers that live as long as this. */
export interface NamespaceReading extends Disposable {
  readonly raw: RawNamespace;
  /** Reads these aspects anew. Never rejects: what cannot be read becomes a reading that says why. */
  read(aspects: ReadonlySet<Aspect>): Promise<void>;
  /** Whether anybody in this namespace hears all events already; undefined where that cannot be told. */
  isHeard(): Promise<boolean | undefined>;
}

const NOT_READ: Reading<never> = {ok: false, why: 'not read yet'};

/** Nothing but why there is nothing. */
export const unreadNamespace = (name: string, why: string): RawNamespace => {
  const not: Reading<never> = {ok: false, why};
  return {
    name,
    links: not,
    routes: not,
    rules: not,
    neighbours: not,
    fdb: not,
    bridgeVlans: not,
    iptables: not,
    ip6tables: not,
    nftables: not,
    sysctls: not,
    listeners: not,
  };
};

/**
 * @param namespace a name under /run/netns, or '' for the node's own
 * @param tools with `ipset`, sets are read in a node's own namespace and where a rule asks about one; with `tc`, queues
 */
export const openNamespaceReading = (node: Node, namespace: string, tools: ReadonlySet<string>): NamespaceReading => {
  const console = openReader(
    'reader',
    () =>
      node.stream(CONSOLE_ARGV, {
        namespace,
        runs: tools.has('ipset') ? [...CONSOLE_RUNS, IPSET_SAVE.split(' ')] : CONSOLE_RUNS,
      }),
    node.patienceMs,
  );
  const ip = openIpPart(console);
  const tables = openTablesPart(console);
  const silent = openSilentPart(console);
  const sets = openSetsPart(console);
  const queues = openQueuesPart(node, namespace);
  let raw = unreadNamespace(namespace, NOT_READ.why);
  let netconf: Answer = NOT_READ;
  const set = (part: Partial<RawNamespace>): void => {
    raw = {...raw, ...share(raw, part)};
  };

  const readIp = async (withRules: boolean): Promise<void> => {
    const found = await ip.read(withRules);
    netconf = found.netconf;
    set(found.part);
  };
  const readSilent = async (): Promise<boolean> => {
    const [{listeners, packetsPassed}, foundSets, foundQueues] = await Promise.all([
      silent.read(),
      tools.has('ipset') && (namespace === ROOT_NAMESPACE || asksForSets(raw)) ? sets.read() : undefined,
      tools.has('tc') ? queues.read() : undefined,
    ]);
    set({listeners, ...(foundSets && {sets: foundSets}), ...(foundQueues && {queues: foundQueues})});
    return packetsPassed;
  };
  const readTables = async (packetsPassed: boolean): Promise<void> => {
    set(await tables.read(packetsPassed));
  };

  return {
    get raw() {
      return raw;
    },
    async read(aspects) {
      const wantsTables = aspects.has('tables');
      await Promise.all([
        aspects.has('ip') || aspects.has('rules') ? readIp(aspects.has('rules')) : undefined,
        aspects.has('silent')
          ? readSilent().then((packetsPassed) =>
              wantsTables || (packetsPassed && tables.counts) ? readTables(packetsPassed) : undefined,
            )
          : wantsTables
            ? readTables(true)
            : undefined,
      ]);
      set({sysctls: silent.sysctls(netconf)});
      // The first rule about a set has just been read.
      if (tools.has('ipset') && raw.sets === undefined && asksForSets(raw)) set({sets: await sets.read()});
    },
    async isHeard() {
      // What the console answers does not matter: after it, its process surely is in the namespace.
      if (console.pid === undefined) await askText(console, consoleText('sysctls'));
      const heard = subscriptions(console.pid);
      return heard && heard.route && heard.nftables;
    },
    [Symbol.dispose]() {
      console[Symbol.dispose]();
    },
  };
};
