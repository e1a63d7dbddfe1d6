export const PANES = ['lesson', 'terminal', 'topology', 'changes', 'checks'] as const;
export type PaneName = (typeof PANES)[number];

/** A pane's place in the body of the window, in cells, the border included where there is one. */
export interface Placed {
  readonly pane: PaneName;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** A pane that is not in sight has the place it would take. */
  readonly isVisible: boolean;
}

export interface Layout {
  readonly name: 'wide' | 'medium' | 'narrow';
  /** One pane at a time has no border; a strip of tabs above it names the others. */
  readonly hasTabs: boolean;
  readonly width: number;
  readonly height: number;
  /** Every pane once. */
  readonly panes: readonly Placed[];
}

export interface LayoutInput {
  readonly columns: number;
  readonly rows: number;
  /** The pane chosen, or the one typed in. */
  readonly pane: PaneName;
  readonly isZoomed: boolean;
  /** Which of the two is shown where they share the place under the terminal. @default topology */
  readonly low?: 'topology' | 'changes';
  /** Rows that the checks of this step need. */
  readonly checkRows: number;
}

export const WIDE = 160;
export const MEDIUM = 100;
/** From here on two columns have room for topology and changes, one below the other. */
export const TALL = 32;
/** The status line and the line of keys. */
export const BAR_ROWS = 2;

/** Where the panes stand in a window of this size: three columns, two, or one pane with tabs. */
export const layOut = ({columns, rows, pane, isZoomed, checkRows, low = 'topology'}: LayoutInput): Layout => {
  const name = columns >= WIDE ? 'wide' : columns >= MEDIUM ? 'medium' : 'narrow';
  const hasTabs = name === 'narrow';
  const height = rows - BAR_ROWS - (hasTabs ? 1 : 0);
  const window = {name, hasTabs, width: columns, height} as const;
  if (hasTabs || isZoomed) {
    const whole = {left: 0, top: 0, width: columns, height};
    return {...window, panes: PANES.map((one) => ({pane: one, ...whole, isVisible: one === pane}))};
  }

  const checks = Math.min(Math.floor(height * 0.45), Math.max(5, checkRows + 2));
  const leftWidth = Math.round(columns * (name === 'wide' ? 0.28 : 0.4));
  const left = stack(0, leftWidth, [
    ['lesson', height - checks],
    ['checks', checks],
  ]);
  const rest = columns - leftWidth;
  if (name === 'wide') {
    const rightWidth = Math.round(columns * 0.29);
    const topology = Math.floor(height * 0.55);
    return {
      ...window,
      panes: [
        ...left,
        ...stack(leftWidth, rest - rightWidth, [['terminal', height]]),
        ...stack(columns - rightWidth, rightWidth, [
          ['topology', topology],
          ['changes', height - topology],
        ]),
      ],
    };
  }
  if (rows >= TALL) {
    const terminal = Math.round(height * 0.4);
    const changes = Math.round(height * 0.27);
    return {
      ...window,
      panes: [
        ...left,
        ...stack(leftWidth, rest, [
          ['terminal', terminal],
          ['topology', height - terminal - changes],
          ['changes', changes],
        ]),
      ],
    };
  }
  const lowHeight = Math.max(8, Math.floor(height * 0.36));
  const shown = pane === 'topology' || pane === 'changes' ? pane : low;
  const shared = {left: leftWidth, top: height - lowHeight, width: rest, height: lowHeight};
  return {
    ...window,
    panes: [
      ...left,
      ...stack(leftWidth, rest, [['terminal', height - lowHeight]]),
      ...(['topology', 'changes'] as const).map((one) => ({pane: one, ...shared, isVisible: one === shown})),
    ],
  };
};

/** Panes one below the other. */
const stack = (
  left: number,
  width: number,
  panes: readonly (readonly [pane: PaneName, height: number])[],
): readonly Placed[] =>
  panes.map(([pane, height], index) => ({
    pane,
    left,
    top: panes.slice(0, index).reduce((sum, [, above]) => sum + above, 0),
    width,
    height,
    isVisible: true,
  }));

export const isVisible = ({panes}: Layout, pane: PaneName): boolean =>
  panes.some((placed) => placed.pane === pane && placed.isVisible);

/** The cells a shell gets when a lab with so many nodes is opened in a window of this size. */
export const firstTerminalSize = (
  columns: number,
  rows: number,
  nodes: number,
): {readonly columns: number; readonly rows: number} => {
  const layout = layOut({columns, rows, pane: 'terminal', isZoomed: false, checkRows: 5});
  const place = layout.panes.find(({pane}) => pane === 'terminal');
  // Several shells have a line with their names.
  const strip = nodes > 1 ? 1 : 0;
  return place === undefined
    ? {columns, rows}
    : {columns: inside(layout, place.width), rows: Math.max(1, inside(layout, place.height) - strip)};
};

/** What a border leaves of a width or height. */
export const inside = (layout: Layout, cells: number): number => Math.max(1, layout.hasTabs ? cells : cells - 2);
