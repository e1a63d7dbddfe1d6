import {z} from 'zod';
import {DEFAULT_ML2, textbookPlan, type CloudPlan} from '../../cloud/cloud-plan.ts';
import {cloudHostPlan} from '../../drivers/neutron/cloud-wires.ts';
import type {HostPlan} from '../../drivers/hosts/host.ts';
import type {Ml2Options} from '../../drivers/neutron/model.ts';
import {serverEnvironment} from './server-files.ts';

const name = z.string().min(1);
const object = z.record(z.string(), z.unknown());

/** A call of the API that a lab makes. */
export const apiCall = z.strictObject({
  as: z.enum(['admin', 'demo']).optional(),
  method: z.enum(['POST', 'PUT', 'DELETE']),
  path: z.string().startsWith('/'),
  body: object.optional(),
});

export type ApiCall = z.infer<typeof apiCall>;

const fields = z.strictObject({
  computes: z
    .literal([1, 2])
    .describe('Compute nodes besides the controller, which is the network node and runs instances, too.'),
  mechanism: z
    .enum(['linuxbridge', 'openvswitch'])
    .optional()
    .describe('What carries the networks on every node. Default linuxbridge. openvswitch needs `tun`.'),
  firewall: z
    .enum(['openvswitch', 'iptables_hybrid', 'none'])
    .optional()
    .describe('What the Open vSwitch agent filters ports with. Default openvswitch: flows.'),
  'l2-population': z
    .union([z.boolean(), z.literal('server')])
    .optional()
    .describe('Default true. server: the API server has the mechanism driver, but no agent is told to use it.'),
  'l3-agents': z
    .array(z.enum(['compute1', 'compute2']))
    .min(1)
    .optional()
    .describe('Compute nodes that have an L3 agent, too, as highly available routers need.'),
  'arp-responder': z.boolean().optional().describe('Default: as l2-population.'),
  'tenant-types': z
    .array(z.enum(['local', 'flat', 'vlan', 'vxlan']))
    .min(1)
    .optional()
    .describe('`tenant_network_types`: what ordinary users get. Default vxlan.'),
  'address-order': z.enum(['next', 'random']).optional().describe('Default next: .2, .3, .4 as in the textbook.'),
  networks: z
    .array(
      z.strictObject({
        name,
        as: z.enum(['admin', 'demo']).optional().describe('Whose it is. Default admin.'),
        type: z.enum(['local', 'flat', 'vlan', 'vxlan']).optional(),
        segment: z.int().min(1).optional(),
        physical: name.optional(),
        external: z.literal(true).optional(),
        shared: z.literal(true).optional(),
        subnets: z.array(object).optional().describe("Subnets with the API's own attributes; `cidr` at least."),
      }),
    )
    .optional(),
  instances: z
    .array(
      z.strictObject({
        name,
        as: z.enum(['admin', 'demo']).optional(),
        network: name,
        host: name.optional().describe('The node it runs on.'),
        ip: name.optional(),
      }),
    )
    .optional(),
  calls: z
    .array(apiCall)
    .optional()
    .describe('Further calls of the API, in order, after networks and before instances.'),
  'later-calls': z.array(apiCall).optional().describe('Calls of the API, in order, after instances.'),
});

/** `cloud:` in lab.yaml: the servers, their configuration, and what the cloud holds when the lab begins. */
export const cloudSchema = fields.superRefine((cloud, context) => {
  const isThere = (node: string) => cloudNodeNames(cloud).includes(node);
  if (cloud.firewall !== undefined && cloud.mechanism !== 'openvswitch')
    context.addIssue({
      code: 'custom',
      path: ['firewall'],
      message: 'it is about `mechanism: openvswitch`; the Linux bridge agent has iptables alone',
    });
  const wrong = [
    ...(cloud['l3-agents'] ?? []).map((node, index) => ({node, path: ['l3-agents', index]})),
    ...(cloud.instances ?? []).map(({host}, index) => ({node: host, path: ['instances', index, 'host']})),
  ];
  for (const {node, path} of wrong)
    if (node !== undefined && !isThere(node) && !node.includes('{{'))
      context.addIssue({
        code: 'custom',
        path,
        message: `there is no node \`${node}\`: \`computes\` is ${cloud.computes}`,
      });
});
/** As written in lab.yaml. */
export type CloudSettings = z.infer<typeof cloudSchema>;

/** The servers and their configuration. */
export function cloudPlanOf(settings: CloudSettings): CloudPlan {
  const textbook = textbookPlan(settings.computes, settings['l3-agents'], settings.mechanism);
  const l2Population = (settings['l2-population'] ?? true) !== false;
  return {
    ...textbook,
    addressOrder: settings['address-order'] ?? 'next',
    options: {
      ...textbook.options,
      ...(settings.firewall !== undefined && {firewall: settings.firewall}),
      l2Population,
      arpResponder: settings['arp-responder'] ?? l2Population,
    },
    ml2: {...DEFAULT_ML2, tenantNetworkTypes: settings['tenant-types'] ?? DEFAULT_ML2.tenantNetworkTypes},
  };
}

/** What the agents' own files say, where that is not what the server knows. */
export const agentOptionsOf = (settings: CloudSettings): Ml2Options => ({
  ...cloudPlanOf(settings).options,
  ...(settings['l2-population'] === 'server' && {l2Population: false, arpResponder: false}),
});

/** The nodes of a cloud lab, in the order the learner meets them, and the cables between them and the switch. */
export function cloudHost(settings: CloudSettings): HostPlan {
  const {nodes} = cloudPlanOf(settings);
  const host = cloudHostPlan(nodes);
  const servers = new Set(nodes.map((node) => node.name));
  return {
    ...host,
    nodes: host.nodes.map((node) => (servers.has(node.name) ? {...node, environment: serverEnvironment()} : node)),
  };
}

export const cloudNodeNames = (settings: CloudSettings): readonly string[] =>
  cloudHost(settings).nodes.map((node) => node.name);
