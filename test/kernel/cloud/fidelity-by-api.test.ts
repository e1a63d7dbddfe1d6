import {describe, expect, test} from 'vitest';
import type {CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {goldenStep, type GoldenNode} from '../neutron/golden-set.ts';
import {observe} from '../neutron/observe.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';
import {repeatCalls} from './repeat-calls.ts';

/**
 * The whole way: the calls that made the reference cloud, made of our API, must leave on every node what they left
 * there. Only ids (and the DHCP port's MAC) are other ones; they are put in the place of the reference's.
 */
const SCENARIOS: readonly {readonly name: string; readonly step: string; readonly options: Partial<CloudSettings>}[] = [
  {name: '01-local', step: 'd-full', options: {'l2-population': false}},
  {name: '02-flat', step: 'b-full', options: {'l2-population': false}},
  {name: '03-vxlan-mcast', step: 'b-before-traffic', options: {'l2-population': false}},
  {name: '04-vxlan-l2pop', step: 'b-before-traffic', options: {}},
];

describe.each(SCENARIOS)('$name', ({name, step, options}) => {
  test(step, {timeout: 60_000}, async () => {
    const golden = goldenStep(name, step);
    await using lab = await openTestLabCloud({computes: 2, ...options});
    if (name === '02-flat')
      await lab
        .node('compute1')
        .run(['bash', '-c', 'ip addr add 192.168.203.11/24 dev eth3; ip route add 198.51.100.0/24 via 192.168.203.1']);
    const renamed = await repeatCalls(lab, golden);
    for (const [node, expected] of Object.entries(golden.nodes)) {
      const ours = comparable(await observe(lab.node(node)));
      for (const [what, lines] of Object.entries(comparable(renamed(expected))))
        expect.soft(ours[what], `${node}: ${what}`).toEqual(lines);
    }
    expect(lab.cloud.faults).toEqual([]);
  });
});

/** With names changed, what was sorted by name is in another order; rules keep theirs within each chain. */
function comparable(node: Partial<GoldenNode>): Readonly<Record<string, unknown>> {
  const zones = new Map<string, string>();
  const zone = (line: string) =>
    line.replace(/--zone (\d+)/, (_, number: string) => {
      if (!zones.has(number)) zones.set(number, `Z${zones.size + 1}`);
      return `--zone ${zones.get(number)}`;
    });
  const tables = (lines: readonly string[] = []) => byChain(lines.map(zone));
  return {
    ...node,
    links: node.links?.toSorted(),
    fdb: node.fdb?.toSorted(),
    neighbours: node.neighbours?.toSorted(),
    sysctls: node.sysctls?.toSorted(),
    iptables: tables(node.iptables),
    ip6tables: tables(node.ip6tables),
    ...(node.ebtables !== undefined && {ebtables: node.ebtables.toSorted()}),
    ...(node.ipsets !== undefined && {ipsets: node.ipsets.toSorted()}),
    namespaces: Object.fromEntries(
      Object.entries(node.namespaces ?? {}).map(([name, inside]) => [
        name,
        {...inside, iptables: tables(inside.iptables), ip6tables: tables(inside.ip6tables)},
      ]),
    ),
    ...(node.files !== undefined && {
      files: Object.fromEntries(
        Object.entries(node.files).map(([name, content]) => [name, content.split('\n').toSorted()]),
      ),
    }),
  };
}

/** Rules by table and chain, each chain in its order; where taps came up together, the chains that list them in any. */
function byChain(lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const chains: Record<string, string[]> = {};
  let table = '';
  for (const line of lines) {
    if (line.startsWith('*')) table = line;
    const chain = /^(?:-A |:)(\S+)/.exec(line)?.[1];
    if (chain === undefined) continue;
    (chains[`${table} ${chain}`] ??= []).push(line);
  }
  return Object.fromEntries(
    Object.entries(chains).map(([chain, rules]) => [
      chain,
      /-(FORWARD|INPUT|sg-chain|PREROUTING)$/.test(chain) ? rules.toSorted() : rules,
    ]),
  );
}
