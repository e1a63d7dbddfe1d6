import type {Reading} from '../../state/snapshot.ts';

/** What only the node that runs a server can tell. */
export interface Machines {
  /** Everything the server's console showed so far; undefined where it has shown nothing yet. */
  consoleOutput(serverId: string): Promise<Reading<string | undefined>>;
}
