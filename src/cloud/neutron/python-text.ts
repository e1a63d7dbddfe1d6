/** A value as Python prints it with %s, which is how it stands in Neutron's messages. */
export const show = (value: unknown): string => (typeof value === 'string' ? value : represent(value));

/** A value as Python's repr() prints it: None, True, ['a', 'b'], {'key': 1}. */
export function represent(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return value.includes("'") && !value.includes('"') ? `"${value}"` : quoted(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(represent).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${represent(key)}: ${represent(entry)}`)
      .join(', ')}}`;
  }
  return typeof value;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
