/** One of several turns: what it takes of a row is every `of`-th, beginning with the `turn`-th. */
export interface Turn {
  readonly turn: number;
  readonly of: number;
}

/**
 * What is too much to be tested each time takes turns by the day (UTC).
 * @returns `all` with UNDERLAY_WRONG_WAYS=all
 */
export const turnToday = (of: number): Turn | 'all' =>
  process.env['UNDERLAY_WRONG_WAYS'] === 'all' ? 'all' : {turn: Math.floor(Date.now() / 86_400_000) % of, of};
