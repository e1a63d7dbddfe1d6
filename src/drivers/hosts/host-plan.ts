import type {HostPlan} from './host.ts';

/**
 * Names go into shell words, host names and `ip` batches; the lab format allows no others.
 * @throws {RangeError} where a plan has a name twice, none, one that cannot be, or a wire to nowhere.
 */
export function checkPlan(plan: HostPlan): void {
  const names = new Set(plan.nodes.map((node) => node.name));
  for (const name of [...names, ...plan.nodes.flatMap(({machine}) => machine ?? [])]) {
    if (!/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) throw new RangeError(`Not a node name: ${name}`);
  }
  if (names.size !== plan.nodes.length || names.size === 0) {
    throw new RangeError('A host needs nodes with different names.');
  }
  for (const {node, link} of plan.wires.flatMap((wire) => [wire.from, wire.to])) {
    if (!names.has(node)) throw new RangeError(`A wire names the node ${node}; there are ${[...names].join(', ')}.`);
    if (!/^[A-Za-z0-9_.@:-]{1,15}$/.test(link)) throw new RangeError(`Not an interface name: ${link}`);
  }
}

/** Whether nodes of the plan have to stand on different kernels, which no sandbox has. */
export const hasMachines = ({nodes}: Pick<HostPlan, 'nodes'>): boolean =>
  nodes.some(({machine}) => machine !== undefined);
