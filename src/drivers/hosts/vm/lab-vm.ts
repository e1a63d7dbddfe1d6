import {access, constants, readFile, writeFile} from 'node:fs/promises';
import {arch} from 'node:os';
import {join} from 'node:path';
import type {Text} from '../../../state/text.ts';
import {needRootOfKernel} from '../capability-trials.ts';
import {HostError} from '../host-error.ts';
import type {Capability, Host, HostPlan} from '../host.ts';
import {hasMachines} from '../host-plan.ts';
import {openSandbox} from '../sandbox.ts';
import {findTools} from '../tools.ts';
import type {Accelerator} from './engine.ts';
import {fetchKernel, findKernel, type KernelFiles} from './kernel-files.ts';
import {bootMachine, type Machine} from './machine.ts';
import {openFolder} from './open-to-all.ts';
import {proveInVm} from './prove-in-vm.ts';
import {rackOf, type Rack} from './rack.ts';

/**
 * The lab VM of the program: booted when it is first needed, and again when it ended. Ends with the program. Plans whose
 * nodes stand on machines of their own have VMs of their own, which end with their host.
 */
export interface LabVm extends AsyncDisposable {
  /**
   * Opens a host in it.
   * @param tell what is being done now
   * @throws {HostError} where there can be no VM here, or its kernel lacks something
   */
  openHost(
    plan: HostPlan,
    needs: readonly Capability[],
    tell: (doing: Text) => void,
    signal?: AbortSignal,
  ): Promise<Host>;
}

export interface LabVmPlace {
  /** Where the kernel and what is made of it are kept. */
  readonly folder: string;
  /** The folder of this program. */
  readonly program: string;
  /** Those to try, best first. @default all that this machine may have */
  readonly accelerators?: readonly Accelerator[];
}

/** What a machine must have installed for a VM, as tools.ts names it. */
export const VM_TOOLS: readonly string[] = [
  arch() === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64',
  'busybox',
];

/**
 * A real boot takes a second or two, three to twelve where the processor is emulated, and many times as long where
 * others want it, too.
 */
const DEADLINE_MS: Readonly<Record<Accelerator, number>> = {kvm: 8000, tcg: 300_000};

export function labVm(place: LabVmPlace): LabVm {
  const own = new Set<Machine>();
  let machine: Promise<Machine> | undefined;
  const standing = async (tell: (doing: Text) => void, signal?: AbortSignal): Promise<Machine> => {
    if (machine !== undefined) {
      try {
        return await machine;
      } catch (error) {
        if (error instanceof HostError) throw error;
        // Who began it gave it up; that is no reason for us.
        signal?.throwIfAborted();
        return standing(tell, signal);
      }
    }
    const booting = boot(place, {}, tell, signal);
    machine = booting;
    const forget = (): void => {
      if (machine === booting) machine = undefined;
    };
    booting.then(({ended}) => ended.then(forget), forget);
    return booting;
  };
  return {
    async openHost(plan, needs, tell, signal) {
      const needRoot = needRootOfKernel(needs);
      if (!needRoot && !hasMachines(plan)) return openOn(await standing(tell, signal), plan, needs, tell, signal);
      // Disks are the whole kernel's and seen by all of it, as modules are: kernels for this host alone, ending with it.
      await using things = new AsyncDisposableStack();
      const machine = things.use(await boot(place, hasMachines(plan) ? {rack: rackOf(plan)} : {}, tell, signal));
      own.add(machine);
      things.defer(() => void own.delete(machine));
      const wanted: HostPlan = needRoot ? {...plan, rootOfKernel: true} : plan;
      const host = things.use(await openOn(machine, wanted, needs, tell, signal));
      const kept = things.move();
      return {...host, [Symbol.asyncDispose]: () => kept.disposeAsync()};
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...own].map((one) => one[Symbol.asyncDispose]()));
      const last = await machine?.catch(() => undefined);
      machine = undefined;
      await last?.[Symbol.asyncDispose]();
    },
  };
}

