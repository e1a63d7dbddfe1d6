import {DEFAULT_PRIORITY, flowKey, type OvsFdbEntry, type OvsFlow} from '../../../state/openvswitch.ts';
import {sortedRecord} from '../json-output.ts';
import {UnreadableOutput} from '../unreadable-output.ts';

const TOOL = 'ovs-ofctl dump-flows';

/** A reply begins with a line of its own: `NXST_FLOW reply (xid=0x4):`, `OFPST_FLOW reply (OF1.3) (xid=0x2):`. */
const HEADER = /^[A-Z]+_FLOW reply/;
/** What a flow says of itself beside its match; the durations and ages are left out, for they never stand still. */
const FACT = /^(cookie|duration|table|n_packets|n_bytes|idle_age|hard_age|idle_timeout|hard_timeout|importance)=(.*)$/;
const FLAGS: ReadonlySet<string> = new Set([
  'send_flow_rem',
  'check_overlap',
  'reset_counts',
  'no_packet_counts',
  'no_byte_counts',
]);
const KEPT_FACTS: ReadonlySet<string> = new Set(['idle_timeout', 'hard_timeout', 'importance']);

/**
 * The flows that `ovs-ofctl --names dump-flows BRIDGE` printed, keyed by {@link flowKey}, by table and falling priority.
 * @throws {UnreadableOutput}
 */
export const parseFlows = (text: string): Readonly<Record<string, OvsFlow>> => {
  const flows = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || HEADER.test(line)) return [];
    return [parseFlow(line, index + 1)];
  });
  return Object.fromEntries(flows.toSorted(inOrder).map((flow) => [flowKey(flow), flow]));
};

const inOrder = (a: OvsFlow, b: OvsFlow): number =>
  a.table - b.table || b.priority - a.priority || (a.match < b.match ? -1 : a.match > b.match ? 1 : 0);

/** ` cookie=0x0, duration=1s, table=1, n_packets=0, n_bytes=0, priority=4,in_port="eth0",dl_vlan=10 actions=drop` */
const parseFlow = (line: string, number: number): OvsFlow => {
  const fail = (problem: string): never => {
    throw new UnreadableOutput(TOOL, number, line, problem);
  };
  const at = line.indexOf(' actions=');
  if (at < 0) return fail('no actions');
  const facts: Record<string, string> = {};
  const options: string[] = [];
  const match: string[] = [];
  let priority = DEFAULT_PRIORITY;
  // Facts end with a comma and a blank, parts of the match with a comma alone.
  for (const word of line.slice(0, at).trim().split(/\s+/)) {
    const one = word.replace(/,$/, '');
    const fact = FACT.exec(one);
    if (FLAGS.has(one)) options.push(one);
    else if (fact !== null && !one.includes(',')) {
      facts[fact[1] ?? ''] = fact[2] ?? '';
      if (KEPT_FACTS.has(fact[1] ?? '')) options.push(one);
    } else {
      for (const part of one.split(',')) {
        const value = /^priority=(.*)$/.exec(part)?.[1];
        if (value === undefined) match.push(withoutQuotes(part));
        else priority = count(value, 'priority', fail);
      }
    }
  }
  return {
    table: count(facts['table'] ?? '0', 'table', fail),
    priority,
    match: match.join(','),
    actions: withoutQuotes(line.slice(at + ' actions='.length).trim()),
    cookie: facts['cookie'] ?? '0x0',
    options,
    packets: count(facts['n_packets'] ?? '0', 'n_packets', fail),
    bytes: count(facts['n_bytes'] ?? '0', 'n_bytes', fail),
  };
};

const count = (value: string, what: string, fail: (problem: string) => never): number =>
  /^\d+$/.test(value) ? Number(value) : fail(`${what} is no number`);

/** Names of ports stand in quotes; they hold none. */
const withoutQuotes = (text: string): string => text.replaceAll('"', '');

/**
 * What `ovs-appctl fdb/show BRIDGE` printed, keyed by `VLAN MAC`. The age is left out.
 * @param portNames by their numbers in the bridge
 * @throws {UnreadableOutput}
 */
export const parseOvsFdb = (
  text: string,
  portNames: Readonly<Record<string, string>>,
): Readonly<Record<string, OvsFdbEntry>> => {
  const [head = '', ...lines] = text.split('\n');
  if (!/^\s*port\s+VLAN\s+MAC\s+Age\s*$/.test(head))
    throw new UnreadableOutput('ovs-appctl fdb show', 1, head, 'expected the head of a table');
  return sortedRecord(
    lines.flatMap((line, index): (readonly [string, OvsFdbEntry])[] => {
      if (line.trim() === '') return [];
      const entry = /^\s*(\d+|LOCAL)\s+(\d+)\s+((?:[\da-f]{2}:){5}[\da-f]{2})\s+(?:-?\d+|static)\s*$/.exec(line);
      if (entry === null) throw new UnreadableOutput('ovs-appctl fdb show', index + 2, line, 'expected an entry');
      const [, number = '', vlan = '', mac = ''] = entry;
      return [[`${vlan} ${mac}`, {mac, vlan: Number(vlan), port: portNames[number] ?? number}]];
    }),
  );
};
