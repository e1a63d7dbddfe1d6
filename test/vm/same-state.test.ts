import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, it} from 'vitest';
import {prove} from '../../src/drivers/hosts/capabilities.ts';
import {hasMachines} from '../../src/drivers/hosts/host-plan.ts';
import {openHost} from '../../src/drivers/hosts/launcher.ts';
import {labVm} from '../../src/drivers/hosts/vm/lab-vm.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import {withoutClient} from '../../src/labs/cloud/without-client.ts';
import type {Lab} from '../../src/labs/lab.ts';
import {observeSteps, type ObservedStep} from '../../src/labs/verify/observe-steps.ts';
import {differences} from '../../src/state/alike/differences.ts';
import {plainState, type PlainState} from '../../src/state/alike/plain-state.ts';

/**
 * The same attempt at a lab gives the same host, whether it is a sandbox on this kernel or one in the lab VM. Which labs:
 * UNDERLAY_SAME_STATE, beginnings of their folders' names or `all`. Looked at is the end of a lab, or with
 * UNDERLAY_SAME_STATE_STEPS=all each step.
 */
const FEW = ['150'];

const {UNDERLAY_SAME_STATE: wanted = FEW.join(' '), UNDERLAY_SAME_STATE_STEPS: steps = 'last'} = process.env;
const SEED = 1;
const PROGRAM = join(import.meta.dirname, '../..');

/** What two kernels may differ in, with the reason. */
const KNOWN: readonly {readonly why: string; readonly line: RegExp}[] = [
  {
    why: 'br_netfilter is loaded for a whole kernel: on a machine where somebody did, every lab has its settings',
    line: /sysctls: net\.bridge\.bridge-nf-call-\w+: only in /,
  },
];

const folder = mkdtempSync(join(tmpdir(), 'underlay-same-state-'));
// The VM is not root.
chmodSync(folder, 0o755);
const vm = labVm({folder: join(folder, 'vm'), program: PROGRAM});
afterAll(async () => {
  await vm[Symbol.asyncDispose]();
  rmSync(folder, {recursive: true, force: true});
});

const here = new Set((await prove()).filter(({proved}) => proved).map(({capability}) => capability));
const {labs} = await loadCatalog(join(PROGRAM, 'labs-content'));
/** The VM has no libvirt, and a sandbox no second kernel. */
const onBoth = labs.filter(
  ({needs, host}) => !hasMachines(host) && needs.every((need) => here.has(need) && need !== 'libvirt'),
);
const beginnings = wanted.split(' ').filter((word) => word !== '');
const chosen = onBoth.filter(({folder: name}) => wanted === 'all' || beginnings.some((word) => name.startsWith(word)));

const observe = (lab: Lab, on: 'sandbox' | 'vm', isAwaited?: (moment: ObservedStep) => boolean) =>
  observeSteps(
    // The client takes seconds to start; its calls are the same.
    withoutClient(lab),
    {openHost: (plan, signal) => openHost(plan, lab.needs, {vm, signal, on}), watch},
    {
      seed: SEED,
      endOnly: steps !== 'all',
      ...(isAwaited && {isAwaited}),
      signal: new AbortController().signal,
    },
  );

it.for(chosen.map((lab) => ({id: lab.folder, lab})))('$id', {timeout: 1_800_000}, async ({lab}) => {
  let before: PlainState | undefined;
  const isStill = ({observed}: ObservedStep): boolean => {
    const now = plainState(observed);
    const is = before !== undefined && differences(before, now, {one: 'before', other: 'now'}).length === 0;
    before = now;
    return is;
  };
  const inSandbox = new Map(
    (await observe(lab, 'sandbox', isStill)).map(({step, observed}) => [step, plainState(observed)]),
  );
  const between = ({step, observed}: ObservedStep): readonly string[] => {
    const expected = inSandbox.get(step);
    if (expected === undefined) return [`${step}: not seen in the sandbox`];
    const told = differences(expected, plainState(observed), {one: 'the sandbox', other: 'the VM'});
    return told.filter((line) => !KNOWN.some((known) => known.line.test(line)));
  };
  const inVm = await observe(lab, 'vm', (moment) => between(moment).length === 0);
  expect(inVm.map(({step}) => step)).toEqual([...inSandbox.keys()]);
  // A lab in which next to nothing was seen would always be the same.
  for (const {things} of inSandbox.values()) expect(Object.keys(things).length).toBeGreaterThan(50);
  expect(inVm.flatMap((moment) => between(moment).map((line) => `${moment.step}: ${line}`)).join('\n')).toBe('');
});

it('the labs that were asked for are there, and run on both', () => {
  const missing = beginnings.filter(
    (word) => word !== 'all' && !chosen.some(({folder: name}) => name.startsWith(word)),
  );
  expect(missing).toEqual([]);
  expect(chosen.length).toBeGreaterThan(0);
});
