import type {Text} from '../../state/text.ts';
import {ANY_ID, callForm, inOneLine, isWhole, UNNAMED, type ClientLine} from '../cloud/call-form.ts';
import type {ClientRun} from '../cloud/client-lines.ts';
import {resolveReferences, type KnownThings} from '../cloud/references.ts';

/**
 * Whether the client asked for what calls.txt says.
 * @param lines with the attempt's variables filled in; undefined where nothing was written down
 * @param line of a solve, with its references
 * @param moments what references are looked up in: as it was before the line, then as it is after it
 * @returns what is not as written
 */
export function unlikeWritten(
  lines: readonly ClientLine[] | undefined,
  line: string,
  {calls}: ClientRun,
  moments: readonly KnownThings[],
): Text | undefined {
  const entry = lines?.find((one) => one.line === inOneLine(line));
  if (entry === undefined) return undefined;
  const made = calls.map((call) => callForm(line, call));
  const isSame = entry.calls.every((call, index) => isLike(call, made[index] ?? '', moments));
  if (isSame && made.length === entry.calls.length) return undefined;
  const [asked, written] = [made.join(' · '), entry.calls.join(' · ')];
  return {
    en: `\`${line}\` asks for ${asked || 'nothing'}; calls.txt says ${written || 'nothing'}`,
    zh: `\`${line}\` 发出的调用是 ${asked || '无'}；calls.txt 写的是 ${written || '无'}`,
  };
}

const isLike = (written: string, made: string, moments: readonly KnownThings[]): boolean => {
  const blind = (call: string): string =>
    isWhole(written) ? call : call.replaceAll(new RegExp(ANY_ID, 'g'), () => UNNAMED);
  return moments.some((things) => {
    const resolved = resolveReferences(written, things);
    return resolved.ok && blind(resolved.value) === blind(made);
  });
};
