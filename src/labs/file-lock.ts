import {randomUUID} from 'node:crypto';
import {link, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {makeFolder} from '../drivers/hosts/make-folder.ts';

/** A lock whose holder cannot be told (empty or foreign file) is taken over when it is this old. In milliseconds. */
const STALE_MS = 10_000;
const RETRY_MS = 5;

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** When a process started, in clock ticks since boot (field 22 of /proc/PID/stat): tells a reused pid from the old one. */
const startOf = async (pid: number): Promise<string | undefined> => {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ESRCH')) return undefined;
    throw error;
  }
};

/**
 * Runs `work` while no other process does so for the same lock file.
 *
 * The file appears with its whole text (`pid start`) by link(2), which fails where it already is, so no process ever
 * sees a half-written lock. A lock of a process that is gone is taken over.
 * @throws what writing in the folder throws (ENOSPC, EACCES, EROFS…), and {@link LockTimeout}
 */
export const withFileLock = async <T>(file: string, work: () => Promise<T>, timeoutMs = 5000): Promise<T> => {
  const release = await acquire(file, timeoutMs);
  try {
    return await work();
  } finally {
    await release();
  }
};

/** Another process held the lock all the time. */
export class LockTimeout extends Error {
  override readonly name = 'LockTimeout';
}

const acquire = async (file: string, timeoutMs: number): Promise<() => Promise<void>> => {
  await makeFolder(path.dirname(file));
  const own = `${file}.${process.pid}.${randomUUID()}`;
  const text = `${process.pid} ${(await startOf(process.pid)) ?? ''}`;
  const deadline = performance.now() + timeoutMs;
  try {
    await writeFile(own, text, {mode: 0o600});
    for (;;) {
      try {
        await link(own, file);
        return () => rm(file, {force: true});
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error;
      }
      if (await isStale(file)) await takeAway(file);
      else if (performance.now() > deadline) throw new LockTimeout(`Another process holds ${file}`);
      else await delay(RETRY_MS + Math.random() * RETRY_MS);
    }
  } finally {
    await rm(own, {force: true});
  }
};

const isStale = async (file: string): Promise<boolean> => {
  try {
    const [pid = '', start] = (await readFile(file, 'utf8')).split(' ');
    if (/^\d+$/.test(pid)) return (await startOf(Number(pid))) !== start;
    return Date.now() - (await stat(file)).mtimeMs > STALE_MS;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
};

/**
 * Removes a lock whose holder is gone. Only the one process that holds the guard may do so, and looks again first:
 * otherwise a slow process could remove the lock that a quick one has just taken in its place.
 */
const takeAway = async (file: string): Promise<void> => {
  const guard = `${file}.guard`;
  try {
    await writeFile(guard, '', {flag: 'wx', mode: 0o600});
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    await removeOld(guard);
    return;
  }
  try {
    if (await isStale(file)) await rm(file, {force: true});
  } finally {
    await rm(guard, {force: true});
  }
};

/** A guard is held for a moment only; an old one was left by a process that was killed right then. */
const removeOld = async (guard: string): Promise<void> => {
  try {
    if (Date.now() - (await stat(guard)).mtimeMs > STALE_MS) await rm(guard, {force: true});
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
};
