import {expect, test} from 'vitest';
import {serveCloud} from './served-cloud.ts';

/** Lines of output without the blank ones. */
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

const ROUTER = [
  'network create -f value -c name blue',
  'subnet create --network blue --subnet-range 172.16.1.0/24 -f value -c name blue-v4',
  'router create -f value -c name r1',
  'router add subnet r1 blue-v4',
  // The port has no name yet; the client of firewalls finds ports by name.
  'port list --router r1 -f value -c ID',
];

test('the real client makes a firewall, orders its rules and takes it away', {timeout: 120_000}, async () => {
  await using served = await serveCloud();
  const made = await served.openstack('demo', ROUTER);
  expect(made.stderr).toBe('');
  const port = lines(made.stdout).at(-1) ?? '';
  const {stdout, stderr} = await served.openstack('demo', [
    'firewall group rule create --name ssh --protocol tcp --destination-port 22 --action allow -f value -c Action -c Protocol',
    'firewall group rule create --name ping --protocol icmp --action allow -f value -c Name',
    'firewall group rule create --name web --protocol tcp --destination-port 80:90 --action reject -f value -c Name',
    'firewall group policy create --firewall-rule ping in -f value -c Name',
    'firewall group policy add rule in ssh --insert-before ping',
    'firewall group policy add rule in web --insert-after ping',
    'firewall group policy remove rule in ping',
    `firewall group create --name edge --ingress-firewall-policy in --port ${port} -f value -c Name -c Status`,
    'firewall group show edge -f value -c Status',
    'firewall group list -f value -c Name',
    'firewall group set --disable edge',
    'firewall group show edge -f value -c Status',
    'firewall group rule set --disable-rule web',
    'firewall group show edge -f value -c Status',
    'firewall group unset --all-port edge',
    'firewall group show edge -f value -c Status',
    'firewall group delete edge',
    'firewall group policy delete in',
    'firewall group rule delete ssh web ping',
    'firewall group list -f value -c Name',
  ]);
  expect(stderr).toBe('');
  expect(lines(stdout).filter((line) => !/^(?:Inserted|Removed) firewall rule/.test(line))).toEqual([
    'allow',
    'tcp',
    'ping',
    'web',
    'in',
    'edge',
    'ACTIVE',
    'ACTIVE',
    'default',
    'edge',
    // Switching it off is told nobody; the next change of a rule is.
    'ACTIVE',
    'DOWN',
    'INACTIVE',
    'default',
  ]);
  expect(served.faults).toEqual([]);
});

test("the real client says in Neutron's words what a firewall refuses", {timeout: 120_000}, async () => {
  await using served = await serveCloud();
  const port = lines((await served.openstack('demo', ROUTER)).stdout).at(-1) ?? '';
  const {stdout, stderr} = await served.openstack('demo', [
    'firewall group rule create --name ssh --protocol tcp --destination-port 22 -f value -c Action',
    'firewall group rule create --name wrong --destination-port 22',
    'firewall group rule create --share --name mine',
    'firewall group policy create --firewall-rule ssh in -f value -c Name',
    `firewall group create --name edge --ingress-firewall-policy in --port ${port} -f value -c Name`,
    `firewall group create --name second --port ${port}`,
    'firewall group create --name default',
    'firewall group rule delete ssh',
    'firewall group policy delete in',
    'firewall group delete edge',
    'firewall group policy add rule in ssh',
  ]);
  expect(lines(stdout)).toEqual(['deny', 'in', 'edge']);
  for (const words of [
    'Source/destination port requires a protocol.',
    '(rule:create_firewall_rule and rule:create_firewall_rule:shared) is disallowed by policy',
    'provided already associated with other firewall group(s).',
    "Operation cannot be performed since 'default' is a reserved name for Firewall Group.",
    'is being used.',
    'is still active.',
    'is already associated with firewall policy',
  ]) {
    expect(stderr + stdout).toContain(words);
  }
  expect(served.faults).toEqual([]);
});
