import type {CloudState, Ml2Options, NodeName} from '../model.ts';

/** The cloud as an agent on a node sees it. */
export interface AgentsView {
  /** For what it does by itself. */
  readonly itself: CloudState;
  /** For what it does because the server tells it. */
  readonly told: CloudState;
}

/**
 * The cloud as a node's L2 agent sees it: what its own files say counts, whatever those of others do. Entries for tunnels
 * need both the server that sends them (`mechanism_drivers`) and the agent that takes them.
 * @param own the node, as its files say
 * @param options what its files say of what holds for the whole cloud
 */
export function agentsView(
  cloud: CloudState,
  node: NodeName,
  own: CloudState['nodes'][NodeName],
  options: Partial<Ml2Options> & Pick<Ml2Options, 'l2Population'>,
): AgentsView {
  const itself = {...cloud, nodes: {...cloud.nodes, [node]: own}, options: {...cloud.options, ...options}};
  const l2Population = options.l2Population && cloud.options.l2Population;
  return {itself, told: {...itself, options: {...itself.options, l2Population}}};
}
