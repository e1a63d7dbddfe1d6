import type {Proof} from '../drivers/hosts/host.ts';
import {findTools} from '../drivers/hosts/tools.ts';
import type {Lab} from '../labs/lab.ts';
import {joinTexts, type Text} from '../state/text.ts';
import type {Runnable} from '../tui/catalog.ts';

const SANDBOX: Text = {en: 'sandbox', zh: '沙箱'};
const SENTENCES: Text = {en: ' ', zh: ''};

/** `proofs` undefined: not proved yet; the lab counts as runnable until its host says otherwise. */
export function runnable(lab: Lab, proofs: readonly Proof[] | undefined): Runnable {
  const {missing, next} = findTools(lab.tools);
  const unproved = (proofs ?? []).filter(({capability, proved}) => !proved && lab.needs.includes(capability));
  if (missing.length === 0 && unproved.length === 0) return {can: true, on: SANDBOX};
  const names = missing.map(({program}) => program).join(', ');
  const reasons = [
    ...(missing.length > 0 ? [{en: `Programs are missing: ${names}.`, zh: `缺少程序：${names}。`}] : []),
    ...unproved.flatMap(({why}) => why ?? []),
  ];
  const mends = [...(next === undefined ? [] : [next]), ...unproved.flatMap(({mend}) => mend ?? [])];
  return {
    can: false,
    why: joinTexts(reasons, SENTENCES),
    ...(mends.length > 0 && {mend: joinTexts(mends, SENTENCES)}),
  };
}
