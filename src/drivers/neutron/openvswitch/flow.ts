/** One flow of a bridge, as the agent wants it, with names where the switch has numbers of its own. */
export interface Flow {
  readonly bridge: string;
  readonly table: number;
  readonly priority: number;
  /** As `ovs-ofctl dump-flows` prints it, with {@link Placeholder}s; empty matches every packet. */
  readonly match: string;
  readonly actions: string;
  /** The firewall driver and the QoS extension ask for it, the others do not. */
  readonly resetCounts?: true;
}

/** What stands in a match or in actions for a number that only the node knows. */
type Placeholder = `<${'port' | 'xport' | 'tag' | 'xtag' | 'vid' | 'conj' | 'xconj'} ${string}>`;

/** The OpenFlow number of a port, and in hexadecimal. */
export const portNumber = (name: string): Placeholder => `<port ${name}>`;
export const hexPort = (name: string): Placeholder => `<xport ${name}>`;
/** The local VLAN of a network: plain, in hexadecimal, and with the bit that OpenFlow sets where there is a tag. */
export const tagOf = (networkId: string): Placeholder => `<tag ${networkId}>`;
export const hexTag = (networkId: string): Placeholder => `<xtag ${networkId}>`;
export const vlanVid = (networkId: string): Placeholder => `<vid ${networkId}>`;
/** The number of a conjunction: one of the eight that belong to what `key` names. */
export const conjunction = (key: string, offset: number): Placeholder => `<conj ${key} +${offset}>`;
export const hexConjunction = (key: string, offset: number): Placeholder => `<xconj ${key} +${offset}>`;

/** The numbers of a node. */
export interface Numbers {
  /** Undefined while the port is not in the bridge. */
  port(name: string): number | undefined;
  /** Undefined while the network has none here. */
  tag(networkId: string): number | undefined;
  /** The first of eight. */
  conjunction(key: string): number;
}

const PLACEHOLDER = /<(x?port|x?tag|vid|x?conj) ([^>]*)>/g;
const OPENFLOW_VLAN_PRESENT = 0x1000;

/** The flow with the node's numbers; undefined where one of them is not known yet. */
export function resolved(flow: Flow, numbers: Numbers): Flow | undefined {
  let isWhole = true;
  const fill = (text: string) =>
    text.replaceAll(PLACEHOLDER, (_, kind: string, name: string) => {
      const number = numberFor(kind, name, numbers);
      if (number === undefined) isWhole = false;
      return kind.startsWith('x') ? `0x${(number ?? 0).toString(16)}` : String(number);
    });
  const whole = {...flow, match: fill(flow.match), actions: fill(flow.actions)};
  return isWhole ? whole : undefined;
}

function numberFor(kind: string, name: string, numbers: Numbers): number | undefined {
  if (kind.endsWith('port')) return numbers.port(name);
  if (kind.endsWith('conj')) {
    const [key = '', offset = '0'] = name.split(' +');
    return numbers.conjunction(key) + Number(offset);
  }
  const tag = numbers.tag(name);
  return kind === 'vid' && tag !== undefined ? tag + OPENFLOW_VLAN_PRESENT : tag;
}

/** What tells a flow from the others of its bridge: adding one with the same key replaces it. */
export const flowKey = ({bridge, table, priority, match}: Flow): string => `${bridge} ${table} ${priority} ${match}`;

/** As `ovs-ofctl dump-flows` prints it without cookie and counters, and `add-flows` takes it. */
export const flowText = ({table, priority, match, actions, resetCounts}: Flow): string =>
  `${table === 0 ? '' : `table=${table}, `}${resetCounts === true ? 'reset_counts ' : ''}priority=${priority}${match === '' ? '' : `,${match}`} actions=${actions}`;

/** A strict deletion takes the match alone. */
export const matchText = ({table, priority, match}: Flow): string =>
  `table=${table},priority=${priority}${match === '' ? '' : `,${match}`}`;

/** OpenFlow's default, which is not printed. */
const DEFAULT_PRIORITY = 32_768;

const LINE =
  /^(?:cookie=\S+, )?(?:table=(\d+), )?(?<timeouts>(?:(?:idle|hard)_timeout=\d+, )*)(?<flags>(?:(?:reset_counts|send_flow_rem|check_overlap|no_packet_counts|no_byte_counts) )*)(?<fields>\S*)\s?actions=(?<actions>.*)$/;

/**
 * What `ovs-ofctl -O OpenFlow13 --no-names --no-stats dump-flows` printed. Flows that the switch learned, which end by
 * themselves, are no affair of the agent's.
 * @throws {RangeError} a line is no flow
 */
export const parseFlows = (bridge: string, text: string): readonly Flow[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('OFPST_FLOW'))
    .flatMap((line): readonly Flow[] => {
      const found = LINE.exec(line);
      if (found?.groups === undefined) throw new RangeError(`${bridge}: no flow: ${line}`);
      const {timeouts = '', flags = '', fields = '', actions = ''} = found.groups;
      if (timeouts !== '') return [];
      const [first = '', ...rest] = fields.split(',');
      const priority = /^priority=(\d+)$/.exec(first)?.[1];
      const match = priority === undefined ? fields : rest.join(',');
      return [
        {
          bridge,
          table: Number(found[1] ?? 0),
          priority: Number(priority ?? DEFAULT_PRIORITY),
          match,
          actions: withoutCookie(actions),
          ...(flags.includes('reset_counts') && {resetCounts: true as const}),
        },
      ];
    });

/** The one flow that teaches others would give them its own cookie. */
const withoutCookie = (actions: string): string => actions.replace(/,cookie=0x[0-9a-f]+/, '');
