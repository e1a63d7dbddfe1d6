import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {planOpenvswitch} from '../../../src/drivers/neutron/openvswitch/plan.ts';
import {alike} from './alike-node.ts';
import {alikeSwitch} from './alike-switch.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import type {GoldenNode} from './golden-set.ts';
import {observe} from './observe.ts';
import {observeSwitch} from './observe-switch.ts';
import {SERVERS, openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';
import {SWITCHED_SERVERS, openvswitchCloud} from './openvswitch-cloud.ts';
import {opensTun} from './tun.ts';

/** What our agent leaves in Open vSwitch is what a real one left: golden/README.md tells what is compared. */
describe.runIf(opensTun()).each([
  ['13-ovs-firewall', 'openvswitch', ['a-idle', 'b-dhcp-only', 'c-vms', 'd-router-fip']],
  ['14-ovs-hybrid', 'iptables_hybrid', ['b-dhcp-only', 'c-vms']],
  ['15-ovs-vlan-provider', 'iptables_hybrid', ['a-full']],
] as const)('%s', (scenario, firewall, steps) => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await openTestCloud({mechanism: 'openvswitch', firewall}, SWITCHED_SERVERS);
  });
  afterAll(async () => {
    await cloud[Symbol.asyncDispose]();
  });

  test.each(steps)('%s', async (stepName) => {
    const step = goldenStep(scenario, stepName);
    const wanted = openvswitchCloud(goldenCloud(step, {}), firewall);
    await cloud.settle(wanted);
    const compared = SERVERS.filter(({name}) => step.nodes[name]?.switch !== undefined);
    expect(compared.length).toBeGreaterThan(0);
    for (const {name: node} of compared) {
      const golden = step.nodes[node]?.switch;
      if (golden === undefined) continue;
      const items = Object.values(planOpenvswitch(wanted, node).present);
      const own = new Set(items.flatMap((item) => (item.kind === 'tap' ? [item.tap] : [])));
      const ours = alikeSwitch(await observeSwitch(cloud.node(node)), own);
      const theirs = alikeSwitch(golden, own);
      expect.soft(ours.ports, `${node}: ports`).toEqual(theirs.ports);
      expect.soft(ours.notes, `${node}: notes`).toEqual(theirs.notes);
      for (const [bridge, flows] of Object.entries(theirs.flows))
        expect.soft(ours.flows[bridge], `${node}: flows of ${bridge}`).toEqual(flows);
      const {switch: _, ...filtered} = step.nodes[node] ?? {};
      const rules = alike(filtered);
      if (Object.keys(rules).length === 0) continue;
      const observed = alike(await observe(cloud.node(node)));
      for (const what of Object.keys(rules) as (keyof GoldenNode)[])
        expect.soft(observed[what], `${node}: ${what}`).toEqual(rules[what]);
    }
  });
});
