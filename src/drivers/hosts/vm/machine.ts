import {HostError} from '../host-error.ts';
import type {Host, HostPlan, Stream} from '../host.ts';
import {openRemoteHost} from '../remote/remote-host.ts';
import {remoteObjects} from '../remote/remote-objects.ts';
import {openSandbox} from '../sandbox.ts';
import {initramfs} from './initramfs.ts';
import type {KernelFiles} from './kernel-files.ts';
import {qemuArgv, VIRTIOFSD_ARGV, type Accelerator} from './qemu.ts';

/** A running lab VM: a kernel of its own, on which sandboxes stand as they do on this machine. */
export interface Machine extends AsyncDisposable {
  readonly accelerator: Accelerator;
  readonly kernel: string;
  openHost(plan: HostPlan, signal?: AbortSignal): Promise<Host>;
}

export interface MachineOptions {
  readonly kernel: KernelFiles;
  readonly accelerator: Accelerator;
  /** Where the first file system is kept. */
  readonly folder: string;
  /** The program for the VM, bundled: a path here. */
  readonly agent: string;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Boots a lab VM. It runs in a sandbox of ours: it sees the machine's files read-only, has no network of the machine,
 * and ends with us however we end.
 * @throws {HostError} where it does not come up in time, with what it said last
 */
export async function bootMachine(options: MachineOptions): Promise<Machine> {
  const {kernel, accelerator, folder, agent, signal} = options;
  const first = await initramfs(kernel, folder);
  await using things = new AsyncDisposableStack();
  const outer = things.use(await openSandbox({nodes: [{name: 'vm'}], wires: []}, signal));
  const node = outer.node('vm');
  const prepared = await node.run(['bash', '-ec', PREPARE], {logged: false, ...(signal && {signal})});
  if (!prepared.ok) throw notUp(prepared.stderr.trim());
  const files = things.use(node.stream(VIRTIOFSD_ARGV));
  const machine = things.use(
    node.stream(qemuArgv({kernel, initramfs: first, accelerator, agent, node: process.execPath})),
  );
  await untilReady(machine, files, options, async () => (await node.files.read(CONSOLE).catch(() => '')).slice(-1500));
  const line = {
    send(text: string) {
      machine.write(`${text}\n`);
    },
    onText(listener: (text: string) => void) {
      machine.onLine(listener);
    },
    broke: machine.ended.then(({stderr}) => `The lab VM ended. ${stderr}`),
  };
  const remote = remoteObjects(line);
  const kept = things.move();
  return {
    accelerator,
    kernel: kernel.version,
    openHost: (plan, wanted) => openRemoteHost(remote, 'vm', plan, wanted),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Where the VM's kernel and our program in it say what goes wrong. */
export const CONSOLE = '/run/vm/console';

/**
 * The VM's sandboxes lay a layer of their own over /etc, and the kernel opens what is below in a way that is refused for
 * files of others. A copy is ours.
 */
const PREPARE = `
mkdir -p /run/vm /run/virtiofsd /tmp/etc
cp -rL --no-preserve=ownership /etc/. /tmp/etc/ 2>/dev/null || true
mount -n --bind /tmp/etc /etc
: >${CONSOLE}
`;

async function untilReady(
  machine: Stream,
  files: Stream,
  {deadlineMs, signal}: MachineOptions,
  said: () => Promise<string>,
): Promise<void> {
  const timeout = AbortSignal.timeout(deadlineMs);
  const stop = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  using undo = new DisposableStack();
  const outcome = await new Promise<string | undefined>((resolve) => {
    undo.defer(
      machine.onLine((line) => {
        if (line === 'ready') resolve(undefined);
      }),
    );
    void machine.ended.then(({stderr}) => {
      resolve(`QEMU ended. ${stderr}`);
    });
    void files.ended.then(({stderr}) => {
      resolve(`virtiofsd ended. ${stderr}`);
    });
    stop.addEventListener('abort', () => {
      resolve(`It was not up within ${deadlineMs / 1000} s.`);
    });
  });
  signal?.throwIfAborted();
  if (outcome !== undefined) throw notUp(`${outcome} ${(await said()).trim()}`.trim());
}

const notUp = (why: string): HostError =>
  new HostError(
    {en: `The lab VM did not come up: ${why}`, zh: `实验虚拟机没有启动：${why}`},
    {
      en: '"underlay doctor" tells what this machine can do.',
      zh: 'underlay doctor 会说明本机能做什么。',
    },
  );
