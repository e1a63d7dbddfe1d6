/** What `underlay` ends with. Documented in README.md; `check` and `verify` share them. */
export const EXIT = {
  /** Done; every check met. */
  ok: 0,
  /** Not met, or a verification failed. */
  notMet: 1,
  /** The command line was wrong. */
  usage: 2,
  /** Could not look: a tool, a permission or a host is missing. */
  unknown: 3,
  /** A lab cannot be loaded. */
  badLab: 4,
  /** Something in the program itself went wrong. */
  internal: 70,
} as const;
