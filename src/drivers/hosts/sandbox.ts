import type {Text} from '../../state/text.ts';
import {openCommandLog} from './command-log.ts';
import {HostError} from './host-error.ts';
import type {Host, HostPlan} from './host.ts';
import {checkPlan, hasMachines} from './host-plan.ts';
import {openServers} from './servers.ts';
import {openNamespaceFiles} from './namespace-files.ts';
import {sandboxNode} from './sandbox-node.ts';
import type {SandboxNode} from './sandbox-node.ts';
import {endSandbox, startSandbox} from './sandbox-start.ts';
import type {StandingSandbox} from './sandbox-start.ts';
import type {SandboxRoot} from './sandbox-root.ts';
import {openUserNamespace} from './user-namespace.ts';
import {findTools} from './tools.ts';
import {layWires, wireCommand} from './wires.ts';

/** A host on this machine: its nodes' files have paths here. */
export interface SandboxHost extends Host {
  readonly kind: 'sandbox';
  node(name: string): SandboxNode;
}

/**
 * Opens a sandbox on this machine: user, network, mount, pid, UTS and IPC namespaces of its own with the plan's nodes
 * inside. Dies with us, however we die: its first process waits for the end of a pipe that only we hold, and the
 * kernel kills it should its parent be killed.
 * @throws {HostError} where this machine does not allow it, or the plan asks for more than one kernel, with the reason
 * and what to do.
 */
export async function openSandbox(plan: HostPlan, signal?: AbortSignal): Promise<SandboxHost> {
  if (plan.rootOfKernel === true) throw onlyInVm();
  return openSandboxOf(openUserNamespace, plan, signal);
}

/**
 * As {@link openSandbox}, with whoever shall be root in it.
 * @throws {HostError}
 */
export async function openSandboxOf(
  openRoot: () => Promise<SandboxRoot>,
  plan: HostPlan,
  signal?: AbortSignal,
): Promise<SandboxHost> {
  checkPlan(plan);
  if (hasMachines(plan)) throw noMachines();
  checkPrograms();
  signal?.throwIfAborted();
  using root = await openRoot();
  const standing = await startSandbox(root, plan, signal);
  using opened = new DisposableStack();
  try {
    const host = await furnish(standing, plan, root, opened);
    signal?.throwIfAborted();
    return host;
  } catch (error) {
    await endSandbox(standing.process);
    throw error;
  }
}

/** Lays the wires of the standing sandbox and makes it a {@link Host}. */
async function furnish(
  {process, pid, nodes: pids}: StandingSandbox,
  plan: HostPlan,
  {isIn, credentials}: Pick<SandboxRoot, 'isIn' | 'credentials'>,
  opened: DisposableStack,
): Promise<SandboxHost> {
  const log = openCommandLog();
  const files = opened.use(openNamespaceFiles(pid, [...isIn, 'pid', 'net', 'mount'], '/'));
  const busy = new Set<Promise<unknown>>();
  const awaits = (end: Promise<unknown>) => {
    const settled = end.finally(() => busy.delete(settled));
    busy.add(settled);
  };
  let over = false;
  const hasEnded = () => over;
  const nodes = new Map<string, SandboxNode>();
  const servers = openServers();
  const outside = new Set<Disposable>();
  const close = () => {
    over = true;
    servers.close();
    for (const one of outside) one[Symbol.dispose]();
  };
  for (const {name, ...about} of plan.nodes) {
    const first = pids.get(name)?.outside ?? 0;
    const own = opened.use(openNamespaceFiles(first, ['net', 'mount', 'uts', 'ipc', 'pid'], '/root'));
    const ends = (one: Disposable) => outside.add(one);
    const side = {log, files, isIn, credentials, awaits, closes: servers.add, ends, hasEnded};
    nodes.set(name, sandboxNode({name, ...about}, first, own, side));
  }
  const node = (name: string): SandboxNode => {
    const found = nodes.get(name);
    if (found === undefined) throw new RangeError(`No node ${name}; there are ${[...nodes.keys()].join(', ')}.`);
    return found;
  };
  await layWires(plan.wires, {
    enter: ['nsenter', ...files.enter([...isIn, 'net', 'mount', 'pid']), ...credentials, '--'],
    pidOf: (name) => pids.get(name)?.inside ?? 0,
    node,
  });
  for (const wire of plan.wires) {
    log.add({at: Date.now(), node: wire.from.node, namespace: '', argv: wireCommand(wire), exitCode: 0, durationMs: 0});
  }

  const kept = opened.move();
  let disposing: Promise<void> | undefined;
  // Every process in the sandbox is gone by then, so whatever still waits for one ends now.
  const gone = process.ended.then(async ({stderr}) => {
    close();
    await Promise.all(busy);
    kept.dispose();
    return stderr;
  });
  const ended = gone.then((stderr): Text | Promise<never> =>
    // What was disposed of did not end by itself.
    disposing === undefined ? whyEnded(stderr) : new Promise<never>(() => {}),
  );
  return {
    kind: 'sandbox',
    nodes: [...nodes.keys()],
    log,
    ended,
    node,
    async [Symbol.asyncDispose]() {
      close();
      disposing ??= Promise.all([endSandbox(process), gone]).then(() => {});
      await disposing;
    },
  };
}

const onlyInVm = (): HostError =>
  new HostError(
    {
      en: 'A sandbox on your machine never has the rights of its root: this lab runs in the lab VM only.',
      zh: '本机上的沙箱从不拥有本机 root 的权限：这个实验只在实验虚拟机里运行。',
    },
    WITHOUT_SANDBOX,
  );

const noMachines = (): HostError =>
  new HostError(
    {
      en: 'The nodes of this lab are machines, each with a kernel of its own; in a sandbox all of them would have the same one.',
      zh: '这个实验的节点是几台机器，各有自己的内核；而沙箱里的节点共用同一个内核。',
    },
    WITHOUT_SANDBOX,
  );

const WITHOUT_SANDBOX: Text = {
  en: 'It runs in the lab VM: leave out "--host sandbox".',
  zh: '它在实验虚拟机里运行：请去掉 “--host sandbox”。',
};

/** What the sandbox itself is made with; without it the set-up would fail in ways that name the wrong cause. */
function checkPrograms(): void {
  const {missing, next} = findTools(['bash', 'hostname', 'ip', 'mount', 'nsenter', 'setpriv', 'unshare']);
  if (next === undefined) return;
  const programs = missing.map((tool) => tool.program).join(', ');
  throw new HostError({en: `A sandbox needs ${programs}.`, zh: `沙箱需要以下程序：${programs}。`}, next);
}

const whyEnded = (stderr: string): Text => ({
  en: `The sandbox was ended from outside.${stderr === '' ? '' : ` It said last: ${stderr}`}`,
  zh: `沙箱被外部终止。${stderr === '' ? '' : `最后的输出：${stderr}`}`,
});
