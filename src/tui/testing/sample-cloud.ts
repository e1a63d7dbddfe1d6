import {cloudNames} from '../../labs/cloud/cloud-names.ts';
import type {Timeline, TimelineEntry} from '../../labs/cloud/timeline.ts';
import type {Command} from '../../drivers/neutron/driver.ts';
import {BLUE, VM1, VM1_PORT, sampleCloud} from '../../labs/cloud/test-cloud-state.ts';
import type {Work} from '../../drivers/neutron/work.ts';
import type {Names} from '../../state/names.ts';
import type {Text} from '../../state/text.ts';

/** What happened in a cloud with one network and an instance. Commands as the drivers make them. */

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
