import {takeCensus} from '../kernel/census.ts';
import type {Census} from '../kernel/census.ts';
import {startOf} from './processes.ts';

/**
 * The processes of a census that still run, and those that carry its marker, a line each. A namespace lives as long as
 * a process is in it or a mount in a living mount namespace holds it, and every mount namespace of the program is one
 * of its processes'. So processes tell all, and unlike numbers of namespaces, which the kernel gives to new ones at
 * once, they cannot be mistaken for what other programs do meanwhile.
 */
export function remainsOf({processes, marker}: Census): readonly string[] {
  const left = [...processes].filter(([pid, start]) => start !== '' && startOf(pid) === start);
  const first = processes.keys().next().value ?? 0;
  const marked = [...takeCensus(first, marker).processes].filter(([pid, start]) => start !== '' && !processes.has(pid));
  return [...left, ...marked].map(([pid]) => `process ${pid}`);
}
