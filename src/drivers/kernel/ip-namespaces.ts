import {z} from 'zod';
import type {Node} from '../hosts/host.ts';
import {parseJsonList} from './json-output.ts';

const idItem = z.object({nsid: z.number(), name: z.string().optional()});

/**
 * The names of namespaces by the ids valid in one of them, as `ip -j netns list-id` printed them; an id without a name
 * is left out.
 * @throws {UnreadableOutput}
 */
export const parseNamespaceIds = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    parseJsonList('ip -j netns list-id', text, idItem).flatMap(({nsid, name}) =>
      name === undefined ? [] : [[`${nsid}`, name]],
    ),
  );

/**
 * Asks for them with a process of its own: a lasting `ip -batch` would look at the names only once.
 * @throws {UnreadableOutput} and an Error where the command failed
 */
export const readNamespaceIds = async (node: Node, namespace: string): Promise<Readonly<Record<string, string>>> => {
  const result = await node.run(['ip', '-j', 'netns', 'list-id'], {
    ...(namespace !== '' && {namespace}),
    logged: false,
    timeoutMs: 2000,
  });
  if (!result.ok) throw new Error(`ip netns list-id: ${result.stderr.trim()}`);
  return parseNamespaceIds(result.stdout);
};
