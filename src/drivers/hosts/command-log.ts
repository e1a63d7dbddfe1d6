import type {CommandLog, LoggedCommand, Result} from './host.ts';

/** More than any session makes; older ones are forgotten so that an all-day lab does not grow without end. */
const KEPT = 5000;

/** What a command that ended, or one that was only started, leaves in the log. */
export const logEntry = (
  node: string,
  namespace: string,
  {argv, durationMs, exitCode, stderr}: Pick<Result, 'argv' | 'durationMs' | 'exitCode' | 'stderr'>,
): LoggedCommand => ({
  at: Date.now() - Math.round(durationMs),
  node,
  namespace,
  argv,
  ...(exitCode !== undefined && {exitCode}),
  durationMs,
  ...(stderr !== '' && {stderr}),
});

export interface WritableCommandLog extends CommandLog {
  add(command: LoggedCommand): void;
}

export function openCommandLog(): WritableCommandLog {
  let entries: readonly LoggedCommand[] = [];
  const listeners = new Set<() => void>();
  return {
    get entries() {
      return entries;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(command) {
      entries = [...entries.slice(entries.length >= KEPT ? 1 : 0), command];
      for (const listener of listeners) listener();
    },
  };
}

/** A log of what others hold already and of what they get from now on. */
export function joinLogs(logs: readonly CommandLog[]): WritableCommandLog {
  const joined = openCommandLog();
  for (const command of logs.flatMap(({entries}) => entries).toSorted((one, other) => one.at - other.at))
    joined.add(command);
  for (const log of logs) {
    let last = log.entries.at(-1);
    log.subscribe(() => {
      const {entries} = log;
      for (const command of entries.slice(last === undefined ? 0 : entries.lastIndexOf(last) + 1)) joined.add(command);
      last = entries.at(-1);
    });
  }
  return joined;
}
