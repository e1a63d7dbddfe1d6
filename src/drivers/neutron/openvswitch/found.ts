import type {Reading} from '../../../state/snapshot.ts';
import type {NodeFindings} from '../driver.ts';
import {CouldNotLook, known} from '../reading.ts';
import {parseFlows} from './flow.ts';
import type {Flow} from './flow.ts';

/** The database, a line for each table. */
export const OVS_DATABASE =
  'ovs-vsctl --timeout=5 --format=json --columns=name,ports,fail_mode,datapath_type list Bridge -- --columns=_uuid,name,interfaces,tag,other_config list Port -- --columns=_uuid,name,ofport,type,options,external_ids list Interface';

/** What stands before the reason why a bridge's flows were not read. */
const UNREAD = 'unread:';

/** The flows of every bridge behind its name, or why there are none: a bridge may speak no OpenFlow 1.3. */
// Without apostrophes, % and \\: it stands as it is in what tells the answers apart.
export const OVS_FLOWS = `(for bridge in $(ovs-vsctl --timeout=5 list-br); do echo "bridge $bridge"; said=$(ovs-ofctl -O OpenFlow13 --no-names --no-stats dump-flows "$bridge" 2>&1) && echo "$said" || echo "${UNREAD}" $said; done)`;

export interface FoundPort {
  readonly bridge: string;
  readonly name: string;
  /** Undefined while the switch has not taken the port up, or could not. */
  readonly number: number | undefined;
  /** Empty for a device of the kernel. */
  readonly type: string;
  readonly tag: number | undefined;
  readonly options: Readonly<Record<string, string>>;
  readonly notes: Readonly<Record<string, string>>;
  readonly externalIds: Readonly<Record<string, string>>;
}

export interface FoundBridge {
  readonly failMode: string;
  readonly datapathType: string;
}

export interface OpenvswitchFound {
  readonly bridges: Readonly<Record<string, FoundBridge>>;
  /** By name, which is unique on a node. */
  readonly ports: Readonly<Record<string, FoundPort>>;
  readonly flows: readonly Flow[];
  /** Why flows were not read, by bridge. */
  readonly unread: Readonly<Record<string, string>>;
}

/** Bridges and ports alone. */
export type FoundDatabase = Pick<OpenvswitchFound, 'bridges' | 'ports'>;

/** @throws {CouldNotLook} ovsdb-server or ovs-vswitchd did not answer, or said what cannot be read */
export function findOpenvswitch(found: NodeFindings): OpenvswitchFound {
  return {...findDatabase(found), ...findFlows(found)};
}

/** Bridges and ports alone. */
export function findDatabase({outputs = {}}: NodeFindings): FoundDatabase {
  const text = known(reading(outputs[OVS_DATABASE]), OVS_DATABASE);
  try {
    return parseDatabase(text);
  } catch (error) {
    throw new CouldNotLook(`ovs-vsctl: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function findFlows({outputs = {}}: NodeFindings): Pick<OpenvswitchFound, 'flows' | 'unread'> {
  const text = known(reading(outputs[OVS_FLOWS]), OVS_FLOWS);
  try {
    const unread: Record<string, string> = {};
    const flows = text
      .split(/^bridge /m)
      .filter((part) => part !== '')
      .flatMap((part) => {
        const end = part.indexOf('\n');
        const [bridge, said] = [part.slice(0, end), part.slice(end + 1)];
        if (!said.startsWith(UNREAD)) return parseFlows(bridge, said);
        unread[bridge] = said.slice(UNREAD.length).trim();
        return [];
      });
    return {flows, unread};
  } catch (error) {
    throw new CouldNotLook(`ovs-ofctl: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const reading = (output: Reading<string> | undefined): Reading<string> => output ?? {ok: false, why: 'was not asked'};

type Row = Readonly<Record<string, unknown>>;

/** @throws {Error} the output has another form */
export function parseDatabase(text: string): FoundDatabase {
  const [bridges = [], ports = [], interfaces = []] = text.trim().split('\n').map(rowsOf);
  const interfaceOf = new Map(interfaces.map((row) => [uuidOf(row['_uuid']), row]));
  const portOf = new Map(ports.map((row) => [uuidOf(row['_uuid']), row]));
  const found = bridges.flatMap((bridge) =>
    setOf(bridge['ports']).flatMap((id): readonly FoundPort[] => {
      const port = portOf.get(uuidOf(id));
      const [first] = setOf(port?.['interfaces']);
      const itself = interfaceOf.get(uuidOf(first));
      if (port === undefined || itself === undefined) return [];
      const number = setOf(itself['ofport'])[0];
      const tag = setOf(port['tag'])[0];
      return [
        {
          bridge: wordOf(bridge['name']),
          name: wordOf(port['name']),
          // -1: there is no such device.
          number: typeof number === 'number' && number > 0 ? number : undefined,
          type: wordOf(itself['type']),
          tag: typeof tag === 'number' ? tag : undefined,
          options: mapOf(itself['options']),
          notes: mapOf(port['other_config']),
          externalIds: mapOf(itself['external_ids']),
        },
      ];
    }),
  );
  return {
    bridges: Object.fromEntries(
      bridges.map((row) => [
        wordOf(row['name']),
        {failMode: wordOf(setOf(row['fail_mode'])[0]), datapathType: wordOf(row['datapath_type'])},
      ]),
    ),
    ports: Object.fromEntries(found.map((port) => [port.name, port])),
  };
}

function rowsOf(line: string): readonly Row[] {
  const {headings, data} = JSON.parse(line) as {
    readonly headings: readonly string[];
    readonly data: readonly (readonly unknown[])[];
  };
  return data.map((values) => Object.fromEntries(headings.map((heading, index) => [heading, values[index]])));
}

/** OVSDB writes a set of one as the thing itself. */
const setOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) && value[0] === 'set' ? (value[1] as readonly unknown[]) : [value];
};

const mapOf = (value: unknown): Readonly<Record<string, string>> =>
  Array.isArray(value) && value[0] === 'map'
    ? Object.fromEntries((value[1] as readonly (readonly [string, string])[]).map(([key, one]) => [key, one]))
    : {};

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const uuidOf = (value: unknown): string => (Array.isArray(value) && value[0] === 'uuid' ? String(value[1]) : '');
