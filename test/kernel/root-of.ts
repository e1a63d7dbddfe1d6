import type {Node} from '../../src/drivers/hosts/host.ts';

/** The file system of a sandbox's node as a path from here. */
export function rootOf(node: Node): string {
  if (!('root' in node) || typeof node.root !== 'string') throw new TypeError(`${node.name} is not in a sandbox here`);
  return node.root;
}
