import type {CloudState} from '../drivers/neutron/model.ts';
import type {CloudPlan} from './cloud-plan.ts';
import {makeTokens} from './keystone/tokens.ts';
import type {Tokens} from './keystone/tokens.ts';
import {requestScope} from './request-scope.ts';
import {seedCloud} from './seed.ts';
import {makeStateReader} from './state-for-drivers.ts';
import {emptyDocument} from './store/document.ts';
import type {CloudDocument} from './store/document.ts';
import {openStore} from './store/store.ts';
import type {CloudStore} from './store/store.ts';
import type {Work} from './work.ts';

/** One emulated OpenStack: its records, its configuration and who is logged in. */
export interface Cloud {
  readonly store: CloudStore;
  readonly plan: CloudPlan;
  readonly tokens: Tokens;
  /** Where its clients reach it, without a path: `http://192.168.104.10`. */
  readonly baseUrl: string;
  /** Runs an operation as a whole; see {@link CloudStore.transact}. */
  change<T>(operation: (work: Work) => T): T;
  /** The cloud as the drivers see it now. The same object until something changed. */
  readonly state: CloudState;
}

export interface CloudOptions {
  readonly plan: CloudPlan;
  readonly baseUrl: string;
  /** What ids, MACs and addresses are drawn from. Ignored where a document is given. */
  readonly seed: string;
  /** A cloud that was kept. */
  readonly document?: CloudDocument;
  readonly now?: () => Date;
}

export function openCloud({plan, baseUrl, seed, document, now}: CloudOptions): Cloud {
  const store = openStore(document ?? emptyDocument(seed), now === undefined ? {} : {now});
  const change = <T>(operation: (work: Work) => T): T =>
    store.transact((transaction) => operation({...transaction, plan}), requestScope.getStore());
  if (document === undefined) change(seedCloud);
  const readState = makeStateReader(store, plan);
  return {
    store,
    plan,
    baseUrl,
    tokens: makeTokens(store.now),
    change,
    get state() {
      return readState();
    },
  };
}
