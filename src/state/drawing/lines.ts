import type {Names} from '../names.ts';
import {ROOT_NAMESPACE} from '../snapshot.ts';
import type {Language} from '../text.ts';
import {OVS_BRIDGE, isBridge, placeOfId} from '../topology.ts';
import {farEnds} from '../topology/device-tree.ts';
import {CONDITIONS, markWords} from '../topology/mark-words.ts';
import {shortDeviceFrom} from '../words/place-words.ts';
import {cells, flow} from './flow.ts';
import type {Drawn, DrawnDevice, DrawnNamespace, DrawnWord} from './model.ts';
import {SIGNS, run, space} from './run.ts';
import type {Freshness, Run} from './run.ts';

/** One row inside a box. `device`: the row that a wire of this device leaves from. */
export interface Line {
  readonly runs: readonly Run[];
  readonly device?: string;
  /** Drawn as a sign to the left of the row. */
  readonly fresh?: Freshness | undefined;
  /** The wire already crossed the border of an inner box. */
  readonly leaving?: boolean;
}

export interface LineOptions {
  readonly language: Language;
  /** False where wires are drawn: then a device need not say what it is connected to. */
  readonly farEnds: boolean;
  /** What kernel names stand for. */
  readonly names: Names;
  /** Nodes that are patch panels, in the drawing of a cloud: far ends then say only what is not plain anyway. */
  readonly panels: ReadonlySet<string>;
  /** Devices that say so where they have no address. */
  readonly bare: ReadonlySet<string>;
}

/** What a name stands for, in a few words; undefined where that is not known. */
export const shortMeaning = (
  name: string,
  {names, language}: Pick<LineOptions, 'names' | 'language'>,
): string | undefined => names[name]?.short[language];

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
  const marks = namespace.marks.map((mark) => wordRun({...mark, text: markWords(mark.text)[options.language]}, 'mark'));
  const unread = namespace.unread.map((line) => `${COULD_NOT_READ[options.language]} ${line}`);
  const empty = namespace.devices.length === 0 && unread.length === 0 && marks.length === 0;
  return [
    ...(marks.length === 0 ? [] : flow([], [], marks, width, ' · ').map((runs) => ({runs}))),
    ...unread.flatMap((line) => wrapped(line, width).map((runs) => ({runs}))),
    ...(empty ? [{runs: [run(ONLY_LOOPBACK[options.language], 'label')]}] : []),
    ...namespace.devices.flatMap((device, index) => {
      const below = namespace.devices[index + 1];
      return deviceLines(device, below, drawn, ends, column, width, options);
    }),
  ];
};

const COULD_NOT_READ = {en: 'could not read', zh: '无法读取'} as const;
const ONLY_LOOPBACK = {en: 'only lo', zh: '只有 lo'} as const;
const NO_ADDRESS = {en: 'no address', zh: '没有地址'} as const;
const OUTSIDE = {en: 'outside', zh: '外部'} as const;

/** A reason is never cut short: it wraps between its words. */
const wrapped = (text: string, width: number) =>
  flow(
    [],
    [space(2)],
    text.split(' ').map((word) => run(word, 'unread')),
    width,
    ' ',
  );

/** What went away keeps its place for a while, and says so. */
const wordRun = ({text, fresh}: DrawnWord, role: 'address' | 'mark'): Run =>
  run(fresh === 'removed' ? `${SIGNS.removed}${text}` : text, role, fresh);

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
    run(device.name, isBridge(device) ? 'bridge' : 'device', fresh),
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
  return rows.map((runs, index) => (index === 0 ? {runs, device: device.id, fresh} : {runs}));
};

const piecesOf = (
  {device, addresses, fresh, conditionFresh}: DrawnDevice,
  drawn: Drawn,
  ends: Ends extends ReadonlyMap<string, infer E> ? E : never,
  options: LineOptions,
): readonly Run[] => {
  const {language} = options;
  const meaning = shortMeaning(device.name, options);
  // Where the far end stands in the same row, the place it is in says the same.
  const own = placeOfId(device.id);
  const isSaid = [own, ...ends.flatMap(({id}) => (id === undefined ? [] : [placeOfId(id)]))].some(
    ({namespace}) => shortMeaning(namespace, options) === meaning,
  );
  const pieces: Run[] = meaning === undefined || isSaid ? [] : [run(`(${meaning})`, 'meaning', fresh)];
  const words: readonly Run[] = addresses.map((word) =>
    fresh === 'removed' ? run(word.text, 'address', fresh) : wordRun(word, 'address'),
  );
  pieces.push(...words);
  if (addresses.length === 0 && options.bare.has(device.id)) pieces.push(run(NO_ADDRESS[language], 'label', fresh));
  const parent = drawn.parents.get(device.id);
  const on = parent === undefined || device.bridge === undefined ? '' : ` @${placeOfId(parent).device}`;
  if (device.kind === OVS_BRIDGE) pieces.push(run('OVS', 'label', fresh));
  if (device.label !== undefined) pieces.push(run(`${device.label}${on}`, 'label', fresh));
  if (device.condition !== 'up') {
    pieces.push(
      run(CONDITIONS[device.condition][language], device.condition, fresh === 'removed' ? fresh : conditionFresh),
    );
  }
  for (const {id, wire} of ends) {
    const line = wire.kind === 'vxlan' ? '══' : '──';
    const outside = wire.label?.replace(/^.*→ /, '') ?? OUTSIDE[language];
    pieces.push(run(`${line} ${id === undefined ? outside : farEnd(id, own, options)}`, 'wire', fresh));
  }
  return pieces;
};

type Position = ReturnType<typeof placeOfId>;

/** The other end of a wire. Of a cloud: a switch by its name alone, the same tunnel elsewhere by its node. */
const farEnd = (id: string, own: Position, options: LineOptions): string => {
  const far = placeOfId(id);
  const isPlain =
    options.panels.has(far.node) ||
    (options.panels.size > 0 && far.node === own.node && far.namespace === ROOT_NAMESPACE);
  if (isPlain) return far.device;
  const isSameElsewhere = far.device === own.device && far.namespace === own.namespace;
  if (options.panels.size > 0 && isSameElsewhere) return far.node;
  return shortDeviceFrom(id, own, (namespace) => shortMeaning(namespace, options));
};
