import type {AgentKind} from '../drivers/neutron/model.ts';
import type {NodePlan} from './cloud-plan.ts';
import type {RoleName} from './store/records.ts';
import type {Work} from './work.ts';

/** The two accounts every lab has, as devstack names them. */
export const ACCOUNTS = [
  {user: 'admin', project: 'admin', password: 'secret', roles: ['admin', 'member', 'reader']},
  {user: 'demo', project: 'demo', password: 'secret', roles: ['member', 'reader']},
] as const satisfies readonly {
  readonly user: string;
  readonly project: string;
  readonly password: string;
  readonly roles: readonly RoleName[];
}[];

/** A cloud on its first day: accounts and agents, nothing else. */
export function seedCloud(work: Work): void {
  const {tables, chance} = work;
  const ids = new Map<string, {readonly userId: string; readonly projectId: string}>();
  for (const {user, project, password, roles} of ACCOUNTS) {
    const userId = chance.hex(32);
    const projectId = chance.hex(32);
    ids.set(user, {userId, projectId});
    tables.projects.put({id: projectId, name: project, description: `The ${project} project`, enabled: true});
    tables.users.put({id: userId, name: user, password, enabled: true, defaultProjectId: projectId});
    for (const role of roles) grant(work, userId, projectId, role);
  }
  const [admin, demo] = [ids.get('admin'), ids.get('demo')];
  if (admin !== undefined && demo !== undefined) grant(work, admin.userId, demo.projectId, 'admin');
  for (const node of work.plan.nodes) for (const kind of node.agents) putAgent(work, node, kind);
}

export function grant({tables}: Work, userId: string, projectId: string, role: RoleName): void {
  tables.grants.put({id: `${userId} ${projectId} ${role}`, userId, projectId, role});
}

/** An agent says for the first time that it is there. */
export function putAgent(work: Work, node: NodePlan, kind: AgentKind): void {
  work.tables.agents.put({
    id: work.chance.uuid(),
    kind,
    host: node.name,
    adminStateUp: true,
    alive: true,
    description: null,
    createdAt: work.now,
    startedAt: work.now,
    configurations: configurations(work, node, kind),
  });
}

/** What each kind reports about itself (read from the reference cloud). */
function configurations({plan}: Work, node: NodePlan, kind: AgentKind): Readonly<Record<string, unknown>> {
  switch (kind) {
    case 'Linux bridge agent':
      return {
        bridge_mappings: {},
        devices: 0,
        extensions: [],
        interface_mappings: node.interfaceMappings,
        l2_population: plan.options.l2Population,
        tunnel_types: node.tunnelIp === undefined ? [] : ['vxlan'],
        tunneling_ip: node.tunnelIp ?? null,
      };
    case 'Open vSwitch agent':
      return {
        arp_responder_enabled: plan.options.arpResponder,
        baremetal_smartnic: false,
        bridge_mappings: node.bridgeMappings ?? {},
        datapath_type: 'netdev',
        devices: 0,
        enable_distributed_routing: false,
        extensions: [],
        in_distributed_mode: false,
        integration_bridge: 'br-int',
        l2_population: plan.options.l2Population,
        log_agent_heartbeats: false,
        ovs_hybrid_plug: plan.options.firewall === 'iptables_hybrid',
        tunnel_types: node.tunnelIp === undefined ? [] : ['vxlan'],
        tunneling_ip: node.tunnelIp ?? null,
        vhostuser_socket_dir: '/var/run/openvswitch',
      };
    case 'DHCP agent':
      return {
        dhcp_driver: 'neutron.agent.linux.dhcp.Dnsmasq',
        dhcp_lease_duration: plan.options.leaseSeconds,
        log_agent_heartbeats: false,
        networks: 0,
        ports: 0,
        subnets: 0,
      };
    case 'L3 agent':
      return {
        agent_mode: 'legacy',
        ex_gw_ports: 0,
        extensions: [],
        floating_ips: 0,
        handle_internal_only_routers: true,
        interface_driver: plan.options.mechanism ?? 'linuxbridge',
        interfaces: 0,
        log_agent_heartbeats: false,
        routers: 0,
      };
    case 'Metadata agent':
      return {
        log_agent_heartbeats: false,
        metadata_proxy_socket: '/var/lib/neutron/metadata_proxy',
        nova_metadata_host: '127.0.0.1',
        nova_metadata_port: 8775,
      };
    case 'Loadbalancerv2 agent':
      return {device_drivers: ['haproxy_ns'], instances: 0, log_agent_heartbeats: false};
  }
}
