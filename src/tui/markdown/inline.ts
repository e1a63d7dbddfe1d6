import type {PhrasingContent} from 'mdast';
import {span, type Line, type Span} from '../lines/line.ts';
import type {Style, Theme} from '../themes/theme.ts';

const merge = (outer: Style | undefined, inner: Style): Style => ({...outer, ...inner});

/** Words, `code`, **strong**, *emphasis* and links as spans. Soft line breaks become spaces, but vanish between Chinese. */
export const inlineSpans = (nodes: readonly PhrasingContent[], theme: Theme, style?: Style): Line =>
  nodes.flatMap((node): readonly Span[] => {
    switch (node.type) {
      case 'text':
        return [span(joinSoftBreaks(node.value), style)];
      case 'inlineCode':
        return [span(node.value, merge(style, theme.code))];
      case 'strong':
        return [...inlineSpans(node.children, theme, merge(style, theme.strong))];
      case 'emphasis':
        return [...inlineSpans(node.children, theme, merge(style, theme.emphasis))];
      case 'delete':
        return [...inlineSpans(node.children, theme, merge(style, {strikethrough: true}))];
      case 'link':
        return [
          ...inlineSpans(node.children, theme, merge(style, {underline: true})),
          ...(node.children.length === 1 && node.children[0]?.type === 'text' && node.children[0].value === node.url
            ? []
            : [span(` <${node.url}>`, merge(style, theme.dim))]),
        ];
      case 'image':
        return [span(node.alt ?? node.url, style)];
      case 'break':
        return [span(' ', style)];
      case 'html':
        return [span(node.value, style)];
      case 'footnoteReference':
      case 'imageReference':
      case 'linkReference':
        return 'children' in node ? [...inlineSpans(node.children, theme, style)] : [span(node.identifier, style)];
      default:
        return [];
    }
  });

const joinSoftBreaks = (text: string): string =>
  text
    .replaceAll(/(?<=[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF])\n(?=[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF])/g, '')
    // After or before a full-width mark there is space enough, whatever stands on the other side.
    .replaceAll(/(?<=[\u3001-\u303F\uFF01-\uFFEF])\n|\n(?=[\u3001-\u303F\uFF01-\uFFEF])/g, '')
    .replaceAll('\n', ' ');
