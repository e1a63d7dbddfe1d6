import {describe, expect, test} from 'vitest';
import {furnishCloud} from '../../../src/labs/cloud/furnish.ts';
import type {CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {script} from '../open-sandbox.ts';
import {switchPortName} from '../../../src/drivers/neutron/openvswitch/plan.ts';
import {alikeSwitch} from '../neutron/alike-switch.ts';
import {goldenStep} from '../neutron/golden-set.ts';
import {observeSwitch} from '../neutron/observe-switch.ts';
import {opensTun} from '../neutron/tun.ts';
import {waitUntil} from '../wait-until.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';
import {repeatCalls} from './repeat-calls.ts';

/** The calls that made the reference cloud, made of our API, leave in Open vSwitch what they left there. */
test.runIf(opensTun())('15-ovs-vlan-provider by calls of the API', {timeout: 90_000}, async () => {
  const golden = goldenStep('15-ovs-vlan-provider', 'a-full');
  await using lab = await openTestLabCloud({computes: 2, mechanism: 'openvswitch', firewall: 'iptables_hybrid'});
  const renamed = await repeatCalls(lab, golden);
  const {ports} = lab.cloud.cloud.state;
  for (const [node, expected] of Object.entries(golden.nodes)) {
    const theirs = renamed(expected).switch;
    if (theirs === undefined) throw new Error(`The golden set has no switch of ${node}`);
    const own = new Set(
      Object.values(ports)
        .filter(({binding}) => binding.host === node)
        .map((port) => switchPortName(port, 'iptables_hybrid')),
    );
    expect(own.size).toBe(1);
    const ours = alikeSwitch(await observeSwitch(lab.node(node)), own);
    expect.soft(ours, node).toEqual(alikeSwitch(theirs, own));
  }
  expect(lab.cloud.faults).toEqual([]);
});

describe.runIf(opensTun())('a cloud with Open vSwitch as a lab opens it', () => {
  test(
    'instances on two nodes, found by ping; the agent is stopped, broken and started',
    {timeout: 90_000},
    async () => {
      const settings: CloudSettings = {
        computes: 1,
        mechanism: 'openvswitch',
        firewall: 'openvswitch',
        networks: [{name: 'blue', subnets: [{name: 'blue-a', cidr: '172.16.100.0/24'}]}],
        instances: [
          {name: 'vm1', network: 'blue', host: 'controller', ip: '172.16.100.11'},
          {name: 'vm2', network: 'blue', host: 'compute1', ip: '172.16.100.12'},
        ],
      };
      await using lab = await openTestLabCloud(settings);
      await furnishCloud(lab.cloud, settings);
      const [controller, compute] = [lab.node('controller'), lab.node('compute1')];
      const guest = lab.named('[[guest vm2]]');
      await waitUntil(
        async () => (await script(compute, 'ip addr show eth0', {namespace: guest})).includes('inet 172.16.100.12/24'),
        () => 'vm2 has its address by DHCP',
        20_000,
      );
      await waitUntil(
        async () => (await compute.run(['ping', '-c', '1', '-W', '1', '172.16.100.11'], {namespace: guest})).ok,
        () => 'vm2 reaches vm1',
        20_000,
      );
      const ports = await script(compute, 'ovs-vsctl --columns=external_ids list Interface');
      expect(ports).toContain('vm-uuid=');
      expect(await script(controller, 'cat /etc/neutron/plugins/ml2/ml2_conf.ini')).toContain(
        'mechanism_drivers = openvswitch,l2population',
      );
      expect(await script(compute, 'cat /etc/neutron/plugins/ml2/openvswitch_agent.ini')).toContain(
        'bridge_mappings = external:br-ex,physflat:br-eth3',
      );
      expect(await script(compute, 'systemctl is-active neutron-openvswitch-agent')).toBe('active\n');

      // The VLAN of the port is changed by hand: gone until the agent starts again.
      await script(compute, `ovs-vsctl set Port ${lab.named('[[tap vm2]]')} tag=9`);
      const isReached = async () =>
        (await controller.run(['ping', '-c', '1', '-W', '1', '172.16.100.12'], {namespace: lab.named('[[guest vm1]]')}))
          .ok;
      expect(await isReached()).toBe(false);
      await script(compute, 'systemctl restart neutron-openvswitch-agent');
      await lab.cloud.settled();
      await waitUntil(isReached, () => 'vm1 reaches vm2 again', 10_000);

      // A bridge that is not there: the agent says so and does not start.
      await script(
        compute,
        'sed -i s/physflat:br-eth3/physflat:br-none/ /etc/neutron/plugins/ml2/openvswitch_agent.ini',
      );
      const refused = await compute.run(['systemctl', 'restart', 'neutron-openvswitch-agent']);
      expect(`${refused.stdout}${refused.stderr}`).toContain(
        'Bridge br-none for physical network physflat does not exist. Agent terminated!',
      );
      expect(lab.cloud.faults).toEqual([]);
    },
  );
});
