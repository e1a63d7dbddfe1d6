/** What Nova keeps besides its servers and keys. */

/** A nova-compute that gets no new servers. Its id is its host. */
export interface DisabledComputeRecord {
  readonly id: string;
  readonly reason: string | null;
}

/** What somebody did with a server, by which request. */
export interface ServerActionRecord {
  /** `req-… server` */
  readonly id: string;
  readonly requestId: string;
  readonly serverId: string;
  readonly action: string;
  readonly userId: string;
  readonly projectId: string;
  readonly startedAt: string;
  /** Counts up: what was done later in the same second comes after. */
  readonly number: number;
}

/** A server that ran and was deleted: its project used what it took until then. */
export interface EndedServerRecord {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly flavorId: string;
  readonly launchedAt: string;
  readonly endedAt: string;
}
