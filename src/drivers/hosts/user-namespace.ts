import {writeFileSync} from 'node:fs';
import {OUR_ENVIRONMENT} from './environment.ts';
import {HostError} from './host-error.ts';
import {chooseIdMap} from './id-map.ts';
import type {IdMap, IdRange} from './id-map.ts';
import type {SandboxRoot} from './sandbox-root.ts';
import {runProcess, streamProcess} from './run.ts';
import {whyNoNamespaces} from './namespace-obstacles.ts';

/**
 * Root of a user namespace that lives until it is disposed of or something else lives in it.
 *
 * A process has the rights of a new user namespace's root only if its id is mapped when it starts its next program,
 * and only a process outside can write a map of many ids. So one process holds the namespace open, we write the map
 * from here, and what shall be root in it enters afterwards.
 */
export async function openUserNamespace(): Promise<SandboxRoot> {
  const user = {uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0};
  const wanted = chooseIdMap(user);
  if (wanted === undefined) {
    throw new HostError(
      {
        en: 'Running as root, but this container gives root no other ids, and a lab must not own the files of root.',
        zh: '当前以 root 运行，但此容器没有给 root 其他用户 ID，而实验不能拥有 root 的文件权限。',
      },
      {en: 'Start it as an ordinary user instead.', zh: '请改用普通用户启动。'},
    );
  }
  const first = await hold();
  try {
    const map = await writeMap(first.pid, wanted);
    return namespaceOf(first, map);
  } catch (error) {
    first[Symbol.dispose]();
    if (wanted.kind !== 'range') throw error;
  }
  // newuidmap is missing or refused the range. A map can be written once, so this needs a fresh namespace.
  const second = await hold();
  try {
    const own = {users: wanted.users.slice(0, 1), groups: wanted.groups.slice(0, 1)};
    return namespaceOf(second, await writeMap(second.pid, {kind: 'single', ...own}));
  } catch (error) {
    second[Symbol.dispose]();
    throw error;
  }
}

interface Holder extends Disposable {
  readonly pid: number;
}

async function hold(): Promise<Holder> {
  const argv = ['setpriv', '--pdeathsig', 'KILL', '--', 'unshare', '--user', '--', 'cat'];
  const process = streamProcess(argv, {env: OUR_ENVIRONMENT});
  const ready = new Promise<true>((resolve) => {
    process.onLine(() => {
      resolve(true);
    });
  });
  // cat answers only after unshare became cat, so after the namespace was made.
  process.write('\n');
  const outcome = await Promise.race([ready, process.ended]);
  const {pid} = process;
  if (outcome !== true || pid === undefined) {
    throw await whyNoNamespaces(outcome === true ? '' : outcome.stderr);
  }
  return {
    pid,
    [Symbol.dispose]() {
      process[Symbol.dispose]();
    },
  };
}

async function writeMap(pid: number, map: IdMap): Promise<IdMap> {
  if (map.kind === 'range') {
    const results = await Promise.all([
      runProcess(['newuidmap', String(pid), ...map.users.flatMap(idWords)], {env: OUR_ENVIRONMENT}),
      runProcess(['newgidmap', String(pid), ...map.groups.flatMap(idWords)], {env: OUR_ENVIRONMENT}),
    ]);
    const failed = results.find((result) => !result.ok);
    if (failed !== undefined) throw new Error(`${failed.argv.join(' ')}: ${failed.stderr.trim()}`);
    return map;
  }
  try {
    // Without the right to map other groups, a process must first give up setgroups (CVE-2014-8989).
    if (map.kind === 'single') writeFileSync(`/proc/${pid}/setgroups`, 'deny');
    writeFileSync(`/proc/${pid}/uid_map`, mapText(map.users));
    writeFileSync(`/proc/${pid}/gid_map`, mapText(map.groups));
  } catch (error) {
    throw await whyNoNamespaces(error instanceof Error ? error.message : String(error));
  }
  return map;
}

const idWords = (range: IdRange): string[] => [String(range.inside), String(range.outside), String(range.count)];
const mapText = (ranges: readonly IdRange[]): string => ranges.map((range) => idWords(range).join(' ')).join('\n');

function namespaceOf(holder: Holder, map: IdMap): SandboxRoot {
  const credentials = keepCredentials(map);
  return {
    enter: ['nsenter', '--target', String(holder.pid), '--user', ...credentials, '--'],
    isIn: ['user'],
    credentials,
    devices: 'few',
    [Symbol.dispose]() {
      holder[Symbol.dispose]();
    },
  };
}

/** With a single id setgroups is denied, and we are the mapped user already; else nsenter makes us root with no other groups. */
const keepCredentials = (map: IdMap): readonly string[] => (map.kind === 'single' ? ['--preserve-credentials'] : []);
