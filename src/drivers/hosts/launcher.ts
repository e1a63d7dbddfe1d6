import {joinTexts} from '../../state/text.ts';
import {prove} from './capabilities.ts';
import {HostError} from './host-error.ts';
import type {Capability, Host, HostPlan, Proof} from './host.ts';
import {openSandbox} from './sandbox.ts';

export interface LauncherOptions {
  /** Where proofs are kept between runs; see {@link prove}. */
  readonly cacheFile?: string;
  readonly signal?: AbortSignal;
}

/**
 * Opens the host that can do what a lab needs. There is one kind now, the sandbox.
 * @throws {HostError} saying which need is not met, why, and what mends it.
 */
export async function openHost(
  plan: HostPlan,
  needs: readonly Capability[],
  options: LauncherOptions = {},
): Promise<Host> {
  const {signal} = options;
  // Both take a while; the proof is nearly always kept and met.
  const [host, unmet] = await Promise.allSettled([openSandbox(plan, signal), unmetNeeds(needs, options)]);
  if (host.status === 'rejected') throw host.reason;
  if (unmet.status === 'fulfilled' && unmet.value.length === 0) return host.value;
  await host.value[Symbol.asyncDispose]();
  if (unmet.status === 'rejected') throw unmet.reason;
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

async function unmetNeeds(needs: readonly Capability[], options: LauncherOptions): Promise<readonly Proof[]> {
  const unmetIn = (proofs: readonly Proof[]) =>
    proofs.filter((proof) => needs.includes(proof.capability) && !proof.proved);
  const kept = unmetIn(await prove(options));
  if (kept.length === 0 || options.cacheFile === undefined) return kept;
  // What was missing may have been mended since.
  return unmetIn(await prove({...options, fresh: true}));
}
