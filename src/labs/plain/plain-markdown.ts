import type {List, Nodes, PhrasingContent, RootContent} from 'mdast';
import {fromMarkdown} from 'mdast-util-from-markdown';

/**
 * Markdown as lines to be read aloud: paragraphs on one line each, code indented by four spaces, list items with a
 * hyphen or number, no marks of emphasis. An empty line between blocks.
 */
export const plainMarkdown = (markdown: string): readonly string[] => {
  const blocks = fromMarkdown(markdown).children.map((block) => blockLines(block));
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
};

const blockLines = (block: RootContent | Nodes): readonly string[] => {
  switch (block.type) {
    case 'code':
      return block.value.split('\n').map((line) => `    ${line}`);
    case 'list':
      return listLines(block);
    case 'blockquote':
      return block.children.flatMap((child) => blockLines(child));
    case 'paragraph':
    case 'heading':
      return words(block.children).split('\n');
    case 'thematicBreak':
      return [];
    case 'html':
      return [block.value];
    default:
      return [];
  }
};

const listLines = (list: List): readonly string[] =>
  list.children.flatMap((item, index) => {
    const mark = list.ordered === true ? `${(list.start ?? 1) + index}. ` : '- ';
    const [first = '', ...rest] = item.children.flatMap((child) => blockLines(child));
    return [`${mark}${first}`, ...rest.map((line) => `${' '.repeat(mark.length)}${line}`)];
  });

const words = (children: readonly PhrasingContent[]): string => children.map((child) => inline(child)).join('');

const CHINESE = /[\u3000-\u303F\u3400-\u9FFF\uFF00-\uFFEF]/;

const inline = (node: PhrasingContent): string => {
  switch (node.type) {
    case 'text':
      // A line break in the source is a space between words, and nothing between Chinese characters.
      return node.value.replaceAll('\n', (_, at: number, whole: string) =>
        CHINESE.test(whole.charAt(at - 1)) && CHINESE.test(whole.charAt(at + 1)) ? '' : ' ',
      );
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'link': {
      const label = words(node.children);
      return label === node.url ? label : `${label} (${node.url})`;
    }
    case 'emphasis':
    case 'strong':
    case 'delete':
      return words(node.children);
    default:
      return '';
  }
};
