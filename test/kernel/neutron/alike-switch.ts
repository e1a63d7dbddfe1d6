import type {GoldenSwitch} from './golden-set.ts';

/**
 * A switch with what differs between two runs taken out: numbers of ports, local VLANs and conjunctions become what
 * they stand for, and what the switch learned by itself is left out.
 * @param own names of the ports that are compared; others of br-int were left there by earlier runs
 */
export function alikeSwitch({ports, notes, flows}: GoldenSwitch, own: ReadonlySet<string>): GoldenSwitch {
  const tags = new Map<string, string>();
  for (const line of notes.filter((one) => own.has(one.split(' ')[0] ?? ''))) {
    const tag = /[{ ]tag="(\d+)"/.exec(line)?.[1];
    const network = /net_uuid="([0-9a-f-]+)"/.exec(line)?.[1];
    if (tag !== undefined && network !== undefined) tags.set(tag, `NET-${network.slice(0, 8)}`);
  }
  const numbers = new Map<string, string>();
  for (const line of flows['br-int'] ?? []) {
    const found = /^table=60, priority=100,in_port="([^"]+)" actions=set_field:(0x[0-9a-f]+)->reg5/.exec(line);
    if (found !== null) numbers.set(found[2] ?? '', found[1] ?? '');
  }
  const isForeign = (name: string) => /^(?:tap|qvo|qr-|qg-)/.test(name) && !own.has(name);
  const named = (line: string) =>
    line
      .replaceAll(/\breg5=(0x[0-9a-f]+)/g, (all, number: string) => `reg5=${numbers.get(number) ?? all}`)
      .replaceAll(/set_field:(0x[0-9a-f]+)->reg5/g, (all, number: string) => `reg5:=${numbers.get(number) ?? all}`)
      .replaceAll(/\b(dl_vlan|ct_zone)=(\d+)/g, (all, field: string, tag: string) => withTag(all, field, tags.get(tag)))
      .replaceAll(/\breg6=(0x[0-9a-f]+)/g, (all, tag: string) => withTag(all, 'reg6', tags.get(String(Number(tag)))))
      .replaceAll(/set_field:(0x[0-9a-f]+)->reg6/g, (all, tag: string) =>
        withTag(all, 'reg6:', tags.get(String(Number(tag)))),
      )
      .replaceAll(/set_field:(\d+)->vlan_vid/g, (all, vid: string) =>
        withTag(all, 'vlan_vid:', tags.get(String(Number(vid) - 4096))),
      )
      .replace(/,cookie=0x[0-9a-f]+/, '')
      .replaceAll(/(?:output:"vxlan-[^"]+",?){2,}/g, (outputs) => outputs.split(',').toSorted().join());
  return {
    ports: ports
      .filter((line) => !isForeign(line.split(' ')[1] ?? ''))
      .map((line) => line.replace(/ tag=(\d+)/, (all, tag: string) => ` ${withTag(all, 'tag', tags.get(tag))}`))
      .toSorted(),
    notes: notes
      .filter((line) => !isForeign(line.split(' ')[0] ?? ''))
      .map((line) => line.replace(/, tag="\d+"/, ''))
      .toSorted(),
    flows: Object.fromEntries(
      Object.entries(flows).map(([bridge, lines]) => [
        bridge,
        conjunctionsNamed(
          lines
            .filter((line) => !line.includes('hard_timeout=300, '))
            .filter((line) => !isForeign(/in_port="([^"]+)"/.exec(line)?.[1] ?? ''))
            .map(named),
        ).toSorted(),
      ]),
    ),
  };
}

const withTag = (all: string, field: string, network: string | undefined): string =>
  network === undefined ? all : `${field}=${network}`;

/** A conjunction is known by the flows that belong to it. */
function conjunctionsNamed(lines: readonly string[]): readonly string[] {
  const flowsOf = new Map<string, string[]>();
  const PATTERN = /conj_id=(\d+)|conjunction\((\d+),/g;
  for (const line of lines)
    for (const found of line.matchAll(PATTERN)) {
      const id = found[1] ?? found[2] ?? '';
      flowsOf.set(id, [
        ...(flowsOf.get(id) ?? []),
        line.replaceAll(/(conj_id=|conjunction\()\d+|set_field:0x[0-9a-f]+->reg7/g, '$1#'),
      ]);
    }
  const signatures = [...flowsOf]
    .map(([id, own]) => [own.toSorted().join('\n'), id] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = new Map(signatures.map(([, id], index) => [id, `CONJ${index}`]));
  const hex = new Map([...names].map(([id, name]) => [`0x${Number(id).toString(16)}`, name]));
  return lines.map((line) =>
    line
      .replaceAll(/conj_id=(\d+)/g, (all, id: string) => `conj_id=${names.get(id) ?? all}`)
      .replaceAll(/conjunction\((\d+),/g, (all, id: string) => `conjunction(${names.get(id) ?? all},`)
      .replaceAll(/set_field:(0x[0-9a-f]+)->reg7/g, (all, id: string) => `reg7:=${hex.get(id) ?? all}`),
  );
}
