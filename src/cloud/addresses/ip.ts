import {isIPv4, isIPv6} from 'node:net';

/** An IPv4 or IPv6 address as a number of 32 or 128 bits. */
export interface Ip {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** A block of addresses: `first` has no host bits, `last` has all of them. */
export interface Cidr {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

const bitsOf = (version: 4 | 6): number => (version === 4 ? 32 : 128);

/** Undefined for whatever is not an address: leading zeros, zones, missing octets. */
export function parseIp(text: string): Ip | undefined {
  if (isIPv4(text)) return {version: 4, value: BigInt(octets(text))};
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return {
    version: 6,
    value: BigInt(
      `0x${groups(text)
        .map((group) => group.padStart(4, '0'))
        .join('')}`,
    ),
  };
}

const octets = (text: string): number => text.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);

/** The eight groups of an IPv6 address, `::` and a dotted tail written out. */
function groups(text: string): readonly string[] {
  const dotted = text.match(/^(.*:)(\d+\.\d+\.\d+\.\d+)$/);
  const tail = dotted?.[2] === undefined ? undefined : octets(dotted[2]);
  const plain =
    tail === undefined ? text : `${dotted?.[1] ?? ''}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
  const [left = '', right] = plain.split('::');
  const split = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  if (right === undefined) return split(left);
  const missing = 8 - split(left).length - split(right).length;
  return [...split(left), ...Array.from({length: missing}, () => '0'), ...split(right)];
}

/** The canonical text: dotted, or RFC 5952. */
export function formatIp({version, value}: Ip): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const words = Array.from({length: 8}, (_, place) => Number((value >> BigInt(112 - 16 * place)) & 0xffffn));
  const gap = longestZeros(words);
  const text = (part: readonly number[]) => part.map((word) => word.toString(16)).join(':');
  return gap === undefined ? text(words) : `${text(words.slice(0, gap.from))}::${text(words.slice(gap.to))}`;
}

/** Where `::` stands: the first of the longest runs of two or more zero groups. */
function longestZeros(words: readonly number[]): {readonly from: number; readonly to: number} | undefined {
  let best: {from: number; to: number} | undefined;
  for (let from = 0; from < words.length; from += 1) {
    let to = from;
    while (words[to] === 0) to += 1;
    if (to - from >= 2 && to - from > (best === undefined ? 0 : best.to - best.from)) best = {from, to};
    from = Math.max(from, to);
  }
  return best;
}

/** Host bits are cut off; {@link hasHostBits} tells whether there were any. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const ip = parseIp(address);
  if (ip === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  return cidrOf(ip, Number(length));
}

export function cidrOf(ip: Ip, prefix: number): Cidr | undefined {
  const bits = bitsOf(ip.version);
  if (prefix > bits) return undefined;
  const hosts = (1n << BigInt(bits - prefix)) - 1n;
  const first = ip.value & ~hosts;
  return {version: ip.version, first, last: first | hosts, prefix};
}

export const formatCidr = (cidr: Cidr): string =>
  `${formatIp({version: cidr.version, value: cidr.first})}/${cidr.prefix}`;

export const hasHostBits = (text: string): boolean => {
  const ip = parseIp(text.split('/')[0] ?? '');
  const cidr = parseCidr(text);
  return ip !== undefined && cidr !== undefined && ip.value !== cidr.first;
};

export const contains = (cidr: Cidr, ip: Ip): boolean =>
  ip.version === cidr.version && ip.value >= cidr.first && ip.value <= cidr.last;

export const overlap = (a: Cidr, b: Cidr): boolean => a.version === b.version && a.first <= b.last && b.first <= a.last;
