import {flavorById} from '../nova/flavors.ts';
import {ZONE} from '../nova/scheduler.ts';
import type {ServerRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import {fullName} from './openstack.ts';

/** What may be asked for in Amazon's way; each is answered like the latest. */
export const EC2_VERSIONS: readonly string[] = [
  '1.0',
  '2007-01-19',
  '2007-03-01',
  '2007-08-29',
  '2007-10-10',
  '2007-12-15',
  '2008-02-01',
  '2008-09-01',
  '2009-04-04',
];

type Tree = string | readonly string[] | {readonly [name: string]: Tree};

/** The tree under a version (nova/api/metadata/base.py, get_ec2_metadata). */
export function ec2Tree(tables: Tables, server: ServerRecord): Tree {
  const ports = server.portIds.flatMap((id) => tables.ports.get(id) ?? []);
  const groups = new Set(ports.flatMap((port) => port.securityGroups));
  const host = fullName(server);
  return {
    'meta-data': {
      'ami-id': 'ami-00000001',
      'ami-launch-index': '0',
      'ami-manifest-path': 'FIXME',
      'block-device-mapping': {ami: 'vda', root: '/dev/vda'},
      hostname: host,
      'instance-action': 'none',
      'instance-id': `i-${server.number.toString(16).padStart(8, '0')}`,
      'instance-type': flavorById(server.flavorId)?.name ?? '',
      'local-hostname': host,
      'local-ipv4': ports[0]?.fixedIps.find(({ipAddress}) => !ipAddress.includes(':'))?.ipAddress ?? '',
      placement: {'availability-zone': ZONE},
      'public-hostname': host,
      'public-ipv4': '',
      ...(server.keyName !== null && {
        'public-keys': {'0': {_name: `0=${server.keyName}`, 'openssh-key': server.publicKey ?? ''}},
      }),
      'reservation-id': `r-${server.id.slice(0, 8)}`,
      'security-groups': [...groups].flatMap((id) => tables.securityGroups.get(id)?.name ?? []),
    },
    ...(server.userData !== undefined && {'user-data': Buffer.from(server.userData, 'base64').toString()}),
  };
}

/** What stands at a path of a tree; undefined where nothing does. */
export function lookUp(tree: Tree, path: readonly string[]): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const name of path)
    here = isFolder(here) && Object.hasOwn(here, name) && name !== '_name' ? here[name] : undefined;
  return here;
}

/** A folder lists its names in order, with a slash after those that go on, or under the name they carry themselves. */
export function printed(tree: Tree): string {
  if (typeof tree === 'string') return tree;
  if (!isFolder(tree)) return tree.join('\n');
  return Object.keys(tree)
    .filter((name) => name !== '_name')
    .toSorted()
    .map((name) => {
      const inner = tree[name];
      if (!isFolder(inner)) return name;
      return typeof inner['_name'] === 'string' ? inner['_name'] : `${name}/`;
    })
    .join('\n');
}

const isFolder = (tree: Tree | undefined): tree is {readonly [name: string]: Tree} =>
  typeof tree === 'object' && !Array.isArray(tree);
