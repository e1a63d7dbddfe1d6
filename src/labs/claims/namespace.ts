import {z} from 'zod';
import type {Snapshot} from '../../state/snapshot.ts';
import {type Outcome, met, notMet, unknown} from '../outcome.ts';
import {type Placed, node, text} from './fields.ts';
import {withoutNamespace} from './look.ts';
import {sentence} from './sentences.ts';

export const namespaceSchema = z.strictObject({
  claim: z.literal('namespace').describe('A named network namespace exists.'),
  node,
  name: text.describe('Its name under /run/netns.'),
  absent: z.literal(true).optional().describe('There must be no such namespace.'),
});
export type NamespaceClaim = z.infer<typeof namespaceSchema>;

export const checkNamespace = (snapshot: Snapshot, claim: Placed<NamespaceClaim>): Outcome => {
  const {name} = claim;
  const place = {node: claim.node, in: name};
  const node = snapshot.nodes[claim.node];
  if (node === undefined) return unknown(sentence(`the node ${claim.node} was not read`, `没有读到节点${claim.node}`));
  const exists = node.namespaces[name] !== undefined;
  if (claim.absent === true) {
    return exists
      ? notMet(
          sentence(`no namespace ${name}`, `没有命名空间${name}`),
          sentence(`the namespace ${name} exists`, `命名空间${name}存在`),
        )
      : met(sentence(`there is no namespace ${name}`, `没有命名空间${name}`));
  }
  return exists
    ? met(sentence(`the namespace ${name} exists`, `命名空间${name}存在`))
    : withoutNamespace(snapshot, place);
};
