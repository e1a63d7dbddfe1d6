import type {CloudPlan} from './cloud-plan.ts';
import type {Transaction} from './store/store.ts';

/** What an operation on the cloud works with: the records of one transaction, and the configuration. */
export interface Work extends Transaction {
  readonly plan: CloudPlan;
}
