import type {WirePlan} from './host.ts';

/** `ip -batch` input that makes each wire as a veth pair, its ends at once in their nodes (pids as the sandbox has them). */
export const wireBatch = (wires: readonly WirePlan[], pidOf: (node: string) => number): string =>
  wires
    .map(
      ({from, to}) =>
        `link add name ${from.link} netns ${pidOf(from.node)} type veth peer name ${to.link} netns ${pidOf(to.node)}\n`,
    )
    .join('');

/** The nodes that have ends of wires, with the names of these. */
export function wireEnds(wires: readonly WirePlan[]): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>();
  for (const end of wires.flatMap((wire) => [wire.from, wire.to])) {
    const links = ends.get(end.node);
    if (links === undefined) ends.set(end.node, [end.link]);
    else links.push(end.link);
  }
  return ends;
}

/** The same for the log, as a learner would type it. */
export const wireCommand = ({from, to}: WirePlan): readonly string[] => [
  'ip',
  'link',
  'add',
  'name',
  from.link,
  'netns',
  from.node,
  'type',
  'veth',
  'peer',
  'name',
  to.link,
  'netns',
  to.node,
];
