import type {Line} from './lines.ts';
import type {DrawnWire} from './model.ts';
import {run, space} from './run.ts';
import type {Row, Run} from './run.ts';
import {STROKES, strokeOf} from './strokes.ts';

/** A wire between two rows, in a column of the gutter counted from the boxes outwards. */
export interface Track {
  readonly wire: DrawnWire;
  readonly top: number;
  readonly bottom: number;
  readonly column: number;
}

/** The wires that a gutter draws: between two different devices. VLANs are drawn as branches of their device. */
export const drawableWires = (wires: readonly DrawnWire[]): readonly (DrawnWire & {readonly to: string})[] =>
  wires.flatMap((wire) => (wire.to === undefined || wire.kind === 'vlan' ? [] : [{...wire, to: wire.to}]));

/**
 * Gives every wire a column in which no other wire runs in the same rows. Short wires come first, so that they are
 * near their boxes and long ones go around them.
 */
export const layTracks = (wires: readonly DrawnWire[], rowOf: ReadonlyMap<string, number>): readonly Track[] => {
  const spans = drawableWires(wires).flatMap((wire) => {
    const rows = [rowOf.get(wire.from), rowOf.get(wire.to)].filter((row) => row !== undefined);
    return rows.length === 2 ? [{wire, top: Math.min(...rows), bottom: Math.max(...rows)}] : [];
  });
  const tracks: Track[] = [];
  const length = (span: {top: number; bottom: number}) => span.bottom - span.top;
  for (const span of spans.toSorted((a, b) => length(a) - length(b) || a.top - b.top)) {
    const taken = new Set(
      tracks.filter(({top, bottom}) => top <= span.bottom && bottom >= span.top).map(({column}) => column),
    );
    let column = 0;
    while (taken.has(column)) column++;
    tracks.push({...span, column});
  }
  return tracks;
};

/** Cells of a gutter with so many columns: a stroke to each column, and the column. */
export const gutterCells = (tracks: readonly Track[]): number =>
  tracks.length === 0 ? 0 : 2 * (Math.max(...tracks.map(({column}) => column)) + 1);

/** Puts the gutter to the right of the boxes' rows. */
export const withGutter = (lines: readonly Line[], tracks: readonly Track[]): readonly Row[] => {
  const columns = gutterCells(tracks) / 2;
  return lines.map((line, row) => {
    const passing = tracks.filter(({top, bottom}) => top <= row && row <= bottom);
    const starting = passing.filter(({top, bottom}) => top === row || bottom === row);
    const farthest = Math.max(-1, ...starting.map(({column}) => column));
    const runs: Run[] = [...line.runs];
    for (let column = 0; column < columns; column++) {
      const reaching = starting.find((track) => track.column >= column);
      runs.push(reaching === undefined ? space(1) : wireRun(reaching, STROKES[strokeOf(reaching.wire)].horizontal));
      const here = passing.find((track) => track.column === column);
      if (here !== undefined) runs.push(wireRun(here, verticalShape(here, row, farthest > column)));
      else
        runs.push(reaching === undefined ? space(1) : wireRun(reaching, STROKES[strokeOf(reaching.wire)].horizontal));
    }
    return runs;
  });
};

const wireRun = ({wire}: Track, text: string): Run => run(text, 'wire', wire.fresh);

/** A vertical that another wire crosses stays whole: the crossing wire passes behind it. */
const verticalShape = ({wire, top, bottom}: Track, row: number, goesOn: boolean): string => {
  const shapes = STROKES[strokeOf(wire)];
  if (row === top) return goesOn ? shapes.topOn : shapes.top;
  if (row === bottom) return goesOn ? shapes.bottomOn : shapes.bottom;
  return shapes.vertical;
};
