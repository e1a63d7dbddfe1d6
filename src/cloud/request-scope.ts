import {AsyncLocalStorage} from 'node:async_hooks';

/** The call that is being answered. */
export interface RequestScope {
  /** `req-…`, as the answer's header names it. */
  readonly id: string;
  /** Method, path and body: what of a call decides the ids of what it makes. */
  readonly occasion: string;
}

/** Follows a call through its handlers, so that what it changes in the store is known to be its doing. */
export const requestScope = new AsyncLocalStorage<RequestScope>();
