/** What goes over a line to a host elsewhere: one JSON text a line, in both directions. */

/** From us: does something with an object of the other side. */
export interface Call {
  /** The object; 0 is what is there from the beginning. */
  readonly on: number;
  readonly do: string;
  readonly with?: readonly unknown[];
  /** Answered under this number; absent where nobody waits for an answer. */
  readonly ask?: number;
  /** The number under which we speak of what it makes. */
  readonly makes?: number;
}

/** To us. */
export type Reply =
  | {readonly answer: number; readonly value?: unknown}
  | {readonly answer: number; readonly error: RemoteFailure}
  /** Something happened to an object, by its number. */
  | {readonly of: number; readonly happened: string; readonly with?: readonly unknown[]};

/** An error with what callers look at. */
export interface RemoteFailure {
  readonly message: string;
  readonly name?: string;
  readonly code?: string;
  readonly why?: unknown;
  readonly next?: unknown;
}

/** Both ends of a line of text that comes whole. */
export interface Line {
  readonly send: (text: string) => void;
  readonly onText: (listener: (text: string) => void) => void;
  /** Resolves with what is known of why when it broke. */
  readonly broke: Promise<string>;
}
