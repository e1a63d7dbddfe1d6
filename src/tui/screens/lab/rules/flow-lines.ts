import {listFlows, type FlowPlace, type ListedFlow} from '../../../../state/flow-list.ts';
import {flowInWords, unknownFlowParts} from '../../../../state/flow-words.ts';
import {wasHit} from '../../../../state/rule-list.ts';
import {EMPTY_LINE, span, type Line} from '../../../lines/line.ts';
import {wrapIndented} from '../../../lines/wrap.ts';
import {atTheEnd, counters, mark, type RulesView} from './rule-lines.ts';

/** The flows of a bridge, table by table: as the switch has each, its counters, and below it what it means. */
export const flowLines = (place: FlowPlace, view: RulesView): readonly Line[] => {
  const flows = listFlows(view.snapshot, view.before, place).filter((flow) => !view.onlyHit || wasHit(flow));
  if (flows.length === 0) return [[span(view.onlyHit ? view.words.noneHit : view.words.none, view.theme.dim)]];
  const tables = Map.groupBy(flows, ({table}) => table);
  return [...tables].flatMap(([table, inTable], index) => [
    ...(index === 0 ? [] : [EMPTY_LINE]),
    [span(view.words.flowTable(table), view.theme.namespace)],
    ...inTable.flatMap((flow) => linesOfFlow(flow, view)),
  ]);
};

const linesOfFlow = (flow: ListedFlow, view: RulesView): readonly Line[] => {
  const {theme, language, width, words} = view;
  const match = flow.match === '' ? words.noConditions : flow.match;
  const written = wrapIndented(
    [
      span(mark(flow), flow.since === 'new' ? theme.added : theme.changed),
      span(`${String(flow.priority).padStart(5)} `, theme.dim),
    ],
    [span(`${match} → ${flow.actions}`, theme.code)],
    width,
  );
  return [
    ...atTheEnd(written, counters(flow, view), width),
    ...wrapIndented([span('        ')], [span(flowInWords(flow)[language])], width),
    ...(unknownFlowParts(flow).length === 0
      ? []
      : wrapIndented([span('      ? ', theme.unknown)], [span(words.unknown, theme.unknown)], width)),
  ];
};
