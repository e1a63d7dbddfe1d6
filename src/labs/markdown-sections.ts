import type {LabError} from './lab-error.ts';

/** A heading with what stands below it up to the next heading of depth 3 or less. */
export interface Section {
  readonly depth: number;
  /** The heading's words: `create`, `goal`, `hint exists`. */
  readonly heading: string;
  /** Markdown, trimmed. */
  readonly body: string;
  /** The body before its first option: the question itself, where there are options. */
  readonly question: string;
  /** Of the heading, from 1. */
  readonly line: number;
  /** List items of the body that are written `- id: words`. */
  readonly options: readonly Option[];
  readonly children: readonly Section[];
}

export interface Option {
  readonly id: string;
  readonly words: string;
  readonly line: number;
}

const HEADING = /^ {0,3}(#{1,3})(?:\s+(.*?))?(?:\s+#+)?\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const OPTION = /^ {0,3}[-*+]\s+(\S+?):(?:\s+(.*))?$/;

/**
 * Cuts a lab's Markdown into its tree of headings (`#` title, `##` step, `###` part). Line by line: only headings and
 * code fences matter here, and a whole Markdown parser takes seconds for a damaged file.
 */
export function readSections(
  file: string,
  source: string,
): {readonly sections: readonly Section[]; readonly errors: readonly LabError[]} {
  const errors: LabError[] = [];
  const flat: {depth: number; heading: string; line: number; body: string[]}[] = [];
  let fence = '';
  for (const [index, text] of source.split(/\r?\n/).entries()) {
    const mark = FENCE.exec(text)?.[1] ?? '';
    const heading = fence === '' ? HEADING.exec(text) : null;
    if (heading) {
      flat.push({depth: heading[1]?.length ?? 1, heading: heading[2] ?? '', line: index + 1, body: []});
      continue;
    }
    if (fence === '') fence = mark;
    // A fence is closed by one of its kind that is at least as long and has no words after it.
    else if (mark.startsWith(fence) && text.trim() === mark) fence = '';
    const open = flat.at(-1);
    if (open) open.body.push(text);
    else if (text.trim() !== '' && errors.length === 0)
      errors.push({file, line: index + 1, column: 1, message: 'text before the first heading; begin with `# Title`'});
  }
  const last = flat.at(-1);
  if (fence !== '' && last)
    errors.push({
      file,
      line: last.line,
      column: 1,
      message: `code in \`${last.heading}\` is opened by \`${fence}\` and never closed`,
    });
  return {sections: tree(flat.map(finish)), errors};
}

type Open = Section & {readonly children: Section[]};

function finish({
  depth,
  heading,
  line,
  body,
}: {
  depth: number;
  heading: string;
  line: number;
  body: readonly string[];
}): Open {
  const options: Option[] = [];
  let firstOption = body.length;
  let item: {id: string; words: string; line: number} | undefined;
  for (const [index, text] of body.entries()) {
    const match = OPTION.exec(text);
    if (match) {
      firstOption = Math.min(firstOption, index);
      item = {id: match[1] ?? '', words: (match[2] ?? '').trim(), line: line + index + 1};
      options.push(item);
    } else if (text.trim() === '') item = undefined;
    else if (item) item.words = `${item.words} ${text.trim()}`.trim();
  }
  return {
    depth,
    heading: heading.replaceAll(/\s+/g, ' '),
    body: body.join('\n').trim(),
    question: body.slice(0, firstOption).join('\n').trim(),
    line,
    options,
    children: [],
  };
}

function tree(flat: readonly Open[]): readonly Section[] {
  const roots: Section[] = [];
  const open: Open[] = [];
  for (const section of flat) {
    while ((open.at(-1)?.depth ?? 0) >= section.depth) open.pop();
    (open.at(-1)?.children ?? roots).push(section);
    open.push(section);
  }
  return roots;
}
