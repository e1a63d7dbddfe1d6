import {expect, test} from 'vitest';
import {makeNetwork, testCloud} from '../testing/test-cloud.ts';
import {metadataApp} from './app.ts';

const KEY = `ssh-rsa ${Buffer.from('a key that is long enough to be one').toString('base64')} me`;

/** An instance with a key and user data on a network of its own, and who asks from where. */
async function setUp() {
  const test = testCloud();
  const demo = await test.login('demo');
  const {networkId, subnetId} = await makeNetwork(demo);
  await demo.post('/compute/v2.1/os-keypairs', {keypair: {name: 'mine', public_key: KEY}});
  const made = await demo.post('/compute/v2.1/servers', {
    server: {
      name: 'vm1',
      flavorRef: '42',
      imageRef: '5c1f2a9e-6d0b-4b57-9d3a-0c1e6f7a8b90',
      networks: [{uuid: networkId}],
      key_name: 'mine',
      user_data: Buffer.from('#!/bin/sh\necho hello\n').toString('base64'),
      metadata: {role: 'web'},
    },
  });
  expect(made.status).toBe(202);
  const {tables} = test.cloud.store;
  const id: string = made.body.server.id;
  const port = tables.ports.get(tables.servers.get(id)?.portIds[0] ?? '');
  if (port === undefined) throw new Error('no port');
  const address = port.fixedIps[0]?.ipAddress ?? '';
  const app = metadataApp(test.cloud);
  const from = (headers: Readonly<Record<string, string>>) => async (path: string) => {
    const response = await app.request(`http://169.254.169.254${path}`, {headers});
    return {status: response.status, text: await response.text()};
  };
  const ask = from({'X-Neutron-Network-ID': networkId, 'X-Forwarded-For': address});
  return {...test, demo, networkId, subnetId, id, port, address, from, ask};
}

test("Amazon's tree", async () => {
  const {ask, address} = await setUp();
  const text = async (path: string) => (await ask(path)).text;
  expect((await text('/')).split('\n').slice(-2)).toEqual(['2009-04-04', 'latest']);
  expect(await text('/latest')).toBe('meta-data/\nuser-data');
  expect(await text('/latest/meta-data/')).toBe(
    'ami-id\nami-launch-index\nami-manifest-path\nblock-device-mapping/\nhostname\ninstance-action\ninstance-id\ninstance-type\nlocal-hostname\nlocal-ipv4\nplacement/\npublic-hostname\npublic-ipv4\npublic-keys/\nreservation-id\nsecurity-groups',
  );
  expect(await text('/2009-04-04/meta-data/instance-id')).toBe('i-00000001');
  expect(await text('/latest/meta-data/local-ipv4')).toBe(address);
  expect(await text('/latest/meta-data/hostname')).toBe('vm1.novalocal');
  expect(await text('/latest/meta-data/instance-type')).toBe('m1.nano');
  expect(await text('/latest/meta-data/security-groups')).toBe('default');
  expect(await text('/latest/meta-data/public-keys/')).toBe('0=mine');
  expect(await text('/latest/meta-data/public-keys/0/openssh-key')).toBe(KEY);
  expect(await text('/latest/meta-data/placement/availability-zone')).toBe('nova');
  expect(await text('/latest/user-data')).toBe('#!/bin/sh\necho hello\n');
});

test('an address that DHCP does not give is told', async () => {
  const {cloud, ask, subnetId, address} = await setUp();
  cloud.change(({tables}) => {
    const subnet = tables.subnets.get(subnetId);
    if (subnet !== undefined)
      tables.subnets.put({...subnet, enableDhcp: false, cidr: '172.16.0.0/20', dnsNameservers: ['9.9.9.9']});
  });
  expect(JSON.parse((await ask('/openstack/latest/network_data.json')).text)).toMatchObject({
    networks: [
      {
        type: 'ipv4',
        ip_address: address,
        netmask: '255.255.240.0',
        routes: [{network: '0.0.0.0', netmask: '0.0.0.0', gateway: '172.16.1.1'}],
      },
    ],
    services: [{type: 'dns', address: '9.9.9.9'}],
  });
});

