import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {CloudState, Ml2Options, Port} from '../../../src/drivers/neutron/model.ts';
import {ipsetName} from '../../../src/drivers/neutron/naming.ts';
import {script} from '../open-sandbox.ts';
import {alike} from './alike-node.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import type {GoldenNode} from './golden-set.ts';
import {observe} from './observe.ts';
import {SERVERS, openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';

const ADDRESS_PAIRS = ['a-base', 'b-aap', 'c-no-secgroup-vm2', 'd-portsec-off-vm1'];

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
  /** The real agents of other nodes did not get to know of an allowed address within half a minute; ours do at once. */
  readonly members?: 'late';
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
  {name: '05-router', steps: ['a-router-empty', 'b-full'], options: {}},
  {name: '06-ext-gw', steps: ['a-gw', 'b-enable_snat-false', 'c-static-route'], options: {}},
  {name: '07-floatingip', steps: ['a-fip-sg-default', 'c-fip-disassociated'], options: {}},
  {
    name: '08-secgroup',
    steps: ['a-no-ingress-rules', 'b-ssh-icmp-http', 'c-remote-group', 'd-rule-forms', 'e-egress-restricted'],
    options: {},
  },
  {name: '09-aap-portsec', steps: ADDRESS_PAIRS, options: {}, members: 'late'},
  {name: '09b-aap-arp_responder-off', steps: ADDRESS_PAIRS, options: {arpResponder: false}, members: 'late'},
  {name: '12-qos', steps: ['a-ingress-limit'], options: {}},
  {name: '12b-qos-dscp', steps: ['a'], options: {arpResponder: false}},
  {name: '17-aap-remote-ipset', steps: ['a'], options: {arpResponder: false}, members: 'late'},
];

describe.each(SCENARIOS)('$name', ({name, steps, options, before, members}) => {
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
    expect(SERVERS.some(({name: node}) => step.nodes[node] !== undefined)).toBe(true);
    for (const {name: node} of SERVERS) {
      const golden = step.nodes[node];
      if (golden === undefined) continue;
      const ours = alike(await observe(cloud.node(node)));
      const theirs = alike(golden);
      const late = members === 'late' && Object.values(wanted.ports).every((port) => !hasPairs(port, node));
      for (const what of Object.keys(theirs) as (keyof GoldenNode)[])
        if (what === 'ipsets' && late) expect.soft(ours.ipsets, `${node}: ipsets`).toEqual(withPairs(theirs, wanted));
        else expect.soft(ours[what], `${node}: ${what}`).toEqual(theirs[what]);
    }
  });
});

const hasPairs = (port: Port, node: string): boolean =>
  port.binding.host === node && port.allowedAddressPairs.length > 0;

/** The sets with the addresses of pairs elsewhere, which the real agents lacked. */
function withPairs({ipsets = []}: Partial<GoldenNode>, {ports}: CloudState): readonly string[] {
  const pairs = Object.values(ports).flatMap((port) =>
    port.securityGroups
      .map((group) => ipsetName(group, 4))
      .filter((name) => ipsets.some((line) => line.startsWith(`create ${name} `)))
      .flatMap((name) => port.allowedAddressPairs.map(({ipAddress}) => `add ${name} ${ipAddress}`)),
  );
  return [...new Set([...ipsets, ...pairs])].toSorted();
}
