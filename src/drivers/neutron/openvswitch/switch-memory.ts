import type {Items} from '../wanted.ts';
import {DEAD_VLAN} from './bridge-flows.ts';
import type {OpenvswitchFound} from './found.ts';
import {flowKey, resolved} from './flow.ts';
import type {Flow, Numbers} from './flow.ts';
import {INTEGRATION_BRIDGE} from './naming.ts';
import type {OpenvswitchItem} from './plan.ts';

/** What an agent knows of the numbers it gave and the flows it wrote; nothing after a start. */
export interface SwitchMemory {
  /** Local VLAN by network. */
  readonly tags: Readonly<Record<string, number>>;
  /** The first of eight numbers, by what the conjunctions are about. */
  readonly conjunctions: Readonly<Record<string, number>>;
  /** What it wrote, by key; undefined after a start. */
  readonly flows: ReadonlyMap<string, Flow> | undefined;
}

export const NO_MEMORY: SwitchMemory = {tags: {}, conjunctions: {}, flows: undefined};

const LAST_TAG = 4094;
const CONJUNCTIONS_EACH = 8;

/**
 * Local VLANs of the node's networks: the one the agent remembers, or noted at a port, or the lowest that is free. So
 * they are the node's own, and count up in the order in which networks come.
 */
export function tagsFor(
  items: Items<OpenvswitchItem>,
  memory: SwitchMemory,
  {ports}: Pick<OpenvswitchFound, 'ports'>,
): Readonly<Record<string, number>> {
  const noted = new Map<string, number>();
  const used = new Set<number>();
  for (const {bridge, tag, notes} of Object.values(ports)) {
    if (bridge !== INTEGRATION_BRIDGE) continue;
    if (tag !== undefined) used.add(tag);
    const network = notes['net_uuid'];
    const own = Number(notes['tag']);
    if (network !== undefined && Number.isInteger(own) && own > 0 && own < DEAD_VLAN) noted.set(network, own);
  }
  const networks = Object.values(items).flatMap((item) => (item.kind === 'network' ? [item.networkId] : []));
  const tags: Record<string, number> = {};
  for (const id of networks) {
    const known = memory.tags[id] ?? noted.get(id);
    if (known === undefined || Object.values(tags).includes(known)) continue;
    tags[id] = known;
    used.add(known);
  }
  for (const id of networks) {
    if (tags[id] !== undefined) continue;
    let free = 1;
    while (used.has(free) && free < LAST_TAG) free += 1;
    tags[id] = free;
    used.add(free);
  }
  return tags;
}

/** All flows of the items that can be written now, by key, and the conjunctions' numbers. */
export function flowsFor(
  items: Items<OpenvswitchItem>,
  memory: SwitchMemory,
  found: Pick<OpenvswitchFound, 'ports'>,
): {readonly flows: ReadonlyMap<string, Flow>; readonly conjunctions: SwitchMemory['conjunctions']} {
  const tags = tagsFor(items, memory, found);
  const conjunctions: Record<string, number> = {};
  const given = new Set(Object.values(memory.conjunctions));
  const numbers: Numbers = {
    port: (name) => found.ports[name]?.number,
    tag: (id) => tags[id],
    conjunction(key) {
      const known = conjunctions[key] ?? memory.conjunctions[key];
      let number = known ?? CONJUNCTIONS_EACH;
      if (known === undefined) while (given.has(number)) number += CONJUNCTIONS_EACH;
      given.add(number);
      conjunctions[key] = number;
      return number;
    },
  };
  const flows = new Map<string, Flow>();
  for (const item of Object.values(items)) {
    if (!('flows' in item)) continue;
    for (const flow of item.flows) {
      const whole = resolved(flow, numbers);
      if (whole !== undefined) flows.set(flowKey(whole), whole);
    }
  }
  return {flows, conjunctions};
}

/** What it knows after it brought the node to the items. */
export const remembered = (
  items: Items<OpenvswitchItem>,
  memory: SwitchMemory,
  found: OpenvswitchFound,
): SwitchMemory => ({...flowsFor(items, memory, found), tags: tagsFor(items, memory, found)});
