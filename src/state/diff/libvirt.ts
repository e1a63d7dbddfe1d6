import type {Item} from '../change.ts';
import type {Domain, LibvirtSnapshot, StoragePool, StorageVolume, VirtualLease, VirtualNetwork} from '../libvirt.ts';
import type {Reading} from '../snapshot.ts';
import {sizeWords} from '../words/size-words.ts';
import {detailsOf, fieldChanged, fieldChanges, itemAdded, itemRemoved, printed, yesNo, type Fields} from './items.ts';
import {differingPairs, type Keyed} from './pairs.ts';

/** What a node's libvirt has: guests, networks with their leases, pools. What cannot be read is unknown, not gone. */
export const diffLibvirt = (
  before: Reading<LibvirtSnapshot> | undefined,
  after: Reading<LibvirtSnapshot> | undefined,
): readonly Item[] => {
  if (before === after) return [];
  const [old, now] = [whyOf(before), whyOf(after)];
  if (old !== undefined || now !== undefined) {
    return old === now
      ? []
      : [
          fieldChanged({what: 'reading', key: 'libvirt', details: detailsOf({why: now ?? old})}, 'why', {
            before: old,
            after: now,
          }),
        ];
  }
  // A libvirtd that was just started brings what its files define: not news. Nor is what ends with it.
  if (before === undefined || after === undefined || !before.ok || !after.ok) return [];
  const [{value: a}, {value: b}] = [before, after];
  return [
    ...diffThings('domain', a.domains, b.domains, domainFields),
    ...diffThings('virtual-network', a.networks, b.networks, networkFields),
    ...Object.keys({...a.networks, ...b.networks}).flatMap((name) =>
      diffThings('virtual-lease', a.networks[name]?.leases ?? {}, b.networks[name]?.leases ?? {}, leaseFields),
    ),
    ...diffThings('storage-pool', a.pools, b.pools, poolFields),
    ...Object.keys({...a.pools, ...b.pools}).flatMap((name) => diffVolumes(name, a.pools[name], b.pools[name])),
  ];
};

const whyOf = (reading: Reading<unknown> | undefined): string | undefined =>
  reading?.ok === false ? reading.why : undefined;

const diffThings = <T>(
  what: Item['what'],
  before: Keyed<T>,
  after: Keyed<T>,
  fieldsOf: (thing: T) => Fields,
): readonly Item[] =>
  differingPairs(before, after).flatMap(({key, before: old, after: now}) => {
    if (old === undefined || now === undefined) {
      const thing = now ?? old;
      const about = {what, key, details: thing === undefined ? {} : detailsOf(fieldsOf(thing))};
      return [now === undefined ? itemRemoved(about) : itemAdded(about)];
    }
    return fieldChanges({what, key}, fieldsOf(old), fieldsOf(now));
  });

/** With a pool that is stopped its volumes are not gone: libvirt looks away. */
const diffVolumes = (
  pool: string,
  before: StoragePool | undefined,
  after: StoragePool | undefined,
): readonly Item[] => {
  if (after?.active !== true) return [];
  const items = diffThings('storage-volume', before?.volumes ?? {}, after.volumes, volumeFields);
  // One whose file is gone has lost its size and all: that is one piece of news.
  const told = new Set(items.filter(({field}) => field === 'why').map(({key}) => key));
  return items
    .filter(({key, field}) => field === 'why' || !told.has(key))
    .map((item) => ({
      ...item,
      key: `${pool}/${item.key}`,
      incidental: item.field === 'allocation',
      details: {...item.details, pool, volume: item.key},
    }));
};

const domainFields = (domain: Domain): Fields => ({
  state: domain.state,
  type: domain.type,
  processors: printed(domain.processors),
  memory: `${domain.memoryMiB} MiB`,
  'most memory': `${domain.maxMemoryMiB} MiB`,
  persistent: yesNo(domain.persistent),
  autostart: yesNo(domain.autostart),
  saved: yesNo(domain.saved),
  pid: printed(domain.pid),
  disks: listed(
    Object.values(domain.disks).map(({target, source, backing}) =>
      // An arrow would read as one that stands between before and after.
      [`${target} ${source ?? ''}`.trim(), ...backing].reduceRight((below, file) => `${file} (${below})`),
    ),
  ),
  cards: listed(Object.values(domain.interfaces).map(({mac, source, target}) => `${target ?? mac} (${source})`)),
});

const networkFields = (network: VirtualNetwork): Fields => ({
  active: yesNo(network.active),
  autostart: yesNo(network.autostart),
  bridge: network.bridge,
  forward: network.forward,
});

const leaseFields = ({address, hostname}: VirtualLease): Fields => ({address, hostname});

const poolFields = (pool: StoragePool): Fields => ({
  active: yesNo(pool.active),
  autostart: yesNo(pool.autostart),
  persistent: yesNo(pool.persistent),
  type: pool.type,
  path: pool.path,
});

const volumeFields = ({facts}: StorageVolume): Fields =>
  facts.ok
    ? {
        path: facts.value.path,
        format: facts.value.format,
        capacity: sizeWords(facts.value.capacity),
        allocation: sizeWords(facts.value.allocation),
        backing: facts.value.backing,
      }
    : {why: facts.why};

const listed = (words: readonly string[]): string | undefined => (words.length === 0 ? undefined : words.join(', '));
