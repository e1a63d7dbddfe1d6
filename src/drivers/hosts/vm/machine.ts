import {rm, writeFile} from 'node:fs/promises';
import {basename, dirname} from 'node:path';
import {HostError} from '../host-error.ts';
import type {Host, HostPlan, Node, Stream} from '../host.ts';
import {joinTexts, same, type Text} from '../../../state/text.ts';
import {openRemoteHost} from '../remote/remote-host.ts';
import {remoteObjects, type RemoteObjects} from '../remote/remote-objects.ts';
import {openSandbox} from '../sandbox.ts';
import {guestProgram} from './open-to-all.ts';
import {initramfs, initramfsKey, type InitramfsPlan} from './initramfs.ts';
import type {KernelFiles} from './kernel-files.ts';
import type {Line} from '../remote/messages.ts';
import {CONSOLE, type Accelerator} from './engine.ts';
import {joinHosts} from './joined-host.ts';
import {openMonitor, type Monitor} from './monitor.ts';
import {goOn, plugCard, plugFiles, qemuEngine, saveMachine} from './qemu.ts';
import {ONE_MACHINE, partOn, type Rack, type RackCard, type RackMachine} from './rack.ts';
import {isSaved, keepSaved, notSavedFile, savedMachine, type SavedMachine} from './saved-machine.ts';
import {FILES_ARE_THERE, READY, WAITING} from './waiting.ts';

/** A running lab VM: a kernel of its own, on which sandboxes stand as they do on this machine; or a rack of several. */
export interface Machine extends AsyncDisposable {
  readonly accelerator: Accelerator;
  readonly kernel: string;
  /** Where what it is made of is kept. */
  readonly folder: string;
  /** Resolves with the reason when it, or one of several, ended. */
  readonly ended: Promise<string>;
  /** @param plan whose nodes stand on the machines there are */
  openHost(plan: HostPlan, signal?: AbortSignal): Promise<Host>;
}

export interface MachineOptions {
  readonly kernel: KernelFiles;
  readonly accelerator: Accelerator;
  /** Where the first file system is kept. */
  readonly folder: string;
  /** The folder of this program: the VM runs {@link AGENT} in it, with the packages beside. */
  readonly program: string;
  readonly deadlineMs: number;
  /** @default one machine without a cable */
  readonly rack?: Rack;
  readonly signal?: AbortSignal | undefined;
}

/** The program for the VM, in this program's folder. */
export const AGENT = 'dist/guest-agent.js';

/** Where a folder that the plan shows is in the node, and in the VM. */
const shown = (...path: readonly string[]): string => ['/run/machine', ...path].join('/');

/**
 * Boots a lab VM, or goes on from one that was saved; or several with cables between them, all at the same time. It runs
 * in a sandbox of ours: it sees the machine's files read-only, has no network of the machine, and ends with us however
 * we end.
 * @throws {HostError} where it does not come up in time, with what it said last
 */
export async function bootMachine(options: MachineOptions): Promise<Machine> {
  const {kernel, accelerator, folder, program} = options;
  const inside = await guestProgram(program, AGENT, folder);
  const plan: InitramfsPlan = {
    kernel,
    program: inside,
    agent: AGENT,
    inside: {node: shown('node', basename(inside.node)), agent: shown('program', AGENT)},
  };
  // A processor of its own boots in a second, and would have to be the same one.
  const saved = accelerator === 'tcg' ? await savedMachine(await initramfsKey(plan), folder) : undefined;
  const isOne = (options.rack ?? ONE_MACHINE).machines.length === 1;
  if (saved !== undefined && !isOne && !(await isSaved(saved))) {
    // One is saved for all: to boot them one beside the other takes longer.
    const first = await bootMachine({...options, rack: ONE_MACHINE});
    await first[Symbol.asyncDispose]();
  }
  if (saved !== undefined && (await isSaved(saved))) {
    try {
      return await startMachine(options, plan, {saved});
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      // Cut short or of another QEMU after all: it is made anew.
      await rm(saved.file, {force: true});
    }
  }
  try {
    return await startMachine(options, plan, {
      first: await initramfs(plan, folder),
      ...(saved && isOne && {saveAs: saved}),
    });
  } catch (error) {
    // Another program that began at the same moment saved its own, and threw away what this one booted from.
    const others = saved && (await isSaved(saved));
    if (!(error instanceof HostError) || others !== true) throw error;
    return startMachine(options, plan, {saved});
  }
}

