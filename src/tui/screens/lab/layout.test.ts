import {describe, expect, test} from 'vitest';
import {BAR_ROWS, firstTerminalSize, isVisible, layOut, PANES, type PaneName} from './layout.ts';

const at = (columns: number, rows: number, pane: PaneName = 'terminal', isZoomed = false) =>
  layOut({columns, rows, pane, isZoomed, checkRows: 4});

describe('the three layouts', () => {
  test.each([
    [80, 24, 'narrow', ['terminal']],
    [99, 60, 'narrow', ['terminal']],
    [100, 24, 'medium', ['lesson', 'checks', 'terminal', 'changes']],
    [159, 50, 'medium', ['lesson', 'checks', 'terminal', 'changes']],
    [160, 40, 'wide', ['lesson', 'checks', 'terminal', 'topology', 'changes']],
  ] as const)('%d x %d is %s', (columns, rows, name, panes) => {
    const layout = at(columns, rows);
    expect(layout.name).toBe(name);
    expect(layout.columns.flatMap((column) => column.panes.map(({pane}) => pane))).toEqual(panes);
  });

  test('medium shows the topology in the place of the changes while it is chosen', () => {
    expect(isVisible(at(120, 36, 'topology'), 'topology')).toBe(true);
    expect(isVisible(at(120, 36, 'topology'), 'changes')).toBe(false);
    expect(isVisible(at(120, 36, 'lesson'), 'changes')).toBe(true);
  });

  test('zoom shows the chosen pane alone', () => {
    for (const pane of PANES)
      expect(at(200, 50, pane, true).columns).toEqual([{width: 200, panes: [{pane, height: 48}]}]);
  });
});

test('the panes fill every window exactly, and each has room for something', () => {
  for (let columns = 60; columns <= 260; columns += 7)
    for (let rows = 15; rows <= 90; rows += 5)
      for (const pane of PANES)
        for (const isZoomed of [false, true]) {
          const layout = at(columns, rows, pane, isZoomed);
          const body = rows - BAR_ROWS - (layout.hasTabs ? 1 : 0);
          expect(layout.columns.reduce((sum, {width}) => sum + width, 0)).toBe(columns);
          expect(isVisible(layout, pane)).toBe(true);
          for (const column of layout.columns) {
            expect(column.panes.reduce((sum, {height}) => sum + height, 0)).toBe(body);
            expect(column.width).toBeGreaterThanOrEqual(36);
            for (const {height} of column.panes) expect(height).toBeGreaterThanOrEqual(4);
          }
        }
});

test.each([
  [80, 24, 1, {columns: 80, rows: 21}],
  [80, 24, 2, {columns: 80, rows: 20}],
  [120, 36, 1, {columns: 70, rows: 20}],
  [200, 50, 3, {columns: 84, rows: 45}],
])('a shell opened in %d x %d beside %d gets %j', (columns, rows, nodes, size) => {
  expect(firstTerminalSize(columns, rows, nodes)).toEqual(size);
});
