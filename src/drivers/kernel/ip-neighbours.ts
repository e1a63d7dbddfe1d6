import {z} from 'zod';
import type {Neighbour} from '../../state/snapshot.ts';
import {parseJsonList, sortedRecord} from './json-output.ts';

/** Questions to `ip -j -d -batch`; proxy entries are a list of their own. */
export const NEIGHBOURS_COMMAND = 'neigh show';
export const PROXY_NEIGHBOURS_COMMAND = 'neigh show proxy';

const neighbourItem = z.looseObject({
  dst: z.string(),
  dev: z.string(),
  lladdr: z.string().optional(),
  state: z.array(z.string()).optional(),
});

/**
 * What `ip -j neigh show` and `ip -j neigh show proxy` printed, together. A proxy entry has ` proxy` after its key,
 * because the same address may also be an ordinary neighbour.
 * @throws {UnreadableOutput}
 */
export const parseNeighbours = (ordinary: string, proxies: string): Readonly<Record<string, Neighbour>> =>
  sortedRecord([
    ...parseJsonList('ip -j neigh show', ordinary, neighbourItem).map((item) => entry(item, false)),
    ...parseJsonList('ip -j neigh show proxy', proxies, neighbourItem).map((item) => entry(item, true)),
  ]);

const entry = (item: z.infer<typeof neighbourItem>, proxy: boolean): readonly [string, Neighbour] => [
  `${item.dev} ${item.dst}${proxy ? ' proxy' : ''}`,
  {
    dev: item.dev,
    address: item.dst,
    ...(item.lladdr !== undefined && {mac: item.lladdr}),
    states: item.state ?? [],
    proxy,
  },
];