/** What a VM starts from: one that was saved, or its first file system, and then it may be saved. */
type Beginning =
  | {readonly saved: SavedMachine; readonly first?: never; readonly saveAs?: never}
  | {readonly first: string; readonly saveAs?: SavedMachine; readonly saved?: never};

async function startMachine(options: MachineOptions, plan: InitramfsPlan, from: Beginning): Promise<Machine> {
  const {kernel, accelerator, folder, signal, rack = ONE_MACHINE} = options;
  await using things = new AsyncDisposableStack();
  const shows = {
    kernel: dirname(kernel.image),
    modules: kernel.modules,
    begins: folder,
    node: dirname(plan.program.node),
    program: plan.program.program,
  };
  const nodes = rack.machines.map(({name}) => ({name}));
  const outer = things.use(await openSandbox({nodes, wires: rack.lines, shows}, signal));
  const started = await Promise.all(
    rack.machines.map(async (machine) => ({
      name: machine.name,
      remote: await startOne(outer.node(machine.name), machine, options, from),
    })),
  );
  const kept = things.move();
  return {
    accelerator,
    kernel: kernel.version,
    folder,
    ended: Promise.race(started.map(({remote}) => remote.broke)),
    openHost: (hostPlan, wanted) => openOn(started, rack, hostPlan, wanted),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface StartedMachine {
  readonly name: string;
  readonly remote: RemoteObjects;
}

/** Opens each machine's part of the plan there. */
async function openOn(
  machines: readonly StartedMachine[],
  {cables}: Rack,
  plan: HostPlan,
  signal: AbortSignal | undefined,
): Promise<Host> {
  const [first] = machines;
  if (first !== undefined && machines.length === 1)
    return openRemoteHost(first.remote, 'vm', partOn(plan, first.name), signal);
  await using opened = new AsyncDisposableStack();
  const parts = await Promise.allSettled(
    machines.map(async ({name, remote}) => ({
      machine: name,
      host: opened.use(await openRemoteHost(remote, 'vm', partOn(plan, name), signal)),
    })),
  );
  const failed = parts.find((part) => part.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  opened.move();
  return joinHosts(
    plan,
    parts.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : [])),
    cables,
  );
}

/** @param node the one of the outer sandbox in which it runs */
async function startOne(
  node: Node,
  {cards}: RackMachine,
  options: MachineOptions,
  from: Beginning,
): Promise<RemoteObjects> {
  const {kernel, accelerator, folder, signal} = options;
  const begins = (file: string): string => shown('begins', basename(file));
  const engine = qemuEngine(
    {
      image: shown('kernel', basename(kernel.image)),
      ...(from.first !== undefined && {initramfs: begins(from.first)}),
      ...(from.saved !== undefined && {saved: begins(from.saved.file)}),
    },
    accelerator,
  );
  const lines = cards.map(({line}) => prepareLine(line)).join('');
  const prepare = `${PREPARE}\n${lines}${engine.prepare}`;
  const prepared = await node.run(['bash', '-ec', prepare], {logged: false, ...(signal && {signal})});
  if (!prepared.ok) throw notUp(same(prepared.stderr.trim()));
  const machine = node.stream(engine.argv);
  const saidLast = async (): Promise<string> => (await node.files.read(CONSOLE).catch(() => '')).slice(-1500).trim();
  const said = (words: string): Promise<void> => untilSaid(words, machine, options, saidLast);
  try {
    const waiting = from.first === undefined ? undefined : said(WAITING);
    waiting?.catch(() => {});
    using monitor = await openMonitor(node, machine);
    if (from.saved !== undefined) await goOn(monitor);
    await waiting;
    if (from.saveAs !== undefined) await save(monitor, machine, from.saveAs, folder);
    await plugFiles(monitor);
    for (const [index, card] of cards.entries()) await plugCard(monitor, card, index);
    signal?.throwIfAborted();
  } catch (error) {
    // Whoever gives up is not told that it failed, nor is a saved machine thrown away for it.
    signal?.throwIfAborted();
    throw error instanceof HostError ? error : notUp(same(`${String(error)} ${await saidLast()}`));
  }
  const ready = said(READY);
  machine.write(`${FILES_ARE_THERE}${Math.round(Date.now() / 1000)}\n`);
  await ready;
  const broke = machine.ended.then(async ({stderr}) => `The lab VM ended. ${stderr} ${await saidLast()}`);
  return remoteObjects({...lineTo(machine), broke});
}

/** Datagrams as long as the longest frames: the line is no network of the lab's, and shall cut nothing. */
const prepareLine = ({link, address}: RackCard['line']): string =>
  `ip link set ${link} mtu 65535; ip addr add ${address} dev ${link}\n`;

/** In the node. */
const SAVED = '/run/vm/saved';

/** It only saves time: where there is no room for it, the next VM boots as this one did. */
async function save(monitor: Monitor, {pid}: Stream, as: SavedMachine, folder: string): Promise<void> {
  const saved = `/proc/${pid}/root${SAVED}`;
  try {
    await saveMachine(monitor, SAVED);
    await keepSaved(saved, as, folder);
  } catch (error) {
    // "underlay doctor" tells it. A full disk may not even take this.
    await writeFile(notSavedFile(folder), error instanceof Error ? error.message : String(error)).catch(() => {});
  } finally {
    await rm(saved, {force: true});
  }
}

const lineTo = (machine: Stream): Pick<Line, 'send' | 'onText'> => ({
  send(text) {
    machine.write(`${text}\n`);
  },
  onText(listener) {
    machine.onLine(listener);
  },
});

/**
 * The VM's sandboxes lay a layer of their own over /etc, and the kernel opens what is below in a way that is refused for
 * files of others. A copy is ours.
 */
const PREPARE = `
mkdir -p /run/vm /tmp/etc
cp -rL --no-preserve=ownership /etc/. /tmp/etc/ 2>/dev/null || true
mount -n --bind /tmp/etc /etc
: >${CONSOLE}`;

async function untilSaid(
  words: string,
  machine: Stream,
  {deadlineMs, signal}: MachineOptions,
  said: () => Promise<string>,
): Promise<void> {
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(deadlineMs);
  const stop = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
  using undo = new DisposableStack();
  const outcome = await new Promise<Text | undefined>((resolve) => {
    undo.defer(
      machine.onLine((line) => {
        if (line === words) resolve(undefined);
      }),
    );
    void machine.ended.then(({stderr}) => {
      resolve({en: `it ended. ${stderr}`, zh: `它已经结束。${stderr}`});
    });
    stop.addEventListener('abort', () => {
      const seconds = deadlineMs / 1000;
      resolve({en: `it was not up within ${seconds} s.`, zh: `过了 ${seconds} 秒仍未就绪。`});
    });
  });
  signal?.throwIfAborted();
  if (outcome === undefined) return;
  const last = await said();
  throw notUp(last === '' ? outcome : joinTexts([outcome, same(last)], same(' ')));
}

const notUp = (why: Text): HostError =>
  new HostError(
    {en: `The lab VM did not come up: ${why.en}`, zh: `实验虚拟机没有启动：${why.zh}`},
    {
      en: '"underlay doctor" tells what this machine can do.',
      zh: 'underlay doctor 会说明本机能做什么。',
    },
  );
