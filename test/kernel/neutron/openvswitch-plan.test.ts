import {expect, test} from 'vitest';
import {flowText, resolved} from '../../../src/drivers/neutron/openvswitch/flow.ts';
import type {Flow} from '../../../src/drivers/neutron/openvswitch/flow.ts';
import {planOpenvswitch} from '../../../src/drivers/neutron/openvswitch/plan.ts';
import {alikeSwitch} from './alike-switch.ts';
import {goldenCloud, goldenStep} from './golden-set.ts';
import {SERVERS} from './open-cloud.ts';
import {openvswitchCloud} from './openvswitch-cloud.ts';

/** What the plan says of every flow is what a real agent wrote, number by number of its own. */
test.each([
  ['13-ovs-firewall', 'a-idle', 'openvswitch'],
  ['13-ovs-firewall', 'b-dhcp-only', 'openvswitch'],
  ['13-ovs-firewall', 'c-vms', 'openvswitch'],
  ['13-ovs-firewall', 'd-router-fip', 'openvswitch'],
  ['14-ovs-hybrid', 'b-dhcp-only', 'iptables_hybrid'],
  ['14-ovs-hybrid', 'c-vms', 'iptables_hybrid'],
  ['15-ovs-vlan-provider', 'a-full', 'iptables_hybrid'],
] as const)('%s %s', (scenario, stepName, firewall) => {
  const step = goldenStep(scenario, stepName);
  const cloud = openvswitchCloud(goldenCloud(step, {}), firewall);
  const compared = SERVERS.filter(({name}) => step.nodes[name]?.switch !== undefined);
  expect(compared.length).toBeGreaterThan(0);
  for (const {name: node} of compared) {
    const theirs = step.nodes[node]?.switch;
    if (theirs === undefined) continue;
    const items = Object.values(planOpenvswitch(cloud, node).present);
    const taps = items.filter((item) => item.kind === 'tap');
    const networks = items.flatMap((item) => (item.kind === 'network' ? [item.networkId] : []));
    const ports = taps.map(({tap}) => tap);
    const conjunctions: string[] = [];
    const numbers = {
      port: (name: string) => ports.indexOf(name) + 1,
      tag: (id: string) => networks.indexOf(id) + 1,
      conjunction(key: string) {
        if (!conjunctions.includes(key)) conjunctions.push(key);
        return 8 * (conjunctions.indexOf(key) + 1);
      },
    };
    const byName = (text: string) => text.replaceAll(/<port ([^>]+)>/g, '"$1"');
    const flows = items
      .flatMap((item): readonly Flow[] => ('flows' in item ? item.flows : []))
      .map((flow) => resolved({...flow, match: byName(flow.match), actions: byName(flow.actions)}, numbers));
    const byBridge = Map.groupBy(
      new Map(
        flows.flatMap((flow) => (flow === undefined ? [] : [[`${flow.bridge} ${flowText(flow)}`, flow]])),
      ).values(),
      (flow) => flow.bridge,
    );
    const ours = {
      ports: [],
      notes: taps.map(
        ({tap, notes, networkId}) =>
          `${tap} {net_uuid="${notes['net_uuid'] ?? ''}", tag="${networks.indexOf(networkId) + 1}"}`,
      ),
      flows: Object.fromEntries([...byBridge].map(([bridge, list]) => [bridge, list.map(flowText)])),
    };
    const own = new Set(ports);
    for (const bridge of ['br-int', 'br-tun', 'br-ex', 'br-eth3'])
      expect
        .soft(alikeSwitch(ours, own).flows[bridge], `${node} ${bridge}`)
        .toEqual(alikeSwitch(theirs, own).flows[bridge]);
  }
});
