import type {Stream} from '../hosts/host.ts';
import type {Reader} from './reader.ts';

/** What the parts of a namespace's reading share. */
export interface Readers {
  /** Starts a program in the namespace. */
  readonly start: (argv: readonly string[]) => Stream;
  readonly console: Reader;
}
