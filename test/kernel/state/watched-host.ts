import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import type {Host, HostPlan, Node, Result, Watcher} from '../../../src/drivers/hosts/host.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import type {NamespaceSnapshot, Reading, Snapshot} from '../../../src/state/snapshot.ts';

/** A fresh sandbox that is watched. */
export interface WatchedHost extends AsyncDisposable {
  readonly host: Host;
  readonly watcher: Watcher;
  readonly node: Node;
  /** Runs a bash script in the first node. @throws where it fails */
  sh(script: string): Promise<Result>;
  /** Resolves with the first snapshot for which the question is true. @throws after the deadline, with the state */
  until(
    what: string,
    question: (root: NamespaceSnapshot, snapshot: Snapshot) => unknown,
    deadlineMs?: number,
  ): Promise<Snapshot>;
}

export const ONE_NODE: HostPlan = {nodes: [{name: 'host'}], wires: []};

/** @param tools what is read besides, see `Watch` */
export const openWatchedHost = async (
  plan: HostPlan = ONE_NODE,
  tools: readonly string[] = [],
): Promise<WatchedHost> => {
  const host = await openSandbox(plan);
  const watcher = await watch(host, undefined, tools);
  const name = host.nodes[0] ?? '';
  const node = host.node(name);
  return {
    host,
    watcher,
    node,
    async sh(script) {
      const result = await node.run(['bash', '-ec', script]);
      if (!result.ok) throw new Error(`${script}\n${result.stderr}`);
      return result;
    },
    until: async (what, question, deadlineMs = 2000) =>
      new Promise((resolve, reject) => {
        const ask = (snapshot: Snapshot): void => {
          const root = snapshot.nodes[name]?.namespaces[''];
          if (root === undefined || question(root, snapshot) !== true) return;
          unsubscribe();
          clearTimeout(timer);
          resolve(snapshot);
        };
        const unsubscribe = watcher.subscribe(ask);
        const timer = setTimeout(() => {
          unsubscribe();
          reject(new Error(`never came: ${what}. The state was ${JSON.stringify(watcher.current.nodes, null, 1)}`));
        }, deadlineMs);
        ask(watcher.current);
      }),
    async [Symbol.asyncDispose]() {
      await watcher[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    },
  };
};

/** What was read. @throws where it could not be read */
export const read = <T>(reading: Reading<T> | undefined): T => {
  if (reading?.ok !== true) throw new Error(`not read: ${reading?.why ?? 'no such namespace'}`);
  return reading.value;
};
