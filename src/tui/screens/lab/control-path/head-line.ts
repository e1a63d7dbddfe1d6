import type {Cause, TimelineEntry} from '../../../../labs/cloud/timeline.ts';
import {NO_NAMES, nameIn, namedPieces} from '../../../../state/names.ts';
import {EMPTY_LINE, ends, lineWidth, plain, span, type Line} from '../../../lines/line.ts';
import type {Style} from '../../../themes/theme.ts';
import {printable, type PathView} from './path-view.ts';

export interface HeadOptions {
  readonly isOpen: boolean;
  readonly isChosen: boolean;
}

/** One entry in one row: when, who, what, and how it ended. */
export const headLine = (entry: TimelineEntry, {isOpen, isChosen}: HeadOptions, view: PathView): Line => {
  const {theme, width} = view;
  const right = outcome(entry, view);
  const left = (pathOf: (path: string) => string): Line => [
    span(`${isChosen ? '❯' : ' '}${isOpen ? '▾' : '▸'} `, theme.accent),
    span(`${clock(entry.at)}  `, theme.dim),
    ...what(entry, pathOf, view),
  ];
  const whole = left((path) => path);
  // Where there is little room, the service goes first: what is at the end of a path tells more.
  const isLong = lineWidth(whole) + 1 + lineWidth(right) > width;
  const line = ends(isLong ? left((path) => path.replace(/^\/[^/]+\/v[\d.]+(?=\/)/, '…')) : whole, right, width);
  // The chosen row lies on a surface of its own; the colours of its words give way.
  return isChosen ? [span(plain(line), theme.selected)] : line;
};

/** `14:03:22`, the learner's own time. */
const clock = (at: number): string => {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
};

const what = (entry: TimelineEntry, pathOf: (path: string) => string, view: PathView): Line => {
  const {cause} = entry;
  const {theme, words} = view;
  if (cause.kind === 'agent')
    return [span(`${cause.node}  `, theme.node), span(`${cause.agent} `), span(words.acts[cause.act], theme.accent)];
  return [
    span(`${printable(cause.user)}  `, theme.dim),
    span(`${cause.method} `, theme.strong),
    ...decodedPath(pathOf(cause.path), view),
    ...madeName(entry, view),
  ];
};

/** The path with the names of things in the place of their ids. */
export const decodedPath = (path: string, {names = NO_NAMES, language, theme}: PathView): Line =>
  namedPieces(printable(path), names).flatMap((piece): Line => {
    if (piece.meaning === undefined) return [span(piece.text)];
    const before = piece.text.slice(0, piece.text.length - nameIn(piece).length);
    return [span(before), span(piece.meaning.short[language], theme.code)];
  });

/** What a call made has no name in its path. A call may make more than it is for: a project's first one, its default group. */
const madeName = ({cause, records}: TimelineEntry, {theme}: PathView): Line => {
  if (cause.kind !== 'request' || cause.method !== 'POST') return EMPTY_LINE;
  const all = records.filter(({how, name}) => how === 'added' && name !== '');
  const made = all.find(({table}) => table === tableOf(cause.path)) ?? all[0];
  return made === undefined ? EMPTY_LINE : [span(` ${printable(made.name)}`, theme.code)];
};

/** `/networking/v2.0/security-groups?…` → `securityGroups`. */
const tableOf = (path: string): string =>
  (path.split('?')[0]?.split('/').at(-1) ?? '').replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const outcome = (entry: TimelineEntry, {theme, words}: PathView): Line => {
  const {cause} = entry;
  const isTroubled = entry.works.some(({problem, outcomes}) => problem !== undefined || outcomes.some(isFailed));
  const trouble: Line = isTroubled ? [span(`✘ ${words.stages.kernel}  `, theme.bad)] : EMPTY_LINE;
  const busy: Line = entry.settledMs === undefined ? [span(`… ${words.busy}  `, theme.unknown)] : EMPTY_LINE;
  if (cause.kind === 'agent') return [...trouble, ...busy];
  return [
    ...trouble,
    ...busy,
    ...(cause.isReplayed ? [span(`${words.replayed}  `, theme.dim)] : []),
    ...(cause.reads === 0 ? [] : [span(`${words.reads(cause.reads)}  `, theme.dim)]),
    span(`${milliseconds(cause.durationMs)}  `, theme.dim),
    span(`${isRefused(cause) ? '✘' : '✓'} ${cause.status}`, statusStyle(cause, theme)),
  ];
};

export const isRefused = ({status}: Pick<Extract<Cause, {kind: 'request'}>, 'status'>): boolean => status >= 400;

export const statusStyle = (
  cause: Pick<Extract<Cause, {kind: 'request'}>, 'status'>,
  {ok, bad}: {readonly ok: Style; readonly bad: Style},
): Style => (isRefused(cause) ? bad : ok);

export const isFailed = ({exitCode}: {readonly exitCode?: number}): boolean => exitCode !== undefined && exitCode !== 0;

export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
