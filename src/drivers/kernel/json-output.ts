import type {z} from 'zod';
import {UnreadableOutput} from './unreadable-output.ts';

/**
 * The items of one JSON list as `ip -j` and `bridge -j` print it. Some versions print `[{}]` for an empty list, and
 * `{}` for items that a filter left out; both are dropped here.
 *
 * @throws {UnreadableOutput} for anything that is not a list of such items, an empty text included.
 */
export const parseJsonList = <T>(tool: string, text: string, item: z.ZodType<T>): readonly T[] => {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new UnreadableOutput(tool, 1, text, error instanceof Error ? error.message : 'not JSON');
  }
  if (!Array.isArray(list)) throw new UnreadableOutput(tool, 1, text, 'expected a JSON list');
  return list
    .filter((entry) => !isEmptyObject(entry))
    .map((entry) => {
      const parsed = item.safeParse(entry);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      const problem = issue === undefined ? 'unexpected item' : `${issue.path.join('.') || 'item'}: ${issue.message}`;
      throw new UnreadableOutput(tool, 1, JSON.stringify(entry), problem);
    });
};

const isEmptyObject = (entry: unknown): boolean =>
  typeof entry === 'object' && entry !== null && !Array.isArray(entry) && Object.keys(entry).length === 0;

/** A record with its keys in sorted order, so that equal states print and compare alike. */
export const sortedRecord = <T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> =>
  Object.fromEntries([...entries].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
