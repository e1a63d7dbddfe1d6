import {UnreadableOutput} from '../../kernel/unreadable-output.ts';

/**
 * Members by set, as `ipset save` printed them.
 * @throws {UnreadableOutput}
 */
export function parseIpsetSave(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const sets = new Map<string, Set<string>>();
  for (const [index, line] of text.split('\n').entries()) {
    const [word, name = '', member = ''] = line.trim().split(' ');
    if (word === '') continue;
    if (word === 'create') sets.set(name, new Set());
    else if (word === 'add' && sets.has(name)) sets.get(name)?.add(member);
    else throw new UnreadableOutput('ipset save', index + 1, line, 'expected a set or a member of one');
  }
  return sets;
}

/** ipset prints a single address without its length. */
const canonical = (member: string): string => member.replace(/\/(?:32|128)$/, '');

/** Input of `ipset restore`; empty where the set has exactly these members. */
export function setEdits(
  name: string,
  version: 4 | 6,
  members: readonly string[],
  found: ReadonlySet<string> | undefined,
): string {
  const wanted = new Set(members.map(canonical));
  const family = version === 4 ? 'inet' : 'inet6';
  return [
    ...(found === undefined ? [`create ${name} hash:net family ${family} hashsize 1024 maxelem 65536`] : []),
    ...[...(found ?? [])].filter((member) => !wanted.has(canonical(member))).map((member) => `del ${name} ${member}`),
    ...[...wanted].filter((member) => found?.has(member) !== true).map((member) => `add ${name} ${member}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
