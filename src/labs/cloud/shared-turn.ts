import type {Subject} from '../../drivers/neutron/driver.ts';
import type {Outcome, Work} from '../../drivers/neutron/work.ts';
import type {CloudChange} from '../../cloud/store/store.ts';

/** What a cause changed in the store, to be searched for ids. */
export interface Touched {
  readonly table: string;
  /** The record as JSON, with the ids of what it belongs to. */
  readonly record: string;
}

export const touchedBy = (changes: readonly CloudChange[]): readonly Touched[] =>
  changes.map(({table, before, after}) => ({table, record: JSON.stringify(after ?? before)}));

/**
 * Parts the work of a turn among its causes: each command goes to the call that made the port it is for, or else to one
 * that touched its object. What fits none of them, and what went wrong with the whole turn, stands at the newest.
 * @param causes what each of them touched, oldest first; at least one
 * @returns the work of each cause, in their order; undefined where nothing of the turn is its
 */
export function partWork(work: Work, causes: readonly (readonly Touched[])[]): readonly (Work | undefined)[] {
  const newest = causes.length - 1;
  const owners = work.outcomes.map((outcome) => ownerOf(outcome, causes));
  return causes.map((_, index) => {
    const outcomes = work.outcomes.filter((_outcome, at) => owners[at] === index);
    const {problem: _problem, ...rest} = work;
    if (index === newest) return {...work, outcomes};
    return outcomes.length === 0 ? undefined : {...rest, outcomes};
  });
}

/** Agents act on ports: that of a server, of DHCP in a subnet. A network alone gives them nothing to do. */
const HANGS_ON_PORTS: ReadonlySet<Subject['type']> = new Set(['network', 'subnet', 'port', 'server']);

function ownerOf({command: {subject}}: Outcome, causes: readonly (readonly Touched[])[]): number {
  const mentions = ({record}: Touched): boolean => subject.id !== '' && record.includes(subject.id);
  const isPort = (one: Touched): boolean => one.table === 'ports' && mentions(one);
  if (HANGS_ON_PORTS.has(subject.type)) {
    const made = causes.findIndex((touched) => touched.some(isPort));
    return made === -1 ? lastIndex(causes, mentions) : made;
  }
  // A policy is put on a port that was there before; a router is made by the call that names it first.
  const first = causes.findIndex((touched) => touched.some(mentions));
  return subject.type === 'qos' || first === -1 ? lastIndex(causes, mentions) : first;
}

function lastIndex(causes: readonly (readonly Touched[])[], mentions: (one: Touched) => boolean): number {
  const found = causes.findLastIndex((touched) => touched.some(mentions));
  return found === -1 ? causes.length - 1 : found;
}
