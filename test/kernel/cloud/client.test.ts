import {expect, test} from 'vitest';
import {serveCloud} from './served-cloud.ts';

/** Lines of output without the blank ones. */
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

test('the real client makes a network, ports and servers, and sees them', {timeout: 90_000}, async () => {
  await using served = await serveCloud();
  const {stdout, stderr} = await served.openstack('admin', [
    'network create --provider-network-type vxlan --provider-segment 100 -f value -c provider:segmentation_id -c mtu blue',
    'subnet create --network blue --subnet-range 172.16.100.0/24 -f value -c gateway_ip -c allocation_pools blue-v4',
    'port create --network blue --host compute1 --fixed-ip ip-address=172.16.100.77 -f value -c status -c binding_vif_type p1',
    'server create --image cirros --flavor m1.tiny --network blue --availability-zone nova:compute2 --wait -f value -c status vm1',
    'server create --image cirros --flavor m1.tiny --port p1 --wait -f value -c addresses vm2',
    'server list -f value -c Name -c Status',
    'server stop vm1',
    'server list --name vm1 -f value -c Status',
    'server start vm1',
    'console log show vm1',
    'network agent list --agent-type linux-bridge -f value -c Host -c Alive',
    'network agent list --network blue -f value -c Binary',
    'port list --device-owner network:dhcp -f value -c Status',
    'network set --tag red blue',
    'network list --tags red -f value -c Name',
    'hypervisor list -f csv --quote none',
    'availability zone list --compute -f value',
    'image list -f value -c Name',
    'flavor list -f value -c Name',
  ]);
  expect(lines(stderr)).toEqual([]);
  expect(lines(stdout)).toEqual([
    '1450',
    '100',
    "[{'start': '172.16.100.2', 'end': '172.16.100.254'}]",
    '172.16.100.1',
    'bridge',
    'ACTIVE',
    'ACTIVE',
    "{'blue': ['172.16.100.77']}",
    'vm2 ACTIVE',
    'vm1 ACTIVE',
    'SHUTOFF',
    'Welcome',
    'login:',
    'controller True',
    'compute1 True',
    'compute2 True',
    'neutron-dhcp-agent',
    'ACTIVE',
    'blue',
    'ID,Hypervisor Hostname,Hypervisor Type,Host IP,State',
    '1,controller,namespace,192.168.104.10,up',
    '2,compute1,namespace,192.168.104.11,up',
    '3,compute2,namespace,192.168.104.12,up',
    'nova available',
    'cirros',
    'm1.tiny',
    'm1.small',
    'm1.nano',
  ]);
  expect(served.faults).toEqual([]);
});

