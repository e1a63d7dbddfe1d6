/** Records by id in the order they came, with indexes that are always right. */
export interface Table<R extends {readonly id: string}> {
  readonly size: number;
  get(id: string): R | undefined;
  values(): IterableIterator<R>;
  /** Every record as plain data. The same object until the table changed. */
  readonly all: Readonly<Record<string, R>>;
  /** The records that have this key in the named index. */
  find(index: string, key: string): readonly R[];
  /** How many there are, without building the list. */
  count(index: string, key: string): number;
  put(record: R): void;
  delete(id: string): void;
}

/** Index name → the keys a record stands under. */
export type Indexes<R> = Readonly<Record<string, (record: R) => readonly string[]>>;

/** @param onChange called before every change with the id and the record that was there */
export function makeTable<R extends {readonly id: string}>(
  indexes: Indexes<R>,
  onChange: (id: string, before: R | undefined) => void,
): Table<R> {
  const records = new Map<string, R>();
  const indexed = new Map(Object.keys(indexes).map((name) => [name, new Map<string, Set<string>>()] as const));
  let plain: Readonly<Record<string, R>> | undefined;

  const eachKey = (record: R, act: (ids: Map<string, Set<string>>, key: string) => void): void => {
    for (const [name, keysOf] of Object.entries(indexes)) {
      const ids = indexed.get(name);
      if (ids !== undefined) for (const key of keysOf(record)) act(ids, key);
    }
  };
  const remember = (record: R): void =>
    eachKey(record, (ids, key) => {
      const under = ids.get(key);
      if (under === undefined) ids.set(key, new Set([record.id]));
      else under.add(record.id);
    });
  const forget = (record: R): void =>
    eachKey(record, (ids, key) => {
      const under = ids.get(key);
      under?.delete(record.id);
      if (under?.size === 0) ids.delete(key);
    });
  const under = (index: string, key: string): ReadonlySet<string> | undefined => indexed.get(index)?.get(key);

  return {
    get size() {
      return records.size;
    },
    get: (id) => records.get(id),
    values: () => records.values(),
    get all() {
      plain ??= Object.fromEntries(records);
      return plain;
    },
    find: (index, key) => [...(under(index, key) ?? [])].flatMap((id) => records.get(id) ?? []),
    count: (index, key) => under(index, key)?.size ?? 0,
    put(record) {
      const before = records.get(record.id);
      onChange(record.id, before);
      if (before !== undefined) forget(before);
      records.set(record.id, record);
      remember(record);
      plain = undefined;
    },
    delete(id) {
      const before = records.get(id);
      if (before === undefined) return;
      onChange(id, before);
      forget(before);
      records.delete(id);
      plain = undefined;
    },
  };
}
