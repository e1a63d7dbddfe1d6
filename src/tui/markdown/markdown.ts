import {fromMarkdown} from 'mdast-util-from-markdown';
import type {BlockContent, DefinitionContent, ListItem, Paragraph, PhrasingContent, RootContent} from 'mdast';
import {cut, EMPTY_LINE, lineWidth, plain, span, type Line} from '../lines/line.ts';
import {wrap, wrapIndented} from '../lines/wrap.ts';
import type {Style, Theme} from '../themes/theme.ts';
import {inlineSpans} from './inline.ts';
import {parseTable, tableLines} from './table.ts';

interface Page {
  readonly source: string;
  readonly theme: Theme;
}

/** A lesson's Markdown as screen rows of at most `width` cells, blocks one empty row apart. */
export const markdownLines = (source: string, width: number, theme: Theme): readonly Line[] =>
  blocks(fromMarkdown(source).children, width, {source, theme});

/** One sentence of Markdown as spans: goals, questions, options. A list or heading mark at its beginning is a plain character. */
export const inlineMarkdown = (source: string, theme: Theme, style?: Style): Line => {
  const [node, ...more] = fromMarkdown(source).children;
  return node?.type === 'paragraph' && more.length === 0
    ? inlineSpans(node.children, theme, style)
    : [span(source, style)];
};

const blocks = (nodes: readonly RootContent[], width: number, page: Page): readonly Line[] =>
  nodes.flatMap((node, index) => {
    const lines = block(node, width, page);
    return index === 0 || lines.length === 0 ? lines : [EMPTY_LINE, ...lines];
  });

const block = (node: RootContent, width: number, page: Page): readonly Line[] => {
  const {theme} = page;
  switch (node.type) {
    case 'heading':
      return wrap(inlineSpans(node.children, theme, theme.title), width);
    case 'paragraph':
      return paragraph(node, width, page);
    case 'code':
      return DRAWN.test(node.value)
        ? drawing(node.value, width, theme)
        : codeRows(commands(node.value.split('\n'), width), width, theme);
    case 'list': {
      const start = node.start ?? 1;
      const marks = node.children.map((_, index) => (node.ordered === true ? `${start + index}. ` : '• '));
      return node.children.flatMap((item, index) => [
        ...(index > 0 && node.spread === true ? [EMPTY_LINE] : []),
        ...listItem(item, span(marks[index] ?? '• ', theme.accent), width, page),
      ]);
    }
    case 'blockquote':
      return blocks(node.children, width - 2, page).map((line) => [span('│ ', theme.border), ...line]);
    case 'thematicBreak':
      return [[span('─'.repeat(Math.min(width, 40)), theme.border)]];
    case 'html':
      return wrap([span(node.value)], width);
    default:
      return [];
  }
};

const paragraph = (node: Paragraph, width: number, page: Page): readonly Line[] => {
  const source = page.source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0);
  const table = parseTable(source);
  if (table === undefined)
    return hardBreaks(node.children).flatMap((part) => wrap(inlineSpans(part, page.theme), width));
  return tableLines(
    table.map((row) => row.map((cell) => inlineMarkdown(cell, page.theme))),
    width,
    page.theme,
  );
};

