import type {Text} from '../../state/text.ts';
import {callForm, inOneLine, type ClientLine} from '../cloud/call-form.ts';
import type {ClientRun} from '../cloud/client-lines.ts';
import {resolveReferences, type KnownThings} from '../cloud/references.ts';

/**
 * Whether the client asked for what calls.txt says.
 * @param lines with the attempt's variables filled in; undefined where nothing was written down
 * @param line of a solve, with its references
 * @returns what is not as written
 */
export function unlikeWritten(
  lines: readonly ClientLine[] | undefined,
  line: string,
  {calls}: ClientRun,
  things: KnownThings,
): Text | undefined {
  const entry = lines?.find((one) => one.line === inOneLine(line));
  if (entry === undefined) return undefined;
  const written = entry.calls.map((call) => {
    const resolved = resolveReferences(call, things);
    return resolved.ok ? resolved.value : call;
  });
  const made = calls.map((call) => callForm(line, call));
  if (written.join('\n') === made.join('\n')) return undefined;
  const [asked, asWritten] = [made.join(' · '), written.join(' · ')];
  return {
    en: `\`${line}\` asks for ${asked || 'nothing'}; calls.txt says ${asWritten || 'nothing'}`,
    zh: `\`${line}\` 发出的调用是 ${asked || '无'}；calls.txt 写的是 ${asWritten || '无'}`,
  };
}
