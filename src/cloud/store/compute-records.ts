/** What Nova keeps besides its servers and keys. */

/** A nova-compute that gets no new servers. Its id is its host. */
export interface DisabledComputeRecord {
  readonly id: string;
  readonly reason: string | null;
}
