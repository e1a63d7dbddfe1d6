import {valueOf, type Snapshot} from '../snapshot.ts';

/**
 * MACs that somebody chose: Neutron's `base_mac` and what its taps bear, and the prefix of QEMU, which labs use. All
 * others with the bit for local administration come from the kernel, which rolls dice (eth_random_addr).
 */
const CHOSEN = /^(?:fa:16:3e|fe:16:3e|52:54:00)/;
const LOCAL_BIT = 2;

export const isOfKernel = (mac: string): boolean =>
  (Number.parseInt(mac.slice(0, 2), 16) & (LOCAL_BIT | 1)) === LOCAL_BIT && !CHOSEN.test(mac);

/** What stands for a MAC, alike on every host: itself where somebody chose it, else a name made of its link's. */
export type MacNames = (mac: string) => string;

export function macNames({nodes}: Snapshot): MacNames {
  const names = new Map<string, string>();
  const places = Object.entries(nodes).flatMap(([node, {namespaces}]) =>
    Object.entries(namespaces).map(([namespace, {links}]) => ({
      place: namespace === '' ? node : `${node} ${namespace}`,
      links: Object.values(valueOf(links) ?? {}),
    })),
  );
  for (const {place, links} of places)
    for (const {name, mac, kind} of links)
      // A bridge has the lowest MAC of its ports, a VLAN that of the link below: it belongs to those.
      if (mac !== undefined && kind !== 'bridge' && kind !== 'vlan' && isOfKernel(mac) && !names.has(mac))
        names.set(mac, `<MAC of ${place} ${name}>`);
  for (const {place, links} of places)
    for (const {name, mac} of links)
      if (mac !== undefined && isOfKernel(mac) && !names.has(mac)) names.set(mac, `<MAC of ${place} ${name}>`);
  return (mac) => names.get(mac) ?? (isOfKernel(mac) ? '<MAC of nobody>' : mac);
}

/** A link-local address made of a MAC (RFC 4291, appendix A); the last four groups in hexadecimal. */
const MADE_OF_MAC = /fe80::(?:([0-9a-f]{1,4}):)?([0-9a-f]{0,2})ff:fe([0-9a-f]{2}):([0-9a-f]{1,4})/g;

/** Text in which link-local addresses made of the kernel's MACs are exchanged for a word. */
export const withoutKernelAddresses = (text: string): string =>
  text.replaceAll(MADE_OF_MAC, (address, first = '0', third: string, fourth: string, last: string) => {
    const digits = `${String(first).padStart(4, '0')}${third.padStart(2, '0')}${fourth}${last.padStart(4, '0')}`;
    const bytes = (digits.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    const mac = bytes.map((byte, index) => (index === 0 ? byte ^ LOCAL_BIT : byte).toString(16).padStart(2, '0'));
    return isOfKernel(mac.join(':')) ? '<of the kernel’s MAC>' : address;
  });

export const MAC = /\b[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}\b/g;
