import {cloudNames} from '../../labs/cloud/cloud-names.ts';
import type {Timeline, TimelineEntry} from '../../labs/cloud/timeline.ts';
import type {Command} from '../../drivers/neutron/driver.ts';
import type {CloudState, Network, Port} from '../../drivers/neutron/model.ts';
import type {Work} from '../../drivers/neutron/work.ts';
import type {Names} from '../../state/names.ts';
import type {Text} from '../../state/text.ts';

/** A cloud with one VXLAN network and an instance, and what happened in it. Commands as the drivers make them. */

export const BLUE = 'd4fbe39f-21a8-4c1e-9b60-5d0c2b7a4f11';
const SUBNET = '77c04a1e-5b1f-4a0e-8f3b-0d6f9f0e2b55';
export const VM1_PORT = '1c12862c-b5d0-4f6e-a6a1-93a2f6b0c1d2';
const DHCP = '6a3b7c55-0e12-4d1b-8c55-2f6d1c9e7a33';
export const VM1 = '9e0d4a6b-3f57-4be1-a5c0-7b1d2e8f6a90';

const network: Network = {
  id: BLUE,
  name: 'blue',
  projectId: 'demo',
  adminStateUp: true,
  shared: false,
  external: false,
  mtu: 1450,
  networkType: 'vxlan',
  physicalNetwork: null,
  segmentationId: 100,
  portSecurityEnabled: true,
};

const port = (id: string, deviceOwner: string, deviceId: string, host: string, ipAddress: string): Port => ({
  id,
  name: '',
  projectId: 'demo',
  networkId: BLUE,
  macAddress: 'fa:16:3e:a2:30:1f',
  adminStateUp: true,
  status: 'ACTIVE',
  deviceId,
  deviceOwner,
  fixedIps: [{subnetId: SUBNET, ipAddress}],
  binding: {host, vifType: 'bridge'},
  portSecurityEnabled: true,
  securityGroups: [],
  allowedAddressPairs: [],
  extraDhcpOpts: [],
});

export const sampleCloud: CloudState = {
  networks: {[BLUE]: network},
  subnets: {},
  ports: {
    [DHCP]: port(DHCP, 'network:dhcp', 'dhcp', 'controller', '172.16.1.2'),
    [VM1_PORT]: port(VM1_PORT, 'compute:nova', VM1, 'compute1', '172.16.1.3'),
  },
  agents: {},
  instances: {
    [VM1]: {
      id: VM1,
      name: 'vm1',
      projectId: 'demo',
      instanceName: 'instance-00000001',
      host: 'compute1',
      power: 'running',
      portIds: [VM1_PORT],
    },
  },
  nodes: {},
  dhcpHosts: {[BLUE]: ['controller']},
  options: {
    l2Population: true,
    arpResponder: true,
    vxlanGroup: '224.0.0.1',
    dnsDomain: 'openstacklocal',
    leaseSeconds: 86_400,
    isolatedMetadata: true,
  },
};

export const sampleNames: Names = cloudNames(sampleCloud);

const t = (en: string, zh: string): Text => ({en, zh});
const subject = {type: 'port', id: VM1_PORT} as const;
const run = (line: string, why: Text, more: {readonly namespace?: string; readonly input?: string} = {}): Command => ({
  kind: 'run',
  argv: line.split(' '),
  why,
  subject,
  ...more,
});
const done = (driver: string, command: Command): Work['outcomes'][number] => ({
  driver,
  command,
  exitCode: 0,
  stderr: '',
});

const AT = new Date(2026, 4, 4, 14, 3, 20).getTime();
const request = (
  number: number,
  fields: Partial<Extract<TimelineEntry['cause'], {kind: 'request'}>>,
  rest: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  number,
  at: AT + number * 1000,
  cause: {
    kind: 'request',
    id: `req-${number}`,
    user: 'demo',
    project: 'demo',
    method: 'POST',
    path: '/networking/v2.0/networks',
    status: 201,
    durationMs: 7.3,
    reads: 3,
    isReplayed: false,
    ...fields,
  },
  records: [],
  works: [],
  reported: [],
  settledMs: 0,
  ...rest,
});

