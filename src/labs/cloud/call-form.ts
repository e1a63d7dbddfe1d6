import {shellQuote} from '../../drivers/hosts/init-scripts.ts';
import type {LabError} from '../lab-error.ts';
import {isClientLine, type RecordedCall} from './client-lines.ts';

/**
 * A line for the OpenStack client, and the calls that it makes, in order, as `api` makes them (api-command.ts). None
 * where it only asks. Both with the lab's variables and references in them.
 */
export interface ClientLine {
  readonly line: string;
  readonly calls: readonly string[];
}

/** Stands in a call for an id that no reference names: who types it looks it up. */
export const UNNAMED = 'ID';
const HAS_UNNAMED = new RegExp(`\\b${UNNAMED}\\b`);
/** Whether a call can be made as it is written. */
export const isWhole = (call: string): boolean => !HAS_UNNAMED.test(call);

/** Ids in calls: with hyphens, or of projects and users. For `g` regular expressions. */
export const ANY_ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\b[0-9a-f]{32}\\b';

/** A line as it is, however it was broken and spaced. */
export const inOneLine = (line: string): string => line.replaceAll(/\s*\\\n\s*|\s+/g, ' ').trim();

/** Calls by the line that makes them. */
export type CallForms = ReadonlyMap<string, readonly string[]>;

export const callForms = (lines: readonly ClientLine[] = []): CallForms =>
  new Map(lines.map(({line, calls}) => [inOneLine(line), calls]));

/** The calls of a line. Where a lesson leaves a word to the reader, `--port PORT`, those of the line that has it. */
export function callsOf(line: string, forms: CallForms): readonly string[] | undefined {
  const exact = forms.get(line);
  if (exact !== undefined || !PLACEHOLDER.test(line)) return exact;
  const pattern = line
    .split(PLACEHOLDERS)
    .map(literally)
    .join(String.raw`(?:\[\[[^\]]+\]\]|\S+)`);
  const like = new RegExp(`^${pattern}$`);
  return [...forms].find(([written]) => like.test(written))?.[1];
}

/** For a regular expression. */
export const literally = (text: string): string => text.replaceAll(/\W/g, '\\$&');

const PLACEHOLDER = /\b[A-Z][A-Z-]*[A-Z]\b/;
const PLACEHOLDERS = new RegExp(PLACEHOLDER, 'g');

/** The call in its own form, as whom the line was for: `OS_CLOUD=demo api POST /networking/v2.0/networks '{…}'`. */
export const callForm = (line: string, {method, path, body}: Omit<RecordedCall, 'user' | 'project'>): string => {
  const [asWhom = ''] = /^(?:OS_\w+=\S+\s+)*/.exec(inOneLine(line)) ?? [];
  return `${asWhom}api ${method} ${path}${body === undefined ? '' : ` ${shellQuote(json(body))}`}`;
};

/** On one line, to be read; keys in one order, because the client's own comes out of Python's sets. */
const json = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, inner]) => `${JSON.stringify(key)}: ${json(inner)}`).join(', ')}}`;
};

const HEADING = '# What the client asks the API for, line by line. Written by `underlay verify LAB --calls`.';

/** The text of a lab's calls.txt. */
export const clientLinesText = (lines: readonly ClientLine[]): string =>
  [HEADING, ...lines.map(({line, calls}) => [line, ...calls.map((call) => `  ${call}`)].join('\n'))]
    .map((part) => `${part}\n`)
    .join('\n');

/** Reads calls.txt: a line for the client, below it its calls, further in. */
export function readClientLines(
  file: string,
  text: string,
): {readonly lines: readonly ClientLine[]; readonly errors: readonly LabError[]} {
  const lines: {readonly line: string; readonly calls: string[]}[] = [];
  const errors: LabError[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    const words = row.trim();
    if (words === '' || words.startsWith('#')) continue;
    const last = lines.at(-1);
    if (!row.startsWith(' ') && isClientLine(words)) lines.push({line: words, calls: []});
    else if (row.startsWith(' ') && last !== undefined && CALL.test(words)) last.calls.push(words);
    else errors.push({file, line: index + 1, column: 1, message: WRONG});
  }
  return {lines, errors};
}

const CALL = /^(?:OS_\w+=\S+\s+)*api (?:POST|PUT|PATCH|DELETE) \/(?:\[\[[^\]]+\]\]|\S)+(?: '.*')?$/;
const WRONG =
  'neither a line for the client nor, further in below one, `api METHOD PATH JSON`; `underlay verify LAB --calls` writes this file';
