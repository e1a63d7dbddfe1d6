import {joinTexts, type Text} from '../../state/text.ts';
import {prove} from './capabilities.ts';
import {HostError} from './host-error.ts';
import {CAPABILITIES} from './host.ts';
import type {Capability, Host, HostPlan, Proof} from './host.ts';
import {hasMachines} from './host-plan.ts';
import {prepareGuests} from './guest/prepare-guests.ts';
import {openSandbox} from './sandbox.ts';
import type {LabVm} from './vm/lab-vm.ts';

export interface LauncherOptions {
  /** Where proofs are kept between runs; see {@link prove}. */
  readonly cacheFile?: string;
  /** The VM for what this kernel cannot do; without it there are sandboxes only. */
  readonly vm?: LabVm;
  /** Takes this kind whatever the lab needs. @default the cheapest that can do it */
  readonly on?: 'sandbox' | 'vm';
  /** Where the tiny guest of labs with libvirt is kept; without it they have no guests. */
  readonly guests?: string;
  /** Told what is being done now, where it takes long. */
  readonly tell?: (doing: Text) => void;
  readonly signal?: AbortSignal;
}

/**
 * Opens the cheapest host that can do what a lab needs: a sandbox on this kernel, or one on the kernel of the lab VM.
 * @throws {HostError} saying which need is not met, why, and what mends it.
 */
export async function openHost(
  plan: HostPlan,
  needs: readonly Capability[],
  options: LauncherOptions = {},
): Promise<Host> {
  const {signal, vm, on, tell = () => {}, guests} = options;
  if (vm !== undefined && (on === 'vm' || (on === undefined && hasMachines(plan))))
    return vm.openHost(plan, needs, tell, signal);
  // Both take a while; the proof is nearly always kept and met.
  const shows = needs.includes('libvirt') && guests !== undefined ? await prepareGuests(guests, tell, signal) : {};
  const [host, unmet] = await Promise.allSettled([
    openSandbox({...plan, shows: {...shows, ...plan.shows}}, signal),
    unmetNeeds(needs, options),
  ]);
  if (host.status === 'rejected') throw host.reason;
  if (unmet.status === 'fulfilled' && unmet.value.length === 0) return host.value;
  await host.value[Symbol.asyncDispose]();
  if (unmet.status === 'rejected') throw unmet.reason;
  if (
    on === undefined &&
    vm !== undefined &&
    isForVm(
      unmet.value.map(({capability}) => capability),
      plan,
    )
  )
    return vm.openHost(plan, needs, tell, signal);
  throw new HostError(
    joinTexts(
      unmet.value.flatMap((proof) => proof.why ?? []),
      {en: ' ', zh: ''},
    ),
    joinTexts(
      unmet.value.flatMap((proof) => proof.mend ?? []),
      {en: ' ', zh: ' '},
    ),
  );
}

/**
 * Whether these are parts of a kernel, which another kernel may have: the VM is made with namespaces itself, and shares
 * the machine's programs. Nodes on machines of their own are always for the VM, unless it lacks something, too.
 */
export const isForVm = (lacking: readonly Capability[], plan: Pick<HostPlan, 'nodes'>): boolean =>
  lacking.every((capability) => OF_KERNEL.has(capability) || OF_PROGRAMS.has(capability)) &&
  (hasMachines(plan) || lacking.some((capability) => OF_KERNEL.has(capability)));

/** What programs do with what the kernel has: another kernel helps only where this one lacks something besides. */
const OF_PROGRAMS: ReadonlySet<Capability> = new Set<Capability>(['openvswitch']);
const OF_KERNEL: ReadonlySet<Capability> = new Set(
  CAPABILITIES.filter(
    (capability) => !['namespaces', 'many-ids', 'libvirt'].includes(capability) && !OF_PROGRAMS.has(capability),
  ),
);

async function unmetNeeds(needs: readonly Capability[], options: LauncherOptions): Promise<readonly Proof[]> {
  const unmetIn = (proofs: readonly Proof[]) =>
    proofs.filter((proof) => needs.includes(proof.capability) && !proof.proved);
  const kept = unmetIn(await prove({...options, also: needs}));
  if (kept.length === 0 || options.cacheFile === undefined) return kept;
  // What was missing may have been mended since.
  return unmetIn(await prove({...options, also: needs, fresh: true}));
}
