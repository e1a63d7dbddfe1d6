/** What only the node that runs a server can tell. */
export interface Machines {
  /** Everything the server's console showed so far; undefined where its node cannot be asked. */
  consoleOutput(serverId: string): Promise<string | undefined>;
}
