import {expect, test} from 'vitest';
import {serveCloud} from './served-cloud.ts';

/** Lines of output without the blank ones. */
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

test('the real client makes a load balancer with all it has, and sees how it goes', {timeout: 120_000}, async () => {
  await using served = await serveCloud();
  await served.openstack('demo', [
    'network create web',
    'subnet create --network web --subnet-range 172.16.100.0/24 web-v4',
  ]);
  const {stdout, stderr} = await served.openstack('demo', [
    'loadbalancer create --name lb1 --vip-subnet-id web-v4 --vip-address 172.16.100.100 --wait -f value -c vip_address -c provisioning_status',
    'loadbalancer listener create --name l1 --protocol HTTP --protocol-port 80 --connection-limit 2000 --wait lb1 -f value -c connection_limit',
    'loadbalancer pool create --name p1 --listener l1 --protocol HTTP --lb-algorithm ROUND_ROBIN --session-persistence type=SOURCE_IP --wait -f value -c lb_algorithm',
    'loadbalancer member create --name m1 --address 172.16.100.11 --protocol-port 80 --subnet-id web-v4 --wait p1 -f value -c operating_status',
    'loadbalancer member create --name m2 --address 172.16.100.12 --protocol-port 80 --weight 3 --wait p1 -f value -c weight',
    'loadbalancer member set --weight 0 --wait p1 m2',
    'loadbalancer member list p1 -f value -c name -c weight',
    'loadbalancer healthmonitor create --name h1 --type HTTP --delay 5 --timeout 3 --max-retries 3 --url-path / --wait p1 -f value -c expected_codes',
    'loadbalancer l7policy create --name no --action REJECT --wait l1 -f value -c position',
    'loadbalancer l7rule create --type PATH --compare-type STARTS_WITH --value /deny no -f value -c value',
    'loadbalancer status show lb1',
    'loadbalancer stats show lb1 -f value -c total_connections',
    'loadbalancer provider list -f value -c name',
    'loadbalancer flavor list -f value',
    'loadbalancer quota defaults show -f value -c pool',
    'loadbalancer listener create --protocol TCP --protocol-port 80 lb1',
    'loadbalancer delete lb1',
    'loadbalancer list -f value -c name -c provisioning_status',
    'loadbalancer delete --cascade --wait lb1',
    'loadbalancer list -f value',
    'port list --device-owner Octavia -f value',
  ]);
  const said = stderr + stdout;
  expect(said).toContain('Another Listener on this Load Balancer is already using protocol HTTP and protocol_port 80');
  expect(said).toContain('it has children (HTTP 400)');
  const {statuses, rest} = splitTree(stdout);
  expect(statuses).toContain('"operating_status"');
  expect(lines(rest).filter((line) => !line.includes('HTTP 4'))).toEqual([
    'ACTIVE',
    '172.16.100.100',
    '2000',
    'ROUND_ROBIN',
    'NO_MONITOR',
    '3',
    'm1 1',
    'm2 0',
    '200',
    '1',
    '/deny',
    '0',
    'haproxy',
    '-1',
    'lb1 ACTIVE',
  ]);
  expect(served.faults).toEqual([]);
});

/** The status tree is printed as JSON. */
function splitTree(text: string): {readonly statuses: string; readonly rest: string} {
  const from = text.indexOf('{\n');
  const to = text.indexOf('\n}', from) + 2;
  return from < 0
    ? {statuses: '', rest: text}
    : {statuses: text.slice(from, to), rest: text.slice(0, from) + text.slice(to)};
}
