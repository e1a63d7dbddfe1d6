import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Ml2Options} from '../../../src/drivers/neutron/model.ts';
import {script} from '../open-sandbox.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import type {GoldenNode} from './golden-set.ts';
import {observe} from './observe.ts';
import {SERVERS, openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

/**
 * The same API objects, put before our agents step by step, must leave what a real Neutron left: golden/README.md
 * tells where it comes from. Ids, MACs and addresses of ports are those of the real run, so only conntrack zones
 * need to be made alike: a real agent counts on over what it had before.
 */
const SCENARIOS: readonly {
  readonly name: string;
  readonly steps: readonly string[];
  readonly options: Partial<Ml2Options>;
  readonly before?: (cloud: TestCloud) => Promise<unknown>;
}[] = [
  {name: '01-local', steps: ['a-network-only', 'b-subnet-dhcp', 'c-vm1', 'd-full'], options: {l2Population: false}},
  {
    name: '02-flat',
    steps: ['b-full', 'c-after-delete'],
    options: {l2Population: false},
    before: (cloud) =>
      script(
        cloud.node('compute1'),
        'ip addr add 192.168.203.11/24 dev eth3; ip route add 198.51.100.0/24 via 192.168.203.1',
      ),
  },
  {
    name: '03-vxlan-mcast',
    steps: ['a-dhcp-only', 'b-before-traffic'],
    options: {l2Population: false, arpResponder: false},
  },
  {name: '04-vxlan-l2pop', steps: ['a-dhcp-only', 'b-before-traffic'], options: {}},
];

describe.each(SCENARIOS)('$name', ({name, steps, options, before}) => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await openTestCloud(options);
    await before?.(cloud);
  });
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]();
  });

  test.each(steps)('%s', async (stepName) => {
    const step = goldenStep(name, stepName);
    const wanted = goldenCloud(step, options);
    // As in the real run: DHCP was there before the first instance, which decides who makes the bridge.
    if (stepName === steps[0]) await cloud.settle({...wanted, instances: {}});
    await cloud.settle(wanted);
    for (const {name: node} of SERVERS) {
      const golden = step.nodes[node];
      if (golden === undefined) throw new Error(`The golden set has no ${node}`);
      const ours = await observe(cloud.node(node));
      for (const [what, lines] of Object.entries(alike(golden)))
        expect.soft(alike(ours)[what as keyof GoldenNode], `${node}: ${what}`).toEqual(lines);
    }
  });
});

function alike(node: GoldenNode): GoldenNode {
  const zones = new Map<string, string>();
  const zone = (line: string) =>
    line.replace(/--zone (\d+)/, (_, number: string) => {
      if (!zones.has(number)) zones.set(number, `Z${zones.size + 1}`);
      return `--zone ${zones.get(number)}`;
    });
  return {
    ...node,
    sysctls: node.sysctls.toSorted(),
    ...(node.ebtables && {ebtables: jumpsSorted(node.ebtables)}),
    ...(node.iptables && {iptables: node.iptables.map(zone)}),
    ...(node.ip6tables && {ip6tables: node.ip6tables.map(zone)}),
  };
}

/** Ports that come up together are taken in no particular order, which decides only the order of the first chain. */
const jumpsSorted = (lines: readonly string[]): readonly string[] => {
  const isJump = (line: string) => / -j neutron(?:MAC|ARP)-/.test(line);
  return [...lines.filter(isJump).toSorted(), ...lines.filter((line) => !isJump(line))];
};
