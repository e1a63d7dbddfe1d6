import {Box, Text} from 'ink';
import {useMemo} from 'react';
import type {Session} from '../../labs/session.ts';
import {topology} from '../../state/make-topology.ts';
import type {Snapshot} from '../../state/snapshot.ts';
import type {Language, Text as Words} from '../../state/text.ts';
import {drawTopology} from '../../state/topology-drawing.ts';
import {freshFromChanges} from '../../state/topology-freshness.ts';
import type {Topology} from '../../state/topology.ts';
import {useKeys} from '../keys/key-provider.tsx';
import {EMPTY_LINE, type Line, span} from '../lines/line.ts';
import {Lines} from '../lines/lines.tsx';
import type {Theme} from '../themes/theme.ts';
import {useScroll} from '../widgets/use-scroll.ts';
import {legend} from './legend.ts';
import {runStyle} from './run-style.ts';
import {useBaseline} from './use-baseline.ts';

export interface TopologyPaneProps {
  readonly session: Session;
  readonly language: Language;
  readonly theme: Theme;
  readonly width: number;
  readonly height: number;
  /** The lab's scroll keys move this pane. @default false */
  readonly focused?: boolean;
}

/** The narrowest drawing that can be read; a narrower pane shows its left part. */
const LEAST_WIDTH = 36;

/** The lab's nodes as the kernel has them now. What the newest command made glows, what it removed fades. */
export const TopologyPane = ({session, language, theme, width, height, focused = false}: TopologyPaneProps) => {
  const baseline = useBaseline(session);
  const {snapshot, names} = session;
  const newest = session.history.at(-1);
  const isHidden = isDiagnosing(session);

  const rows = useMemo(() => {
    if (snapshot === undefined) return [];
    // On both sides of the comparison, or all marks would seem to have just gone.
    const shown = (one: Snapshot) => (isHidden ? withoutMarks(topologyOf(one)) : topologyOf(one));
    // A pane that came into sight after the command saw no state before it; what is gone is then not known.
    const compare =
      baseline === undefined ? {fresh: freshFromChanges(newest?.changes ?? [])} : {previous: shown(baseline)};
    return drawTopology(shown(snapshot), {width: Math.max(LEAST_WIDTH, width), height, language, names, ...compare});
  }, [snapshot, baseline, newest, isHidden, width, height, language, names]);
  const lines = useMemo(() => {
    const drawing = rows.map((row): Line => row.map((run) => span(run.text, runStyle(run, theme))));
    const below = [EMPTY_LINE, ...legend(rows, width, language, theme)];
    const hasRoom = below.length > 1 && drawing.length + below.length <= height;
    // At the very bottom, so that it stands still while the drawing grows.
    const gap = Array.from({length: Math.max(0, height - drawing.length - below.length)}, () => EMPTY_LINE);
    return hasRoom ? [...drawing, ...gap, ...below] : drawing;
  }, [rows, width, height, language, theme]);

  const firstFresh = rows.findIndex((row) => row.some((run) => run.fresh !== undefined));
  const {from, actions} = useScroll({
    total: lines.length,
    height,
    // A fresh host is seen from its top. Of what is fresh one row above stays in sight: the frame it stands in.
    ...(snapshot === undefined
      ? {follow: {key: 'no host', line: 0}}
      : firstFresh !== -1 && {follow: {key: String(newest?.number), line: firstFresh - 1}}),
  });
  useKeys('pane', {context: 'lab', actions}, focused);

  if (snapshot === undefined) {
    return (
      <Box width={width} height={height} overflow="hidden">
        <Text {...theme.dim}>{waitingWords(session)[language]}</Text>
      </Box>
    );
  }
  return <Lines lines={lines} width={width} height={height} from={from} more={theme.dim} />;
};

/** The drawing is made again for every size and language, the topology only for a new snapshot. */
const topologies = new WeakMap<Snapshot, Topology>();

const topologyOf = (snapshot: Snapshot): Topology => {
  const known = topologies.get(snapshot) ?? topology(snapshot);
  topologies.set(snapshot, known);
  return known;
};

const waitingWords = ({phase}: Session): Words => {
  switch (phase.name) {
    case 'opening':
    case 'replaying':
      return {en: `${phase.doing.en}…`, zh: `${phase.doing.zh}……`};
    case 'failed':
      return phase.why;
    case 'ready':
    case 'finished':
    case 'closed':
      return {en: 'Nothing was read from the nodes yet.', zh: '尚未从节点读取任何状态。'};
  }
};

/** Where the learner has to find a fault, the drawing must not name it: what a namespace does is left to find out. */
const isDiagnosing = ({lab, current}: Session): boolean => lab.steps[current]?.solve === 'diagnose';

const withoutMarks = (shown: Topology): Topology => ({
  ...shown,
  nodes: shown.nodes.map((node) => ({
    ...node,
    namespaces: node.namespaces.map((namespace) => ({...namespace, marks: []})),
  })),
});
