import {formatIp} from './ip.ts';
import type {Cidr} from './ip.ts';

/** Addresses that netaddr accepts and Neutron refuses: nobody, and everybody. */
const INVALID = new Set(['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff']);

/**
 * The MAC as Neutron keeps it: lower case, colons. Undefined where it is none.
 * Accepts what netaddr accepts: colons, dashes, Cisco's dots, and twelve plain digits.
 */
export function sanitizeMac(text: string): string | undefined {
  const plain = /^[0-9a-f]{12}$/i.test(text)
    ? text
    : /^([0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}$/i.test(text)
      ? text
          .split(/[:-]/)
          .map((part) => part.padStart(2, '0'))
          .join('')
      : /^([0-9a-f]{1,4}\.){2}[0-9a-f]{1,4}$/i.test(text)
        ? text
            .split('.')
            .map((part) => part.padStart(4, '0'))
            .join('')
        : undefined;
  const mac = plain?.toLowerCase().match(/../g)?.join(':');
  return mac === undefined || INVALID.has(mac) ? undefined : mac;
}

/** The address a MAC gives itself in a /64 (RFC 4291, modified EUI-64). */
export function eui64Address(cidr: Cidr, mac: string): string {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  const id = [(bytes[0] ?? 0) ^ 2, bytes[1], bytes[2], 0xff, 0xfe, bytes[3], bytes[4], bytes[5]].reduce(
    (value: bigint, byte) => (value << 8n) | BigInt(byte ?? 0),
    0n,
  );
  return formatIp({version: 6, value: cidr.first | id});
}
