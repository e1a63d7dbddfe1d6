import {mainInterface, type OvsBridge} from './openvswitch.ts';

/** What Open vSwitch said it would do with one frame, to `ovs-appctl ofproto/trace`. */
export interface FlowTrace {
  /** One, and one more each time that connection tracking hands the frame back. */
  readonly rounds: readonly TraceRound[];
}

export interface TraceRound {
  /** What connection tracking is taken to have found, as it is printed: `trk|new`; absent in the first round. */
  readonly found?: string;
  /** In the order in which the frame enters them. */
  readonly bridges: readonly TraceBridge[];
  /** As printed: `push_vlan(vid=1,pcp=0),8`; `drop`. */
  readonly datapathActions: string;
}

export interface TraceBridge {
  readonly name: string;
  /** 0; 1 where the bridge was entered in the midst of what another one does, and so on. */
  readonly depth: number;
  readonly hops: readonly TraceHop[];
}

/** One table that the frame was compared with. */
export interface TraceHop {
  readonly table: number;
  /** Absent: no flow of the table matches. */
  readonly flow?: {readonly priority: number; readonly match: string};
  readonly actions: readonly string[];
  /** What the switch said about them: `no learned MAC for destination, flooding`. */
  readonly notes: readonly string[];
}

/** Whether the frame's way ends in the table. What a conntrack action leaves behind is printed as `drop`, too. */
export const isDropped = ({flow, actions, notes}: TraceHop): boolean =>
  flow === undefined ||
  (actions.length === 1 && actions[0] === 'drop') ||
  notes.some((note) => note === NO_SUCH_PORT || /^dropping|, dropping/.test(note));

/** The switch's words for a flow that names the number of a port that is gone. */
export const NO_SUCH_PORT = 'Nonexistent output port';

/** The hop with the last word about a round that sends nothing. */
export const lastWord = ({bridges}: TraceRound): {readonly bridge: string; readonly hop: TraceHop} | undefined =>
  bridges.flatMap(({name, hops}) => hops.filter(isDropped).map((hop) => ({bridge: name, hop}))).at(-1);

/** The trace with names of ports where it has the numbers that they have now. */
export const withPortNames = (
  {rounds}: FlowTrace,
  bridges: Readonly<Record<string, Pick<OvsBridge, 'ports'>>>,
): FlowTrace => ({
  rounds: rounds.map((round) => ({
    ...round,
    bridges: round.bridges.map((bridge) => {
      const ports = Object.values(bridges[bridge.name]?.ports ?? {});
      const names = new Map(ports.map((port) => [String(mainInterface(port)?.ofport), port.name]));
      const named = (text: string): string =>
        text.replaceAll(PORT_NUMBER, (whole, before: string, number: string) =>
          names.has(number) ? `${before}${names.get(number)}` : whole,
        );
      return {
        ...bridge,
        hops: bridge.hops.map((hop) => ({
          ...hop,
          ...(hop.flow && {flow: {...hop.flow, match: named(hop.flow.match)}}),
          actions: hop.actions.map(named),
        })),
      };
    }),
  })),
});

const PORT_NUMBER = /((?:^|,)(?:in_port=|output:))(\d+)(?=,|$)/g;
