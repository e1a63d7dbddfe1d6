import {readlinkSync} from 'node:fs';
import {rootSide} from './root-side.ts';
import {OUR_ENVIRONMENT} from './environment.ts';
import type {HostPlan} from './host.ts';
import {sandboxScript} from './init-scripts.ts';
import {hasOwnNetwork} from './namespace-files.ts';
import {whyNoNamespaces} from './namespace-obstacles.ts';
import {streamProcess} from './run.ts';
import type {ProcessStream} from './run.ts';
import {SETUP_TIMEOUT_MS, setupFailed} from './setup-failure.ts';
import type {SandboxRoot} from './sandbox-root.ts';

/** A sandbox whose nodes stand, without wires. */
export interface StandingSandbox {
  readonly process: ProcessStream;
  /** Of its first process, as the machine counts. */
  readonly pid: number;
  /** By node, in the plan's order: the pid of its first process, as the machine counts and as the sandbox counts. */
  readonly nodes: ReadonlyMap<string, NodePids>;
}

export interface NodePids {
  readonly outside: number;
  readonly inside: number;
}

const words = (command: string): readonly string[] => command.split(' ');

/**
 * Starts a sandbox whose root it is and waits until every node stands.
 * @throws {HostError} with the reason; nothing is left of it then.
 */
export async function startSandbox(root: SandboxRoot, plan: HostPlan, signal?: AbortSignal): Promise<StandingSandbox> {
  const argv = [
    ...rootSide(Object.values(plan.shows ?? {})),
    ...root.enter,
    ...words('setpriv --pdeathsig KILL --'),
    ...words('unshare --net --mount --pid --uts --ipc --fork --kill-child=KILL --'),
    ...words('bash -c'),
    'eval "$UNDERLAY_INIT"',
  ];
  const outside = {net: readlinkSync('/proc/self/ns/net'), mnt: readlinkSync('/proc/self/ns/mnt')};
  const names = plan.nodes.map((node) => node.name);
  const process = streamProcess(argv, {
    env: {...OUR_ENVIRONMENT, SHLVL: '1', UNDERLAY_INIT: sandboxScript(names, outside, plan.shows, root.devices)},
  });
  try {
    const standing = await untilStanding(process, names, plan.standsWithinMs ?? SETUP_TIMEOUT_MS, signal);
    for (const pid of [standing.pid, ...[...standing.nodes.values()].map((node) => node.outside)]) {
      if (!hasOwnNetwork(pid)) throw setupFailed('shared', 'net');
    }
    return standing;
  } catch (error) {
    await endSandbox(process);
    throw error;
  }
}

async function untilStanding(
  process: ProcessStream,
  names: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<StandingSandbox> {
  const nodes = new Map<string, NodePids>();
  let pid = 0;
  const said = new Promise<readonly string[] | undefined>((resolve) => {
    process.onLine((line) => {
      const [what = '', ...details] = line.split(' ');
      if (what === 'error') resolve(details);
      if (what === 'sandbox') pid = Number(details[0]);
      if (what === 'node') nodes.set(details[0] ?? '', {outside: Number(details[1]), inside: Number(details[2])});
      if (pid !== 0 && nodes.size === names.length) resolve(undefined);
    });
  });
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  const stopped = new Promise<'stopped'>((resolve) => {
    stop.addEventListener('abort', () => {
      resolve('stopped');
    });
  });
  const outcome = await Promise.race([said, process.ended.then(({stderr}) => ({stderr})), stopped]);
  signal?.throwIfAborted();
  if (outcome === 'stopped') throw setupFailed('timeout', `${timeoutMs / 1000} s`);
  if (outcome !== undefined && 'stderr' in outcome) throw await whyNoNamespaces(outcome.stderr);
  if (outcome !== undefined) throw setupFailed(outcome[0] ?? '', outcome.slice(1).join(' '));
  // They report in the order they happen to be ready.
  return {process, pid, nodes: new Map(names.map((name) => [name, nodes.get(name) ?? {outside: 0, inside: 0}]))};
}

/** Ends the sandbox and resolves when the kernel has ended every process in it. */
export async function endSandbox(process: ProcessStream): Promise<void> {
  process.endInput();
  // It exits on the end of its input at once, unless something stopped it; then its parent's death kills it.
  const timer = setTimeout(() => {
    process[Symbol.dispose]();
  }, 500);
  await process.ended;
  clearTimeout(timer);
}
