import type {Text} from '../state/text.ts';
import {plainMarkdown} from './plain/plain-markdown.ts';

/** What an `underlay …` command prints, and ends with: 0 met or done, 1 not met, 2 wrong usage, 3 could not look. */
export interface ControlAnswer {
  readonly exitCode: 0 | 1 | 2 | 3;
  /** Ends with a line end. */
  readonly text: string;
}

/** The same before it is put in one language. */
export interface Answer {
  readonly exitCode: ControlAnswer['exitCode'];
  readonly lines: readonly Text[];
  /** Its lines are rows of a drawing or of data: they are not broken anew. */
  readonly isDrawn?: true;
}

export const done = (...lines: readonly Text[]): Answer => ({exitCode: 0, lines});
export const drawing = (drawn: Text): Answer => ({exitCode: 0, lines: [drawn], isDrawn: true});
export const wrongUsage = (...lines: readonly Text[]): Answer => ({exitCode: 2, lines});

/** Said of a step that was passed. */
export const passed = (): Text => ({
  en: 'This step is passed. "underlay next" goes on.',
  zh: '这一步已通过。输入 underlay next 进入下一步。',
});

/** A lesson's Markdown as lines to print; code in it keeps its marks. */
export const told = (markdown: Text): Text => ({
  en: plainMarkdown(markdown.en, '`').join('\n'),
  zh: plainMarkdown(markdown.zh, '`').join('\n'),
});

/** The same of a sentence, which is one line. */
export const toldInLine = (markdown: Text): Text => ({
  en: plainMarkdown(markdown.en, '`').join(' '),
  zh: plainMarkdown(markdown.zh, '`').join(' '),
});
