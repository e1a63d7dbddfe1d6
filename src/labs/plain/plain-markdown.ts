import type {List, Nodes, PhrasingContent, RootContent} from 'mdast';
import {fromMarkdown} from 'mdast-util-from-markdown';

/**
 * Markdown as lines to be read aloud: paragraphs on one line each, code indented by four spaces, list items with a
 * hyphen or number, no marks of emphasis. An empty line between blocks.
 * @param codeMark stands around code in a sentence, to be told from its words. @default none
 */
export const plainMarkdown = (markdown: string, codeMark: CodeMark = ''): readonly string[] => {
  const blocks = fromMarkdown(markdown).children.map((block) => blockLines(block, codeMark));
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
};

type CodeMark = '' | '`';

const blockLines = (block: RootContent | Nodes, mark: CodeMark): readonly string[] => {
  switch (block.type) {
    case 'code':
      return block.value.split('\n').map((line) => `    ${line}`);
    case 'list':
      return listLines(block, mark);
    case 'blockquote':
      return block.children.flatMap((child) => blockLines(child, mark));
    case 'paragraph':
    case 'heading':
      return joined(words(block.children, mark)).split(HARD_BREAK);
    case 'thematicBreak':
      return [];
    case 'html':
      return [block.value];
    default:
      return [];
  }
};

const listLines = (list: List, codeMark: CodeMark): readonly string[] =>
  list.children.flatMap((item, index) => {
    const mark = list.ordered === true ? `${(list.start ?? 1) + index}. ` : '- ';
    const [first = '', ...rest] = item.children.flatMap((child) => blockLines(child, codeMark));
    return [`${mark}${first}`, ...rest.map((line) => `${' '.repeat(mark.length)}${line}`)];
  });

const words = (children: readonly PhrasingContent[], mark: CodeMark): string =>
  children.map((child) => inline(child, mark)).join('');

/** Unlike the others, which are nothing but where a line of the source ended. */
const HARD_BREAK = '\u2028';
const CHINESE = /[\u3000-\u303F\u3400-\u9FFF\uFF00-\uFFEF]/;

/** A line break in the source is a space between words, and nothing between Chinese characters. */
const joined = (text: string): string =>
  text.replaceAll('\n', (_, at: number, whole: string) =>
    CHINESE.test(whole.charAt(at - 1)) && CHINESE.test(whole.charAt(at + 1)) ? '' : ' ',
  );

const inline = (node: PhrasingContent, mark: CodeMark): string => {
  switch (node.type) {
    case 'text':
      return node.value;
    case 'inlineCode':
      return `${mark}${node.value}${mark}`;
    case 'break':
      return HARD_BREAK;
    case 'link': {
      const label = words(node.children, mark);
      return label === node.url ? label : `${label} (${node.url})`;
    }
    case 'emphasis':
    case 'strong':
    case 'delete':
      return words(node.children, mark);
    default:
      return '';
  }
};
