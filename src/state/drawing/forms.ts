import {ROOT_NAMESPACE} from '../snapshot.ts';
import {BOX_CELLS, box, boxWidth} from './box.ts';
import type {Exit} from './box.ts';
import {cells, clip, fit} from './flow.ts';
import {drawableWires, gutterCells, layTracks, withGutter} from './gutter.ts';
import {namespaceLines, shortMeaning} from './lines.ts';
import type {Line, LineOptions} from './lines.ts';
import type {Drawn, DrawnNamespace, DrawnNode} from './model.ts';
import {SIGNS, run, signRun, space} from './run.ts';
import type {Freshness, Row, Run} from './run.ts';
import {strokeOf} from './strokes.ts';

/** The language of a drawing, and what the kernel's names stand for. */
export type FormWords = Pick<LineOptions, 'language' | 'names' | 'panels' | 'bare'>;

/** Boxes narrower than this look like rubble next to each other. */
const LEAST_BOX = 34;

/** What stands in the box of a node. */
export const linesOf = (
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
          meaning: shortMeaning(namespace.name, options),
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
    const meaning = shortMeaning(namespace.name, options);
    return box(lines, boxWidth(lines, namespace.name, meaning), {
      title: namespace.name,
      meaning,
      role: 'namespace',
      fresh: undefined,
      round: false,
      exits,
    });
  });
};

/** Boxes with real wires in a gutter to their right. */
export const wiresForm = (drawn: Drawn, width: number, words: FormWords): readonly Row[] | undefined => {
  const options = {...words, farEnds: false};
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
export const boxesForm = (drawn: Drawn, width: number, words: FormWords): readonly Row[] =>
  boxed(drawn, width, new Map(), {...words, farEnds: true}).map(({runs}) => runs);

/** The name is cut before what it stands for. */
const listedName = ({name, fresh}: DrawnNamespace, width: number, options: LineOptions): Row => {
  const short = shortMeaning(name, options);
  const meaning = short === undefined ? '' : clip(` (${short})`, Math.floor(width / 2));
  const shown = run(clip(name, width - 2 - cells(meaning)), 'namespace', fresh);
  return fit([space(1), signRun(fresh), shown, ...(meaning === '' ? [] : [run(meaning, 'meaning', fresh)])], width);
};

const listSign = (fresh: Freshness | undefined): readonly Run[] =>
  fresh === undefined ? [] : [run(` ${SIGNS[fresh]}`, 'sign', fresh)];

/** No boxes: nodes, namespaces and devices indented under each other. The least rows and the least cells. */
export const listForm = (drawn: Drawn, width: number, words: FormWords): readonly Row[] =>
  drawn.nodes.flatMap((node) => [
    fit([run(node.name, 'node', node.fresh), ...listSign(node.fresh)], width),
    ...node.namespaces.flatMap((namespace) => listedNamespace(namespace, node, drawn, width, words)),
  ]);

/** The rows of a namespace without a box: named, and what is in it further in. */
export const listedNamespace = (
  namespace: DrawnNamespace,
  node: DrawnNode,
  drawn: Drawn,
  width: number,
  words: FormWords,
): readonly Row[] => {
  const options = {...words, farEnds: true};
  const root = namespace.name === ROOT_NAMESPACE;
  const indent = root ? 2 : 4;
  const lines = root
    ? rootLines(namespace, node, drawn, width - indent, options)
    : namespaceLines(namespace, drawn, width - indent, options);
  return [
    ...(root ? [] : [listedName(namespace, width, options)]),
    ...lines.map(({runs, fresh}) => [space(indent - 1), signRun(fresh), ...runs]),
  ];
};
