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

/** ipset prints a single address without its length; everything is two halves, for it has no length 0. */
const canonical = (member: string): readonly string[] => {
  if (member === '0.0.0.0/0') return ['0.0.0.0/1', '128.0.0.0/1'];
  if (member === '::/0') return ['::/1', '8000::/1'];
  return [member.replace(member.includes(':') ? /\/128$/ : /\/32$/, '')];
};

/** Members that go from the set, as ipset prints them. */
export const goneMembers = (members: readonly string[], found: ReadonlySet<string> | undefined): readonly string[] => {
  const wanted = new Set(members.flatMap(canonical));
  return [...(found ?? [])].filter((member) => !wanted.has(member));
};

/** Input of `ipset restore`; empty where the set has exactly these members. */
export function setEdits(
  name: string,
  version: 4 | 6,
  members: readonly string[],
  found: ReadonlySet<string> | undefined,
): string {
  const wanted = new Set(members.flatMap(canonical));
  const family = version === 4 ? 'inet' : 'inet6';
  return [
    ...(found === undefined ? [`create ${name} hash:net family ${family} hashsize 1024 maxelem 65536`] : []),
    ...goneMembers(members, found).map((member) => `del ${name} ${member}`),
    ...[...wanted].filter((member) => found?.has(member) !== true).map((member) => `add ${name} ${member}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
