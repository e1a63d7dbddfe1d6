import type {NamespaceSnapshot, Reading} from '../../state/snapshot.ts';
import type {NodeFindings} from './driver.ts';

/** The node could not be looked at, so nothing may be concluded about it, nor done to it. */
export class CouldNotLook extends Error {
  override readonly name = 'CouldNotLook';
}

/** @throws {CouldNotLook} */
export function known<T>(reading: Reading<T> | undefined, what: string): T {
  if (reading === undefined) throw new CouldNotLook(`${what}: was not read`);
  if (!reading.ok) throw new CouldNotLook(`${what}: ${reading.why}`);
  return reading.value;
}

/** A namespace of the node; undefined where there is none of that name. */
export const namespaceOf = (found: NodeFindings, name: string): NamespaceSnapshot | undefined =>
  found.snapshot.namespaces[name];

/** @throws {CouldNotLook} where the node's own namespace was not read. */
export function ownNamespace(found: NodeFindings): NamespaceSnapshot {
  const own = namespaceOf(found, '');
  if (own === undefined) throw new CouldNotLook(`${found.snapshot.name}: its own namespace was not read`);
  return own;
}
