import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import type {Port} from '../../../src/drivers/neutron/model.ts';
import {furnishCloud, makeCall} from '../../../src/labs/cloud/furnish.ts';
import type {LabCloud} from '../../../src/labs/cloud/lab-cloud.ts';
import {openLabCloud} from '../../../src/labs/cloud/open-lab-cloud.ts';
import {resolveReferences} from '../../../src/labs/cloud/references.ts';
import {cloudHost, type ApiCall, type CloudSettings} from '../../../src/labs/cloud/settings.ts';
import {times} from '../row.ts';
import type {Row} from '../row.ts';
import {medianFigure} from '../statistics.ts';

const ROUNDS = 7;

const SETTINGS: CloudSettings = {computes: 2};
const BLUE: CloudSettings = {
  ...SETTINGS,
  networks: [{name: 'blue', type: 'vxlan', segment: 100, subnets: [{name: 'blue-a', cidr: '10.1.0.0/16'}]}],
};
const WITH_INSTANCES: CloudSettings = {
  ...BLUE,
  instances: [
    {name: 'vm1', network: 'blue', host: 'compute1'},
    {name: 'vm2', network: 'blue', host: 'compute2'},
  ],
};

const WITH_OUTSIDE: CloudSettings = {
  ...WITH_INSTANCES,
  networks: [
    ...(WITH_INSTANCES.networks ?? []),
    {
      name: 'ext',
      type: 'flat',
      physical: 'external',
      external: true,
      subnets: [{name: 'ext-a', cidr: '10.10.10.0/24', enable_dhcp: false}],
    },
  ],
};
const WAY_OUT: readonly ApiCall[] = [
  {
    method: 'POST',
    path: '/networking/v2.0/routers',
    body: {router: {name: 'r1', external_gateway_info: {network_id: '[[network ext]]'}}},
  },
  {
    method: 'PUT',
    path: '/networking/v2.0/routers/[[router r1]]/add_router_interface',
    body: {subnet_id: '[[subnet blue-a]]'},
  },
  {
    method: 'POST',
    path: '/networking/v2.0/floatingips',
    body: {floatingip: {floating_network_id: '[[network ext]]', port_id: '[[port vm1]]'}},
  },
];

/** On such a machine a real Neutron 21.0 needed 4.3 s until both instances' ports were ACTIVE, and 2.4 GB of daemons. */
const REAL = {name: 'real Neutron 21.0, measured apart', value: 4300};

/** The same, from the first call for the router until the instance answers by its floating IP. */
const REAL_WAY_OUT = {name: 'real Neutron 21.0, measured apart', value: 4950};

export const cloudRow: Row = {
  name: 'cloud',
  about: 'API call to wired data plane on two nodes; a thousand ports in one network',
  async *measure(bench) {
    const opened: number[] = [];
    const wired: number[] = [];
    for (let round = 0; round < times(bench, ROUNDS); round += 1) {
      await withCloud(async (cloud, openedMs) => {
        opened.push(openedMs);
        const startedAt = performance.now();
        const active = untilActive(cloud, 2);
        const furnished = furnishCloud(cloud, WITH_INSTANCES);
        await Promise.all([furnished, active.then(() => wired.push(performance.now() - startedAt))]);
      });
    }
    yield medianFigure('three servers, switch, API and agents: open', 'ms', opened);
    yield medianFigure('network, subnet, two instances on two nodes: API call to both ports ACTIVE', 'ms', wired, {
      against: REAL,
      target: {kind: 'times-faster', times: 20},
    });
    const routed: number[] = [];
    for (let round = 0; round < times(bench, ROUNDS); round += 1) {
      await withCloud(async (cloud) => {
        await furnishCloud(cloud, WITH_OUTSIDE);
        const startedAt = performance.now();
        const active = untilRouted(cloud);
        for (const call of WAY_OUT) await makeCall(cloud, call);
        await active;
        routed.push(performance.now() - startedAt);
        await cloud.settled();
      });
    }
    yield medianFigure('router, gateway, interface, floating IP: API call to all ACTIVE', 'ms', routed, {
      against: REAL_WAY_OUT,
      target: {kind: 'times-faster', times: 20},
    });
    const [first, second, memory] = await thousandPorts();
    yield medianFigure('ports 1 to 500 of a network, by the API, until the agents are done', 'ms', [first]);
    yield medianFigure('ports 501 to 1000', 'ms', [second], {
      against: {name: 'the first 500', value: first},
      target: {kind: 'at-most-times', times: 2},
    });
    yield medianFigure('memory that 1,000 ports take in the program', 'MB', [memory]);
  },
};

async function withCloud<T>(work: (cloud: LabCloud, openedMs: number) => Promise<T>): Promise<T> {
  await using host = await openSandbox(cloudHost(SETTINGS));
  const startedAt = performance.now();
  await using cloud = await openLabCloud(host, SETTINGS, 'bench');
  // Before the cloud goes.
  return await work(cloud, performance.now() - startedAt);
}

/** Resolves when a router has its two ports up and the floating IP works. */
const untilRouted = (cloud: LabCloud): Promise<void> =>
  new Promise((resolve) => {
    const off = cloud.subscribe(() => {
      const {ports, floatingIps} = cloud.cloud.store.tables;
      const ends = [...ports.values()].filter(({deviceOwner}) => deviceOwner.startsWith('network:router'));
      const [floating] = [...floatingIps.values()];
      if (ends.length < 2 || ends.some(({status}) => status !== 'ACTIVE') || floating?.status !== 'ACTIVE') return;
      off();
      resolve();
    });
  });

/** Resolves when so many instances' ports are there and all are ACTIVE. */
const untilActive = (cloud: LabCloud, count: number): Promise<void> =>
  new Promise((resolve) => {
    const off = cloud.subscribe(() => {
      const ports = [...cloud.cloud.store.tables.ports.values()].filter(isOfInstance);
      if (ports.length < count || ports.some(({status}) => status !== 'ACTIVE')) return;
      off();
      resolve();
    });
  });

const isOfInstance = ({deviceOwner}: Port): boolean => deviceOwner.startsWith('compute:');

/** One call after the other, as a client makes them. */
const thousandPorts = (): Promise<readonly [first: number, second: number, memoryMb: number]> =>
  withCloud(async (cloud) => {
    await furnishCloud(cloud, BLUE);
    const network = resolveReferences('[[network blue]]', cloud.things);
    if (!network.ok) throw new Error(network.why.en);
    await cloud.call({
      user: 'admin',
      project: 'admin',
      method: 'PUT',
      path: `/networking/v2.0/quotas/${cloud.cloud.store.tables.projects.find('name', 'admin')[0]?.id}`,
      body: {quota: {port: -1}},
    });
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const batch = async (name: string): Promise<number> => {
      const startedAt = performance.now();
      for (let number = 0; number < 500; number += 1) {
        const {status} = await cloud.call({
          user: 'admin',
          project: 'admin',
          method: 'POST',
          path: '/networking/v2.0/ports',
          body: {port: {network_id: network.value, name: `${name}${number}`}},
        });
        if (status !== 201) throw new Error(`port ${name}${number}: ${status}`);
      }
      await cloud.settled();
      return performance.now() - startedAt;
    };
    const first = await batch('a');
    const second = await batch('b');
    globalThis.gc?.();
    return [first, second, (process.memoryUsage().heapUsed - before) / 1e6];
  });