test('the real client makes routers, floating IPs and forwarded ports', {timeout: 120_000}, async () => {
  await using served = await serveCloud();
  const {stdout, stderr} = await served.openstack('admin', [
    'network create --external --provider-network-type flat --provider-physical-network external -f value -c router:external ext',
    'subnet create --network ext --subnet-range 10.10.10.0/24 --no-dhcp -f value -c gateway_ip ext-v4',
    'network create -f value -c name blue',
    'subnet create --network blue --subnet-range 172.16.1.0/24 -f value -c cidr blue-v4',
    'subnet create --network blue --subnet-range 172.16.2.0/24 -f value -c cidr blue-2',
    'router create -f value -c status -c external_gateway_info r1',
    'router add subnet r1 blue-v4',
    'router set --external-gateway ext --fixed-ip ip-address=10.10.10.85 --disable-snat r1',
    'router show -f json -c external_gateway_info r1',
    'router set --external-gateway ext --enable-snat r1',
    'router set --route destination=203.0.113.0/24,gateway=172.16.1.9 r1',
    'router add route --route destination=198.51.100.0/24,gateway=172.16.1.9 r1',
    'router show -f json -c routes r1',
    'router remove route --route destination=198.51.100.0/24,gateway=172.16.1.9 r1',
    'router unset --route destination=203.0.113.0/24,gateway=172.16.1.9 r1',
    'router show -f json -c routes r1',
    'port create --network blue --fixed-ip subnet=blue-2 -f value -c name side',
    'router add port r1 side',
    'port list --router r1 -f value -c Status',
    'router remove port r1 side',
    'port create --network blue --fixed-ip ip-address=172.16.1.11 -f value -c status vm',
    'floating ip create --floating-ip-address 10.10.10.61 -f value -c status ext',
    'floating ip set --port vm 10.10.10.61',
    'floating ip list -f csv --quote none',
    'floating ip show 10.10.10.61 -f value -c status',
    'floating ip unset --port 10.10.10.61',
    'floating ip show 10.10.10.61 -f value -c status -c fixed_ip_address',
    'floating ip port forwarding create --internal-ip-address 172.16.1.11 --port vm --internal-protocol-port 22 --external-protocol-port 2222 --protocol tcp -f value -c external_port 10.10.10.61',
    'floating ip port forwarding list 10.10.10.61 -f csv --quote none',
    'network agent list --router r1 -f value -c Binary',
    'router list -f value -c Name -c Status',
    'router delete r1',
  ]);
  expect(lines(stderr).join('\n')).toMatch(/Router \S+ has ports still attached: /);
  // Adding and removing a route answers with the whole router as a table.
  const said = lines(stdout).filter((line) => !/^[+|]/.test(line));
  expect(said).toEqual([
    'True',
    '10.10.10.1',
    'blue',
    '172.16.1.0/24',
    '172.16.2.0/24',
    'None',
    'ACTIVE',
    '{',
    '  "external_gateway_info": {',
    expect.stringContaining('"network_id"'),
    '    "external_fixed_ips": [',
    '      {',
    expect.stringContaining('"subnet_id"'),
    '        "ip_address": "10.10.10.85"',
    '      }',
    '    ],',
    '    "enable_snat": false',
    '  }',
    '}',
    '{',
    '  "routes": [',
    '    {',
    '      "destination": "203.0.113.0/24",',
    '      "nexthop": "172.16.1.9"',
    '    },',
    '    {',
    '      "destination": "198.51.100.0/24",',
    '      "nexthop": "172.16.1.9"',
    '    }',
    '  ]',
    '}',
    '{',
    '  "routes": []',
    '}',
    'side',
    'ACTIVE',
    'ACTIVE',
    'ACTIVE',
    'DOWN',
    'DOWN',
    expect.stringContaining('Floating IP Address'),
    expect.stringMatching(/,10\.10\.10\.61,172\.16\.1\.11,/),
    'ACTIVE',
    'None',
    'DOWN',
    '2222',
    expect.stringContaining('Internal Port,'),
    expect.stringMatching(/,172\.16\.1\.11,22,2222,tcp,/),
    'neutron-l3-agent',
    'r1 ACTIVE',
  ]);
  const [routerId = ''] = Object.keys(served.cloud.state.routers ?? {});
  const [forwarding = ''] = Object.keys(served.cloud.state.portForwardings ?? {});
  const again = await served.openstack('admin', [
    `floating ip port forwarding set --internal-protocol-port 80 --internal-ip-address 172.16.1.11 10.10.10.61 ${forwarding}`,
    `floating ip port forwarding show 10.10.10.61 ${forwarding} -f value -c internal_port`,
    `floating ip port forwarding delete 10.10.10.61 ${forwarding}`,
    'floating ip delete 10.10.10.61',
    'router unset --external-gateway r1',
    'router remove subnet r1 blue-v4',
    'network agent list --agent-type l3 -f value -c Host',
    `router delete ${routerId}`,
    'router list -f value',
    'extension list --network -f value -c Alias',
  ]);
  expect(lines(again.stderr)).toEqual([]);
  expect(lines(again.stdout).slice(0, 2)).toEqual(['80', 'controller']);
  expect(lines(again.stdout)).toContain('floating-ip-port-forwarding');
  expect(served.faults).toEqual([]);
});

test("the real client says in Neutron's words what is refused", {timeout: 90_000}, async () => {
  await using served = await serveCloud();
  await served.openstack('admin', [
    'network create --share common',
    'subnet create --network common --subnet-range 10.0.0.0/24 s',
  ]);
  const {stdout, stderr} = await served.openstack('demo', [
    'network create -f value -c name mine',
    'network create --provider-network-type vxlan --provider-segment 5 theirs',
    'subnet create --network mine --subnet-range 172.16.1.0/24 -f value -c name a',
    'subnet create --network mine --subnet-range 172.16.1.128/25 b',
    'subnet create --network mine --subnet-range 172.16.2.0/24 --allocation-pool start=172.16.2.1,end=172.16.2.9 c',
    'port create --network mine -f value -c name p',
    'network delete mine',
    'port create --network common --mac-address fa:16:3e:00:00:01 q',
    'server create --image cirros --flavor m1.tiny --network mine --availability-zone nova:compute1 vm',
    'network agent list',
    'network list -f value -c Name',
  ]);
  expect(lines(stdout)).toEqual(['mine', 'a', 'p', 'common', 'mine']);
  for (const words of [
    '((rule:create_network and rule:create_network:provider:network_type) and rule:create_network:provider:segmentation_id) is disallowed by policy',
    'overlaps with another subnet',
    'Gateway ip 172.16.2.1 conflicts with allocation pool 172.16.2.1-172.16.2.9',
    'There are one or more ports still in use on the network',
    '(rule:create_port and rule:create_port:mac_address) is disallowed by policy',
    "Policy doesn't allow os_compute_api:servers:create:forced_host to be performed",
  ]) {
    expect(stderr + stdout).toContain(words);
  }
  expect(served.faults).toEqual([]);
});

