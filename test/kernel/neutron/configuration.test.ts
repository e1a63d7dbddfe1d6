import {existsSync, readFileSync} from 'node:fs';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {BRIDGE_AGENT_INI, DHCP_AGENT_INI, ML2_CONF} from '../../../src/drivers/neutron/configuration/server-files.ts';
import {dhcpFolder} from '../../../src/drivers/neutron/naming.ts';
import {script} from '../open-sandbox.ts';
import {DHCP_PORT_ID, NETWORK_ID, cloudWith, portId, withPort} from './make-cloud.ts';
import {openTestCloud} from './open-cloud.ts';
import type {TestCloud} from './open-cloud.ts';
import {rootOf} from '../root-of.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await openTestCloud();
});
afterEach(async () => {
  await cloud[Symbol.asyncDispose]();
});

const on = (node: string, text: string) => script(cloud.node(node), text);
const edit = (node: string, path: string, from: string, to: string) =>
  on(node, `grep -q '${from}' ${path} && sed -i 's/${from}/${to}/' ${path}`);
const problems = () => cloud.works.flatMap(({problem}) => problem ?? []);

const TWO = cloudWith(['compute1', 'compute2']);

test('every server has the files of what runs on it, in its own /etc', () => {
  const read = (node: string, path: string) => readFileSync(`${rootOf(cloud.node(node))}${path}`, 'utf8');
  expect(read('compute1', BRIDGE_AGENT_INI)).toContain('local_ip = 172.16.16.11\nl2_population = True');
  expect(read('controller', BRIDGE_AGENT_INI)).toContain('local_ip = 172.16.16.10');
  expect(read('controller', ML2_CONF)).toContain('mechanism_drivers = linuxbridge,l2population');
  expect(read('controller', DHCP_AGENT_INI)).toContain('enable_isolated_metadata = True');
  expect(existsSync(`${rootOf(cloud.node('compute1'))}${ML2_CONF}`)).toBe(false);
  expect(existsSync(`/etc/neutron/plugins/ml2/linuxbridge_agent.ini`)).toBe(false);
});

test('a file counts from the restart on, and on its own node only', async () => {
  await cloud.settle(TWO);
  await edit('compute1', BRIDGE_AGENT_INI, 'l2_population = True', 'l2_population = False');
  await cloud.settle({...TWO});
  expect(await on('compute1', 'ip -d link show vxlan-100')).not.toContain('group 2');
  // A tunnel that is found is kept as it is.
  expect(await cloud.agents.restart('Linux bridge agent', 'compute1')).toBeUndefined();
  await cloud.settle({...TWO});
  expect(await on('compute1', 'ip -d link show vxlan-100')).toContain('local 172.16.16.11');
  await on('compute1', 'ip link del vxlan-100');
  expect(await cloud.agents.restart('Linux bridge agent', 'compute1')).toBeUndefined();
  await cloud.settle({...TWO});
  expect(await on('compute1', 'ip -d link show vxlan-100')).toContain('group 224.0.0.1');
  // What it learns from what comes in is another matter.
  expect(await on('compute1', 'bridge fdb show dev vxlan-100 state permanent')).not.toContain('172.16.16.12');
  expect(await on('compute2', 'ip -d link show vxlan-100')).toContain('local 172.16.16.12');
  expect(await on('compute2', 'bridge fdb show dev vxlan-100')).toContain('dst 172.16.16.11');
});

test('l2population only in the agents: no group, and nobody tells of others', async () => {
  await cloud.settle({...TWO, options: {...TWO.options, l2Population: false}});
  expect(await on('compute1', 'ip -d link show vxlan-100')).not.toContain('group 2');
  expect(await on('compute1', 'bridge fdb show dev vxlan-100')).not.toContain('dst 172.16.16.1');
});

