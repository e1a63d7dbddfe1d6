import type {
  Domain,
  DomainDisk,
  DomainInterface,
  LibvirtSnapshot,
  StoragePool,
  StorageVolume,
  VirtualLease,
  VirtualNetwork,
  VolumeFacts,
} from '../../../state/libvirt.ts';
import type {Reading} from '../../../state/snapshot.ts';
import {sortedRecord} from '../json-output.ts';
import {readingOf, UnreadableOutput} from '../unreadable-output.ts';
import {childAt, childrenNamed, parseXml, type Element} from './xml.ts';

/**
 * What {@link LIBVIRT_SCRIPT} printed: parts that begin with `@@WHAT@@`, in the order domain, info; network, info,
 * leases; pool, info, and volume (its name, then its XML or an error) for each; and qemu (`NAME PID`, then the names of its threads, a line each).
 * @throws {UnreadableOutput} where a part is missing or is not what it should be
 */
export const parseLibvirt = (text: string): LibvirtSnapshot => {
  const parts: readonly Part[] = [...text.matchAll(/@@([a-z]+)@@((?:(?!@@[a-z]+@@)[\s\S])*)/g)].map(
    ([, what = '', said = '']) => ({
      what,
      said,
    }),
  );
  if (parts.at(-1)?.what !== 'end') throw new UnreadableOutput('virsh', 1, text.slice(-200), 'it ended before its end');
  const following = (at: number, what: string): string => {
    const found = parts[at];
    if (found?.what !== what) throw new UnreadableOutput('virsh', 1, found?.said.slice(0, 200) ?? '', `no ${what}`);
    return found.said;
  };
  const running = new Map(parts.filter(({what}) => what === 'qemu').map(({said}) => parseQemu(said)));
  const domains: Domain[] = [];
  const networks: VirtualNetwork[] = [];
  const pools: StoragePool[] = [];
  for (const [at, {what, said}] of parts.entries()) {
    if (what === 'domain') domains.push(domain(said, following(at + 1, 'info'), running));
    if (what === 'network') networks.push(network(said, following(at + 1, 'info'), following(at + 2, 'leases')));
    if (what === 'pool') pools.push(pool(said, following(at + 1, 'info'), volumesFrom(parts, at + 2)));
  }
  const byName = <T extends {readonly name: string}>(list: readonly T[]): Readonly<Record<string, T>> =>
    sortedRecord(list.map((one) => [one.name, one]));
  return {domains: byName(domains), networks: byName(networks), pools: byName(pools)};
};

const volumesFrom = (parts: readonly Part[], at: number): readonly StorageVolume[] => {
  const after = parts.slice(at);
  const end = after.findIndex(({what}) => what !== 'volume');
  return after.slice(0, end).map(({said}) => volume(said));
};

interface Part {
  readonly what: string;
  readonly said: string;
}

interface Qemu {
  readonly pid: number;
  readonly processorThreads: readonly string[];
}