/** A paragraph's parts between hard line breaks. */
const hardBreaks = (nodes: readonly PhrasingContent[]): readonly (readonly PhrasingContent[])[] => {
  const parts: PhrasingContent[][] = [[]];
  for (const node of nodes) {
    if (node.type === 'break') parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
};

/** Box-drawing characters and arrows: rows that belong below each other. */
const DRAWN = /[\u2500-\u257F\u2190-\u21FF]/;

/** A drawing in a code block is cut where it is too wide: wrapped, no line of it would mean anything. */
const drawing = (source: string, width: number, theme: Theme): readonly Line[] => {
  const rows = source.split('\n');
  const indents = rows.filter((row) => row.trim() !== '').map((row) => row.length - row.trimStart().length);
  const indent = Math.min(...indents);
  const widest = Math.max(...rows.map((row) => lineWidth([span(row)]))) - indent;
  const margin = span(' '.repeat(Math.min(2, Math.max(0, width - widest))));
  return rows.map((row) => cut([margin, span(row.slice(indent).trimEnd(), theme.code)], width));
};

/** Rows that go on behind a backslash are one where the pane breaks them anyway: two kinds of breaks are hard to read. */
const commands = (rows: readonly string[], width: number): readonly string[] => {
  const joined: string[] = [];
  let open: string[] = [];
  for (const row of rows) {
    open.push(row);
    if (/\s\\$/.test(row)) continue;
    const isBroken = open.length > 1 && open.some((one) => lineWidth([span(one.trim())]) > width - 2);
    joined.push(
      ...(isBroken
        ? [open.map((one, at) => (at === 0 ? one : one.trimStart()).replace(/\s*\\$/, '')).join(' ')]
        : open),
    );
    open = [];
  }
  return [...joined, ...open];
};

interface CodeRow {
  readonly words: string;
  /** How far in it stands in the lesson. */
  readonly own: number;
  /** Stands at the end of a row that goes on. */
  readonly sign: string;
  /** Columns beside its longest word. */
  readonly spare: number;
  /** The longest word takes a whole row, and the others go beside it. */
  readonly isAround: boolean;
}

/** A block of code has one indent, the largest that no row is broken for. */
const codeRows = (rows: readonly string[], width: number, theme: Theme): readonly Line[] => {
  const measured = rows.map((row, index) => measure(row, width, isTyped(rows, index)));
  const room = measured.flatMap(({spare, own, isAround}) => (isAround ? [] : [spare - own]));
  const indent = clamp(Math.min(...room), 0, 2);
  return measured.flatMap((row) => codeRow(row, indent, width, theme));
};

const measure = (row: string, width: number, isForShell: boolean): CodeRow => {
  const words = row.trimStart();
  const whole = lineWidth([span(words.trimEnd())]);
  const isTooLong = whole > width;
  // What fits if it begins further left is not broken.
  const longest = isTooLong ? Math.max(...words.split(' ').map((word) => lineWidth([span(word)]))) : whole;
  // Copied from the screen it shall still be one command for a shell. No word is cut for it that would fit else; what
  // is quoted may be cut.
  const hasRoom = longest <= width - CONTINUED.length || (longest > width && /['"]/.test(words));
  const sign = isTooLong && isForShell && hasRoom ? CONTINUED : '';
  const spare = longest > width ? width : Math.max(0, width - longest - sign.length);
  const isAround = isTooLong && longest <= width && spare === 0;
  return {words, own: row.length - words.length, sign, spare, isAround};
};

/**
 * Code keeps its own breaks; a row that is too long goes on four cells in, so that it reads as one command. Rather than
 * cut a word in two, an address least of all, it goes on less far in; a word that no row holds is cut all the same.
 */
const codeRow = (row: CodeRow, blockIndent: number, width: number, theme: Theme): readonly Line[] => {
  const {words, own, sign, spare, isAround} = row;
  const most = blockIndent + own;
  const indent = clamp(spare, 0, most);
  const further = clamp(spare - indent, 0, 4);
  const style = theme.code;
  const room = width - indent - sign.length;
  const kept = sign === '' ? words : optionsKept(words, room - further);
  // Where the longest word leaves no room for an indent, it alone does without: else each row looks like a command.
  const broken: readonly Line[] = isAround
    ? aroundWideWords(words.trimEnd(), width - sign.length, most, style)
    : wrap([span(kept, style)], room, further).map((line, index) => [
        span(' '.repeat(index === 0 ? indent : indent + further)),
        ...line,
      ]);
  const rows = broken.map((line) => line.map((part) => ({...part, text: part.text.replaceAll(NO_BREAK_SPACE, ' ')})));
  let before = '';
  return rows.map((line, index) => {
    before += `${plain(line).trimStart()} `;
    const goesOn = index < rows.length - 1 && sign !== '' && !isQuoted(before) && words.startsWith(before);
    return [...line, ...(goesOn ? [span(sign, style)] : [])];
  });
};

/** Rows of a command of which no word is cut: all are indented but those of words that leave no room for it. */
const aroundWideWords = (words: string, width: number, indent: number, style: Style): readonly Line[] => {
  const rows: Line[] = [];
  const put = (text: string, at: number, hang = 0): void => {
    for (const line of wrap([span(text, style)], width - at, hang))
      rows.push([span(' '.repeat(rows.length === 0 ? at : at + hang)), ...line]);
  };
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) put(open.join(' '), rows.length === 0 ? indent : indent + 4, rows.length === 0 ? 4 : 0);
    open = [];
  };
  for (const word of words.split(' ')) {
    const room = width - lineWidth([span(word)]);
    if (room >= indent + 4) open.push(word);
    else {
      close();
      put(word, Math.min(room, rows.length === 0 ? indent : indent + 4));
    }
  }
  close();
  return rows;
};
const NO_BREAK_SPACE = '\u00A0';

/** An option stays with its value where a row holds both. */
const optionsKept = (words: string, room: number): string =>
  words.replaceAll(/(?<=^| )--[\w-]+ (?=[^-\s])\S+/g, (pair) =>
    lineWidth([span(pair)]) <= room ? pair.replace(' ', NO_BREAK_SPACE) : pair,
  );

/** What begins with one of these is typed into a shell. */
const COMMAND =
  /^(?:\w+=\S+ )*(?:api|bridge|cat|console|conntrack|curl|du|ebtables|echo|for|grep|head|ip|ipset|iptables|kill|ls|nc|nft|openstack|ovs-appctl|ovs-ofctl|ovs-vsctl|ping|pkill|printf|ps|qemu-img|qemu-io|rm|sed|ss|sysctl|systemctl|tail|tc|tcpdump|timeout|underlay|virsh) /;

/** Whether a row of code is a command, or goes on with one that the row before ended with a backslash. */
const isTyped = (rows: readonly string[], index: number): boolean =>
  COMMAND.test(rows[index]?.trimStart() ?? '') ||
  (rows[index - 1]?.endsWith('\\') === true && isTyped(rows, index - 1));

const CONTINUED = ' \\';

/** Whether a quotation is still open at the end of the text: a backslash in it would belong to it. */
const isQuoted = (text: string): boolean => {
  let open = '';
  for (const character of text)
    if (character === open) open = '';
    else if (open === '' && (character === "'" || character === '"')) open = character;
  return open !== '';
};

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

const listItem = (item: ListItem, mark: ReturnType<typeof span>, width: number, page: Page): readonly Line[] => {
  const indent = span(' '.repeat(mark.text.length));
  return (item.children as readonly (BlockContent | DefinitionContent)[]).flatMap((child, index) => {
    const [first] = item.children;
    if (index === 0 && first?.type === 'paragraph')
      return wrapIndented([mark], inlineSpans(first.children, page.theme), width);
    const lines = block(child, width - mark.text.length, page);
    return lines.map((line, row) => [index === 0 && row === 0 ? mark : indent, ...line]);
  });
};