test("OpenStack's tree", async () => {
  const {ask, id, port, networkId, demo} = await setUp();
  expect((await ask('/openstack')).text).toMatch(/^2012-08-10\n[^]*\n2020-10-14\nlatest$/);
  expect((await ask('/openstack/latest/')).text.split('\n')).toEqual([
    'meta_data.json',
    'user_data',
    'password',
    'vendor_data.json',
    'network_data.json',
    'vendor_data2.json',
  ]);
  expect(JSON.parse((await ask('/openstack/2018-08-27/meta_data.json')).text)).toMatchObject({
    uuid: id,
    name: 'vm1',
    hostname: 'vm1.novalocal',
    meta: {role: 'web'},
    public_keys: {mine: KEY},
    project_id: demo.projectId,
    availability_zone: 'nova',
  });
  expect(JSON.parse((await ask('/openstack/latest/network_data.json')).text)).toEqual({
    links: [
      {
        id: `tap${port.id.slice(0, 11)}`,
        vif_id: port.id,
        type: 'bridge',
        mtu: 1450,
        ethernet_mac_address: port.macAddress,
      },
    ],
    networks: [{id: 'network0', type: 'ipv4_dhcp', link: `tap${port.id.slice(0, 11)}`, network_id: networkId}],
    services: [],
  });
  expect((await ask('/openstack/latest/user_data')).text).toBe('#!/bin/sh\necho hello\n');
  expect((await ask('/openstack/latest/vendor_data.json')).text).toBe('{}');
});

test('what is not there', async () => {
  const {ask} = await setUp();
  for (const path of [
    '/2031-01-01/',
    '/latest/meta-data/nothing',
    '/latest/meta-data/hostname/more',
    '/latest/meta-data/public-keys/0/_name',
    '/latest/meta-data/toString',
    '/openstack/latest/nothing.json',
    '/openstack/latest/constructor',
    '/openstack/2031-01-01/meta_data.json',
    '/openstack/latest/meta_data.json/more',
  ])
    expect(await ask(path), path).toMatchObject({status: 404});
});

test('strangers, and whoever asks from another network, get nothing', async () => {
  const {from, address, networkId, demo} = await setUp();
  const other = await makeNetwork(demo, {name: 'other'});
  const path = '/latest/meta-data/instance-id';
  for (const headers of [
    {},
    {'X-Forwarded-For': address},
    {'X-Neutron-Network-ID': networkId},
    {'X-Neutron-Network-ID': networkId, 'X-Forwarded-For': '172.16.1.254'},
    {'X-Neutron-Network-ID': other.networkId, 'X-Forwarded-For': address},
    {'X-Neutron-Router-ID': 'no-router', 'X-Forwarded-For': address},
    {'X-Instance-ID': 'guessed', 'X-Forwarded-For': address},
  ])
    expect(await from(headers)(path), JSON.stringify(headers)).toMatchObject({status: 404});
  // The DHCP port has an address on the network, and is no instance.
  expect(await from({'X-Neutron-Network-ID': networkId, 'X-Forwarded-For': '172.16.1.2'})(path)).toMatchObject({
    status: 404,
  });
});

test('through a router: by its networks', async () => {
  const {cloud, from, port, address} = await setUp();
  cloud.change((work) => {
    work.tables.ports.put({
      ...port,
      id: 'router-port',
      deviceId: 'router',
      deviceOwner: 'network:router_interface',
      macAddress: 'fa:16:3e:00:00:01',
      fixedIps: [{subnetId: port.fixedIps[0]?.subnetId ?? '', ipAddress: '172.16.1.1'}],
    });
  });
  const ask = from({'X-Neutron-Router-ID': 'router', 'X-Forwarded-For': `::ffff:${address}`});
  expect(await ask('/latest/meta-data/instance-id')).toEqual({status: 200, text: 'i-00000001'});
  const stranger = from({'X-Neutron-Router-ID': port.deviceId, 'X-Forwarded-For': address});
  expect(await stranger('/latest/meta-data/instance-id')).toMatchObject({status: 404});
});
