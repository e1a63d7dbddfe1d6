/**
 * `after`, with every part that equals the same part of `before` replaced by that part itself: what did not change
 * keeps its identity, so later comparisons are `===`. For plain data: records, lists, strings, numbers, booleans.
 */
export const share = <T>(before: unknown, after: T): T => {
  if (before === after || typeof before !== 'object' || typeof after !== 'object' || before === null || after === null)
    return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  if (Array.isArray(after)) {
    const old = before as readonly unknown[];
    const list = after.map((item: unknown, index) => share(old[index], item));
    return (old.length === list.length && list.every((item, index) => item === old[index]) ? before : list) as T;
  }
  const old = before as Readonly<Record<string, unknown>>;
  const keys = Object.keys(after);
  const oldKeys = Object.keys(old);
  let same = keys.length === oldKeys.length;
  const record: Record<string, unknown> = {};
  for (const [index, key] of keys.entries()) {
    const value: unknown = share(old[key], (after as Readonly<Record<string, unknown>>)[key]);
    record[key] = value;
    // Order counts too: iptables chains are a record in the order of the table.
    if (value !== old[key] || key !== oldKeys[index]) same = false;
  }
  return (same ? before : record) as T;
};
