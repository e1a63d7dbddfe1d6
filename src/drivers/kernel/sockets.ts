import type {Listener} from '../../state/snapshot.ts';
import {UnreadableOutput} from './unreadable-output.ts';

export const LISTENERS_ARGV = ['ss', '-H', '-l', '-n', '-t', '-u', '-p'] as const;

/**
 * The sockets that `ss -H -l -n -t -u -p` printed, keyed by `protocol address:port`.
 * @throws {UnreadableOutput}
 */
export const parseListeners = (text: string): Readonly<Record<string, Listener>> => {
  const listeners: Record<string, Listener> = {};
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [protocol, state, , , local = '', peer, users] = line.trim().split(/\s+/);
    const at = local.lastIndexOf(':');
    const port = Number(local.slice(at + 1));
    if (
      (protocol !== 'tcp' && protocol !== 'udp') ||
      state === undefined ||
      at < 1 ||
      !/^\d+$/.test(local.slice(at + 1)) ||
      peer === undefined
    ) {
      throw new UnreadableOutput('ss', index + 1, line, 'expected a socket');
    }
    // `0.0.0.0%eth0` is a socket bound to an interface; `[::1]` stands in brackets because of its colons.
    const address = local.slice(0, at).replace(/^\[(.*)\]/, '$1');
    const user = /^users:\(\("((?:[^"\\]|\\.)*)",pid=(\d+)/.exec(users ?? '');
    listeners[`${protocol} ${address}:${port}`] = {
      protocol,
      address,
      port,
      ...(user?.[1] !== undefined && {program: user[1]}),
      ...(user?.[2] !== undefined && {pid: Number(user[2])}),
    };
  }
  return Object.fromEntries(Object.entries(listeners).toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