async function openOn(
  machine: Machine,
  plan: HostPlan,
  needs: readonly Capability[],
  tell: (doing: Text) => void,
  signal?: AbortSignal,
): Promise<Host> {
  signal?.throwIfAborted();
  tell({en: 'Building the lab in the VM', zh: '正在虚拟机中搭建实验'});
  const host = await machine.openHost(plan, signal);
  try {
    await proveInVm(host, needs, join(machine.folder, `proved-${machine.kernel}.json`), signal);
    return machine.accelerator === 'tcg' ? {...host, beside: (side) => openSandbox(side)} : host;
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
}

async function boot(
  {folder: wanted, program, accelerators}: LabVmPlace,
  {rack}: {readonly rack?: Rack},
  tell: (doing: Text) => void,
  signal: AbortSignal | undefined,
): Promise<Machine> {
  const folder = await openFolder(wanted);
  const candidates = accelerators ?? (await possible(folder));
  let failed: HostError | undefined;
  for (const accelerator of candidates) {
    try {
      const kernel = await kernelIn(folder, tell, signal);
      if (rack !== undefined) tell(bootingRack(rack.machines.length));
      else tell(accelerator === 'tcg' ? BOOTING_SLOWLY : BOOTING);
      // Several machines share the processors.
      const deadlineMs = DEADLINE_MS[accelerator] * (rack?.machines.length ?? 1);
      return await bootMachine({kernel, folder, program, signal, accelerator, deadlineMs, ...(rack && {rack})});
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      failed = error;
      // A /dev/kvm that is there need not work: nested in another VM, or not for us. Until the next boot it stays so.
      if (accelerator === 'kvm') await writeFile(noKvmFile(folder), await bootId());
    }
  }
  throw failed ?? lacksTools();
}

const BOOTING: Text = {en: 'Booting the lab VM', zh: '正在启动实验虚拟机'};
const BOOTING_SLOWLY: Text = {
  en: 'Booting the lab VM on an emulated processor, which takes some seconds',
  zh: '正在用模拟的处理器启动实验虚拟机，需要几秒钟',
};

const bootingRack = (machines: number): Text => ({
  en: `Booting ${machines} machines, each a VM of its own`,
  zh: `正在启动 ${machines} 台机器，每台都是单独的虚拟机`,
});

async function possible(folder: string): Promise<readonly Accelerator[]> {
  if (findTools(VM_TOOLS).next !== undefined) return [];
  return (await mayHaveKvm(folder)) ? ['kvm', 'tcg'] : ['tcg'];
}

function lacksTools(): HostError {
  const {missing, next} = findTools(VM_TOOLS);
  const programs = missing.map((tool) => tool.program).join(', ');
  return new HostError(
    {en: `The lab VM needs ${programs}.`, zh: `实验虚拟机需要以下程序：${programs}。`},
    next ?? {en: '', zh: ''},
  );
}

async function kernelIn(folder: string, tell: (doing: Text) => void, signal?: AbortSignal): Promise<KernelFiles> {
  const found = await findKernel(folder);
  if (found !== undefined) return found;
  tell({en: 'Fetching a kernel for the lab VM (27 MB, once)', zh: '正在下载实验虚拟机的内核（27 MB，只需一次）'});
  return fetchKernel(folder, signal);
}

const noKvmFile = (folder: string): string => join(folder, 'no-kvm');
const bootId = (): Promise<string> => readFile('/proc/sys/kernel/random/boot_id', 'utf8');

async function mayHaveKvm(folder: string): Promise<boolean> {
  const [failedIn, now] = await Promise.all([readFile(noKvmFile(folder), 'utf8').catch(() => ''), bootId()]);
  return failedIn !== now && (await hasDevice());
}

async function hasDevice(): Promise<boolean> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
