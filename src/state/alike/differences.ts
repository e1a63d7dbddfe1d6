import {align} from '../diff/align.ts';
import type {PlainState} from './plain-state.ts';

/** Two hosts by the names under which their differences are told. */
export interface Sides {
  readonly one: string;
  readonly other: string;
}

/**
 * What differs between two hosts, a line or more for each thing, sorted by where it is; empty where nothing does. What
 * could not be read on either is told, too: it is not the same.
 */
export function differences(one: PlainState, other: PlainState, {one: here, other: there}: Sides): readonly string[] {
  const keys = [...new Set([...Object.keys(one.things), ...Object.keys(other.things)])].toSorted();
  return [
    ...unread(one, here),
    ...unread(other, there),
    ...keys.flatMap((key) => {
      const [a, b] = [one.things[key], other.things[key]];
      if (a === undefined) return [`${key}: only in ${there}: ${shown(b)}`];
      if (b === undefined) return [`${key}: only in ${here}: ${shown(a)}`];
      if (typeof a === 'string' && typeof b === 'string')
        return a === b ? [] : [`${key}: ${here} has ${a}; ${there} has ${b}`];
      return listDifference(key, [a].flat(), [b].flat(), {one: here, other: there});
    }),
  ];
}

const unread = (state: PlainState, name: string): readonly string[] =>
  Object.entries(state.unread).map(([key, why]) => `${key}: could not be read in ${name}: ${why}`);

const shown = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value : (value ?? []).join(' | ');

function listDifference(key: string, a: readonly string[], b: readonly string[], sides: Sides): readonly string[] {
  const steps = align(a, b).filter(({how}) => how !== 'kept');
  if (steps.length === 0) return [];
  return [
    `${key}:`,
    ...steps.map((step) =>
      step.how === 'added'
        ? `  line ${step.after + 1} only in ${sides.other}: ${b[step.after]}`
        : `  line ${step.how === 'removed' ? step.before + 1 : 0} only in ${sides.one}: ${a[step.before]}`,
    ),
  ];
}
