import {ROOT_NAMESPACE} from '../snapshot.ts';
import type {Language} from '../text.ts';
import {BOX_CELLS, box, boxWidth} from './box.ts';
import type {Exit} from './box.ts';
import {fit} from './flow.ts';
import {drawableWires, gutterCells, layTracks, withGutter} from './gutter.ts';
import {namespaceLines} from './lines.ts';
import type {Line, LineOptions} from './lines.ts';
import type {Drawn, DrawnNamespace, DrawnNode} from './model.ts';
import {SIGNS, run, signRun, space} from './run.ts';
import type {Freshness, Row, Run} from './run.ts';
import {strokeOf} from './strokes.ts';

/** Boxes narrower than this look like rubble next to each other. */
const LEAST_BOX = 34;

const linesOf = (
  node: DrawnNode,
  drawn: Drawn,
  width: number,
  exits: ReadonlyMap<string, Exit>,
  options: LineOptions,
): readonly Line[] =>
  node.namespaces.flatMap((namespace) =>
    namespace.name === ROOT_NAMESPACE
      ? rootLines(namespace, node, drawn, width, options)
      : box(namespaceLines(namespace, drawn, width - BOX_CELLS, options), width, {
          title: namespace.name,
          role: 'namespace',
          fresh: namespace.fresh,
          round: false,
          exits,
        }),
  );

/** A node's own namespace needs no box; where it has nothing to show, the named ones stand for the node. */
const rootLines = (namespace: DrawnNamespace, node: DrawnNode, drawn: Drawn, width: number, options: LineOptions) => {
  const nothing = namespace.devices.length === 0 && namespace.marks.length === 0 && namespace.unread.length === 0;
  return nothing && node.namespaces.length > 1 ? [] : namespaceLines(namespace, drawn, width, options);
};

const boxed = (
  drawn: Drawn,
  width: number,
  exits: ReadonlyMap<string, Exit>,
  options: LineOptions,
): readonly Line[] => {
  const natural = Math.max(
    LEAST_BOX,
    ...drawn.nodes.map((node) => boxWidth(naturalLines(node, drawn, exits, options), node.name)),
  );
  const chosen = Math.min(width, natural);
  return drawn.nodes.flatMap((node) =>
    box(linesOf(node, drawn, chosen - BOX_CELLS, exits, options), chosen, {
      title: node.name,
      role: 'node',
      fresh: node.fresh,
      round: true,
      exits,
    }),
  );
};

/** What a node's box holds when nothing has to wrap, to see how wide it wants to be. */
const naturalLines = (
  node: DrawnNode,
  drawn: Drawn,
  exits: ReadonlyMap<string, Exit>,
  options: LineOptions,
): readonly Line[] => {
  const wide = 400;
  return node.namespaces.flatMap((namespace) => {
    const lines = namespaceLines(namespace, drawn, wide, options);
    if (namespace.name === ROOT_NAMESPACE) return lines;
    return box(lines, boxWidth(lines, namespace.name), {
      title: namespace.name,
      role: 'namespace',
      fresh: undefined,
      round: false,
      exits,
    });
  });
};

/** Boxes with real wires in a gutter to their right. */
export const wiresForm = (drawn: Drawn, width: number, language: Language): readonly Row[] | undefined => {
  const options = {language, farEnds: false};
  const exits = new Map<string, Exit>();
  for (const wire of drawableWires(drawn.wires)) {
    for (const id of [wire.from, wire.to]) exits.set(id, {stroke: strokeOf(wire), fresh: wire.fresh});
  }
  // A gutter takes from the width, narrower boxes wrap more rows, and moved rows may need another column.
  const widest = 2 * drawableWires(drawn.wires).length;
  let gutter = 0;
  while (gutter <= widest) {
    const lines = boxed(drawn, width - gutter, exits, options);
    const tracks = layTracks(drawn.wires, rowsOf(lines));
    const needed = gutterCells(tracks);
    if (needed <= gutter || needed === 0) return withGutter(lines, tracks);
    if (width - needed < LEAST_BOX + 6) return undefined;
    gutter = needed;
  }
  return undefined;
};

const rowsOf = (lines: readonly Line[]): ReadonlyMap<string, number> =>
  new Map(lines.flatMap(({device}, row) => (device === undefined ? [] : [[device, row]])));

/** Boxes; each device says what it is connected to. */
export const boxesForm = (drawn: Drawn, width: number, language: Language): readonly Row[] =>
  boxed(drawn, width, new Map(), {language, farEnds: true}).map(({runs}) => runs);

const listSign = (fresh: Freshness | undefined): readonly Run[] =>
  fresh === undefined ? [] : [run(` ${SIGNS[fresh]}`, 'sign', fresh)];

/** No boxes: nodes, namespaces and devices indented under each other. The least rows and the least cells. */
export const listForm = (drawn: Drawn, width: number, language: Language): readonly Row[] =>
  drawn.nodes.flatMap((node) => [
    fit([run(node.name, 'node', node.fresh), ...listSign(node.fresh)], width),
    ...node.namespaces.flatMap((namespace) => listedNamespace(namespace, node, drawn, width, language)),
  ]);

const listedNamespace = (
  namespace: DrawnNamespace,
  node: DrawnNode,
  drawn: Drawn,
  width: number,
  language: Language,
): readonly Row[] => {
  const options = {language, farEnds: true};
  const root = namespace.name === ROOT_NAMESPACE;
  const indent = root ? 2 : 4;
  const lines = root
    ? rootLines(namespace, node, drawn, width - indent, options)
    : namespaceLines(namespace, drawn, width - indent, options);
  return [
    ...(root
      ? []
      : [fit([space(1), signRun(namespace.fresh), run(namespace.name, 'namespace', namespace.fresh)], width)]),
    ...lines.map(({runs, fresh}) => [space(indent - 1), signRun(fresh), ...runs]),
  ];
};
