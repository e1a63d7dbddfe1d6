import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {prove} from '../../../src/drivers/hosts/capabilities.ts';
import {startOvs} from '../../../src/drivers/kernel/ovs/start.ts';
import type {OvsBridge} from '../../../src/state/openvswitch.ts';
import type {Reading, Snapshot} from '../../../src/state/snapshot.ts';
import {openWatchedHost, type WatchedHost} from './watched-host.ts';

const isProved = (await prove()).some(({capability, proved}) => capability === 'openvswitch' && proved);

const reading = (snapshot: Snapshot): Reading<Readonly<Record<string, OvsBridge>>> | undefined =>
  snapshot.nodes['host']?.openvswitch;
const bridgesOf = (snapshot: Snapshot): Readonly<Record<string, OvsBridge>> => {
  const found = reading(snapshot);
  return found?.ok === true ? found.value : {};
};
const flowsOf = (snapshot: Snapshot, bridge = 'br0'): readonly string[] => {
  const flows = bridgesOf(snapshot)[bridge]?.flows;
  return flows?.ok === true ? Object.keys(flows.value) : [];
};

describe.skipIf(!isProved)('Open vSwitch of a node', () => {
  let watched: WatchedHost;
  const sh = async (script: string) => watched.sh(script);
  const until = async (what: string, question: (snapshot: Snapshot) => unknown) =>
    watched.until(what, (_, snapshot) => question(snapshot), 5000);
  beforeAll(async () => {
    watched = await openWatchedHost();
  });
  afterAll(async () => {
    await watched[Symbol.asyncDispose]();
  });

  test('is absent where none runs, and empty once it was started', async () => {
    expect(reading(watched.watcher.current)).toBeUndefined();
    await startOvs(watched.node);
    expect(reading(await watched.watcher.refresh('silent'))).toEqual({ok: true, value: {}});
  });

  test('bridges, ports, tags and flows are told by events, without anybody asking', async () => {
    await sh('ovs-vsctl add-br br0 -- set bridge br0 datapath_type=netdev');
    // It has flows before the database has its port's number.
    const numberOf = (snapshot: Snapshot) => bridgesOf(snapshot)['br0']?.ports['br0']?.interfaces['br0']?.ofport;
    await until(
      'the bridge with its flow',
      (snapshot) => flowsOf(snapshot).length === 1 && numberOf(snapshot) !== undefined,
    );
    expect(bridgesOf(watched.watcher.current)['br0']).toMatchObject({
      datapath: 'netdev',
      ports: {br0: {trunks: [], interfaces: {br0: {type: 'internal', ofport: 65_534}}}},
    });
    await sh('ip link add tap0 type veth peer name far0; ovs-vsctl add-port br0 tap0 tag=10');
    await until('the port', (snapshot) => bridgesOf(snapshot)['br0']?.ports['tap0']?.tag === 10);
    await sh('ovs-vsctl set port tap0 tag=20');
    await until('the other tag', (snapshot) => bridgesOf(snapshot)['br0']?.ports['tap0']?.tag === 20);
    await sh('ovs-ofctl add-flow br0 priority=7,in_port=tap0,actions=drop');
    await until('the flow', (snapshot) => flowsOf(snapshot).includes('table=0,priority=7,in_port=tap0'));
    await sh('ovs-ofctl del-flows br0 in_port=tap0');
    await until('the flow gone', (snapshot) => flowsOf(snapshot).length === 1);
    await sh('ovs-vsctl del-br br0');
    await until('the bridge gone', (snapshot) => Object.keys(bridgesOf(snapshot)).length === 0);
  });

  test('what was learned is read with what changes silently', async () => {
    await sh(`ovs-vsctl add-br br1 -- set bridge br1 datapath_type=netdev
      ip netns add vm
      ip link add tap1 type veth peer name eth0 address 02:00:00:00:00:01 netns vm
      ip link set tap1 up; ip -n vm link set eth0 up; ip -n vm addr add 10.0.0.1/24 dev eth0
      ovs-vsctl add-port br1 tap1
      ip netns exec vm ping -c1 -W1 10.0.0.2 || true`);
    const learned = bridgesOf(await watched.watcher.refresh('silent'))['br1']?.fdb;
    expect(learned).toMatchObject({ok: true, value: {'0 02:00:00:00:00:01': {port: 'tap1', vlan: 0}}});
  });

  test('a server that ended makes it unreadable, not empty; one that is there again is read again', async () => {
    await sh(
      'kill "$(cat /run/openvswitch/ovsdb-server.pid)"; while [ -e /run/openvswitch/ovsdb-server.pid ]; do sleep 0.01; done',
    );
    // It leaves its socket only when it is killed without a chance to tidy up.
    await until('that it cannot be read', (snapshot) => reading(snapshot)?.ok !== true);
    await sh(
      'ovsdb-server /etc/openvswitch/conf.db --remote=punix:/var/run/openvswitch/db.sock --pidfile --no-chdir --detach',
    );
    expect(Object.keys(bridgesOf(await watched.watcher.refresh('silent')))).toEqual(['br1']);
    await sh('kill -9 "$(cat /run/openvswitch/ovsdb-server.pid)"');
    const dead = await until('that nobody answers', (snapshot) => reading(snapshot)?.ok === false);
    expect(reading(dead)).toMatchObject({ok: false, why: expect.stringMatching(/database connection failed/)});
  });
});
