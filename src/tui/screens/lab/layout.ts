export const PANES = ['lesson', 'terminal', 'topology', 'changes', 'checks'] as const;
export type PaneName = (typeof PANES)[number];

/** One pane with its place's size, the border included where there is one. */
export interface Placed {
  readonly pane: PaneName;
  readonly height: number;
}

export interface Column {
  readonly width: number;
  readonly panes: readonly Placed[];
}

export interface Layout {
  readonly name: 'wide' | 'medium' | 'narrow';
  /** One pane at a time has no border; a strip of tabs above it names the others. */
  readonly hasTabs: boolean;
  readonly columns: readonly Column[];
}

export interface LayoutInput {
  readonly columns: number;
  readonly rows: number;
  /** The pane chosen, or the one typed in. */
  readonly pane: PaneName;
  readonly isZoomed: boolean;
  /** Which of the two shares the place under the terminal where there are two columns. @default changes */
  readonly low?: 'topology' | 'changes';
  /** Rows that the checks of this step need. */
  readonly checkRows: number;
}

export const WIDE = 160;
export const MEDIUM = 100;
/** The status line and the line of keys. */
export const BAR_ROWS = 2;

/** Where the panes stand in a window of this size: three columns, two, or one pane with tabs. */
export const layOut = ({columns, rows, pane, isZoomed, checkRows, low = 'changes'}: LayoutInput): Layout => {
  const body = rows - BAR_ROWS;
  const name = columns >= WIDE ? 'wide' : columns >= MEDIUM ? 'medium' : 'narrow';
  if (name === 'narrow') return {name, hasTabs: true, columns: [{width: columns, panes: [{pane, height: body - 1}]}]};
  if (isZoomed) return {name, hasTabs: false, columns: [{width: columns, panes: [{pane, height: body}]}]};

  const checks = Math.min(Math.floor(body * 0.45), Math.max(5, checkRows + 2));
  const left = (width: number): Column => ({
    width,
    panes: [
      {pane: 'lesson', height: body - checks},
      {pane: 'checks', height: checks},
    ],
  });
  if (name === 'medium') {
    const leftWidth = Math.round(columns * 0.4);
    const lowHeight = Math.max(8, Math.floor(body * 0.36));
    return {
      name,
      hasTabs: false,
      columns: [
        left(leftWidth),
        {
          width: columns - leftWidth,
          panes: [
            {pane: 'terminal', height: body - lowHeight},
            {pane: pane === 'topology' || pane === 'changes' ? pane : low, height: lowHeight},
          ],
        },
      ],
    };
  }
  const leftWidth = Math.round(columns * 0.28);
  const rightWidth = Math.round(columns * 0.29);
  const topology = Math.floor(body * 0.55);
  return {
    name,
    hasTabs: false,
    columns: [
      left(leftWidth),
      {width: columns - leftWidth - rightWidth, panes: [{pane: 'terminal', height: body}]},
      {
        width: rightWidth,
        panes: [
          {pane: 'topology', height: topology},
          {pane: 'changes', height: body - topology},
        ],
      },
    ],
  };
};

export const isVisible = (layout: Layout, pane: PaneName): boolean =>
  layout.columns.some(({panes}) => panes.some((placed) => placed.pane === pane));

/** The cells a shell gets when a lab with so many nodes is opened in a window of this size. */
export const firstTerminalSize = (
  columns: number,
  rows: number,
  nodes: number,
): {readonly columns: number; readonly rows: number} => {
  const layout = layOut({columns, rows, pane: 'terminal', isZoomed: false, checkRows: 5});
  // Several shells have a line with their names.
  const strip = nodes > 1 ? 1 : 0;
  for (const {width, panes} of layout.columns)
    for (const {pane, height} of panes)
      if (pane === 'terminal')
        return {columns: inside(layout, width), rows: Math.max(1, inside(layout, height) - strip)};
  return {columns, rows};
};

/** What a border leaves of a width or height. */
export const inside = (layout: Layout, cells: number): number => Math.max(1, layout.hasTabs ? cells : cells - 2);
