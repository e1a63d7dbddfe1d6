import type {Language} from '../text.ts';
import {placeOfId} from '../topology.ts';
import {farEnds} from '../topology/device-tree.ts';
import {CONDITIONS, markWords} from '../topology/mark-words.ts';
import {shortDeviceFrom} from '../words/place-words.ts';
import {cells, flow} from './flow.ts';
import type {Drawn, DrawnDevice, DrawnNamespace} from './model.ts';
import {run, space} from './run.ts';
import type {Run} from './run.ts';

/** One row inside a box. `device`: the row that a wire of this device leaves from. */
export interface Line {
  readonly runs: readonly Run[];
  readonly device?: string;
  /** The wire already crossed the border of an inner box. */
  readonly leaving?: boolean;
}

export interface LineOptions {
  readonly language: Language;
  /** False where wires are drawn: then a device need not say what it is connected to. */
  readonly farEnds: boolean;
}

const GLYPHS = {up: '●', down: '○', 'no-carrier': '◌'} as const;
const GAP = 2;

const nameEnd = (device: DrawnDevice) => device.depth * 2 + 2 + cells(device.device.name);

/** What stands inside the box of a namespace: its marks, what could not be read, its devices. */
export const namespaceLines = (
  namespace: DrawnNamespace,
  drawn: Drawn,
  width: number,
  options: LineOptions,
): readonly Line[] => {
  const ends = options.farEnds ? farEnds(drawn.wires) : danglingEnds(drawn);
  // Long names get a column of their own only while at least half of the row is left for the rest.
  const column = Math.min(Math.max(0, ...namespace.devices.map(nameEnd)), Math.floor(width / 2)) + GAP;
  const marks = namespace.marks.map(({text, fresh}) => run(markWords(text)[options.language], 'mark', fresh));
  const unread = namespace.unread.map((line) =>
    run(`${{en: 'could not read', zh: '无法读取'}[options.language]} ${line}`, 'unread'),
  );
  const empty = namespace.devices.length === 0 && unread.length === 0 && marks.length === 0;
  return [
    ...(marks.length === 0 ? [] : flow([], [], marks, width, ' · ').map((runs) => ({runs}))),
    ...unread.flatMap((line) => flow([], [], [line], width).map((runs) => ({runs}))),
    ...(empty ? [{runs: [run({en: 'only lo', zh: '只有 lo'}[options.language], 'label')]}] : []),
    ...namespace.devices.flatMap((device, index) => {
      const below = namespace.devices[index + 1];
      return deviceLines(device, below, drawn, ends, column, width, options);
    }),
  ];
};

type Ends = ReturnType<typeof farEnds>;

/** Wires whose far end cannot be drawn are said in words in every form. */
const danglingEnds = (drawn: Drawn): Ends => farEnds(drawn.wires.filter(({to}) => to === undefined));

const treePrefix = (last: readonly boolean[]): string =>
  last.map((ended, level) => (level === last.length - 1 ? (ended ? '└ ' : '├ ') : ended ? '  ' : '│ ')).join('');

/** The branches that go on below a device's first row, its own children included. */
const treeContinuation = (device: DrawnDevice, below: DrawnDevice | undefined): string =>
  device.last.map((ended) => (ended ? '  ' : '│ ')).join('') + ((below?.depth ?? 0) > device.depth ? '│ ' : '');

const deviceLines = (
  drawnDevice: DrawnDevice,
  below: DrawnDevice | undefined,
  drawn: Drawn,
  ends: Ends,
  column: number,
  width: number,
  options: LineOptions,
): readonly Line[] => {
  const {device, fresh, last, conditionFresh} = drawnDevice;
  const gone = fresh === 'removed';
  const prefix = treePrefix(last);
  const lead = [
    ...(prefix === '' ? [] : [run(prefix, 'frame')]),
    run(GLYPHS[device.condition], device.condition, gone ? fresh : (conditionFresh ?? fresh)),
    space(1),
    run(device.name, device.kind === 'bridge' ? 'bridge' : 'device', fresh),
  ];
  const pieces = piecesOf(drawnDevice, drawn, ends.get(device.id) ?? [], options);
  const continuation = treeContinuation(drawnDevice, below);
  const widest = Math.max(0, ...pieces.map(({text}) => cells(text)));
  // Where the common column leaves too little room, the row gives up being aligned before it wraps.
  const aligned = Math.max(GAP, column - nameEnd(drawnDevice));
  const first = cells(pieces[0]?.text ?? '');
  const pad = nameEnd(drawnDevice) + aligned + first <= width ? aligned : GAP;
  const start = column + widest <= width ? column : cells(continuation) + 4;
  const next = [run(continuation, 'frame'), space(start - cells(continuation))];
  const rows = pieces.length === 0 ? [lead] : flow([...lead, space(pad)], next, pieces, width);
  return rows.map((runs, index) => (index === 0 ? {runs, device: device.id} : {runs}));
};

const piecesOf = (
  {device, addresses, fresh, conditionFresh}: DrawnDevice,
  drawn: Drawn,
  ends: Ends extends ReadonlyMap<string, infer E> ? E : never,
  {language}: LineOptions,
): readonly Run[] => {
  const pieces: Run[] = addresses.map((word) => run(word.text, 'address', word.fresh));
  const parent = drawn.parents.get(device.id);
  const on = parent === undefined || device.bridge === undefined ? '' : ` @${placeOfId(parent).device}`;
  if (device.label !== undefined) pieces.push(run(`${device.label}${on}`, 'label', fresh));
  if (device.condition !== 'up') {
    pieces.push(
      run(CONDITIONS[device.condition][language], device.condition, fresh === 'removed' ? fresh : conditionFresh),
    );
  }
  for (const {id, wire} of ends) {
    const line = wire.kind === 'vxlan' ? '══' : '──';
    const outside = wire.label?.replace(/^.*→ /, '') ?? {en: 'outside', zh: '外部'}[language];
    pieces.push(
      run(`${line} ${id === undefined ? outside : shortDeviceFrom(id, placeOfId(device.id))}`, 'wire', fresh),
    );
  }
  return pieces;
};