test('the real client makes security groups, address groups and QoS policies', {timeout: 90_000}, async () => {
  await using served = await serveCloud();
  const {stdout, stderr} = await served.openstack('demo', [
    'network create -f value -c name mine',
    'subnet create --network mine --subnet-range 10.0.0.0/24 -f value -c name s',
    'security group create --stateless -f value -c stateful loose',
    'security group set --stateful --description words loose',
    'security group show -f value -c stateful -c description loose',
    'security group create -f value -c name web',
    'security group rule create --protocol tcp --dst-port 80:90 --remote-ip 10.0.0.9/24 -f value -c port_range_max -c remote_ip_prefix web',
    'security group rule create --protocol icmp --icmp-type 8 --icmp-code 0 -f value -c port_range_min -c port_range_max web',
    'security group rule create --protocol any --ethertype IPv6 --remote-group web -f value -c protocol -c ether_type web',
    'security group rule create --protocol 112 --egress -f value -c protocol -c direction web',
    'address group create --address 10.0.0.5 --address 2001:db8::/64 -f value -c addresses offices',
    'address group set --address 10.1.0.0/16 offices',
    'address group unset --address 10.0.0.5 offices',
    'security group rule create --protocol udp --dst-port 53 --remote-address-group offices -f value -c port_range_min web',
    'address group show -f value -c addresses offices',
    'security group rule list --protocol tcp -f value -c Direction',
    'port create --network mine --security-group web --allowed-address ip-address=10.0.0.99 -f value -c allowed_address_pairs p',
    'server create --image cirros --flavor m1.tiny --port p --wait -f value -c status vm',
    'server add security group vm loose',
    'server remove security group vm web',
    'port set --no-security-group --no-allowed-address --disable-port-security p',
    'port show -f value -c port_security_enabled -c security_group_ids p',
    'security group delete web',
    'security group list -f value -c Name',
    // What is refused:
    'security group rule create --protocol tcp --dst-port 1:65535 -f value -c port_range_max loose',
    'security group rule create --protocol tcp loose',
    'security group rule create --ethertype IPv6 --remote-ip 10.0.0.0/8 loose',
    'security group delete default',
    'network qos policy create mine',
  ]);
  expect(lines(stdout)).toEqual([
    'mine',
    's',
    'False',
    'words',
    'True',
    'web',
    '90',
    '10.0.0.9/24',
    '0',
    '8',
    'IPv6',
    'None',
    'egress',
    '112',
    "['10.0.0.5/32', '2001:db8::/64']",
    '53',
    "['2001:db8::/64', '10.1.0.0/16']",
    'ingress',
    expect.stringMatching(/^\[\{'ip_address': '10\.0\.0\.99', 'mac_address': 'fa:16:3e:.*'\}\]$/) as string,
    'ACTIVE',
    'False',
    '[]',
    'default',
    'loose',
    'None',
  ]);
  const qos = await served.openstack('admin', [
    'network qos policy create --share -f value -c shared bw',
    'network qos rule create --type bandwidth-limit --max-kbps 3000 --max-burst-kbits 300 --ingress -f value -c max_kbps -c direction bw',
    'network qos rule create --type dscp-marking --dscp-mark 26 -f value -c dscp_mark bw',
    'network qos rule list -f value -c Type bw',
    'network qos rule type list -f value',
    'port set --qos-policy bw p',
    'network set --qos-policy bw mine',
    'network show -f value -c port_security_enabled mine',
    'network qos policy delete bw',
    'port unset --qos-policy p',
    'network set --no-qos-policy mine',
    'network qos policy delete bw',
    'network qos policy list -f value',
  ]);
  expect(lines(qos.stdout)).toEqual([
    'True',
    'ingress',
    '3000',
    '26',
    'bandwidth_limit',
    'dscp_marking',
    'bandwidth_limit',
    'dscp_marking',
    'True',
  ]);
  expect(lines(qos.stderr)).toHaveLength(2);
  expect(qos.stderr).toMatch(/QoS Policy \S+ is used by port \S+\./);
  for (const words of [
    '409, Security group rule already exists. Rule id is ',
    '400, Conflicting value ethertype IPv6 for CIDR 10.0.0.0/8',
    'Insufficient rights for removing default security group.',
    'rule:create_policy is disallowed by policy',
  ]) {
    expect(stderr).toContain(words);
  }
  expect(served.faults).toEqual([]);
});

test('a wrong password opens nothing', {timeout: 90_000}, async () => {
  await using served = await serveCloud();
  served.cloud.change(({tables}) => {
    for (const user of tables.users.find('name', 'demo')) tables.users.put({...user, password: 'changed'});
  });
  const {stderr, stdout} = await served.openstack('demo', ['network list']);
  expect(stderr + stdout).toContain('The request you have made requires authentication. (HTTP 401)');
});
