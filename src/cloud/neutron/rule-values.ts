import {formatIp, parseCidr, parseIp} from '../addresses/ip.ts';
import {neutronErrors} from './errors.ts';
import {represent, show} from './python-text.ts';

/** How Neutron reads the attributes of a security group rule (neutron/extensions/securitygroup.py). */

/** IP_PROTOCOL_MAP of neutron-lib, in its order. */
const NUMBERS: Readonly<Record<string, number>> = {
  ah: 51,
  dccp: 33,
  egp: 8,
  esp: 50,
  gre: 47,
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ip: 0,
  ipip: 4,
  'ipv6-encap': 41,
  'ipv6-frag': 44,
  'ipv6-icmp': 58,
  icmpv6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  'ipv6-route': 43,
  ospf: 89,
  pgm: 113,
  rsvp: 46,
  sctp: 132,
  tcp: 6,
  udp: 17,
  udplite: 136,
  vrrp: 112,
};

export const protocolNumber = (protocol: string): number =>
  Object.hasOwn(NUMBERS, protocol) ? (NUMBERS[protocol] ?? 0) : Number(protocol);

/** A name in lower case, or a number from 0 to 255 as text; null is any. */
export function protocol(value: unknown): unknown {
  if (value === null) return null;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim().toLowerCase() : '';
  if (Object.hasOwn(NUMBERS, text) || (/^\d{1,3}$/.test(text) && Number(text) <= 255)) return text;
  throw neutronErrors.unknownProtocol(show(value), represent([null, ...Object.keys(NUMBERS)]));
}

export function ethertype(value: unknown): unknown {
  const known = ['IPv4', 'IPv6'].find(
    (type) => typeof value === 'string' && type.toLowerCase() === value.toLowerCase(),
  );
  if (known === undefined) throw neutronErrors.unknownEthertype(show(value));
  return known;
}

/** 0 to 65535; of ICMP they are type and code. */
export function portNumber(value: unknown): unknown {
  if (value === null) return null;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw neutronErrors.invalidPort(show(value));
  return Number(text);
}

/** With its length, and with its host bits: `10.0.0.9/24` stays so. An empty one is none. */
export function prefix(value: unknown): unknown {
  if (value === null || value === '' || value === false) return null;
  const text = typeof value === 'string' ? value : '';
  const ip = parseIp(text.split('/')[0] ?? '');
  if (ip === undefined || (text.includes('/') && parseCidr(text) === undefined)) {
    throw neutronErrors.invalidCidr(show(value));
  }
  const length = text.split('/')[1] ?? (ip.version === 4 ? '32' : '128');
  return `${formatIp(ip)}/${Number(length)}`;
}
