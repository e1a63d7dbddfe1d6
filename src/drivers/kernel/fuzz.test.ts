import {describe, expect, it} from 'vitest';
import {parseBridgeVlans, parseFdb} from './bridge.ts';
import {captured} from './captured/captured.ts';
import {parseConntrack} from './conntrack.ts';
import {parseFiles} from './console.ts';
import {parseIpsetSave} from './ipset.ts';
import {parseLinks} from './ip-links.ts';
import {parseNamespaceIds} from './ip-namespaces.ts';
import {parseNeighbours} from './ip-neighbours.ts';
import {parseRoutes, parseRules} from './ip-routes.ts';
import {parseRule} from './iptables-rule.ts';
import {parseIptablesSave} from './iptables.ts';
import {parseLeases} from './leases.ts';
import {parseRuleset} from './nft.ts';
import {parseDatabase} from './ovs/database.ts';
import {parseFlows, parseOvsFdb} from './ovs/flows.ts';
import {parseLibvirt} from './libvirt/parse-libvirt.ts';
import {parseFilters, parseQueues} from './queues.ts';
import {parseListeners} from './sockets.ts';
import {parseNetconf} from './sysctl.ts';
import {UnreadableOutput} from './unreadable-output.ts';

/** Small and always the same: a failure can be run again. */
const mulberry32 = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Cuts, doubles, swaps and overwrites parts of a text, as broken pipes and other versions of programs do. */
const mutate = (text: string, random: () => number): string => {
  const at = () => Math.floor(random() * (text.length + 1));
  const [from, to] = [at(), at()].toSorted((a, b) => a - b) as [number, number];
  const part = text.slice(from, to);
  switch (Math.floor(random() * 6)) {
    case 0:
      return text.slice(0, from);
    case 1:
      return text.slice(0, from) + text.slice(to);
    case 2:
      return text.slice(0, to) + part + text.slice(to);
    case 3:
      return text.slice(0, from) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(from + 1);
    case 4:
      return text.replaceAll(/\d+/g, (digits) => (random() < 0.1 ? `${-Number(digits)}` : digits));
    default:
      return text.slice(to) + text.slice(0, from);
  }
};

const rules = captured('iptables.out')
  .split('\n')
  .flatMap((line) => /^\[.*\] (-A .*)$/.exec(line)?.[1] ?? []);

const PARSERS: readonly (readonly [string, (text: string) => unknown, readonly string[]])[] = [
  ['parseLinks', parseLinks, ['links.out', 'links-a.out', 'links-empty.out'].map(captured)],
  ['parseRoutes', parseRoutes, ['routes-a.out', 'routes-empty.out'].map(captured)],
  ['parseRules', (text) => parseRules(text, 'inet'), ['rules.out', 'rules6.out'].map(captured)],
  ['parseNeighbours', (text) => parseNeighbours(text, text), ['neighbours.out', 'neighbours-proxy.out'].map(captured)],
  ['parseNamespaceIds', parseNamespaceIds, [captured('netns-ids.out')]],
  ['parseNetconf', parseNetconf, [captured('netconf-a.out')]],
  ['parseFdb', parseFdb, [captured('fdb.out')]],
  [
    'parseBridgeVlans',
    parseBridgeVlans,
    ['[{"ifname":"v0","vlans":[{"vlan":1,"flags":["PVID"]},{"vlan":10,"vlanEnd":11}]}]'],
  ],
  ['parseIptablesSave', parseIptablesSave, ['iptables.out', 'ip6tables.out'].map(captured)],
  ['parseRule', parseRule, rules],
  ['parseRuleset', parseRuleset, [captured('ruleset.out')]],
  ['parseListeners', parseListeners, [captured('listeners.out')]],
  ['parseIpsetSave', parseIpsetSave, [captured('sets.out')]],
  ['parseQueues', parseQueues, [captured('queues.out')]],
  ['parseFilters', parseFilters, [captured('filters.out')]],
  ['parseConntrack', parseConntrack, [captured('conntrack.out')]],
  ['parseLibvirt', parseLibvirt, ['libvirt.out', 'libvirt-pools.out'].map(captured)],
  ['parseLeases', parseLeases, ['1700000000 02:00:00:00:00:0a 10.0.0.5 vm1 01:02\n0 02:00:00:00:00:0b 10.0.0.6 * *\n']],
  ['parseDatabase', parseDatabase, ['ovs-database.out', 'ovs-database-empty.out'].map(captured)],
  ['parseFlows', parseFlows, ['ovs-flows.out', 'ovs-flows-neutron-int.out', 'ovs-flows-neutron-tun.out'].map(captured)],
  ['parseOvsFdb', (text) => parseOvsFdb(text, {}), [captured('ovs-fdb.out')]],
  ['parseFiles', parseFiles, ['/proc/sys/net/a\n 1\n/proc/sys/net/b\n 2\n 3']],
];

describe('every parser reads or says what it could not read', () => {
  it.each(PARSERS)('%s', (_, parse, texts) => {
    const random = mulberry32(20_261_121);
    let refused = 0;
    for (let round = 0; round < 400; round++) {
      let text = texts[round % texts.length] ?? '';
      for (let times = 1 + Math.floor(random() * 3); times > 0; times--) text = mutate(text, random);
      const startedAt = performance.now();
      try {
        parse(text);
      } catch (error) {
        refused++;
        if (!(error instanceof UnreadableOutput))
          throw new Error(`round ${round}: ${String(error)} for ${JSON.stringify(text)}`, {cause: error});
        expect(error.message).toMatch(/^[\w .-]+: line \d+: .+/);
      }
      expect(performance.now() - startedAt, `milliseconds in round ${round}`).toBeLessThan(1000);
    }
    expect(refused, 'broken texts that were refused').toBeGreaterThan(20);
  });

  it.each(PARSERS.filter(([name]) => /Links|Routes|Rules$|Neighbours|Ids|Netconf|^parseFdb|Vlans/.test(name)))(
    '%s never takes cut-off JSON for a shorter list',
    (_, parse, texts) => {
      for (const text of texts.map((one) => one.trimEnd())) {
        for (let length = 0; length < text.length; length += Math.max(1, Math.floor(text.length / 200))) {
          expect(() => parse(text.slice(0, length)), `${length} characters`).toThrow(UnreadableOutput);
        }
      }
    },
  );
});
