import type {Lab} from '../labs/lab.ts';
import type {Text} from '../state/text.ts';

/** `--step 3` as an index; undefined where none was named, a sentence where the lab has no such step. */
export function stepIndex(lab: Lab, step: number | undefined): number | undefined | Text {
  if (step === undefined) return undefined;
  if (step <= lab.steps.length) return step - 1;
  return {
    en: `underlay: ${lab.id} has only ${lab.steps.length} steps.`,
    zh: `underlay：${lab.id} 只有 ${lab.steps.length} 步。`,
  };
}
