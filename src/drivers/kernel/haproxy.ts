import type {Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/**
 * Which process it is; then of all proxies (-1): frontends (1), backends (2) and servers (4), of all servers (-1).
 * HAProxy's management guide, "show info" and "show stat".
 */
export const STATISTICS_QUESTION = 'show info; show stat -1 7 -1';

/** A process counts from nothing, so its counters are only to be compared with its own. */
export interface HaproxyStatistics {
  readonly pid: number;
  readonly rows: readonly ProxyStatistics[];
}

/** Reads the answer to {@link STATISTICS_QUESTION}. @throws {UnreadableOutput} where it is something else */
export function parseHaproxy(text: string): HaproxyStatistics {
  const pid = /^Pid: (\d+)$/m.exec(text)?.[1];
  if (pid === undefined) throw new UnreadableOutput('haproxy', 1, text, 'no Pid');
  return {pid: Number(pid), rows: parseStatistics(text.slice(Math.max(0, text.indexOf('# pxname'))))};
}

/** One line of statistics: of a frontend, of a backend, or of one server in a backend. */
export interface ProxyStatistics {
  readonly proxy: string;
  readonly kind: 'frontend' | 'backend' | 'server';
  /** `FRONTEND`, `BACKEND`, or the server's name. */
  readonly name: string;
  /** `OPEN`, `FULL`; `UP`, `DOWN`, `UP 1/3`, `DRAIN`, `MAINT`, `no check`… */
  readonly status: string;
  readonly weight: number;
  readonly currentSessions: number;
  readonly totalSessions: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly requestErrors: number;
}

const KINDS: Readonly<Record<string, ProxyStatistics['kind']>> = {'0': 'frontend', '1': 'backend', '2': 'server'};
const COLUMNS = ['pxname', 'svname', 'status', 'weight', 'type', 'scur', 'stot', 'bin', 'bout', 'ereq'] as const;

/**
 * Reads the answer to `show stat`: CSV whose first line, after `# `, names the columns.
 * @throws {UnreadableOutput} where it is something else
 */
export function parseStatistics(text: string): readonly ProxyStatistics[] {
  const [head = '', ...lines] = text.split('\n');
  const names = head.replace(/^# /, '').split(',');
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (!head.startsWith('# ') || missing.length > 0)
    throw new UnreadableOutput('haproxy', 1, head, `no column ${missing.join(', ')}`);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const values = line.split(',');
    const cell = (column: (typeof COLUMNS)[number]): string => values[names.indexOf(column)] ?? '';
    const kind = KINDS[cell('type')];
    if (kind === undefined) throw new UnreadableOutput('haproxy', index + 2, line, `type ${cell('type')}`);
    return [
      {
        proxy: cell('pxname'),
        kind,
        name: cell('svname'),
        status: cell('status'),
        weight: Number(cell('weight')),
        currentSessions: Number(cell('scur')),
        totalSessions: Number(cell('stot')),
        bytesIn: Number(cell('bin')),
        bytesOut: Number(cell('bout')),
        requestErrors: Number(cell('ereq')),
      },
    ];
  });
}

/**
 * Asks a haproxy on its statistics socket.
 * @param path of the socket in the node
 * @returns its whole answer; not ok where nobody listens, with the system's reason
 */
export const askHaproxy = async (
  {files}: Pick<Node, 'files'>,
  path: string,
  question: string,
): Promise<Reading<string>> => {
  try {
    return {ok: true, value: await files.ask(path, `${question}\n`)};
  } catch (error) {
    return {ok: false, why: error instanceof Error ? error.message : String(error)};
  }
};
