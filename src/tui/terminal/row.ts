import type {IBufferCell, IBufferLine} from '@xterm/headless';
import {cellText} from './cell-text.ts';

/** How a run of cells looks, in the words of Ink's Text. */
export interface CellStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: true;
  readonly dimColor?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strikethrough?: true;
  readonly inverse?: true;
}

/** Neighbouring cells of equal style. */
export interface Run {
  readonly text: string;
  readonly style: CellStyle;
}

/** One line of the screen. Equal lines have equal signatures, so an unchanged one keeps its object and is not drawn again. */
export interface Row {
  readonly runs: readonly Run[];
  readonly signature: string;
}

/** The first sixteen palette entries by name: shorter on the wire, and right on terminals that have no more. */
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

const paletteColor = (index: number): string => {
  const name = NAMES[index % 8] ?? 'white';
  if (index < 8) return name;
  return index < 16 ? `${name}Bright` : `ansi256(${index})`;
};

const foreground = (cell: IBufferCell): string | undefined => {
  if (cell.isFgDefault()) return undefined;
  return cell.isFgRGB() ? hex(cell.getFgColor()) : paletteColor(cell.getFgColor());
};

const background = (cell: IBufferCell): string | undefined => {
  if (cell.isBgDefault()) return undefined;
  return cell.isBgRGB() ? hex(cell.getBgColor()) : paletteColor(cell.getBgColor());
};

const hex = (rgb: number): string => `#${rgb.toString(16).padStart(6, '0')}`;

const PLAIN: CellStyle = {};

const styleOf = (cell: IBufferCell, isCursor: boolean): CellStyle => {
  if (cell.isAttributeDefault() && !isCursor) return PLAIN;
  const color = foreground(cell);
  const backgroundColor = background(cell);
  const isInverse = (cell.isInverse() !== 0) !== isCursor;
  return {
    ...(color !== undefined && {color}),
    ...(backgroundColor !== undefined && {backgroundColor}),
    ...(cell.isBold() !== 0 && {bold: true as const}),
    ...(cell.isDim() !== 0 && {dimColor: true as const}),
    ...(cell.isItalic() !== 0 && {italic: true as const}),
    ...(cell.isUnderline() !== 0 && {underline: true as const}),
    ...(cell.isStrikethrough() !== 0 && {strikethrough: true as const}),
    ...(isInverse && {inverse: true as const}),
  };
};

/** Two cells with the same words look alike; none for a cell without any style. */
const lookOf = (cell: IBufferCell): string => {
  if (cell.isAttributeDefault()) return '';
  const flags = [
    cell.isBold(),
    cell.isDim(),
    cell.isItalic(),
    cell.isUnderline(),
    cell.isStrikethrough(),
    cell.isInverse(),
    cell.isInvisible(),
  ];
  const bits = flags.reduce((all, flag, index) => (flag === 0 ? all : all + 2 ** index), 0);
  return `${cell.getFgColorMode()},${cell.getFgColor()},${cell.getBgColorMode()},${cell.getBgColor()},${bits}`;
};

/**
 * Reads one line of the emulator's buffer as runs.
 * @param columns How many columns are shown; a wide character that does not fit whole is left out.
 * @param cursor Column of the cursor, shown as an inverse cell; -1 for none.
 * @param scratch A cell object to read into, reused for every cell (the buffer makes none of its own then).
 */
export const readRow = (line: IBufferLine | undefined, columns: number, cursor: number, scratch: IBufferCell): Row => {
  const runs: {text: string; style: CellStyle; look: string}[] = [];
  let end = 0;
  for (let column = 0; column < columns; column++) {
    const cell = line?.getCell(column, scratch);
    if (cell === undefined) break;
    const width = cell.getWidth();
    // The right half of a wide character.
    if (width === 0) continue;
    if (column + width > columns) break;
    const isCursor = cursor >= column && cursor < column + width;
    const look = lookOf(cell) + (isCursor ? '!' : '');
    const text = cellText(cell.isInvisible() === 0 ? cell.getChars() : '', width);
    const last = runs.at(-1);
    if (last?.look === look) last.text += text;
    else runs.push({text, look, style: styleOf(cell, isCursor)});
    if (look !== '' || text !== ' ') end = runs.length;
  }
  const shown = runs.slice(0, end);
  const last = shown.at(-1);
  // Blanks at the end cost bytes on the wire and show nothing, unless they are coloured.
  if (last?.look === '') last.text = last.text.trimEnd();
  return {
    runs: shown.map(({text, style}) => ({text, style})),
    signature: shown.map(({text, look}) => `${look}\u0000${text}`).join('\u0001'),
  };
};
