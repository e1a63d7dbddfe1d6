import {OUR_ENVIRONMENT} from './environment.ts';
import type {Node, Result, WirePlan} from './host.ts';
import {runProcess} from './run.ts';
import {SETUP_TIMEOUT_MS, setupFailed} from './setup-failure.ts';

export interface Workshop {
  /** nsenter's words that lead into the sandbox's own network, with its pid namespace, for `netns PID` means a pid there. */
  readonly enter: readonly string[];
  /** Of a node's first process, as the sandbox counts. */
  readonly pidOf: (node: string) => number;
  readonly node: (name: string) => Node;
}

/** Makes every wire as a veth pair between its two nodes, both ends up. */
export async function layWires(wires: readonly WirePlan[], {enter, pidOf, node}: Workshop): Promise<void> {
  if (wires.length === 0) return;
  // Links wait for a lock of the whole kernel, which the end of many other namespaces can hold for seconds.
  const patience = {timeoutMs: SETUP_TIMEOUT_MS};
  const argv = [...enter, 'ip', '-batch', '-'];
  const made = await runProcess(argv, {
    env: OUR_ENVIRONMENT,
    wrapped: true,
    input: wireBatch(wires, pidOf),
    ...patience,
  });
  if (!made.ok) throw setupFailed('wires', saidBy(made));
  await Promise.all(
    [...wireEnds(wires)].map(async ([name, links]) => {
      const input = links.map((link) => `link set ${link} up\n`).join('');
      const result = await node(name).run(['ip', '-batch', '-'], {input, logged: false, ...patience});
      if (!result.ok) throw setupFailed('wires', saidBy(result));
    }),
  );
}

/** `ip -batch` input: a pair whose ends are at once in their nodes. A veth cannot be made up before it has its peer. */
export const wireBatch = (wires: readonly WirePlan[], pidOf: (node: string) => number): string =>
  wires
    .map(
      ({from, to}) =>
        `link add name ${from.link} netns ${pidOf(from.node)} type veth peer name ${to.link} netns ${pidOf(to.node)}\n`,
    )
    .join('');

/** The nodes that have ends of wires, with the names of these. */
export function wireEnds(wires: readonly WirePlan[]): ReadonlyMap<string, readonly string[]> {
  const ends = wires.flatMap((wire) => [wire.from, wire.to]);
  return new Map([...Map.groupBy(ends, (end) => end.node)].map(([node, own]) => [node, own.map((end) => end.link)]));
}

/** For the log, as a learner would type it. */
export const wireCommand = ({from, to}: WirePlan): readonly string[] =>
  `ip link add name ${from.link} netns ${from.node} type veth peer name ${to.link} netns ${to.node}`.split(' ');

const saidBy = (result: Result): string =>
  result.timedOut ? `ip: no answer within ${SETUP_TIMEOUT_MS / 1000} s` : result.stderr.trim();
