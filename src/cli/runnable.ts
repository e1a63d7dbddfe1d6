import type {Proof} from '../drivers/hosts/host.ts';
import {isForVm} from '../drivers/hosts/launcher.ts';
import {VM_TOOLS} from '../drivers/hosts/vm/lab-vm.ts';
import {findTools, isClient, type MissingTool} from '../drivers/hosts/tools.ts';
import {planInstall} from './install.ts';
import {lackingOf} from './tools-here.ts';
import type {Lab} from '../labs/lab.ts';
import {joinTexts, type Text} from '../state/text.ts';
import type {Runnable} from '../tui/catalog.ts';
import {HOST_KINDS} from '../tui/text/host-kinds.ts';

const SENTENCES: Text = {en: ' ', zh: ''};

/** `proofs` undefined: not proved yet; the lab counts as runnable until its host says otherwise. */
export function runnable(
  lab: Lab,
  proofs: readonly Proof[] | undefined,
  plan: typeof planInstall = planInstall,
  find: typeof findTools = findTools,
): Runnable {
  const lacking = lackingOf(lab, proofs ?? []);
  // What this kernel lacks the VM's has: then programs are all that can be missing.
  const isInVm = isForVm(
    lacking.map(({capability}) => capability),
    lab.host,
  );
  const unproved = isInVm ? [] : lacking;
  const {missing, next} = find(isInVm ? [...lab.tools, ...VM_TOOLS] : lab.tools);
  if (missing.length === 0 && unproved.length === 0)
    return {can: true, ...(proofs !== undefined && {on: HOST_KINDS[isInVm ? 'vm' : 'sandbox']})};
  // A missing program often is the reason that something could not be proved: one thing at a time.
  const [reasons, mends] =
    missing.length > 0
      ? [[missingWords(missing)], next === undefined ? [] : [next]]
      : [unproved.flatMap(({why}) => why ?? []), unproved.flatMap(({mend}) => mend ?? [])];
  const {packages, unknown, way, command} = plan(missing.map(({program}) => program));
  const isInstallable = packages.length > 0 && unknown.length === 0 && way.way !== 'none';
  return {
    can: false,
    why: joinTexts(reasons, SENTENCES),
    ...(mends.length > 0 && {mend: joinTexts(mends, SENTENCES)}),
    ...(isInstallable && {install: {packages, command}}),
    ...(lacksOnlyClient(missing) && unproved.length === 0 && {withoutClient: true as const}),
    ...(missing.length > 0 && way.way === 'none' && {noInstall: way.why}),
  };
}

/** A lab that lacks nothing else can be opened all the same. */
export const lacksOnlyClient = (missing: readonly MissingTool[]): boolean =>
  missing.length > 0 && missing.every(({program}) => isClient(program));

function missingWords(missing: readonly MissingTool[]): Text {
  const names = missing.map(({program}) => program);
  return {en: `Programs are missing: ${names.join(', ')}.`, zh: `缺少程序：${names.join('、')}。`};
}
