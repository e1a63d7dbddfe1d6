import type {DrawnWire} from './model.ts';

/** Solid: a cable that carries. Dotted: one of its ends is down. Double: a tunnel. */
export type Stroke = 'solid' | 'dotted' | 'double';

export const strokeOf = (wire: DrawnWire): Stroke =>
  wire.kind === 'vxlan' ? 'double' : wire.carrying ? 'solid' : 'dotted';

interface Shapes {
  readonly horizontal: string;
  readonly vertical: string;
  /** Where a wire comes out of a border, and where it crosses an outer one. */
  readonly leave: string;
  readonly cross: string;
  /** Upper and lower end of a vertical. */
  readonly top: string;
  readonly bottom: string;
  /** The same where another wire of the same device goes on to the right. */
  readonly topOn: string;
  readonly bottomOn: string;
}

const single = {leave: '├', cross: '┼', top: '╮', bottom: '╯', topOn: '┬', bottomOn: '┴'} as const;

export const STROKES: Readonly<Record<Stroke, Shapes>> = {
  solid: {...single, horizontal: '─', vertical: '│'},
  dotted: {...single, horizontal: '╌', vertical: '╎'},
  double: {
    horizontal: '═',
    vertical: '║',
    leave: '╞',
    cross: '╪',
    top: '╗',
    bottom: '╝',
    topOn: '╦',
    bottomOn: '╩',
  },
};
