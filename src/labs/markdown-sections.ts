import {fromMarkdown} from 'mdast-util-from-markdown';
import type {LabError} from './lab-error.ts';

/** A heading with what stands below it up to the next heading of any depth. */
export interface Section {
  readonly depth: number;
  /** The heading's words: `create`, `goal`, `hint exists`. */
  readonly heading: string;
  /** Markdown, trimmed. */
  readonly body: string;
  /** Of the heading, from 1. */
  readonly line: number;
  /** Items of the lists in the body that are written `id: words`. */
  readonly options: readonly {readonly id: string; readonly words: string; readonly line: number}[];
  readonly children: readonly Section[];
}

/**
 * Cuts a lab's Markdown into its tree of headings (`#` title, `##` step, `###` part). Headings inside code are code.
 * Deeper headings belong to the body.
 */
export function readSections(
  file: string,
  source: string,
): {readonly sections: readonly Section[]; readonly errors: readonly LabError[]} {
  const text = source.replaceAll('\r\n', '\n');
  const lines = text.split('\n');
  const errors: LabError[] = [];
  const root = fromMarkdown(text);
  const headings = root.children.flatMap((node) =>
    node.type === 'heading' && node.depth <= 3 && node.position
      ? [{depth: node.depth, line: node.position.start.line, end: node.position.end.line}]
      : [],
  );
  const first = headings[0]?.line ?? lines.length + 1;
  const stray = lines.slice(0, first - 1).findIndex((line) => line.trim() !== '');
  if (stray !== -1)
    errors.push({file, line: stray + 1, column: 1, message: 'text before the first heading; begin with `# Title`'});

  const flat = headings.map(({depth, line, end}, index) => {
    const next = headings[index + 1]?.line ?? lines.length + 1;
    if (!/^\s*#/.test(lines[line - 1] ?? ''))
      errors.push({file, line, column: 1, message: 'a line under text made this a heading; write headings with `#`'});
    const options = root.children
      .filter(
        (node) =>
          node.type === 'list' && (node.position?.start.line ?? 0) > end && (node.position?.start.line ?? 0) < next,
      )
      .flatMap((node) => (node.type === 'list' ? node.children : []))
      .flatMap((item) => {
        const start = item.position?.start.line ?? 0;
        const words = lines
          .slice(start - 1, item.position?.end.line ?? start)
          .map((part) => part.trim())
          .join(' ');
        const match = /^(?:[-*+]|\d+[.)])\s+(\S+?):(?:\s+(.*))?$/u.exec(words);
        return match ? [{id: match[1] ?? '', words: (match[2] ?? '').trim(), line: start}] : [];
      });
    return {
      depth,
      heading: (lines[line - 1] ?? '')
        .replace(/^\s*#+\s*/, '')
        .replace(/\s+#*\s*$/, '')
        .replaceAll(/\s+/g, ' '),
      body: lines
        .slice(end, next - 1)
        .join('\n')
        .trim(),
      line,
      options,
      children: [] as Section[],
    };
  });
  const sections: Section[] = [];
  const open: (Section & {children: Section[]})[] = [];
  for (const section of flat) {
    while ((open.at(-1)?.depth ?? 0) >= section.depth) open.pop();
    (open.at(-1)?.children ?? sections).push(section);
    open.push(section);
  }
  return {sections, errors};
}

/** The body without the lists of options: the question itself. */
export const questionOf = (section: Section): string => {
  const firstOption = section.options[0];
  if (firstOption === undefined) return section.body;
  const index = section.body.split('\n').findIndex((line) => /^\s*(?:[-*+]|\d+[.)])\s+\S+?:(\s|$)/u.test(line));
  return section.body.split('\n').slice(0, Math.max(index, 0)).join('\n').trim();
};