/** A network is made; another is refused; an instance is wired; a file is written; a command fails; an agent stops. */
export const sampleEntries: readonly TimelineEntry[] = [
  request(
    1,
    {body: {network: {name: 'blue', 'provider:network_type': 'vxlan', 'provider:segmentation_id': 100}}},
    {
      records: [
        {
          table: 'networks',
          id: BLUE,
          name: 'blue',
          how: 'added',
          fields: [
            {field: 'networkType', after: 'vxlan'},
            {field: 'segmentationId', after: '100'},
            {field: 'mtu', after: '1450'},
          ],
        },
      ],
    },
  ),
  request(2, {
    status: 409,
    body: {network: {name: 'red', 'provider:segmentation_id': 100}},
    refused: 'Unable to create the network. The tunnel ID 100 is in use.',
    reads: 0,
  }),
  request(
    3,
    {
      method: 'POST',
      path: '/compute/v2.1/servers',
      status: 202,
      body: {server: {name: 'vm1', networks: [{uuid: BLUE}]}},
      durationMs: 31.4,
      reads: 5,
    },
    {
      records: [
        {
          table: 'servers',
          id: VM1,
          name: 'vm1',
          how: 'added',
          fields: [
            {field: 'host', after: 'compute1'},
            {field: 'status', after: 'BUILD'},
          ],
        },
      ],
      works: [
        {
          node: 'compute1',
          at: AT,
          durationMs: 45.2,
          outcomes: [
            done(
              'instance',
              run(
                'ip netns add instance-00000001',
                t('The instance: a namespace that stands for a guest.', '实例：代表虚拟机的命名空间。'),
              ),
            ),
            done(
              'linuxbridge',
              run(
                'ip link add brqd4fbe39f-21 type bridge forward_delay 0 stp_state 0',
                t('A bridge for the network, forwarding at once.', '该网络的网桥，立即转发。'),
              ),
            ),
            done(
              'linuxbridge',
              run(
                'ip link set tap1c12862c-b5 master brqd4fbe39f-21',
                t("The tap joins its network's bridge.", 'tap 接入其网络的网桥。'),
              ),
            ),
            done(
              'port-filter',
              run('iptables-restore -n', t('The IPv4 rules of every port of the node.', '本节点各端口的 IPv4 规则。'), {
                input: `*filter\n${Array.from({length: 20}, (_, index) => `-A neutron-linuxbri-i1c12862c-b -p tcp --dport ${index} -j RETURN`).join('\n')}\nCOMMIT\n`,
              }),
            ),
          ],
        },
        {
          node: 'controller',
          at: AT,
          durationMs: 8.1,
          outcomes: [
            done('dhcp', {
              kind: 'write',
              path: `/var/lib/neutron/dhcp/${BLUE}/host`,
              content: 'fa:16:3e:a2:30:1f,host-172-16-1-3.openstacklocal,172.16.1.3\n',
              why: t('Which MAC gets which address.', '哪个 MAC 得到哪个地址。'),
              subject,
            }),
            done(
              'dhcp',
              run('kill -HUP 4711', t('dnsmasq reads its files again.', 'dnsmasq 重新读取文件。'), {
                namespace: `qdhcp-${BLUE}`,
              }),
            ),
          ],
        },
      ],
      reported: [
        {
          table: 'ports',
          id: VM1_PORT,
          name: '',
          how: 'changed',
          fields: [{field: 'status', before: 'DOWN', after: 'ACTIVE'}],
        },
      ],
      settledMs: 84.4,
    },
  ),
  request(
    4,
    {method: 'DELETE', path: `/networking/v2.0/ports/${VM1_PORT}`, status: 204, user: 'admin', reads: 1, durationMs: 4},
    {
      records: [{table: 'ports', id: VM1_PORT, name: '', how: 'removed', fields: []}],
      works: [
        {
          node: 'compute1',
          at: AT,
          durationMs: 12,
          outcomes: [
            {
              driver: 'linuxbridge',
              command: run('ip link delete tap1c12862c-b5', t('The port is gone.', '端口已不存在。')),
              exitCode: 1,
              stderr: 'Cannot find device "tap1c12862c-b5"\n',
            },
            {
              driver: 'linuxbridge',
              command: run('ip link delete brqd4fbe39f-21', t('No port is left in the bridge.', '网桥中已没有端口。')),
              stderr: '',
            },
          ],
          problem: 'ip link delete tap1c12862c-b5: Cannot find device "tap1c12862c-b5"',
        },
      ],
      settledMs: 30,
    },
  ),
  {
    number: 5,
    at: AT + 5000,
    cause: {kind: 'agent', node: 'compute1', agent: 'Linux bridge agent', act: 'stop'},
    records: [
      {
        table: 'agents',
        id: 'agent',
        name: '',
        how: 'changed',
        fields: [{field: 'alive', before: 'true', after: 'false'}],
      },
    ],
    works: [],
    reported: [],
  },
];

/** A timeline that a test makes longer. */
export class FakeTimeline implements Timeline {
  entries: readonly TimelineEntry[];
  readonly #listeners = new Set<() => void>();

  constructor(entries: readonly TimelineEntry[] = sampleEntries) {
    this.entries = entries;
  }

  add(...entries: readonly TimelineEntry[]): void {
    this.entries = [...this.entries, ...entries];
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
