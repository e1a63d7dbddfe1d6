import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {OUTSIDE_ADDRESS} from '../../../src/drivers/neutron/cloud-wires.ts';
import {furnishCloud} from '../../../src/labs/cloud/furnish.ts';
import type {CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {script} from '../open-sandbox.ts';
import {opensTun} from '../neutron/tun.ts';
import {waitUntil} from '../wait-until.ts';
import {openTestLabCloud} from './open-lab-cloud.ts';
import type {TestLabCloud} from './open-lab-cloud.ts';

/**
 * A router with a copy on the controller and one on compute1, a network inside and one outside, and an instance, with
 * real keepalived, VRRP over VXLAN and packets. The kernel's proxy for ARP must be off: it would swallow the question
 * who the gateway is (golden set, 10-ha-router).
 */
const V2 = '/networking/v2.0';
const NODES = ['controller', 'compute1'] as const;
type NodeName = (typeof NODES)[number];
const FAIL_OVER_MS = 20_000;

const settingsWith = (mechanism: CloudSettings['mechanism']): CloudSettings => ({
  computes: 1,
  mechanism,
  'l3-agents': ['compute1'],
  'arp-responder': false,
  networks: [
    {
      name: 'ext',
      type: 'flat',
      physical: 'external',
      external: true,
      subnets: [{name: 'ext-a', cidr: '10.10.10.0/24', enable_dhcp: false}],
    },
    {name: 'blue', subnets: [{name: 'blue-a', cidr: '172.16.110.0/24'}]},
  ],
  instances: [{name: 'vm1', network: 'blue', host: 'compute1'}],
});

describe.each(opensTun() ? (['linuxbridge', 'openvswitch'] as const) : (['linuxbridge'] as const))(
  '%s',
  (mechanism) => {
    const SETTINGS = settingsWith(mechanism);
    let lab: TestLabCloud;
    let router: string;
    beforeAll(async () => {
      lab = await openTestLabCloud(SETTINGS);
      await furnishCloud(lab.cloud, SETTINGS);
      const gateway = {network_id: lab.named('[[network ext]]')};
      const made = await lab.ask('POST', `${V2}/routers`, {
        router: {name: 'r1', ha: true, external_gateway_info: gateway},
      });
      router = (made as {router: {id: string}}).router.id;
      await lab.ask('PUT', `${V2}/routers/${router}/add_router_interface`, {subnet_id: lab.named('[[subnet blue-a]]')});
      await lab.cloud.settled();
    }, 60_000);
    afterAll(async () => {
      await lab[Symbol.asyncDispose]();
    });

    const inRouter = (node: NodeName, command: string) =>
      script(lab.node(node), command, {namespace: lab.named('[[qrouter r1]]')});
    const addressesOn = async (node: NodeName): Promise<readonly string[]> =>
      Array.from((await inRouter(node, 'ip -o addr')).matchAll(/^\d+: (\S+) +inet6? (\S+)/gm), (match) =>
        match.slice(1).join(' '),
      ).filter((line) => !line.startsWith('lo '));

    /** By node, as `openstack network agent list --router r1 --long` shows it. */
    async function haStates(): Promise<Record<string, string>> {
      const {agents} = (await lab.ask('GET', `${V2}/routers/${router}/l3-agents`)) as {
        agents: readonly {host: string; ha_state: string}[];
      };
      return Object.fromEntries(agents.map(({host, ha_state: state}) => [host, state]));
    }
    const other = (node: NodeName): NodeName => (node === 'controller' ? 'compute1' : 'controller');
    const settledTo = async (active: NodeName) =>
      waitUntil(
        async () => {
          const states = await haStates();
          return states[active] === 'active' && states[other(active)] === 'standby';
        },
        () => `${active} is active alone`,
        FAIL_OVER_MS,
      );
    async function activeNow(): Promise<NodeName> {
      let active: NodeName | undefined;
      await waitUntil(
        async () => {
          const states = await haStates();
          active = NODES.find((node) => states[node] === 'active' && states[other(node)] === 'standby');
          return active !== undefined;
        },
        () => 'one copy is active and the other waits',
        FAIL_OVER_MS,
      );
      if (active === undefined) throw new Error('unreachable');
      return active;
    }
    const vmReaches = async (address: string): Promise<boolean> => {
      const options = {namespace: lab.named('[[guest vm1]]')};
      return (await lab.node('compute1').run(['ping', '-c1', '-W1', address], options)).exitCode === 0;
    };
    const vmComesToReach = (address: string) =>
      waitUntil(
        () => vmReaches(address),
        () => `vm1 reaches ${address}`,
        FAIL_OVER_MS,
      );

    test('one copy has the router’s addresses and way out, the other only the end by which they hear each other', async () => {
      const active = await activeNow();
      const [qr, qg] = [lab.named('[[qr r1:blue]]'), lab.named('[[qg r1:ext]]')];
      const [own, others] = [lab.named(`[[ha r1:${active}]]`), lab.named(`[[ha r1:${other(active)}]]`)];
      const gateway = lab.named('[[ip r1:ext]]');
      const has = await addressesOn(active);
      expect(has).toContain(`${qr} 172.16.110.1/24`);
      expect(has).toContain(`${qg} ${gateway}/24`);
      expect(has.filter((line) => line.startsWith(`${own} 169.254.0.`))).toHaveLength(1);
      expect(has.filter((line) => line.includes(' fe80::f816:3eff:'))).toHaveLength(2);
      expect(await inRouter(active, 'ip route show default')).toBe(
        `default via 10.10.10.1 dev ${qg} proto keepalived \n`,
      );
      expect(await addressesOn(other(active))).toEqual([expect.stringMatching(`^${others} 169\\.254\\..+/18$`)]);
      expect(await inRouter(other(active), 'ip route show default')).toBe('');
      // Both have the cables and the rules; only one answers for metadata and forwards IPv6.
      const rules = 'iptables-save -t nat | grep -c "SNAT"';
      expect(await inRouter(other(active), rules)).toBe(await inRouter(active, rules));
      const ipv6 = 'sysctl -n net.ipv6.conf.all.forwarding net.ipv6.conf.all.addr_gen_mode; ss -Hltn | wc -l';
      await waitUntil(
        async () => (await inRouter(active, ipv6)) === '1\n1\n1\n',
        () => 'the active copy’s proxy runs',
        5000,
      );
      expect(await inRouter(other(active), ipv6)).toBe('0\n1\n0\n');
      await vmComesToReach(OUTSIDE_ADDRESS);
    });

    test('the active copy tells the other every two seconds that it lives, in the HA network’s VXLAN', async () => {
      const active = await activeNow();
      const heard = await inRouter(
        other(active),
        `timeout 8 tcpdump -nni ${lab.named(`[[ha r1:${other(active)}]]`)} -c 2 -tt ip proto 112 2>/dev/null`,
      );
      const [first = '', second = ''] = heard.split('\n');
      expect(first).toMatch(/ 169\.254\.\d+\.\d+ > 224\.0\.0\.18: VRRPv2, Advertisement, vrid \d+, prio 50,/);
      expect(Number.parseFloat(second) - Number.parseFloat(first)).toBeCloseTo(2, 0);
    });

    test('its cable cut, the other takes over with all addresses; the first does not take them back', async () => {
      const before = await activeNow();
      const [cut, after] = [lab.named(`[[ha r1:${before}]]`), other(before)];
      await inRouter(before, `ip link set ${cut} down`);
      await settledTo(after);
      await vmComesToReach(OUTSIDE_ADDRESS);
      expect(await addressesOn(before)).toEqual([expect.stringMatching(`^${cut} 169\\.254\\..+/18$`)]);
      expect(await addressesOn(after)).toContain(`${lab.named('[[qr r1:blue]]')} 172.16.110.1/24`);
      expect(lab.named('[[host r1:blue]] [[host r1:ext]]')).toBe(`${after} ${after}`);
      // The proxy for metadata and its configuration have moved, too.
      const hasProxy = (node: NodeName) =>
        script(lab.node(node), `ls /var/lib/neutron/ns-metadata-proxy | grep -c ${router} || true`);
      await waitUntil(
        async () => `${await hasProxy(before)}${await hasProxy(after)}` === '0\n1\n',
        () => 'only the active copy has a proxy',
        5000,
      );
      // What was cut stays cut: agents mend what changes, not what breaks.
      expect(await inRouter(before, `ip -br link show ${cut}`)).toContain(' DOWN ');
      await inRouter(before, `ip link set ${cut} up`);
      // It hears that there is somebody, three times, and stays what it is.
      await inRouter(before, `timeout 12 tcpdump -nni ${cut} -c 3 ip proto 112 2>/dev/null`);
      expect(await haStates()).toEqual({[before]: 'standby', [after]: 'active'});
    });

    test('keepalived killed, the other takes over, and the agent starts it again', async () => {
      const before = await activeNow();
      const pid = `cat /var/lib/neutron/ha_confs/${router}.pid.keepalived`;
      const old = await script(lab.node(before), pid);
      await script(lab.node(before), `kill $(${pid})`);
      await settledTo(other(before));
      await vmComesToReach(OUTSIDE_ADDRESS);
      // Until the old one is gone, its number stays in the file.
      await waitUntil(
        async () => !['', old].includes(await script(lab.node(before), `${pid} 2>/dev/null || true`)),
        () => 'keepalived runs again',
        10_000,
      );
    });

    test('a floating IP moves with the rest, and the end of the router leaves nothing', async () => {
      const active = await activeNow();
      const floating = (await lab.ask('POST', `${V2}/floatingips`, {
        floatingip: {floating_network_id: lab.named('[[network ext]]'), port_id: lab.named('[[port vm1]]')},
      })) as {floatingip: {id: string; floating_ip_address: string}};
      await lab.cloud.settled();
      const {id, floating_ip_address: address} = floating.floatingip;
      await waitUntil(
        async () => (await addressesOn(active)).includes(`${lab.named('[[qg r1:ext]]')} ${address}/32`),
        () => 'keepalived has taken its new file',
        5000,
      );
      expect((await addressesOn(other(active))).join()).not.toContain(address);
      const namespace = lab.named('[[qrouter r1]]');
      await lab.ask('DELETE', `${V2}/floatingips/${id}`);
      await lab.ask('PUT', `${V2}/routers/${router}/remove_router_interface`, {
        subnet_id: lab.named('[[subnet blue-a]]'),
      });
      await lab.ask('DELETE', `${V2}/routers/${router}`);
      await lab.cloud.settled();
      for (const node of NODES) {
        expect(await script(lab.node(node), 'ip netns list')).not.toContain(namespace);
        await waitUntil(
          async () => (await script(lab.node(node), 'pgrep -f "[h]a_confs" || true')) === '',
          () => `nothing keeps the router alive on ${node}`,
          5000,
        );
        expect(await script(lab.node(node), `find /var/lib/neutron/ha_confs -type f | grep -v '\\.log$' || true`)).toBe(
          '',
        );
      }
      const {networks} = (await lab.ask('GET', `${V2}/networks`)) as {networks: readonly {name: string}[]};
      expect(networks.map(({name}) => name).toSorted()).toEqual(['blue', 'ext']);
    });
  },
);
