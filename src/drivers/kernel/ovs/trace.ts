import type {FlowTrace, TraceBridge, TraceHop, TraceRound} from '../../../state/flow-trace.ts';
import {UnreadableOutput} from '../unreadable-output.ts';

const TOOL = 'ovs-appctl ofproto/trace';

/** Whether a command line has Open vSwitch trace a frame. */
export const isTrace = (command: string): boolean => /\bofproto\/trace\b/.test(command);

type Building<T> = {-readonly [key in keyof T]: T[key]};
type Hop = Building<TraceHop> & {actions: string[]; notes: string[]; readonly indent: number};
type Bridge = Omit<TraceBridge, 'hops'> & {readonly hops: Hop[]};
type Round = Omit<Building<TraceRound>, 'bridges' | 'datapathActions'> & {
  readonly bridges: Bridge[];
  datapathActions?: string;
};

/** A bridge that was entered in the midst of another's actions stands this much further right. */
const BRIDGE_INDENT = 4;
/** Actions stand this much further right than the beginning of their table's line. */
const ACTION_INDENT = 4;

/** ` 0. in_port=2,dl_vlan=2, priority 4`, with a cookie behind it where it is not 0. */
const RULE = /^(?:(?<match>\S+), )?priority (?<priority>\d+)(?:, cookie 0x[\da-f]+)?$/;

/**
 * What `ovs-appctl ofproto/trace` printed (3.1; with or without `--names`); undefined where it is none, as an error is
 * or what another program made of it.
 * @throws {UnreadableOutput}
 */
export const parseTrace = (text: string): FlowTrace | undefined => {
  const lines = text.replaceAll('\r', '').trim().split('\n');
  if (!lines[0]?.startsWith('Flow: ')) return undefined;
  const rounds: Round[] = [];
  for (const [index, line] of lines.entries()) readLine(line, index + 1, rounds);
  return {
    rounds: rounds.map(({datapathActions, ...round}) => {
      if (datapathActions === undefined)
        throw new UnreadableOutput(
          TOOL,
          lines.length,
          lines.at(-1) ?? '',
          'it ends before the actions of the datapath',
        );
      return {
        ...round,
        bridges: round.bridges.map((bridge) => ({
          ...bridge,
          hops: bridge.hops.map(({indent: _indent, ...hop}) => hop),
        })),
        datapathActions,
      };
    }),
  };
};

const readLine = (line: string, number: number, rounds: Round[]): void => {
  const words = line.trim();
  const indent = line.length - line.trimStart().length;
  const round = rounds.at(-1);
  if (words === '' || /^[-=]+$/.test(words) || /^(Final flow|Megaflow): /.test(words)) return;
  if (words.startsWith('Flow: ')) {
    // The lines about a return from connection tracking stand before the flow that returns.
    if (round === undefined || round.datapathActions !== undefined) rounds.push({bridges: []});
    return;
  }
  const returned = /^recirc\(0x[\da-f]+\) - resume conntrack with (?:default )?ct_state=(\S+)/.exec(words)?.[1];
  if (returned !== undefined) {
    rounds.push({found: returned, bridges: []});
    return;
  }
  const datapathActions = /^Datapath actions: (.*)$/.exec(words)?.[1];
  const bridge = /^bridge\("(.*)"\)$/.exec(words)?.[1];
  if (round !== undefined && datapathActions !== undefined) round.datapathActions = datapathActions;
  else if (round !== undefined && bridge !== undefined)
    round.bridges.push({name: bridge, depth: Math.floor(indent / BRIDGE_INDENT), hops: []});
  else if (!readHop({words, indent}, round) && !isAside(words))
    throw new UnreadableOutput(TOOL, number, line, 'not understood');
};

/** What stands before the tables of a frame that came back; and which frames cannot be switched by the datapath alone. */
const isAside = (words: string): boolean =>
  words === 'thaw' ||
  /^Resuming from table \d+$/.test(words) ||
  /^(This flow is handled by the userspace slow path|- )/.test(words);

/** A line about a table: the flow that matched, an action, a note. */
const readHop = ({words, indent}: {readonly words: string; readonly indent: number}, round?: Round): boolean => {
  const hops = round?.bridges.at(-1)?.hops;
  if (hops === undefined || isAside(words)) return false;
  const table = /^(\d+)\. (.*)$/.exec(words);
  if (table !== null) {
    const [, digits = '', said = ''] = table;
    const rule = RULE.exec(said)?.groups;
    if (rule === undefined && !said.startsWith('No match')) return false;
    // Tables of one digit have a blank before them.
    const from = indent + digits.length - Math.max(2, digits.length);
    const match = withoutQuotes(rule?.['match'] ?? '');
    hops.push({
      table: Number(digits),
      ...(rule && {flow: {priority: Number(rule['priority']), match}}),
      actions: [],
      notes: [],
      indent: from + ACTION_INDENT,
    });
    return true;
  }
  const note = /^(?:->|>>) (.*)$/.exec(words)?.[1];
  if (note !== undefined) {
    hops.at(-1)?.notes.push(note);
    return hops.length > 0;
  }
  // A flow goes on where it was left once the tables that it asked have answered, in another bridge, too.
  const open = round?.bridges.flatMap((bridge) => bridge.hops).findLast((hop) => hop.indent === indent);
  open?.actions.push(withoutQuotes(words));
  return open !== undefined;
};

/** Names of ports stand in quotes; they hold none. */
const withoutQuotes = (text: string): string => text.replaceAll('"', '');
