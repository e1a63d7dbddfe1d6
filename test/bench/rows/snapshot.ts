import {setTimeout as pause} from 'node:timers/promises';
import type {Host, Node, Watcher} from '../../../src/drivers/hosts/host.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import {watch} from '../../../src/drivers/kernel/watch.ts';
import type {Snapshot} from '../../../src/state/snapshot.ts';
import {fastScript, rulesIn} from '../hosts-on-bridge.ts';
import {times} from '../row.ts';
import type {Row} from '../row.ts';
import {median, medianFigure} from '../statistics.ts';

const ROUNDS = 15;

/** Everything of every namespace, read anew and typed, while the readers are warm, against a program that draws maps. */
export const snapshotRow: Row = {
  name: 'snapshot',
  about: 'whole typed snapshot with rules of 20/100 namespaces, against plotnetcfg (which reads no rules)',
  async *measure(bench) {
    for (const count of [20, 100]) {
      await using host = await hostsWithRules(count);
      const node = host.node('host');
      await using watcher = await watch(host);
      expectWhole(watcher.current, count);
      await quiet(watcher);
      const here: number[] = [];
      const other: number[] = [];
      let whyNot: string | undefined;
      for (let round = 0; round < times(bench, ROUNDS); round += 1) {
        const startedAt = performance.now();
        const snapshot = await watcher.refresh('all');
        here.push(performance.now() - startedAt);
        expectWhole(snapshot, count);
        if (whyNot !== undefined) continue;
        try {
          other.push(await plotnetcfg(node, count));
        } catch (error) {
          whyNot = error instanceof Error ? error.message : String(error);
        }
        await quiet(watcher);
      }
      const measured = `whole snapshot with rules, ${count} namespaces`;
      if (whyNot !== undefined) yield {measured: `${measured}, with plotnetcfg`, why: whyNot};
      yield medianFigure(measured, 'ms', here, {
        ...(whyNot === undefined && {against: {name: 'plotnetcfg', value: median(other)}}),
        ...(count === 100 && whyNot === undefined && {target: {kind: 'at-most-times', times: 1}}),
      });
    }
  },
};

async function hostsWithRules(count: number): Promise<Host> {
  const host = await openSandbox({nodes: [{name: 'host'}], wires: []});
  const script = `${fastScript(count)}
for ((i = 1; i <= ${count}; i++)); do
${rulesIn('h$i')}
done`;
  const built = await host.node('host').run(['bash', '-c', script], {timeoutMs: 60_000});
  if (built.ok) return host;
  await host[Symbol.asyncDispose]();
  throw new Error(`the hosts could not be built: ${built.stderr.trim().split('\n')[0]}`);
}

/** @throws {Error} where a namespace, or any part of one, is not in the snapshot: then the time means nothing. */
function expectWhole(snapshot: Snapshot, count: number): void {
  const namespaces = Object.values(snapshot.nodes['host']?.namespaces ?? {});
  if (namespaces.length !== count + 1) throw new Error(`${namespaces.length} of ${count + 1} namespaces were read`);
  for (const namespace of namespaces) {
    for (const [part, reading] of Object.entries(namespace)) {
      if (typeof reading === 'object' && 'ok' in reading && reading.ok === false) {
        throw new Error(`${part} of ${namespace.name} was not read: ${String(reading.why)}`);
      }
    }
    if (namespace.name === '') continue;
    const rules = namespace.iptables.ok ? namespace.iptables.value['filter']?.chains['FORWARD']?.rules.length : 0;
    if (rules !== 2) throw new Error(`${rules} of 2 rules were read in ${namespace.name}`);
  }
}

/** Milliseconds by the node's own clock, so that the way into the node does not count. */
async function plotnetcfg(node: Node, count: number): Promise<number> {
  const script =
    's=$EPOCHREALTIME; map=$(plotnetcfg) || exit; e=$EPOCHREALTIME; echo $((${e/./} - ${s/./})); grep -c subgraph <<<"$map"';
  const result = await node.run(['bash', '-c', script], {timeoutMs: 60_000});
  const [microseconds, clusters] = result.stdout.split('\n').map(Number);
  if (!result.ok || microseconds === undefined) throw new Error(`plotnetcfg: ${result.stderr.trim()}`);
  if ((clusters ?? 0) < count) throw new Error(`plotnetcfg shows ${clusters} of ${count} namespaces`);
  return microseconds / 1000;
}

/** Waits until the watcher has nothing more to tell: building and other programs leave events behind. */
async function quiet(watcher: Watcher): Promise<void> {
  for (let seen: Snapshot | undefined; seen !== watcher.current;) {
    seen = watcher.current;
    await pause(150);
  }
}
