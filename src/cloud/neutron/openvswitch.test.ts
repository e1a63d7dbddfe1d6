import {expect, test} from 'vitest';
import {textbookPlan} from '../cloud-plan.ts';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';

const PORTS = '/networking/v2.0/ports';

const switched = (firewall: 'openvswitch' | 'iptables_hybrid' | 'none') => {
  const plan = textbookPlan(2, [], 'openvswitch');
  return testCloud({plan: {...plan, options: {...plan.options, firewall}}});
};

test('the agents of a cloud with Open vSwitch, and what they report', async () => {
  const admin = await switched('openvswitch').login('admin');
  const {body} = await admin.get('/networking/v2.0/agents?agent_type=Open%20vSwitch%20agent');
  expect(body.agents.map((agent: {host: string; binary: string}) => `${agent.host} ${agent.binary}`)).toEqual([
    'controller neutron-openvswitch-agent',
    'compute1 neutron-openvswitch-agent',
    'compute2 neutron-openvswitch-agent',
  ]);
  expect(body.agents[1].configurations).toMatchObject({
    bridge_mappings: {external: 'br-ex', physflat: 'br-eth3'},
    datapath_type: 'netdev',
    integration_bridge: 'br-int',
    tunneling_ip: '172.16.16.11',
    ovs_hybrid_plug: false,
  });
  const all = await admin.get('/networking/v2.0/agents');
  expect(all.body.agents.map((agent: {agent_type: string}) => agent.agent_type)).not.toContain('Linux bridge agent');
});

test.each([
  ['openvswitch', false],
  ['none', false],
  ['iptables_hybrid', true],
] as const)('a bound port with %s', async (firewall, hybrid) => {
  const admin = await switched(firewall).login('admin');
  const {networkId} = await makeNetwork(admin);
  const {body} = await admin.post(PORTS, {port: {network_id: networkId, 'binding:host_id': 'compute1'}});
  expect(body.port).toMatchObject({
    'binding:vif_type': 'ovs',
    'binding:vif_details': {
      connectivity: 'l2',
      port_filter: true,
      ovs_hybrid_plug: hybrid,
      datapath_type: 'netdev',
      bridge_name: 'br-int',
      bound_drivers: {'0': 'openvswitch'},
    },
  });
});

test('a node without the bridge of a physical network fails the binding', async () => {
  const plan = textbookPlan(2, [], 'openvswitch');
  const nodes = plan.nodes.map((node) =>
    node.name === 'compute2' ? {...node, bridgeMappings: {external: 'br-ex'}} : node,
  );
  const admin = await testCloud({plan: {...plan, nodes}}).login('admin');
  const {networkId} = await makeNetwork(admin, {
    'provider:network_type': 'vlan',
    'provider:physical_network': 'physflat',
    'provider:segmentation_id': 100,
  });
  const vifType = async (host: string) =>
    (await admin.post(PORTS, {port: {network_id: networkId, 'binding:host_id': host}})).body.port['binding:vif_type'];
  expect(await vifType('compute1')).toBe('ovs');
  expect(await vifType('compute2')).toBe('binding_failed');
});
