import {DHCP_PORT} from '../../../src/drivers/neutron/model.ts';
import type {GoldenNode, GoldenStep} from '../neutron/golden-set.ts';
import type {TestLabCloud} from './open-lab-cloud.ts';

type Made = Readonly<Record<string, {readonly id: string; readonly mac_address?: string}>>;

/** Makes what the step has, in the order it was made there. @returns what puts our ids in the place of the reference's */
export async function repeatCalls(
  lab: TestLabCloud,
  {api}: GoldenStep,
): Promise<(node: Partial<GoldenNode>) => Partial<GoldenNode>> {
  const {tables} = lab.cloud.cloud.store;
  const project_id = tables.projects.find('name', 'demo')[0]?.id;
  const ids = new Map<string, string>();
  const post = async (path: string, kind: string, body: object): Promise<{readonly id: string}> =>
    ((await lab.ask('POST', path, {[kind]: body})) as Made)[kind] ?? {id: ''};
  for (const network of api.networks) {
    const made = await post('/networking/v2.0/networks', 'network', {
      project_id,
      name: network['name'],
      'provider:network_type': network['provider:network_type'],
      ...(network['provider:physical_network'] !== null && {
        'provider:physical_network': network['provider:physical_network'],
      }),
      ...(network['provider:segmentation_id'] !== null && {
        'provider:segmentation_id': network['provider:segmentation_id'],
      }),
    });
    ids.set(network['id'] ?? '', made.id);
  }
  for (const subnet of api.subnets) {
    const made = await post('/networking/v2.0/subnets', 'subnet', {
      project_id,
      name: subnet['name'],
      network_id: ids.get(subnet['network_id'] ?? ''),
      ip_version: 4,
      cidr: subnet['cidr'],
      allocation_pools: subnet['allocation_pools'],
    });
    ids.set(subnet['id'] ?? '', made.id);
  }
  // DHCP was there before the first instance, which decides who makes the bridge.
  await lab.cloud.settled();
  for (const port of api.ports) {
    if (port['device_owner'] === DHCP_PORT) continue;
    const fixed = (port['fixed_ips'] ?? []) as readonly {readonly ip_address: string}[];
    const made = await post('/networking/v2.0/ports', 'port', {
      project_id,
      name: port['name'],
      network_id: ids.get(port['network_id'] ?? ''),
      mac_address: port['mac_address'],
      fixed_ips: fixed.map(({ip_address}) => ({ip_address})),
    });
    ids.set(port['id'] ?? '', made.id);
    await boot(lab, String(port['name']), made.id, String(port['binding:host_id']));
  }
  await lab.cloud.settled();
  for (const port of api.ports.filter((one) => one['device_owner'] === DHCP_PORT)) {
    const own = [...tables.ports.values()].find(
      (candidate) => candidate.deviceOwner === DHCP_PORT && candidate.networkId === ids.get(port['network_id'] ?? ''),
    );
    ids.set(port['id'] ?? '', own?.id ?? '');
    ids.set(port['mac_address'] ?? '', own?.macAddress ?? '');
  }
  const [group] = api.securityGroupRules;
  const ownGroup = [...tables.securityGroups.values()].find((candidate) => candidate.projectId === project_id);
  ids.set(group?.['security_group_id'] ?? '', ownGroup?.id ?? '');
  return (node) => rename(node, ids);
}

async function boot(lab: TestLabCloud, name: string, port: string, host: string): Promise<void> {
  const images = (await lab.ask('GET', '/image/v2/images')) as {readonly images: readonly {readonly id: string}[]};
  const {status, body} = await lab.cloud.call({
    user: 'admin',
    project: 'demo',
    method: 'POST',
    path: '/compute/v2.1/servers',
    body: {
      server: {
        name,
        imageRef: images.images[0]?.id,
        flavorRef: '1',
        networks: [{port}],
        availability_zone: `nova:${host}`,
      },
    },
  });
  if (status !== 202) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
}

/** Every form in which Neutron writes an id: whole, the first 11 characters in names, the first 10 in chains, 21 in sets. */
function rename(node: Partial<GoldenNode>, ids: ReadonlyMap<string, string>): Partial<GoldenNode> {
  let text = JSON.stringify(node);
  const replace = (cut: (id: string) => string) => {
    for (const [golden, own] of ids)
      if (golden !== '' && cut(golden) !== '') text = text.replaceAll(cut(golden), cut(own));
  };
  replace((id) => id);
  // A MAC without its leading zeros is ebtables' habit.
  replace((id) => (id.includes(':') ? id.replaceAll(/(^|:)0/g, '$1') : ''));
  for (const length of [24, 11, 10]) replace((id) => (id.length === 36 ? id.slice(0, length) : ''));
  replace((id) => (id.length === 36 ? id.slice(1, 11) : ''));
  // The DHCP port's MAC decides its link-local address (EUI-64).
  replace((id) => (id.includes(':') ? eui64(id) : ''));
  return JSON.parse(text) as Partial<GoldenNode>;
}

function eui64(mac: string): string {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const group = (high: number, low: number) => ((high << 8) | low).toString(16);
  return `${group(a ^ 2, b)}:${group(c, 0xff)}:${group(0xfe, d)}:${group(e, f)}`;
}
