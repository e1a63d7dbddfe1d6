import type {CommandLog, LoggedCommand} from './host.ts';

/** More than any session makes; older ones are forgotten so that an all-day lab does not grow without end. */
const KEPT = 5000;

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
