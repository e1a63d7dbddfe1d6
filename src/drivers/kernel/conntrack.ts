import type {ConntrackEntry, ConntrackTuple, Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';
import {UnreadableOutput, readingOf} from './unreadable-output.ts';

/** Reads the connections that a namespace tracks, IPv4 and IPv6. */
export const readConntrack = async (node: Node, namespace: string): Promise<Reading<readonly ConntrackEntry[]>> => {
  const options = {...(namespace !== '' && {namespace}), logged: false, timeoutMs: 3000};
  const families = await Promise.all(
    ['ipv4', 'ipv6'].map((family) => node.run(['conntrack', '-L', '-f', family, '-o', 'extended'], options)),
  );
  const failed = families.find((result) => !result.ok);
  if (failed !== undefined)
    return {ok: false, why: failed.notFound ? 'the program conntrack is not installed' : failed.stderr.trim()};
  return readingOf(() => families.flatMap((result) => parseConntrack(result.stdout)));
};

/**
 * What `conntrack -L -o extended` printed on stdout.
 * @throws {UnreadableOutput}
 */
export const parseConntrack = (text: string): readonly ConntrackEntry[] =>
  text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parseEntry(line, index + 1)]));

const parseEntry = (line: string, number: number): ConntrackEntry => {
  const words = line.trim().split(/\s+/);
  const protocol = words[2];
  const tuples: Record<string, string>[] = [];
  const flags: string[] = [];
  for (const word of words.slice(3)) {
    const pair = /^([a-z]+)=(\S+)$/.exec(word);
    if (pair !== null) {
      if (pair[1] === 'src') tuples.push({});
      const tuple = tuples.at(-1);
      if (tuple !== undefined && TUPLE_KEYS.has(pair[1] ?? '')) tuple[pair[1] ?? ''] = pair[2] ?? '';
    } else if (/^\[[A-Z_]+\]$/.test(word)) flags.push(word.slice(1, -1));
  }
  const original = tupleOf(tuples[0]);
  const reply = tupleOf(tuples[1]);
  if (protocol === undefined || original === undefined || reply === undefined) {
    throw new UnreadableOutput('conntrack -L', number, line, 'expected a connection with two directions');
  }
  const state = words.slice(4, 6).find((word) => /^[A-Z_]+[0-9]?$/.test(word));
  return {protocol, ...(state !== undefined && {state}), original, reply, flags};
};

const TUPLE_KEYS: ReadonlySet<string> = new Set(['src', 'dst', 'sport', 'dport']);

const tupleOf = (pairs: Readonly<Record<string, string>> | undefined): ConntrackTuple | undefined => {
  const source = pairs?.['src'];
  const destination = pairs?.['dst'];
  if (source === undefined || destination === undefined) return undefined;
  const {sport, dport} = pairs ?? {};
  return {
    source,
    destination,
    ...(sport !== undefined && {sourcePort: Number(sport)}),
    ...(dport !== undefined && {destinationPort: Number(dport)}),
  };
};
