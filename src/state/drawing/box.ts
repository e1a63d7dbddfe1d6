import {cells, clip, fit, rowCells} from './flow.ts';
import type {Line} from './lines.ts';
import {run, signRun, space} from './run.ts';
import type {Freshness, Role, Run} from './run.ts';
import {STROKES} from './strokes.ts';
import type {Stroke} from './strokes.ts';

/** How the wires of a device look where they leave its box. */
export interface Exit {
  readonly stroke: Stroke;
  readonly fresh: Freshness | undefined;
}

export interface BoxOptions {
  readonly title: string;
  /** What the title stands for, behind it; the title is cut before it. */
  readonly meaning?: string | undefined;
  readonly role: Role;
  readonly fresh: Freshness | undefined;
  readonly round: boolean;
  readonly exits: ReadonlyMap<string, Exit>;
}

const ROUND = ['╭', '╮', '╰', '╯'] as const;
const SQUARE = ['┌', '┐', '└', '┘'] as const;

/** Cells that a box takes beside what is in it: two borders and a space inside each. */
export const BOX_CELLS = 4;

/** How wide a box has to be for its title and what is in it. */
export const boxWidth = (lines: readonly Line[], title: string, meaning?: string): number =>
  Math.max(
    cells(title) + cells(meaningText(meaning)) + 6,
    Math.max(0, ...lines.map(({runs}) => rowCells(runs))) + BOX_CELLS,
  );

/** As it stands behind a name: a space, and the words in brackets. */
const meaningText = (meaning: string | undefined): string => (meaning === undefined ? '' : ` (${meaning})`);

/** Draws a border around lines, with the title in it. Wires pass through the right border. */
export const box = (lines: readonly Line[], width: number, options: BoxOptions): readonly Line[] => {
  const {role, fresh, round, exits} = options;
  const frame = (text: string) => run(text, 'frame', fresh === 'changed' ? undefined : fresh);
  const meaning = clip(meaningText(options.meaning), Math.floor((width - 6) / 2));
  const title = clip(options.title, width - 6 - cells(meaning));
  const [topLeft, topRight, bottomLeft, bottomRight] = round ? ROUND : SQUARE;
  const inner = width - BOX_CELLS;
  const side = (line: Line): Line => {
    const exit = line.device === undefined ? undefined : exits.get(line.device);
    const content = fit(line.runs, inner);
    if (exit === undefined)
      return {...line, runs: [frame('│'), signRun(line.fresh), ...content, space(1), frame('│')], fresh: undefined};
    const {horizontal, leave, cross} = STROKES[exit.stroke];
    const wire = (text: string) => run(text, 'wire', exit.fresh);
    const end: Run[] = line.leaving ? [wire(horizontal), wire(cross)] : [space(1), wire(leave)];
    return {...line, leaving: true, fresh: undefined, runs: [frame('│'), signRun(line.fresh), ...content, ...end]};
  };
  return [
    {
      runs: [
        ...(fresh === undefined ? [frame(`${topLeft}─ `)] : [frame(topLeft), signRun(fresh), space(1)]),
        run(title, role, fresh),
        ...(meaning === '' ? [] : [run(meaning, 'meaning', fresh)]),
        frame(` ${'─'.repeat(Math.max(0, width - 5 - cells(title) - cells(meaning)))}${topRight}`),
      ],
    },
    ...lines.map(side),
    {runs: [frame(`${bottomLeft}${'─'.repeat(width - 2)}${bottomRight}`)]},
  ];
};
