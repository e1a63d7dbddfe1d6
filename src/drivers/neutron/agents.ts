import type {Text} from '../../state/text.ts';
import type {Host} from '../hosts/host.ts';
import type {HaNews} from './l3/ha-watch.ts';
import type {LoadBalancerHealth} from './lbaas/model.ts';
import type {AgentKind, CloudState, NodeName} from './model.ts';
import {NodeAgents} from './node-agents.ts';
import type {Reports, Work} from './work.ts';

export interface AgentsOptions {
  /** Called as soon as a node has something to tell, whatever the other nodes are doing still. */
  readonly onReports?: (node: NodeName, reports: Reports) => void;
  /** Called when a node begins to bring itself to a cloud; what it tells until the next such call is about that one. */
  readonly onTurn?: (node: NodeName, cloud: CloudState) => void;
  /** Called when a haproxy says something new, at any time: a member went down or up, or there was traffic. */
  readonly onHealth?: (node: NodeName, health: LoadBalancerHealth) => void;
  /** Called when a copy of a highly available router became active, or is so no more, at any time. */
  readonly onHaState?: (node: NodeName, news: HaNews) => void;
}

/**
 * The agents of all nodes. They act when the cloud changed, on what changed, and when they are started anew, on
 * everything: what somebody broke by hand stays broken until then.
 */
export interface CloudAgents extends AsyncDisposable {
  /**
   * Takes note of the cloud as it is now and brings the nodes to it. Calls that come while a node is busy are served
   * together. Resolves when all nodes have done what they could; what they could not is told as ERROR.
   */
  reconcile(cloud: CloudState): Promise<Reports>;
  /**
   * The agent forgets what it knew, as after `systemctl restart`, reads its configuration files, and looks at everything
   * at the next {@link reconcile}. Resolves with the reason why it cannot start.
   */
  restart(kind: AgentKind | 'nova-compute', node: NodeName): Promise<Text | undefined>;
  /** Ends what the node's agents are doing just now, in the middle of it. */
  kill(node: NodeName): void;
  /** Resolves when also that is done which no port waits for, such as starting metadata proxies. */
  idle(): Promise<void>;
  subscribe(listener: (work: Work) => void): () => void;
}

/** The agents start, and so read their configuration: the nodes are prepared. */
export function openAgents(
  host: Host,
  nodes: readonly NodeName[],
  {onReports = () => {}, onTurn = () => {}, onHealth = () => {}, onHaState = () => {}}: AgentsOptions = {},
): CloudAgents {
  const listeners = new Set<(work: Work) => void>();
  const tell = (work: Work) => {
    for (const listener of listeners) listener(work);
  };
  const all = new Map(
    nodes.map((name) => [
      name,
      new NodeAgents(host.node(name), {
        begin: (cloud) => onTurn(name, cloud),
        tell,
        report: (reports) => onReports(name, reports),
        health: (health) => onHealth(name, health),
        haState: (news) => onHaState(name, news),
      }),
    ]),
  );
  const agentsOf = (name: NodeName): NodeAgents => {
    const found = all.get(name);
    if (found === undefined) throw new RangeError(`No agents on ${name}; there are some on ${nodes.join(', ')}.`);
    return found;
  };
  return {
    async reconcile(cloud) {
      const reports = await Promise.all([...all.values()].map((node) => node.reconcile(cloud)));
      return {
        ports: reports.flatMap((one) => one.ports),
        instances: reports.flatMap((one) => one.instances),
        floatingIps: reports.flatMap((one) => one.floatingIps),
        firewalls: reports.flatMap((one) => one.firewalls),
        loadBalancers: reports.flatMap((one) => one.loadBalancers),
      };
    },
    restart: async (kind, node) => agentsOf(node).restart(kind),
    kill(node) {
      agentsOf(node).kill();
    },
    async idle() {
      await Promise.all([...all.values()].map(async (node) => node.idle()));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...all.values()].map((node) => node[Symbol.asyncDispose]()));
    },
  };
}
