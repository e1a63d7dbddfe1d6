import type {SecurityGroupRule} from '../model.ts';
import {protocolNumber, remoteOf} from '../port-filter/user-rules.ts';
import {COMMIT} from './firewall-flows.ts';
import {conjunction, hexConjunction, hexPort, hexTag, portNumber} from './flow.ts';
import type {Flow} from './flow.ts';
import {INTEGRATION_BRIDGE} from './naming.ts';
import {portMasks} from './port-masks.ts';
import {withoutWholeMask} from './spoof-flows.ts';
import {TABLES} from './tables.ts';

/** A filtered port with what its groups allow. */
export interface RuledPort {
  readonly name: string;
  readonly networkId: string;
  readonly rules: readonly SecurityGroupRule[];
}

/** A packet of a connection that is known and no answer, and one of a connection that is new. */
const STATES = ['+est-rel-rpl', '+new-est'] as const;

const ICMP = new Set([1, 58]);
/** Protocols that OpenFlow has a word for, by number. */
const WORDS: Readonly<Record<number, string>> = {1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp', 132: 'sctp'};
const WITH_PORTS = new Set([6, 17, 132]);

/** What a rule says, as OpenFlow needs it. */
interface Parts {
  readonly rule: SecurityGroupRule;
  readonly protocol: number | null;
  /** Above 70; rules about a group come below the others of the same kind. */
  readonly offset: number;
  readonly range: readonly [number, number] | null;
}

/**
 * The flows of what groups allow (openvswitch_firewall/rules.py). A rule about a remote group is a conjunction: one
 * dimension lists the group's addresses, the other says what may come to the port; both together are a third flow.
 * @param members addresses of a group, security or address, in one version of IP
 */
export function ruleFlows(
  ports: readonly RuledPort[],
  members: (groupId: string, version: 4 | 6) => readonly string[],
): readonly Flow[] {
  const flows = new Map<string, Flow>();
  const add = (flow: Flow) => flows.set(`${flow.table} ${flow.priority} ${flow.match}`, flow);
  const dimensions = new Map<string, {flow: Flow; conjunctions: Set<string>}>();
  const join = (flow: Flow, key: string, offset: number, dimension: 1 | 2) => {
    const id = `${flow.table} ${flow.priority} ${flow.match}`;
    const known = dimensions.get(id) ?? {flow, conjunctions: new Set<string>()};
    known.conjunctions.add(`conjunction(${conjunction(key, offset)},${dimension}/2)`);
    dimensions.set(id, known);
  };
  for (const port of ports) {
    const parts = port.rules.map(partsOf);
    for (const one of parts.filter(({rule}) => remoteOf(rule) === null)) {
      for (const fields of protocolFields(one, one.range))
        for (const state of STATES)
          add(accepting(port, one.rule, 70 + one.offset, matchOf(port, one, state, fields), '', state));
    }
    for (const group of alike(parts.filter(({rule}) => remoteOf(rule) !== null))) {
      for (const {range, parts: here} of withoutOverlap(group)) {
        for (const one of here) {
          const key = conjunctionKey(one.rule);
          for (const [index, state] of STATES.entries()) {
            const offset = 2 * one.offset + index;
            for (const fields of protocolFields(one, range))
              join(flowIn(one.rule, 70 + one.offset, matchOf(port, one, state, fields), ''), key, offset, 2);
            const match = `conj_id=${conjunction(key, offset)},ct_state=${state},${ipWord(one.rule)},reg5=${hexPort(port.name)}`;
            add(
              accepting(
                port,
                one.rule,
                70 + one.offset,
                match,
                `set_field:${hexConjunction(key, offset)}->reg7,`,
                state,
              ),
            );
            for (const address of members(remoteOf(one.rule) ?? '', one.rule.ethertype === 'IPv4' ? 4 : 6)) {
              const match1 = `ct_state=${state},${ipWord(one.rule)},reg6=${hexTag(port.networkId)}${remote(one.rule, address)}`;
              join(flowIn(one.rule, 70 + one.offset, match1, ''), key, offset, 1);
            }
          }
        }
      }
    }
  }
  return [
    ...flows.values(),
    ...[...dimensions.values()].map(({flow, conjunctions}) => ({
      ...flow,
      actions: [...conjunctions].toSorted().join(),
    })),
  ];
}

const flowIn = (rule: SecurityGroupRule, priority: number, match: string, actions: string): Flow => ({
  bridge: INTEGRATION_BRIDGE,
  table: rule.direction === 'ingress' ? TABLES.RULES_INGRESS : TABLES.RULES_EGRESS,
  priority,
  match,
  actions,
});

/** Into an instance a new connection is noted before it goes in; out of it, where that is decided. */
function accepting(
  port: RuledPort,
  rule: SecurityGroupRule,
  priority: number,
  match: string,
  before: string,
  state: (typeof STATES)[number],
): Flow {
  const output = `output:${portNumber(port.name)}`;
  const ingress = state === '+new-est' ? `${COMMIT},${output},resubmit(,${TABLES.ACCEPTED_INGRESS})` : output;
  const actions = rule.direction === 'ingress' ? ingress : `resubmit(,${TABLES.ACCEPT_OR_INGRESS})`;
  return flowIn(rule, priority, match, `${before}${actions}`);
}

/** Eight numbers belong to a group's rules about another group in one direction and version. */
const conjunctionKey = (rule: SecurityGroupRule): string =>
  `${rule.securityGroupId} ${remoteOf(rule)} ${rule.direction} ${rule.ethertype}`;

function partsOf(rule: SecurityGroupRule): Parts {
  const number = rule.protocol === null ? 0 : protocolNumber(rule.protocol);
  const protocol = number === 0 ? null : number;
  const base = remoteOf(rule) === null ? 4 : 0;
  const {portRangeMin: min, portRangeMax: max} = rule;
  const isRange = protocol !== null && WITH_PORTS.has(protocol) && min !== null && max !== null;
  return {rule, protocol, offset: base + offsetOf(rule, protocol), range: isRange ? [min, max] : null};
}

function offsetOf({portRangeMin: min, portRangeMax: max}: SecurityGroupRule, protocol: number | null): number {
  if (protocol === null) return 0;
  if (ICMP.has(protocol) && min === null) return 1;
  if (ICMP.has(protocol) && max === null) return 2;
  return 3;
}

const ipWord = ({ethertype}: SecurityGroupRule): string => (ethertype === 'IPv4' ? 'ip' : 'ipv6');

/** The field of the other end, unless it is any. */
function remote({direction, ethertype}: SecurityGroupRule, prefix: string | null): string {
  if (prefix === null || prefix.endsWith('/0')) return '';
  const side = direction === 'ingress' ? 'src' : 'dst';
  return `,${ethertype === 'IPv4' ? 'nw' : 'ipv6'}_${side}=${withoutWholeMask(prefix)}`;
}

function matchOf(port: RuledPort, {rule, protocol}: Parts, state: string, fields: string): string {
  const word = protocol === null ? undefined : WORDS[protocol];
  const isSix = rule.ethertype === 'IPv6';
  const keyword = word === undefined ? ipWord(rule) : `${word}${isSix ? '6' : ''}`;
  const number = protocol !== null && word === undefined ? `,nw_proto=${protocol}` : '';
  return `ct_state=${state},${keyword},reg5=${hexPort(port.name)}${remote(rule, rule.remoteIpPrefix)}${number}${fields}`;
}

/** The fields behind the addresses: one flow for each. */
function protocolFields({rule, protocol}: Parts, range: Parts['range']): readonly string[] {
  if (protocol !== null && ICMP.has(protocol) && rule.portRangeMin !== null)
    return [`,icmp_type=${rule.portRangeMin}${rule.portRangeMax === null ? '' : `,icmp_code=${rule.portRangeMax}`}`];
  return range === null ? [''] : portMasks(...range).map((mask) => `,tp_dst=${mask}`);
}

/** Rules that differ in the port range and the group alone. */
function alike(parts: readonly Parts[]): readonly (readonly Parts[])[] {
  const groups = Map.groupBy(
    parts,
    ({rule, protocol, offset}) =>
      `${rule.direction} ${rule.ethertype} ${protocol} ${offset} ${rule.remoteIpPrefix}${protocol !== null && ICMP.has(protocol) ? ` ${rule.portRangeMin} ${rule.portRangeMax}` : ''}`,
  );
  return [...groups.values()];
}

/** Flows of one priority must not overlap, or only one of them would count: `merge_port_ranges`. */
function withoutOverlap(
  group: readonly Parts[],
): readonly {readonly range: Parts['range']; readonly parts: readonly Parts[]}[] {
  const [first] = group;
  if (first?.protocol === null || first === undefined || !WITH_PORTS.has(first.protocol))
    return [{range: null, parts: group}];
  const spans = group.map((part) => ({part, from: part.range?.[0] ?? 1, to: part.range?.[1] ?? 65_535}));
  const starts = [...new Set(spans.flatMap(({from, to}) => [from, to + 1]))].toSorted((a, b) => a - b);
  return starts.flatMap((from, index) => {
    const to = (starts[index + 1] ?? from) - 1;
    const parts = spans.filter((span) => span.from <= from && span.to >= to && to >= from).map(({part}) => part);
    if (parts.length === 0) return [];
    return [{range: from === 1 && to === 65_535 ? null : ([from, to] as const), parts}];
  });
}