const parseQemu = (said: string): readonly [string, Qemu] => {
  const [first = '', ...threads] = said.trim().split('\n');
  const [, name = '', pid = ''] = /^(.*) (\d+)$/.exec(first) ?? [];
  return [name, {pid: Number(pid), processorThreads: threads.filter((thread) => /^CPU \d+\//.test(thread)).toSorted()}];
};

const domain = (said: string, info: string, running: ReadonlyMap<string, Qemu>): Domain => {
  const xml = parseXml('virsh dumpxml', said);
  const name = wholeText(xml, 'name');
  const told = fields(info);
  const devices = childAt(xml, 'devices');
  return {
    name,
    state: told('State'),
    type: xml.attributes['type'] ?? '',
    processors: Number(told('CPU(s)')),
    memoryMiB: mebibytes(told('Used memory')),
    maxMemoryMiB: mebibytes(told('Max memory')),
    persistent: told('Persistent') === 'yes',
    autostart: told('Autostart') === 'enable',
    saved: told('Managed save') === 'yes',
    disks: sortedRecord(
      childrenNamed(devices, 'disk')
        .map((one) => disk(one))
        .map((one) => [one.target, one]),
    ),
    interfaces: sortedRecord(
      childrenNamed(devices, 'interface')
        .map((one) => networkCard(one))
        .map((one) => [one.mac, one]),
    ),
    ...running.get(name),
  };
};

const disk = (xml: Element): DomainDisk => {
  const source = sourceOf(xml);
  const format = childAt(xml, 'driver')?.attributes['type'];
  return {
    target: childAt(xml, 'target')?.attributes['dev'] ?? '',
    ...(source !== undefined && {source}),
    ...(format !== undefined && {format}),
    backing: chain(childAt(xml, 'backingStore')),
  };
};

const sourceOf = (xml: Element): string | undefined => {
  const {file, dev, name, pool: of, volume: piece} = childAt(xml, 'source')?.attributes ?? {};
  return file ?? dev ?? name ?? (of === undefined || piece === undefined ? undefined : `${of}/${piece}`);
};

const chain = (xml: Element | undefined): readonly string[] => {
  const source = xml === undefined ? undefined : sourceOf(xml);
  return source === undefined ? [] : [source, ...chain(childAt(xml, 'backingStore'))];
};

const networkCard = (xml: Element): DomainInterface => {
  const {network: of, bridge, dev} = childAt(xml, 'source')?.attributes ?? {};
  const model = childAt(xml, 'model')?.attributes['type'];
  const target = childAt(xml, 'target')?.attributes['dev'];
  return {
    mac: childAt(xml, 'mac')?.attributes['address'] ?? '',
    source: of === undefined ? `${xml.attributes['type'] ?? ''} ${bridge ?? dev ?? ''}`.trim() : `network ${of}`,
    ...(model !== undefined && {model}),
    ...(target !== undefined && {target}),
  };
};

const network = (said: string, info: string, leases: string): VirtualNetwork => {
  const xml = parseXml('virsh net-dumpxml', said);
  const told = fields(info);
  const bridge = childAt(xml, 'bridge')?.attributes['name'];
  const forward = childAt(xml, 'forward');
  return {
    name: wholeText(xml, 'name'),
    active: told('Active') === 'yes',
    autostart: told('Autostart') === 'yes',
    ...(bridge !== undefined && {bridge}),
    ...(forward !== undefined && {forward: forward.attributes['mode'] ?? 'nat'}),
    leases: sortedRecord(
      leases
        .split('\n')
        .map((line) => lease(line))
        .filter((one) => one !== undefined)
        .map((one) => [one.mac, one]),
    ),
  };
};

/** `2026-11-28 20:39:57   52:54:00:75:dd:1a   ipv4   192.168.122.249/24   vm1   01:52:…`; other lines are head and rule. */
const lease = (line: string): VirtualLease | undefined => {
  const [, , mac = '', , address = '', hostname = '-'] = line.trim().split(/\s+/);
  if (!/^[\da-f]{2}(:[\da-f]{2}){5}$/i.test(mac)) return undefined;
  return {mac, address, ...(hostname !== '-' && {hostname})};
};

const pool = (said: string, info: string, volumes: readonly StorageVolume[]): StoragePool => {
  const xml = parseXml('virsh pool-dumpxml', said);
  const told = fields(info);
  const path = childAt(xml, 'target', 'path')?.text;
  return {
    name: wholeText(xml, 'name'),
    active: told('State') === 'running',
    autostart: told('Autostart') === 'yes',
    persistent: told('Persistent') === 'yes',
    type: xml.attributes['type'] ?? '',
    ...(path !== undefined && {path}),
    volumes: sortedRecord(volumes.map((one) => [one.name, one])),
  };
};

/** Its name in a line, then its XML, or `error: …` lines. */
const volume = (said: string): StorageVolume => {
  const end = said.indexOf('\n');
  const [name, rest] = [said.slice(0, end).trim(), said.slice(end + 1).trim()];
  if (name === '') throw new UnreadableOutput('virsh vol-dumpxml', 1, said, 'no name');
  return {name, facts: rest.startsWith('error: ') ? refused(rest) : readingOf(() => volumeFacts(rest))};
};

/** The last line has the reason; those before it say what could not be done. */
const refused = (said: string): Reading<never> => ({
  ok: false,
  why:
    said
      .split('\n')
      .at(-1)
      ?.replace(/^error: /, '') ?? said,
});

const volumeFacts = (said: string): VolumeFacts => {
  const xml = parseXml('virsh vol-dumpxml', said);
  const format = childAt(xml, 'target', 'format')?.attributes['type'];
  const backing = childAt(xml, 'backingStore', 'path')?.text.trim();
  return {
    path: childAt(xml, 'target', 'path')?.text.trim() ?? '',
    ...(format !== undefined && {format}),
    capacity: bytes(xml, 'capacity'),
    allocation: bytes(xml, 'allocation'),
    ...(backing !== undefined && backing !== '' && {backing}),
  };
};

const bytes = (xml: Element, name: string): number => {
  const found = childAt(xml, name);
  if (found?.attributes['unit'] !== 'bytes' || !/^\d+$/.test(found.text))
    throw new UnreadableOutput('virsh vol-dumpxml', 1, found?.text ?? '', `no ${name} in bytes`);
  return Number(found.text);
};

const wholeText = (xml: Element, name: string): string => {
  const found = childAt(xml, name)?.text.trim() ?? '';
  if (found === '') throw new UnreadableOutput('virsh', 1, xml.name, `no ${name}`);
  return found;
};

/** `Max memory:     98304 KiB`, a line each. A missing one is not the program's output as it is known. */
const fields = (info: string): ((name: string) => string) => {
  const record = new Map(
    info.split('\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  return (name) => {
    const value = record.get(name);
    if (value === undefined) throw new UnreadableOutput('virsh', 1, info.slice(0, 200), `no ${name}`);
    return value;
  };
};

const mebibytes = (words: string): number => {
  const [, count] = /^(\d+) KiB$/.exec(words) ?? [];
  if (count === undefined) throw new UnreadableOutput('virsh dominfo', 1, words, 'expected KiB');
  return Math.round(Number(count) / 1024);
};
