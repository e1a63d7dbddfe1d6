import {SocketAddress, isIPv4} from 'node:net';

/** IP addresses and prefixes compared by value, however they are written. */

/** `10.0.0.1` also for `010.000.000.001`, `fd00::1` also for `FD00:0::1`; what is no address stays as it is. */
export const canonicalIp = (address: string): string => {
  if (/^\d+(\.\d+){3}$/.test(address)) return address.split('.').map(Number).join('.');
  if (!address.includes(':')) return address;
  try {
    return new SocketAddress({address, family: 'ipv6'}).address;
  } catch {
    return address;
  }
};

export const sameIp = (a: string, b: string): boolean => canonicalIp(a) === canonicalIp(b);

interface Prefix {
  readonly bits: bigint;
  readonly length: number;
  /** 32 or 128. */
  readonly width: number;
}

/** @returns undefined for what is no prefix. An address alone is a prefix of one address, `default` is every address of the family. */
export const parsePrefix = (prefix: string): Prefix | undefined => {
  const [address = '', lengthText] = prefix.split('/');
  const value = ipValue(canonicalIp(address));
  if (value === undefined) return undefined;
  const length = lengthText === undefined ? value.width : Number(lengthText);
  if (!Number.isInteger(length) || length < 0 || length > value.width) return undefined;
  const hostBits = BigInt(value.width - length);
  return {bits: (value.bits >> hostBits) << hostBits, length, width: value.width};
};

const ipValue = (address: string): {readonly bits: bigint; readonly width: number} | undefined => {
  if (isIPv4(address)) return {bits: join(address.split('.').map(BigInt), 8n), width: 32};
  if (!address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({length: Math.max(0, 8 - left.length - right.length)}, () => 0n);
  const all = tail === undefined ? left : [...left, ...zeros, ...right];
  return all.length === 8 ? {bits: join(all, 16n), width: 128} : undefined;
};

const groups = (text: string): readonly bigint[] =>
  text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`));

const join = (parts: readonly bigint[], bitsEach: bigint): bigint =>
  parts.reduce((sum, part) => (sum << bitsEach) | part, 0n);

/** The same set of addresses: `10.0.0.7/24` and `10.0.0.0/24`; `0.0.0.0/0`, `::/0` and `default` are one. */
export const samePrefix = (a: string, b: string): boolean => {
  if (isDefault(a) || isDefault(b)) return isDefault(a) && isDefault(b);
  const [one, other] = [parsePrefix(a), parsePrefix(b)];
  if (one === undefined || other === undefined) return a === b;
  return one.width === other.width && one.length === other.length && one.bits === other.bits;
};

/** Every address of `inner` lies in `outer`. */
export const covers = (outer: string, inner: string): boolean => {
  const [large, small] = [parsePrefix(outer), parsePrefix(inner)];
  if (large === undefined || small === undefined || large.width !== small.width || large.length > small.length)
    return false;
  const shift = BigInt(large.width - large.length);
  return large.bits >> shift === small.bits >> shift;
};

export const overlap = (a: string, b: string): boolean => covers(a, b) || covers(b, a);

export const isDefault = (prefix: string): boolean =>
  prefix === 'default' || prefix === '0.0.0.0/0' || prefix === '::/0';
