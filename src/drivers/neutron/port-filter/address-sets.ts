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
