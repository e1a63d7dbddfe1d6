import {describe, expect, test} from 'vitest';
import {BAR_ROWS, firstTerminalSize, isVisible, layOut, PANES, type PaneName} from './layout.ts';

const at = (columns: number, rows: number, pane: PaneName = 'terminal', isZoomed = false) =>
  layOut({columns, rows, pane, isZoomed, checkRows: 4});

const visible = (layout: ReturnType<typeof at>): readonly PaneName[] =>
  layout.panes.filter(({isVisible: isShown}) => isShown).map(({pane}) => pane);

describe('the three layouts', () => {
  test.each([
    [80, 24, 'narrow', ['terminal']],
    [99, 60, 'narrow', ['terminal']],
    [100, 24, 'medium', ['lesson', 'checks', 'terminal', 'topology']],
    [159, 31, 'medium', ['lesson', 'checks', 'terminal', 'topology']],
    [100, 32, 'medium', ['lesson', 'checks', 'terminal', 'topology', 'changes']],
    [159, 50, 'medium', ['lesson', 'checks', 'terminal', 'topology', 'changes']],
    [160, 40, 'wide', ['lesson', 'checks', 'terminal', 'topology', 'changes']],
  ] as const)('%d x %d is %s', (columns, rows, name, panes) => {
    const layout = at(columns, rows);
    expect(layout.name).toBe(name);
    expect(visible(layout)).toEqual(panes);
  });

  test('a low window of two columns shows the changes in the place of the topology while they are chosen', () => {
    expect(isVisible(at(120, 30, 'changes'), 'changes')).toBe(true);
    expect(isVisible(at(120, 30, 'changes'), 'topology')).toBe(false);
    expect(isVisible(at(120, 30, 'lesson'), 'topology')).toBe(true);
    const kept = layOut({columns: 120, rows: 30, pane: 'lesson', low: 'changes', isZoomed: false, checkRows: 4});
    expect(isVisible(kept, 'changes')).toBe(true);
  });

  test('a high one shares 40, 33 and 27 % among terminal, topology and changes', () => {
    const height = (pane: PaneName) => at(120, 102).panes.find((placed) => placed.pane === pane)?.height;
    expect([height('terminal'), height('topology'), height('changes')]).toEqual([40, 33, 27]);
  });

  test('zoom shows the chosen pane alone', () => {
    for (const pane of PANES) {
      const layout = at(200, 50, pane, true);
      expect(visible(layout)).toEqual([pane]);
      expect(layout.panes).toContainEqual({pane, left: 0, top: 0, width: 200, height: 48, isVisible: true});
    }
  });
});

test('the panes in sight cover every window exactly, and each has room for something', () => {
  for (let columns = 60; columns <= 260; columns += 7)
    for (let rows = 15; rows <= 90; rows += 5)
      for (const pane of PANES)
        for (const isZoomed of [false, true]) {
          const layout = at(columns, rows, pane, isZoomed);
          expect(layout.height).toBe(rows - BAR_ROWS - (layout.hasTabs ? 1 : 0));
          expect(isVisible(layout, pane)).toBe(true);
          expect(layout.panes.map((placed) => placed.pane).toSorted()).toEqual([...PANES].toSorted());
          const covered = Array.from({length: layout.height}, () => Array.from({length: columns}, () => 0));
          for (const place of layout.panes) {
            expect(place.width).toBeGreaterThanOrEqual(36);
            expect(place.height).toBeGreaterThanOrEqual(4);
            if (!place.isVisible) continue;
            for (let row = place.top; row < place.top + place.height; row += 1)
              for (let cell = place.left; cell < place.left + place.width; cell += 1) covered[row]![cell]! += 1;
          }
          expect(covered.every((row) => row.every((count) => count === 1))).toBe(true);
        }
});

test.each([
  [80, 24, 1, {columns: 80, rows: 21}],
  [80, 24, 2, {columns: 80, rows: 20}],
  [120, 30, 1, {columns: 70, rows: 16}],
  [120, 36, 1, {columns: 70, rows: 12}],
  [200, 50, 3, {columns: 84, rows: 45}],
])('a shell opened in %d x %d beside %d gets %j', (columns, rows, nodes, size) => {
  expect(firstTerminalSize(columns, rows, nodes)).toEqual(size);
});
