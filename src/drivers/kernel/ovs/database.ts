import {z} from 'zod';
import type {OvsBridge, OvsInterface, OvsPort} from '../../../state/openvswitch.ts';
import {sortedRecord} from '../json-output.ts';
import {UnreadableOutput} from '../unreadable-output.ts';

const TABLES = {
  Bridge: ['_uuid', 'name', 'datapath_type', 'fail_mode', 'ports'],
  Port: ['_uuid', 'name', 'tag', 'trunks', 'vlan_mode', 'interfaces'],
  Interface: ['_uuid', 'name', 'type', 'ofport', 'options', 'error'],
} as const;

/**
 * Prints each of the tables as a line of JSON (RFC 7047, section 5.1).
 * @param limitS it gives up after so many seconds
 */
export const databaseArgv = (limitS: number): readonly string[] => [
  'ovs-vsctl',
  `--timeout=${limitS}`,
  '-f',
  'json',
  ...Object.entries(TABLES).flatMap(([table, columns]) => ['--', `--columns=${columns.join(',')}`, 'list', table]),
];

/** What of each table is watched: not the statistics, which change by themselves. */
export const WATCHED_COLUMNS: readonly (readonly string[])[] = Object.entries(TABLES).map(([table, columns]) => [
  table,
  columns.filter((column) => column !== '_uuid').join(','),
]);

/** A bridge as the database has it: what its flows and its table say is elsewhere. */
export type DatabaseBridge = Omit<OvsBridge, 'flows' | 'fdb'>;

const uuid = z.tuple([z.literal('uuid'), z.string()]).transform(([, id]) => id);
/** One value stands for a set of one. */
const setOf = <T>(item: z.ZodType<T>) =>
  z.union([
    z.tuple([z.literal('set'), z.array(item)]).transform(([, items]): readonly T[] => items),
    item.transform((one): readonly T[] => [one]),
  ]);
const optional = <T>(item: z.ZodType<T>) => setOf(item).transform((items): T | undefined => items[0]);
const map = z
  .tuple([z.literal('map'), z.array(z.tuple([z.string(), z.string()]))])
  .transform(([, pairs]) => sortedRecord(pairs));

const bridgeRow = z.object({
  _uuid: uuid,
  name: z.string(),
  datapath_type: z.string(),
  fail_mode: optional(z.string()),
  ports: setOf(uuid),
});
const portRow = z.object({
  _uuid: uuid,
  name: z.string(),
  tag: optional(z.number()),
  trunks: setOf(z.number()),
  vlan_mode: optional(z.string()),
  interfaces: setOf(uuid),
});
const interfaceRow = z.object({
  _uuid: uuid,
  name: z.string(),
  type: z.string(),
  ofport: optional(z.number()),
  options: map,
  error: optional(z.string()),
});
const printedTable = z.object({headings: z.array(z.string()), data: z.array(z.array(z.unknown()))});

/**
 * The bridges that {@link databaseArgv} printed, keyed by name.
 * @throws {UnreadableOutput}
 */
export const parseDatabase = (text: string): Readonly<Record<string, DatabaseBridge>> => {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length !== 3) throw new UnreadableOutput('ovs-vsctl', 1, text, `${lines.length} tables instead of 3`);
  const interfaces = new Map(rows(lines, 2, interfaceRow).map((row) => [row._uuid, interfaceOf(row)]));
  const ports = new Map(rows(lines, 1, portRow).map((row) => [row._uuid, portOf(row, interfaces)]));
  return sortedRecord(
    rows(lines, 0, bridgeRow).map((row): [string, DatabaseBridge] => [
      row.name,
      {
        name: row.name,
        datapath: row.datapath_type === '' ? 'system' : row.datapath_type,
        ...(row.fail_mode !== undefined && {failMode: row.fail_mode}),
        ports: named(row.ports, ports),
      },
    ]),
  );
};

/** The things that are referred to; one that is just being removed may be missing. */
const named = <T extends {readonly name: string}>(ids: readonly string[], things: ReadonlyMap<string, T>) =>
  sortedRecord(
    ids.flatMap((id): (readonly [string, T])[] => {
      const thing = things.get(id);
      return thing === undefined ? [] : [[thing.name, thing]];
    }),
  );

const portOf = (row: z.infer<typeof portRow>, interfaces: ReadonlyMap<string, OvsInterface>): OvsPort => ({
  name: row.name,
  ...(row.tag !== undefined && {tag: row.tag}),
  trunks: row.trunks.toSorted((a, b) => a - b),
  ...(row.vlan_mode !== undefined && {vlanMode: row.vlan_mode}),
  interfaces: named(row.interfaces, interfaces),
});

const interfaceOf = (row: z.infer<typeof interfaceRow>): OvsInterface => ({
  name: row.name,
  type: row.type === '' ? 'system' : row.type,
  // -1: it could not be opened.
  ...(row.ofport !== undefined && row.ofport >= 0 && {ofport: row.ofport}),
  options: row.options,
  ...(row.error !== undefined && {error: row.error}),
});

const rows = <T>(lines: readonly string[], index: number, row: z.ZodType<T>): readonly T[] => {
  const line = lines[index] ?? '';
  const fail = (problem: string): never => {
    throw new UnreadableOutput('ovs-vsctl', index + 1, line, problem);
  };
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'not JSON');
  }
  const table = printedTable.safeParse(json);
  if (!table.success) return fail('expected a table with headings and data');
  const {headings, data} = table.data;
  return data.map((cells) => {
    const parsed = row.safeParse(Object.fromEntries(headings.map((heading, at) => [heading, cells[at]])));
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    return fail(issue === undefined ? 'unexpected row' : `${issue.path.join('.') || 'row'}: ${issue.message}`);
  });
};
