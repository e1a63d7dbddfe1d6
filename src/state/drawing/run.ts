/** What a drawing is made of: rows of runs, each with the meaning that the screen gives a colour. */

export type Role =
  | 'node'
  | 'namespace'
  | 'device'
  | 'bridge'
  | 'address'
  | 'up'
  | 'down'
  | 'no-carrier'
  | 'wire'
  | 'mark'
  | 'meaning'
  | 'label'
  | 'frame'
  | 'unread'
  | 'sign'
  | 'space';

/** How a thing differs from the drawing before: new things glow, removed ones fade. */
export type Freshness = 'new' | 'changed' | 'removed';

/** A piece of one row, all of one meaning. Its text has no line break and no escape sequence. */
export interface Run {
  readonly text: string;
  readonly role: Role;
  readonly fresh?: Freshness;
}

export type Row = readonly Run[];

export const run = (text: string, role: Role, fresh?: Freshness): Run =>
  fresh === undefined ? {text, role} : {text, role, fresh};

export const space = (cells: number): Run => ({text: ' '.repeat(Math.max(0, cells)), role: 'space'});

/** The sign of each freshness, so that it can be told without colour. */
export const SIGNS: Readonly<Record<Freshness, string>> = {new: '+', changed: '~', removed: '-'};

/** One cell: the sign of what is fresh, or a space. */
export const signRun = (fresh: Freshness | undefined): Run =>
  fresh === undefined ? space(1) : run(SIGNS[fresh], 'sign', fresh);

/** The row without its colours: what `NO_COLOR`, a pipe and the tests see. */
export const rowText = (row: Row): string =>
  row
    .map((run) => run.text)
    .join('')
    .trimEnd();
