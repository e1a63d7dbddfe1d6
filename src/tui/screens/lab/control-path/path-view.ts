import type {Names} from '../../../../state/names.ts';
import type {Language} from '../../../../state/text.ts';
import {span, type Line} from '../../../lines/line.ts';
import {namedSpans} from '../../../lines/named.ts';
import {wrapIndented} from '../../../lines/wrap.ts';
import type {Words} from '../../../text/en.ts';
import type {Style, Theme} from '../../../themes/theme.ts';

/** What the lines of the control path are made with. */
export interface PathView {
  /** Cells of a line. */
  readonly width: number;
  readonly language: Language;
  readonly theme: Theme;
  readonly words: Words['path'];
  readonly names: Names | undefined;
}

/** Where the contents of a stage begin; its name stands before them. */
export const STAGE_CELLS = 13;

/** What came from outside, on one line and without anything that a terminal would act on. */
export const printable = (text: string): string => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();

/** Text after `lead`, wrapped under itself, with the names in it explained at their first time. */
export const namedLines = (
  lead: Line,
  text: string,
  style: Style | undefined,
  view: PathView,
  told?: Set<string>,
): readonly Line[] =>
  wrapIndented(lead, namedSpans(text, style, told === undefined ? view : {...view, told}), view.width);

/** Spaces before what is further in. */
export const indent = (cells: number): Line => [span(' '.repeat(cells))];
