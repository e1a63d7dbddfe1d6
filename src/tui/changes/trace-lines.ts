import type {FlowTrace, TraceBridge, TraceHop, TraceRound} from '../../state/flow-trace.ts';
import type {Reading} from '../../state/snapshot.ts';
import type {Language, Text} from '../../state/text.ts';
import {actionsOf, endInWords, foundInWords, hopInWords, hopSign, noteInWords} from '../../state/trace-words.ts';
import {type Line, span} from '../lines/line.ts';
import {wrapIndented} from '../lines/wrap.ts';
import type {Theme} from '../themes/theme.ts';

export interface TraceView {
  readonly language: Language;
  readonly theme: Theme;
  readonly width: number;
}

/** What comes of a traced frame, then its way: every bridge, every table with the flow that matched and its words. */
export const traceLines = (trace: Reading<FlowTrace>, view: TraceView): readonly Line[] => {
  const {language, theme, width} = view;
  if (!trace.ok)
    return wrapIndented([span(' ? ', theme.unknown)], [span(unread(trace.why)[language], theme.unknown)], width);
  const {rounds} = trace.value;
  const last = rounds.at(-1);
  return [
    ...(last === undefined ? [] : endLines(last, view)),
    ...rounds.flatMap((round) => [
      ...(round.found === undefined
        ? []
        : wrapIndented([span(' ')], [span(foundInWords(round.found)[language])], width)),
      ...round.bridges.flatMap((bridge) => bridgeLines(bridge, view)),
      ...(round === last ? [] : endLines(round, view)),
    ]),
  ];
};

const endLines = (round: TraceRound, {language, theme, width}: TraceView): readonly Line[] => {
  const style = round.datapathActions === 'drop' ? theme.bad : theme.strong;
  return wrapIndented([span(' ▸ ', theme.accent)], [span(endInWords(round)[language], style)], width);
};

const bridgeLines = ({name, depth, hops}: TraceBridge, view: TraceView): readonly Line[] => {
  const before = ' '.repeat(1 + 2 * depth);
  return [[span(before), span(name, view.theme.namespace)], ...hops.flatMap((hop) => hopLines(hop, before, view))];
};

const hopLines = (hop: TraceHop, before: string, {language, theme, width}: TraceView): readonly Line[] => {
  const words = hopInWords(hop);
  const sign = hopSign(hop);
  const head = [
    span(`${before}${sign}`, theme.bad),
    span(`${String(hop.table).padStart(3)} ${priority(hop).padEnd(4)} `, theme.dim),
  ];
  const written = hop.flow === undefined ? '–' : `${hop.flow.match || EVERY[language]} → ${actionsOf(hop).join()}`;
  const below = [span(`${before}      `)];
  return [
    ...wrapIndented(head, [span(written, sign === '✘' ? theme.bad : theme.code)], width),
    ...(words === undefined ? [] : wrapIndented(below, [span(words[language])], width)),
    ...hop.notes.flatMap((note) => {
      const said = noteInWords(note)?.[language];
      return said === undefined
        ? []
        : wrapIndented([span(`${before}      ↳ `, theme.dim)], [span(said, theme.dim)], width);
    }),
  ];
};

const priority = ({flow}: TraceHop): string => (flow === undefined ? '' : `p${flow.priority}`);

const EVERY: Text = {en: 'every frame', zh: '所有帧'};
const unread = (why: string): Text => ({en: `This trace could not be read: ${why}`, zh: `无法读取这次追踪：${why}`});
