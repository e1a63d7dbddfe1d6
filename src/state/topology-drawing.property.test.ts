import {describe, expect, test} from 'vitest';
import {cells, rowCells} from './drawing/flow.ts';
import {rowText} from './drawing/run.ts';
import type {Row} from './drawing/run.ts';
import {topology} from './make-topology.ts';
import {aSnapshot} from './testing/build-snapshot.ts';
import {dice, randomEdits, seeded} from './testing/random-edits.ts';
import {drawTopology} from './topology-drawing.ts';
import type {Topology} from './topology.ts';

/** Random topologies with random cables, small enough to be drawn with wires at 120 columns. */
const random = (count: number): readonly {readonly name: string; readonly topology: Topology}[] =>
  Array.from({length: count}, (_, seed) => {
    const roll = dice(seeded(seed + 1000));
    const snapshot = randomEdits(aSnapshot({host: []}), 120 + roll.upTo(300), roll);
    return {name: `seed ${seed}`, topology: withRandomCables(topology(snapshot), roll.upTo)};
  });

/** Cables between devices that no other cable is in, up to seven. */
const withRandomCables = (topology: Topology, upTo: (limit: number) => number): Topology => {
  const free = topology.nodes
    .flatMap((node) => node.namespaces)
    .flatMap((namespace) => namespace.devices)
    .filter(({kind}) => kind !== 'bridge')
    .map(({id}) => id);
  const take = () => free.splice(upTo(free.length), 1)[0] ?? '';
  const count = Math.min(upTo(8), Math.floor(free.length / 2));
  return {...topology, wires: Array.from({length: count}, () => ({from: take(), to: take(), kind: 'veth'}))};
};

describe('any topology', () => {
  test('no row is wider than the pane, and boxes have straight sides', () => {
    for (const {name, topology} of random(40)) {
      for (const width of [24, 36, 44, 60, 120]) {
        for (const language of ['en', 'zh'] as const) {
          for (const row of drawTopology(topology, {width, height: 500, language})) {
            expect(rowCells(row), `${name} at ${width}: ${rowText(row)}`).toBeLessThanOrEqual(width);
            for (const run of row) expect(run.text, name).toMatch(/^\P{Cc}*$/u);
          }
        }
      }
    }
  });

  test('every device is drawn once in every form', () => {
    for (const {name, topology} of random(40)) {
      const devices = topology.nodes.flatMap((node) =>
        node.namespaces.flatMap((namespace) => namespace.devices.map((device) => device.name)),
      );
      for (const width of [40, 56, 120]) {
        const rows = drawTopology(topology, {width, height: 500, language: 'en'});
        const drawn = rows.flat().filter(({role}) => role === 'device' || role === 'bridge');
        expect(drawn.map(({text}) => text).toSorted(), `${name} at ${width}`).toEqual(devices.toSorted());
      }
    }
  });

  test('every wire leads from its device to its other end', () => {
    let traced = 0;
    for (const {name, topology} of random(150)) {
      const rows = drawTopology(topology, {width: 120, height: 500, language: 'en'});
      const devices = deviceRows(topology, rows);
      for (const wire of topology.wires) {
        if (wire.to === undefined || wire.kind !== 'veth') continue;
        const [from, to] = [devices.get(wire.from), devices.get(wire.to)];
        if (from === undefined || to === undefined) throw new Error(`${name}: ${wire.from} or ${wire.to} is not drawn`);
        expect(follow(rows, from), `${name}: ${wire.from}\n${rows.map(rowText).join('\n')}`).toBe(to);
        expect(follow(rows, to), `${name}: ${wire.to}\n${rows.map(rowText).join('\n')}`).toBe(from);
        traced++;
      }
    }
    expect(traced).toBeGreaterThan(100);
  });

  test('the same topology gives the same drawing', () => {
    for (const {topology} of random(40)) {
      const options = {width: 80, height: 40, language: 'en'} as const;
      expect(drawTopology(structuredClone(topology), options)).toEqual(drawTopology(topology, options));
    }
  });
});

/** The row of each device, found by drawing order: devices of a drawing come in the order of their tree. */
const deviceRows = (topology: Topology, rows: readonly Row[]): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  let place = '';
  let node = '';
  rows.forEach((row, index) => {
    for (const run of row) {
      if (run.role === 'node') [node, place] = [run.text, ''];
      if (run.role === 'namespace') place = run.text;
      if (run.role === 'device' || run.role === 'bridge') found.set(`${node}/${place}/${run.text}`, index);
    }
  });
  expect(found.size).toBe(
    topology.nodes.flatMap((node) => node.namespaces).flatMap((namespace) => namespace.devices).length,
  );
  return found;
};

/** Follows a wire with the finger: right to its corner, along the vertical, and left again; where it arrives. */
const follow = (rows: readonly Row[], start: number): number => {
  const grid = rows.map((row) =>
    row.flatMap(({text}) => Array.from(text).flatMap((char) => (cells(char) === 2 ? [char, ''] : [char]))),
  );
  const at = (row: number, column: number) => grid[row]?.[column] ?? ' ';
  const width = Math.max(...grid.map((row) => row.length));
  let column = width - 1;
  while (at(start, column) === ' ' || '│╎║'.includes(at(start, column))) column--;
  const corner = at(start, column);
  const down = '╮┬'.includes(corner);
  if (!down && !'╯┴'.includes(corner)) return -1;
  let row = start;
  do row += down ? 1 : -1;
  while ('│╎'.includes(at(row, column)));
  return (down ? '╯┴' : '╮┬').includes(at(row, column)) ? row : -1;
};
