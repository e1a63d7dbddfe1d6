import {readlinkSync} from 'node:fs';
import type {Text} from '../../state/text.ts';
import {openCommandLog} from './command-log.ts';
import {OUR_ENVIRONMENT} from './environment.ts';
import {HostError} from './host-error.ts';
import type {Host, HostPlan, Result} from './host.ts';
import {sandboxScript} from './init-scripts.ts';
import {hasOwnNetwork, openNamespaceFiles} from './namespace-files.ts';
import type {NamespaceFiles} from './namespace-files.ts';
import {whyNoNamespaces} from './namespace-obstacles.ts';
import {runProcess, streamProcess} from './run.ts';
import type {ProcessStream} from './run.ts';
import {sandboxNode} from './sandbox-node.ts';
import type {SandboxNode} from './sandbox-node.ts';
import {keepCredentials, openUserNamespace} from './user-namespace.ts';
import {wireBatch, wireCommand, wireEnds} from './wires.ts';

/** The set-up takes a fraction of a second; a machine that needs longer is stuck. */
const SETUP_TIMEOUT_MS = 20_000;
const NODE_KINDS = ['net', 'mount', 'uts', 'ipc', 'pid'] as const;

/**
 * Opens a sandbox on this machine: user, network, mount, pid, UTS and IPC namespaces of its own with the plan's nodes
 * inside. Dies with us, however we die: its first process waits for the end of a pipe that only we hold, and the
 * kernel kills it should its parent be killed.
 * @throws {HostError} where this machine does not allow it, with the reason and what to do.
 */
export async function openSandbox(plan: HostPlan, signal?: AbortSignal): Promise<Host> {
  checkPlan(plan);
  signal?.throwIfAborted();
  using space = await openUserNamespace();
  const argv = [
    ...space.enter,
    ...words('setpriv --pdeathsig KILL --'),
    ...words('unshare --net --mount --pid --uts --ipc --fork --kill-child=KILL --'),
    ...words('bash -c'),
    'eval "$UNDERLAY_INIT"',
  ];
  const outside = {net: readlinkSync('/proc/self/ns/net'), mnt: readlinkSync('/proc/self/ns/mnt')};
  const script = sandboxScript(
    plan.nodes.map((node) => node.name),
    outside,
  );
  const process = streamProcess(argv, {env: {...OUR_ENVIRONMENT, SHLVL: '1', UNDERLAY_INIT: script}});
  const opened: Disposable[] = [];
  try {
    const pids = await standing(process, plan, signal);
    return await furnish(process, plan, pids, keepCredentials(space.map), opened);
  } catch (error) {
    for (const thing of opened) thing[Symbol.dispose]();
    await end(process);
    throw error;
  }
}

const words = (command: string): readonly string[] => command.split(' ');

interface Pids {
  /** Of the sandbox's first process, as the machine counts. */
  readonly sandbox: number;
  /** By node: as the machine counts, and as the sandbox counts. */
  readonly nodes: ReadonlyMap<string, {readonly outside: number; readonly inside: number}>;
}

/** Resolves when every node stands. */
async function standing(process: ProcessStream, plan: HostPlan, signal?: AbortSignal): Promise<Pids> {
  const nodes = new Map<string, {outside: number; inside: number}>();
  let sandbox = 0;
  const said = new Promise<string[] | undefined>((resolve) => {
    process.onLine((line) => {
      const [what = '', ...words] = line.split(' ');
      if (what === 'error') resolve(words);
      if (what === 'sandbox') sandbox = Number(words[0]);
      if (what === 'node') nodes.set(words[0] ?? '', {outside: Number(words[1]), inside: Number(words[2])});
      if (sandbox !== 0 && nodes.size === plan.nodes.length) resolve(undefined);
    });
  });
  const timeout = AbortSignal.timeout(SETUP_TIMEOUT_MS);
  const stop = AbortSignal.any([timeout, ...(signal ? [signal] : [])]);
  const stopped = new Promise<'stopped'>((resolve) => {
    stop.addEventListener('abort', () => {
      resolve('stopped');
    });
  });
  const died = process.ended.then(({stderr}) => ({stderr}));
  const outcome = await Promise.race([said, died, stopped]);
  signal?.throwIfAborted();
  if (outcome === 'stopped') throw setupFailed('timeout', `${SETUP_TIMEOUT_MS / 1000} s`);
  if (Array.isArray(outcome)) throw setupFailed(outcome[0] ?? '', outcome.slice(1).join(' '));
  if (outcome !== undefined) throw await whyNoNamespaces(outcome.stderr);
  return {sandbox, nodes};
}

