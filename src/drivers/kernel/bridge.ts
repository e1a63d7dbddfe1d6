import {z} from 'zod';
import type {BridgeVlan, FdbEntry} from '../../state/snapshot.ts';
import {parseJsonList, sortedRecord} from './json-output.ts';

/** Questions to `bridge -j -batch`. */
export const FDB_COMMAND = 'fdb show';
export const VLANS_COMMAND = 'vlan show';

const fdbItem = z.object({
  mac: z.string(),
  ifname: z.string(),
  dst: z.string().optional(),
  vlan: z.number().optional(),
  master: z.string().optional(),
  flags: z.array(z.string()),
  state: z.string(),
});

/**
 * The forwarding entries of bridges and VXLAN devices that `bridge -j fdb show` printed. Left out: the multicast
 * addresses that every interface of any kind listens to (`33:33:…`, `01:00:5e:…`), which are no forwarding entries.
 * @throws {UnreadableOutput}
 */
export const parseFdb = (text: string): Readonly<Record<string, FdbEntry>> => {
  const entries = new Map<string, FdbEntry>();
  for (const item of parseJsonList('bridge -j fdb show', text, fdbItem)) {
    if (item.master === undefined && item.dst === undefined && isMulticast(item.mac)) continue;
    const key = [
      item.ifname,
      item.mac,
      ...(item.vlan === undefined ? [] : [`vlan ${item.vlan}`]),
      ...(item.dst === undefined ? [] : [`dst ${item.dst}`]),
    ].join(' ');
    // A port's own list (`self`) may repeat what its bridge has (`master`): the bridge's entry is the one that forwards.
    if (entries.has(key) && item.master === undefined) continue;
    entries.set(key, {
      dev: item.ifname,
      mac: item.mac,
      ...(item.master !== undefined && {master: item.master}),
      ...(item.vlan !== undefined && {vlan: item.vlan}),
      ...(item.dst !== undefined && {destination: item.dst}),
      origin: item.state === 'permanent' ? 'permanent' : item.state === 'static' ? 'static' : 'learned',
      flags: item.flags,
    });
  }
  return sortedRecord(entries);
};

const isMulticast = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;

const vlanItem = z.object({
  ifname: z.string(),
  vlans: z.array(z.object({vlan: z.number(), vlanEnd: z.number().optional(), flags: z.array(z.string()).optional()})),
});

/**
 * The VLANs of bridge ports that `bridge -j vlan show` printed.
 * @throws {UnreadableOutput}
 */
export const parseBridgeVlans = (text: string): Readonly<Record<string, BridgeVlan>> =>
  sortedRecord(
    parseJsonList('bridge -j vlan show', text, vlanItem).flatMap((port) =>
      port.vlans.flatMap((range) => {
        const flags = range.flags ?? [];
        const count = Math.min((range.vlanEnd ?? range.vlan) - range.vlan + 1, 4096);
        return Array.from({length: count}, (_, offset): [string, BridgeVlan] => {
          const id = range.vlan + offset;
          return [
            `${port.ifname} ${id}`,
            {dev: port.ifname, id, pvid: flags.includes('PVID'), untagged: flags.includes('Egress Untagged')},
          ];
        });
      }),
    ),
  );
