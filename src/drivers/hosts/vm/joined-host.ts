import {joinLogs} from '../command-log.ts';
import type {Cable, Host, HostPlan, Node} from '../host.ts';

export interface HostPart {
  readonly machine: string;
  readonly host: Host;
}

/**
 * Several hosts that look like one: the parts of a plan, each on a machine of its own. It ends when one of them ends.
 * @param parts in any order; together they have the nodes of the plan
 */
export function joinHosts(plan: HostPlan, parts: readonly HostPart[], cables: readonly Cable[]): Host {
  const nodes = new Map<string, Node>(
    parts.flatMap(({machine, host}) => host.nodes.map((name) => [name, {...host.node(name), machine}] as const)),
  );
  const names = plan.nodes.map(({name}) => name);
  return {
    kind: 'vm',
    nodes: names,
    cables,
    log: joinLogs(parts.map(({host}) => host.log)),
    // A part that was disposed of never says that it ended.
    ended: Promise.race(parts.map(({host}) => host.ended)),
    node(name) {
      const found = nodes.get(name);
      if (found === undefined) throw new RangeError(`No node ${name}; there are ${names.join(', ')}.`);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(parts.map(({host}) => host[Symbol.asyncDispose]()));
    },
  };
}
