import type {Node, Result, RunOptions} from '../../drivers/hosts/host.ts';
import type {NodeName} from '../../drivers/neutron/model.ts';

/** One call of the API, as it can be made again. */
export interface RecordedCall {
  readonly user: string;
  readonly project: string;
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** What a line for the client did. */
export interface ClientRun {
  readonly calls: readonly RecordedCall[];
  readonly exitCode: number | undefined;
}

/** A line that does nothing but run the OpenStack client: no other program, no shell to interpret anything. */
export const isClientLine = (line: string): boolean =>
  /^\s*(?:OS_\w+=\S+\s+)*openstack\s/.test(line) && !/[|;&<>`$()\n]/.test(line.trim());

/**
 * What lines for the client did in one attempt at a lab. The client takes more than a second to start, and an attempt's
 * ids depend on its calls alone: so what it asked for once can be asked for again without it.
 */
export interface ClientRuns {
  /** Runs a line that is new, where the client's own program need not be started for it. */
  readonly start?: RunClient | undefined;
  find(node: NodeName, line: string): ClientRun | undefined;
  keep(node: NodeName, line: string, run: ClientRun): void;
}

/** Runs a line for the client in a node; undefined where that takes the client's own program. */
export type RunClient = (
  node: Node,
  line: string,
  options: Pick<RunOptions, 'timeoutMs' | 'signal'>,
) => Promise<Result | undefined>;

export function openClientRuns(start?: RunClient): ClientRuns {
  const runs = new Map<string, ClientRun>();
  const key = (node: NodeName, line: string): string => `${node} ${line.trim()}`;
  return {
    start,
    find: (node, line) => runs.get(key(node, line)),
    keep(node, line, run) {
      runs.set(key(node, line), run);
    },
  };
}
