import type {Text} from '../../state/text.ts';

/** Why a host could not be opened, and the one thing to do about it, for the learner to read. */
export class HostError extends Error {
  readonly why: Text;
  readonly next: Text;

  constructor(why: Text, next: Text, options?: ErrorOptions) {
    super(`${why.en} ${next.en}`, options);
    this.name = 'HostError';
    this.why = why;
    this.next = next;
  }
}
