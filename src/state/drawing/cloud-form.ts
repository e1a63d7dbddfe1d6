import {BOX_CELLS, box} from './box.ts';
import {fit} from './flow.ts';
import {linesOf, listedNamespace, type FormWords} from './forms.ts';
import type {Line} from './lines.ts';
import type {Drawn, DrawnNode} from './model.ts';
import {space, type Row} from './run.ts';

/** Narrower boxes cut the names of taps and namespaces. */
const LEAST_COLUMN = 36;
/** Wider ones leave their borders far from what is in them. */
const MOST_COLUMN = 76;
const GAP = 1;

/**
 * A cloud: its servers side by side, each in the shortest column, and below them the switches that join them. With
 * boxes for namespaces where that is no higher than `height`, else with their names indented; with as many columns as
 * make it lowest. Undefined where not even two columns have room.
 */
export const cloudForm = (
  drawn: Drawn,
  width: number,
  height: number,
  words: FormWords,
): readonly Row[] | undefined => {
  const isPanel = ({name}: DrawnNode): boolean => words.panels.has(name);
  const servers = drawn.nodes.filter((node) => !isPanel(node));
  const most = Math.min(servers.length, Math.floor((width + GAP) / (LEAST_COLUMN + GAP)));
  let lowest: readonly Row[] | undefined;
  for (const contents of [boxedContents, listedContents])
    for (let columns = most; columns >= Math.min(2, servers.length) && columns > 0; columns--) {
      const column = Math.min(MOST_COLUMN, Math.floor((width - (columns - 1) * GAP) / columns));
      const across = columns * column + (columns - 1) * GAP;
      const drawBox = (node: DrawnNode, cells: number): readonly Row[] => {
        const options = {title: node.name, role: 'node', fresh: node.fresh, round: true, exits: new Map()} as const;
        return box(contents(node, drawn, cells - BOX_CELLS, words), cells, options).map(({runs}) => runs);
      };
      const rows = [
        ...sideBySide(
          servers.map((node) => drawBox(node, column)),
          columns,
          column,
        ),
        ...drawn.nodes.filter(isPanel).flatMap((node) => drawBox(node, across)),
      ];
      if (rows.length <= height) return rows;
      if (lowest === undefined || rows.length < lowest.length) lowest = rows;
    }
  return lowest;
};

type Contents = (node: DrawnNode, drawn: Drawn, width: number, words: FormWords) => readonly Line[];

const boxedContents: Contents = (node, drawn, width, words) =>
  linesOf(node, drawn, width, new Map(), {...words, farEnds: true});

/** As in a list, but with the sign of what is fresh where boxes have it. */
const listedContents: Contents = (node, drawn, width, words) =>
  node.namespaces.flatMap((namespace) =>
    listedNamespace(namespace, node, drawn, width + 2, words).map(([indent, sign, ...rest]): Line => {
      const runs = [space((indent?.text.length ?? 1) - 1), ...rest];
      return sign?.fresh === undefined ? {runs} : {runs, fresh: sign.fresh};
    }),
  );

/** Boxes of one width in columns, each below those in the column that was shortest. */
const sideBySide = (boxes: readonly (readonly Row[])[], columns: number, width: number): readonly Row[] => {
  const stacks: Row[][] = Array.from({length: columns}, () => []);
  for (const rows of boxes) stacks.reduce((best, stack) => (stack.length < best.length ? stack : best)).push(...rows);
  const height = Math.max(...stacks.map((stack) => stack.length));
  return Array.from({length: height}, (_, row) =>
    stacks.flatMap((stack, index) => [...(index === 0 ? [] : [space(GAP)]), ...fit(stack[row] ?? [], width)]),
  );
};
