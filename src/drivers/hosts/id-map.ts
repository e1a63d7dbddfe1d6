import {readFileSync} from 'node:fs';
import {userInfo} from 'node:os';

/** `count` ids from `inside` on, in the sandbox, are those from `outside` on, on the machine. */
export interface IdRange {
  readonly inside: number;
  readonly outside: number;
  readonly count: number;
}

/**
 * How the sandbox's users and groups stand for the machine's.
 * `offset`: we are root; root in the sandbox is a user that owns nothing on the machine. `range`: we are an ordinary
 * user with ids of his own in /etc/subuid. `single`: only one id, so programs that change user or group fail.
 */
export interface IdMap {
  readonly kind: 'offset' | 'range' | 'single';
  readonly users: readonly IdRange[];
  readonly groups: readonly IdRange[];
}

/** Far above what distributions, LDAP and container managers hand out, below 2^31 where some programs stop. */
const OFFSET = 2_000_000_000;
const WANTED = 65_536;
/** Enough for the users of every daemon, and `nobody` is missed by none. */
const ENOUGH = 1000;

/** The best id map this user may have. Undefined: we are root with no ids but root's own, which labs must not have. */
export function chooseIdMap(user: {readonly uid: number; readonly gid: number}): IdMap | undefined {
  if (user.uid === 0) {
    const users = offsetRange(readFileSync('/proc/self/uid_map', 'utf8'));
    const groups = offsetRange(readFileSync('/proc/self/gid_map', 'utf8'));
    return users && groups && {kind: 'offset', users: [users], groups: [groups]};
  }
  const name = userName();
  const users = delegatedRange(readIfThere('/etc/subuid'), name, user.uid);
  const groups = delegatedRange(readIfThere('/etc/subgid'), name, user.uid);
  const own = (id: number): IdRange => ({inside: 0, outside: id, count: 1});
  return users && groups
    ? {kind: 'range', users: [own(user.uid), users], groups: [own(user.gid), groups]}
    : {kind: 'single', users: [own(user.uid)], groups: [own(user.gid)]};
}

/** Ids for root's sandbox out of `/proc/self/uid_map`: in a container there may be far fewer than 2^32. */
export function offsetRange(ownMap: string): IdRange | undefined {
  let best: IdRange | undefined;
  for (const line of ownMap.trim().split('\n')) {
    const [start = 0, , length = 0] = line.trim().split(/\s+/).map(Number);
    const end = start + length;
    if (start <= OFFSET && OFFSET + WANTED <= end) return {inside: 0, outside: OFFSET, count: WANTED};
    // Never id 0, which owns the files; the upper end is the least likely to own any.
    const outside = Math.max(start, 1, end - WANTED);
    if (end - outside >= Math.max(ENOUGH, (best?.count ?? 0) + 1)) best = {inside: 0, outside, count: end - outside};
  }
  return best;
}

/** The user's first sufficient line of /etc/subuid or /etc/subgid: `name:start:count`, or the numeric id for the name. */
export function delegatedRange(file: string, name: string, uid: number): IdRange | undefined {
  for (const line of file.split('\n')) {
    const [owner, start, count] = line.split(':');
    if (owner !== name && owner !== String(uid)) continue;
    const range = {inside: 1, outside: Number(start), count: Math.min(Number(count), WANTED - 1)};
    if (range.outside > 0 && range.count >= ENOUGH) return range;
  }
  return undefined;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Our name as /etc/subuid has it: the number where the uid has no entry in /etc/passwd. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 0);
  }
}