/** Lays the wires of the standing sandbox and makes it a {@link Host}. */
async function furnish(
  process: ProcessStream,
  plan: HostPlan,
  pids: Pids,
  credentials: readonly string[],
  opened: Disposable[],
): Promise<Host> {
  for (const pid of [pids.sandbox, ...[...pids.nodes.values()].map((node) => node.outside)]) {
    if (!hasOwnNetwork(pid)) throw setupFailed('shared', 'net');
  }
  const log = openCommandLog();
  const files = openNamespaceFiles(pids.sandbox, ['user', 'pid', 'net', 'mount'], '/');
  opened.push(files);
  let over = false;
  const busy = new Set<Promise<unknown>>();
  const awaits = (end: Promise<unknown>) => {
    const settled = end.finally(() => busy.delete(settled));
    busy.add(settled);
  };
  const nodes = new Map<string, SandboxNode>();
  for (const [name, {outside}] of pids.nodes) {
    const nodeFiles = openNamespaceFiles(outside, NODE_KINDS, '/root');
    opened.push(nodeFiles);
    nodes.set(
      name,
      sandboxNode(name, outside, nodeFiles, {
        log,
        files,
        credentials,
        awaits,
        hasEnded: () => over,
      }),
    );
  }
  await layWires(plan, pids, nodes, files, credentials);
  for (const wire of plan.wires) {
    log.add({at: Date.now(), node: wire.from.node, namespace: '', argv: wireCommand(wire), exitCode: 0, durationMs: 0});
  }

  let disposing: Promise<void> | undefined;
  // Every process in the sandbox is gone by then, so whatever still waits for one ends now.
  const gone = process.ended.then(async ({stderr}) => {
    over = true;
    await Promise.all(busy);
    for (const thing of opened.splice(0)) thing[Symbol.dispose]();
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
    node(name) {
      const node = nodes.get(name);
      if (node === undefined) throw new RangeError(`No node ${name}; there are ${[...nodes.keys()].join(', ')}.`);
      return node;
    },
    async [Symbol.asyncDispose]() {
      over = true;
      disposing ??= Promise.all([end(process), gone]).then(() => {});
      await disposing;
    },
  };
}

async function layWires(
  plan: HostPlan,
  pids: Pids,
  nodes: ReadonlyMap<string, SandboxNode>,
  files: NamespaceFiles,
  credentials: readonly string[],
): Promise<void> {
  if (plan.wires.length === 0) return;
  // From the sandbox's pid namespace, for the kernel reads "netns PID" in that of the caller.
  const argv = ['nsenter', ...files.enter(['user', 'net', 'mount', 'pid']), ...credentials, '--', 'ip', '-batch', '-'];
  const input = wireBatch(plan.wires, (node) => pids.nodes.get(node)?.inside ?? 0);
  // Links wait for a lock of the whole kernel, which the end of many other namespaces holds for seconds.
  const made = await runProcess(argv, {env: OUR_ENVIRONMENT, input, timeoutMs: SETUP_TIMEOUT_MS});
  if (!made.ok) throw setupFailed('wires', saidBy(made));
  await Promise.all(
    [...wireEnds(plan.wires)].map(async ([name, links]) => {
      const up = links.map((link) => `link set ${link} up\n`).join('');
      const result = await nodes.get(name)?.run(['ip', '-batch', '-'], {
        input: up,
        logged: false,
        timeoutMs: SETUP_TIMEOUT_MS,
      });
      if (result?.ok === false) throw setupFailed('wires', saidBy(result));
    }),
  );
}

const saidBy = (result: Result): string =>
  result.timedOut ? `ip: no answer within ${SETUP_TIMEOUT_MS / 1000} s` : result.stderr.trim();

/** Ends the sandbox and resolves when the kernel has ended every process in it. */
async function end(process: ProcessStream): Promise<void> {
  process.endInput();
  // It exits on the end of its input at once, unless something stopped it; then its parent's death kills it.
  const timer = setTimeout(() => {
    process[Symbol.dispose]();
  }, 500);
  await process.ended;
  clearTimeout(timer);
}

/** Names go into shell words, host names and `ip` batches; the lab format allows no others. */
function checkPlan(plan: HostPlan): void {
  const names = new Set(plan.nodes.map((node) => node.name));
  for (const name of names) {
    if (!/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) throw new RangeError(`Not a node name: ${name}`);
  }
  if (names.size !== plan.nodes.length || names.size === 0)
    throw new RangeError('A host needs nodes with different names.');
  for (const {node, link} of plan.wires.flatMap((wire) => [wire.from, wire.to])) {
    if (!names.has(node)) throw new RangeError(`A wire names the node ${node}; there are ${[...names].join(', ')}.`);
    if (!/^[A-Za-z0-9_.@:-]{1,15}$/.test(link)) throw new RangeError(`Not an interface name: ${link}`);
  }
}

function setupFailed(what: string, detail: string): HostError {
  const whys: Record<string, Text> = {
    shared: {
      en: 'The sandbox would have shared the network or the files of your machine, so nothing was started.',
      zh: '沙箱会与本机共用网络或文件系统，因此没有启动任何东西。',
    },
    'read-only': {
      en: `${detail} could not be made read-only in the sandbox.`,
      zh: `无法在沙箱中把 ${detail} 设为只读。`,
    },
    mount: {
      en: `The sandbox's file systems could not be mounted (${detail}).`,
      zh: `无法挂载沙箱的文件系统（${detail}）。`,
    },
    loopback: {
      en: `Node ${detail}: the loopback interface could not be set up.`,
      zh: `节点 ${detail}：无法启用回环接口。`,
    },
    wires: {en: `The cables between the nodes could not be made: ${detail}`, zh: `无法创建节点之间的网线：${detail}`},
    timeout: {en: `The sandbox did not stand after ${detail}.`, zh: `沙箱在 ${detail} 后仍未就绪。`},
  };
  return new HostError(whys[what] ?? {en: `${what} ${detail}`, zh: `${what} ${detail}`}, {
    en: 'Run "underlay doctor" to see what this machine allows.',
    zh: '运行 “underlay doctor” 查看本机支持哪些功能。',
  });
}

const whyEnded = (stderr: string): Text => ({
  en: `The sandbox was ended from outside.${stderr === '' ? '' : ` It said last: ${stderr}`}`,
  zh: `沙箱被外部终止。${stderr === '' ? '' : `最后的输出：${stderr}`}`,
});
