import type {RecordTypes, TableName} from './records.ts';
import {makeTables, TABLE_NAMES} from './tables.ts';
import type {Tables} from './tables.ts';
import {openChanceSource} from './chance.ts';
import type {Chance} from './chance.ts';
import type {CloudDocument} from './document.ts';

/** One record's way through one transaction. Without `before` it was created, without `after` deleted. */
export type CloudChange = {
  readonly [N in TableName]: {
    readonly table: N;
    readonly id: string;
    readonly before?: RecordTypes[N];
    readonly after?: RecordTypes[N];
  };
}[TableName];

/** What an operation works with. Valid only while its transaction runs. */
export interface Transaction {
  readonly tables: Tables;
  readonly chance: Chance;
  /** The moment of the transaction, as the API writes times. */
  readonly now: string;
}

/** The call that a transaction belongs to. */
export interface Origin {
  readonly id: string;
  /** What its random numbers depend on; see {@link ChanceSource}. */
  readonly occasion: string;
}

/**
 * The cloud's records. Operations are synchronous functions run as a whole by {@link CloudStore.transact}: no call can
 * come between, and one that throws leaves nothing behind.
 */
export interface CloudStore {
  /** For reading. */
  readonly tables: Tables;
  transact<T>(operation: (transaction: Transaction) => T, origin?: Origin): T;
  /** Called after each transaction that changed something, in order; never while one runs. */
  subscribe(listener: (changes: readonly CloudChange[], origin?: Origin) => void): () => void;
  /** Counts the transactions that changed something. */
  readonly version: number;
  readonly now: () => Date;
  /** Everything, for the session's store. Plain JSON. */
  toDocument(): CloudDocument;
}

export interface StoreOptions {
  /** @default the machine's clock */
  readonly now?: () => Date;
}

export const apiTime = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

interface Undo {
  readonly table: TableName;
  readonly id: string;
  readonly before: unknown;
}

export function openStore(document: CloudDocument, {now = () => new Date()}: StoreOptions = {}): CloudStore {
  let journal: Undo[] | undefined;
  let version = 0;
  const listeners = new Set<(changes: readonly CloudChange[], origin?: Origin) => void>();
  const tables = makeTables((table, id, before) => journal?.push({table, id, before}));
  for (const name of TABLE_NAMES) fill(tables, name, document.tables[name]);
  const source = openChanceSource(document.seed, document.occasions);

  /** A listener may change the cloud in turn; everybody hears of that after what it answered to. */
  const untold: {readonly changes: readonly CloudChange[]; readonly origin: Origin | undefined}[] = [];
  const tell = (changes: readonly CloudChange[], origin: Origin | undefined): void => {
    untold.push({changes, origin});
    if (untold.length > 1) return;
    try {
      for (const next of untold) for (const listener of listeners) listener(next.changes, next.origin);
    } finally {
      untold.length = 0;
    }
  };

  const undo = (entries: readonly Undo[]): void => {
    for (const {table, id, before} of entries.toReversed()) {
      if (before === undefined) tables[table].delete(id);
      else fill(tables, table, [before]);
    }
  };

  return {
    tables,
    now,
    get version() {
      return version;
    },
    transact(operation, origin) {
      if (journal !== undefined) throw new Error('A transaction cannot run inside another.');
      const entries: Undo[] = [];
      journal = entries;
      let result;
      try {
        result = operation({tables, chance: source.at(origin?.occasion), now: apiTime(now())});
      } catch (error) {
        journal = undefined;
        undo(entries);
        throw error;
      }
      journal = undefined;
      const changes = changesOf(entries, tables);
      if (changes.length > 0) {
        version += 1;
        source.used(origin?.occasion);
        tell(changes, origin);
      }
      return result;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    toDocument: () => ({
      version: 1,
      seed: source.seed,
      occasions: source.occasions,
      tables: Object.fromEntries(
        TABLE_NAMES.map((name) => [name, [...tables[name].values()]] as const),
      ) as unknown as CloudDocument['tables'],
    }),
  };
}

/** Table names and records belong together at every call; TypeScript cannot follow that through a union of names. */
function fill(tables: Tables, name: TableName, records: readonly unknown[]): void {
  const table = tables[name] as unknown as {put(record: unknown): void};
  for (const record of records) table.put(record);
}

/** What remains of a journal: each record once, from its first state to its last. */
function changesOf(entries: readonly Undo[], tables: Tables): readonly CloudChange[] {
  const first = new Map<string, Undo>();
  for (const entry of entries) {
    const key = `${entry.table} ${entry.id}`;
    if (!first.has(key)) first.set(key, entry);
  }
  return [...first.values()].flatMap(({table, id, before}) => {
    const after = tables[table].get(id);
    if (before === after) return [];
    return {table, id, ...(before !== undefined && {before}), ...(after !== undefined && {after})} as CloudChange;
  });
}