test('a bad value: the agent does not start and says why; what was up stays; mended, it catches up', async () => {
  await cloud.settle(cloudWith(['compute1']));
  await edit('compute1', BRIDGE_AGENT_INI, 'arp_responder = True', 'arp_responder = perhaps');
  const why = `${BRIDGE_AGENT_INI}:8: [vxlan] arp_responder = perhaps: Unexpected boolean value 'perhaps'`;
  const text = await cloud.agents.restart('Linux bridge agent', 'compute1');
  expect(text?.en).toBe(why);
  expect(await on('compute1', 'tail -1 /var/log/neutron/linuxbridge-agent.log')).toMatch(
    / ERROR .*arp_responder = perhaps: Unexpected boolean value 'perhaps'\n$/,
  );
  expect(text?.zh).toMatch(/arp_responder = perhaps.*不是布尔值/);
  const more = withPort(cloudWith(['compute1', 'compute1']), portId(2), {status: 'DOWN'});
  const reports = await cloud.agents.reconcile(more);
  const reason = `neutron-linuxbridge-agent could not start: ${why}`;
  expect(reports.ports).toEqual([{portId: portId(2), status: 'ERROR', reason}]);
  expect(problems()).toEqual([reason]);
  // Told once, and to everybody's echo silence.
  expect((await cloud.agents.reconcile({...more})).ports).toEqual([]);
  expect(problems()).toHaveLength(1);
  await edit('compute1', BRIDGE_AGENT_INI, 'perhaps', 'true');
  expect(await cloud.agents.restart('Linux bridge agent', 'compute1')).toBeUndefined();
  expect((await cloud.settle({...more})).ports).toContainEqual({portId: portId(2), status: 'ACTIVE'});
});

test('a mapping to a NIC that does not exist ends the agent at its start', async () => {
  await edit('compute2', BRIDGE_AGENT_INI, 'physflat:eth3', 'physflat:eth9');
  const text = await cloud.agents.restart('Linux bridge agent', 'compute2');
  expect(text?.en).toContain('Interface eth9 for physical network physflat does not exist. Agent terminated!');
  const reports = await cloud.agents.reconcile(withPort(TWO, portId(2), {status: 'DOWN'}));
  expect(reports.ports.find((one) => one.portId === portId(2))).toMatchObject({status: 'ERROR'});
  expect(reports.ports.find((one) => one.portId === portId(1))).toEqual({portId: portId(1), status: 'ACTIVE'});
  expect(await on('compute2', 'ls /sys/class/net')).not.toContain('vxlan');
});

test('the DHCP agent: other values, and a file that is gone', async () => {
  await edit('controller', DHCP_AGENT_INI, 'openstacklocal', 'example.org');
  await edit('controller', DHCP_AGENT_INI, 'dhcp_lease_duration = 86400', 'dhcp_lease_duration = 600');
  expect(await cloud.agents.restart('DHCP agent', 'controller')).toBeUndefined();
  await cloud.settle(TWO);
  expect(await on('controller', `cat ${dhcpFolder(NETWORK_ID)}/host`)).toContain('.example.org,');
  expect(await on('controller', 'tr "\\0" " " </proc/$(pgrep dnsmasq)/cmdline')).toMatch(
    /,600s .*--domain=example.org/,
  );
});

test('a DHCP agent that did not start has no port up', async () => {
  await on('controller', `rm ${DHCP_AGENT_INI}`);
  const text = await cloud.agents.restart('DHCP agent', 'controller');
  expect(text?.en).toBe(`Failed to find some config files: ${DHCP_AGENT_INI} (ENOENT)`);
  const down = withPort(TWO, DHCP_PORT_ID, {status: 'DOWN'});
  const reports = await cloud.agents.reconcile(down);
  expect(reports.ports.filter((one) => one.portId === DHCP_PORT_ID)).toEqual([
    {portId: DHCP_PORT_ID, status: 'ERROR', reason: `neutron-dhcp-agent could not start: ${text?.en}`},
  ]);
  await on('controller', `printf '[DEFAULT]\\n' >${DHCP_AGENT_INI}`);
  expect(await cloud.agents.restart('DHCP agent', 'controller')).toBeUndefined();
  expect((await cloud.settle({...down})).ports).toContainEqual({portId: DHCP_PORT_ID, status: 'ACTIVE'});
});
