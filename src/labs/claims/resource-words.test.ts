import {expect, test} from 'vitest';
import {checkResource, resourceSchema} from './resource.ts';
import type {ResourceView} from './resource-words.ts';
import {tellAll} from './test-fixtures/tell.ts';

test('the common attributes are told as a person tells them', () => {
  const first = (kind: string, claim: object, ...views: readonly ResourceView[]) =>
    checkResource(resourceSchema.parse({claim: 'resource', kind, ...claim}), {ok: true, value: views}, nameOf);
  const nameOf = (id: string) => ({n1: 'blue', s1: 'vm1', p1: 'vm1', g1: 'web', q1: 'slow'})[id];
  const agent = {find: {host: 'compute1', agent_type: 'Linux bridge agent'}, has: {alive: true}};
  const dhcpPort = {
    find: {network_id: 'n1', device_owner: 'network:dhcp'},
    has: {status: 'ACTIVE', fixed_ips: [{ip_address: '10.0.0.2'}]},
  };
  const vlan = {'provider:network_type': 'vlan', 'provider:segmentation_id': '7', mtu: 1500};
  expect(
    tellAll([
      first('agent', agent, {...agent.find, alive: true}),
      first('agent', agent, {...agent.find, alive: false}),
      first('agent', agent),
      first('port', dhcpPort, {
        ...dhcpPort.find,
        status: 'DOWN',
        fixed_ips: [{ip_address: '10.0.0.3', subnet_id: 'x'}],
      }),
      first('port', dhcpPort),
      first(
        'port',
        {find: {device_id: 's1'}, has: {security_groups: ['g1'], qos_policy_id: null, 'binding:host_id': 'compute2'}},
        {device_id: 's1', security_groups: [], qos_policy_id: 'q1', 'binding:host_id': 'compute1'},
      ),
      first(
        'port',
        {name: 'door', has: {device_id: 's1', 'binding:vif_type': 'unbound', admin_state_up: true}},
        {name: 'door', device_id: '', 'binding:vif_type': 'bridge', admin_state_up: false},
      ),
      first('port', {find: {device_owner: 'network:router_ha_interface', 'binding:host_id': 'compute1'}, absent: true}),
      first(
        'server',
        {name: 'vm2', has: {status: 'ACTIVE', 'OS-EXT-SRV-ATTR:host': 'compute1'}},
        {
          name: 'vm2',
          status: 'ERROR',
          'OS-EXT-SRV-ATTR:host': null,
        },
      ),
      first('network', {name: 'red', has: vlan}, {name: 'red', ...vlan, 'provider:segmentation_id': 8}),
      first(
        'subnet',
        {
          name: 'a',
          has: {
            cidr: '10.0.0.0/24',
            enable_dhcp: true,
            gateway_ip: null,
            allocation_pools: [{start: '10.0.0.2', end: '10.0.0.9'}],
          },
        },
        {
          name: 'a',
          cidr: '10.0.0.0/25',
          enable_dhcp: false,
          gateway_ip: '10.0.0.1',
          allocation_pools: [{start: '10.0.0.2', end: '10.0.0.126'}],
        },
      ),
      first(
        'subnet',
        {find: {cidr: '169.254.192.0/18'}, has: {gateway_ip: '169.254.192.1'}},
        {cidr: '169.254.192.0/18', gateway_ip: null},
      ),
      first(
        'router',
        {name: 'r1', has: {ha: true, external_gateway_info: {enable_snat: false}}},
        {name: 'r1', ha: false, external_gateway_info: {enable_snat: true}},
      ),
      first(
        'router',
        {name: 'r1', has: {external_gateway_info: {enable_snat: false}}},
        {name: 'r1', external_gateway_info: null},
      ),
      first(
        'floating-ip',
        {find: {floating_ip_address: '10.10.10.5'}, has: {port_id: 'p1'}},
        {floating_ip_address: '10.10.10.5', port_id: null},
      ),
      first(
        'qos-policy',
        {name: 'slow', has: {rules: [{direction: 'egress', type: 'bandwidth_limit'}]}},
        {name: 'slow', rules: [{direction: 'ingress', type: 'bandwidth_limit', max_kbps: 9}]},
      ),
      first(
        'member',
        {name: 'web1', has: {address: '10.0.0.9', protocol_port: 80, operating_status: 'ONLINE'}},
        {name: 'web1', address: '10.0.0.8', protocol_port: 81, operating_status: 'ERROR'},
      ),
      first('l7policy', {name: 'x'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the Linux bridge agent on compute1 is alive
         compute1 上的 Linux bridge 代理活着

    not met: the Linux bridge agent on compute1 is alive
      found: the Linux bridge agent on compute1 is not alive
       期望: compute1 上的 Linux bridge 代理活着
       实际: compute1 上的 Linux bridge 代理没有心跳

    not met: a Linux bridge agent on compute1
      found: there is none
       期望: compute1 上的 Linux bridge 代理存在
       实际: 没有这样的代理

    not met: the DHCP port in network blue is ACTIVE and has address 10.0.0.2
      found: the DHCP port in network blue is DOWN and has address 10.0.0.3
       期望: 网络 blue 中的 DHCP 端口状态为 ACTIVE，地址为 10.0.0.2
       实际: 网络 blue 中的 DHCP 端口状态为 DOWN，地址为 10.0.0.3

    not met: a DHCP port in network blue
      found: there is none
       期望: 网络 blue 中的 DHCP 端口存在
       实际: 没有这样的端口

    not met: the port of vm1 has security groups web, has no QoS policy and is on compute2
      found: the port of vm1 has no security groups, has QoS policy slow and is on compute1
       期望: vm1 的端口的安全组为 web，没有 QoS 策略，在 compute2 上
       实际: vm1 的端口没有安全组，QoS 策略为 slow，在 compute1 上

    not met: the port door belongs to vm1, is not bound and is administratively up
      found: the port door belongs to nothing, is bound as bridge and is administratively down
       期望: 端口 door 属于 vm1，没有绑定，管理状态为 UP
       实际: 端口 door 不属于任何设备，已绑定（bridge），管理状态为 DOWN

    met: there is no HA port on compute1
         没有 compute1 上的 HA 端口

    not met: the instance vm2 is ACTIVE and is on compute1
      found: the instance vm2 is in ERROR and is on no node
       期望: 实例 vm2 状态为 ACTIVE，在 compute1 上
       实际: 实例 vm2 状态为 ERROR，不在任何节点上

    not met: the network red has segment 7
      found: the network red has segment 8
       期望: 网络 red 的段号为 7
       实际: 网络 red 的段号为 8

    not met: the subnet a has CIDR 10.0.0.0/24, has DHCP on, has no gateway and has allocation pool 10.0.0.2 – 10.0.0.9
      found: the subnet a has CIDR 10.0.0.0/25, has DHCP off, has gateway 10.0.0.1 and has allocation pool 10.0.0.2 – 10.0.0.126
       期望: 子网 a 的 CIDR 为 10.0.0.0/24，已开启 DHCP，没有网关，地址池为 10.0.0.2 – 10.0.0.9
       实际: 子网 a 的 CIDR 为 10.0.0.0/25，已关闭 DHCP，网关为 10.0.0.1，地址池为 10.0.0.2 – 10.0.0.126

    not met: the subnet 169.254.192.0/18 has gateway 169.254.192.1
      found: the subnet 169.254.192.0/18 has no gateway
       期望: 子网 169.254.192.0/18 的网关为 169.254.192.1
       实际: 子网 169.254.192.0/18 没有网关

    not met: the router r1 is highly available and has SNAT off
      found: the router r1 is not highly available and has SNAT on
       期望: 路由器 r1 是高可用的，已关闭 SNAT
       实际: 路由器 r1 不是高可用的，已开启 SNAT

    not met: the router r1 has SNAT off
      found: the router r1 has no external gateway
       期望: 路由器 r1 已关闭 SNAT
       实际: 路由器 r1 没有外部网关

    not met: the floating IP 10.10.10.5 belongs to vm1
      found: the floating IP 10.10.10.5 belongs to no port
       期望: 浮动 IP 10.10.10.5 已关联到 vm1
       实际: 浮动 IP 10.10.10.5 没有关联端口

    not met: the QoS policy slow has rules egress bandwidth_limit
      found: the QoS policy slow has rules ingress bandwidth_limit
       期望: QoS 策略 slow 的规则为 egress bandwidth_limit
       实际: QoS 策略 slow 的规则为 ingress bandwidth_limit

    not met: the member web1 has address 10.0.0.9, has port 80 and has operating_status ONLINE
      found: the member web1 has address 10.0.0.8, has port 81 and has operating_status ERROR
       期望: 成员 web1 的地址为 10.0.0.9，端口号为 80，operating_status 为 ONLINE
       实际: 成员 web1 的地址为 10.0.0.8，端口号为 81，operating_status 为 ERROR

    not met: an L7 policy x
      found: there is none
       期望: 有 L7 策略 x
       实际: 没有这样的 L7 策略
    "
  `);
});
