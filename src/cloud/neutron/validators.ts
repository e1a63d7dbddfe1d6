import {hasHostBits, formatCidr, formatIp, parseCidr, parseIp} from '../addresses/ip.ts';
import type {Cidr} from '../addresses/ip.ts';
import {sanitizeMac} from '../addresses/mac.ts';
import {represent, show} from './python-text.ts';
import {neutronErrors} from './errors.ts';

/** Neutron's validators and converters (neutron-lib), with its words. A validator answers why not, or nothing. */

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const string =
  (longest?: number) =>
  (value: unknown): string | undefined => {
    if (typeof value !== 'string') return `'${show(value)}' is not a valid string`;
    return longest !== undefined && value.length > longest
      ? `'${value}' exceeds maximum length of ${longest}`
      : undefined;
  };

export const stringOrNone =
  (longest?: number) =>
  (value: unknown): string | undefined =>
    value === null ? undefined : string(longest)(value);

const UUID = /^(\{|urn:uuid:)?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
export const uuid = (value: unknown): string | undefined =>
  isUuid(value) ? undefined : `'${show(value)}' is not a valid UUID`;
export const uuidOrNone = (value: unknown): string | undefined => (value === null ? undefined : uuid(value));

export const oneOf =
  (values: readonly unknown[]) =>
  (value: unknown): string | undefined =>
    values.includes(value) ? undefined : `${show(value)} is not in valid_values`;

export const ipAddress = (value: unknown): string | undefined => {
  if (typeof value === 'string' && parseIp(value) !== undefined) return undefined;
  const plain = typeof value === 'string' ? value.replaceAll(/\b0+(?=\d)/g, '') : '';
  // 011 might mean 9.
  return parseIp(plain)?.version === 4
    ? `'${show(value)}' is not an accepted IP address, '${plain}' is recommended`
    : `'${show(value)}' is not a valid IP address`;
};
export const ipAddressOrNone = (value: unknown): string | undefined => (value === null ? undefined : ipAddress(value));

/** Host bits are nothing wrong: `10.0.0.5/24` is another name of its block. */
export const subnet = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || (parseCidr(value) ?? parseIp(value)) === undefined) {
    return `'${show(value)}' is not a valid IP subnet`;
  }
  return value.includes('/')
    ? undefined
    : `'${value}' isn't a recognized IP subnet cidr, '${alone(value)}' is recommended`;
};

const alone = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

export const addressOrSubnet = (value: unknown): string | undefined =>
  ipAddress(value) === undefined || subnet(value) === undefined
    ? undefined
    : `'${show(value)}' is neither a valid IP address, nor is it a valid IP subnet`;

/** Where a route leads: a block by its own name, and none of this host's. */
export const routeCidr = (value: unknown): string | undefined => {
  const cidr = typeof value === 'string' ? parseCidr(value.includes('/') ? value : alone(value)) : undefined;
  if (typeof value !== 'string' || cidr === undefined) return `'${show(value)}' is not a valid CIDR`;
  if (!value.includes('/') || hasHostBits(value)) {
    return `'${value}' is not a recognized CIDR, '${formatCidr(cidr)}' is recommended`;
  }
  return isLoopback(cidr) ? `'${value}' is not a routable CIDR` : undefined;
};

const isLoopback = ({version, first, last}: Cidr): boolean =>
  version === 4 ? first >> 24n === 127n && last >> 24n === 127n : first === 1n && last === 1n;

export const macAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && sanitizeMac(value) !== undefined
    ? undefined
    : `'${show(value)}' is not a valid MAC address`;

export const nonNegative = (value: unknown): string | undefined =>
  typeof value === 'number' && value >= 0 ? undefined : `'${show(value)}' should be non-negative`;

/** Who may have addresses of a subnet: the beginning of a port's owner. */
export const serviceTypes = (value: unknown): string | undefined => {
  if (value === null) return undefined;
  if (!Array.isArray(value)) throw neutronErrors.httpBadRequest('Subnet service types must be a list.');
  for (const type of value as readonly unknown[]) {
    if (typeof type !== 'string') throw neutronErrors.serviceTypeNoString(show(type));
    if (!OWNER_PREFIXES.some((prefix) => type.startsWith(prefix))) throw neutronErrors.invalidServiceType(type);
  }
  return undefined;
};
const OWNER_PREFIXES = ['network:', 'neutron:', 'compute:'] as const;

export const listOf =
  (item: (value: unknown) => string | undefined) =>
  (value: unknown): string | undefined => {
    if (!Array.isArray(value)) return `'${show(value)}' is not a list`;
    const texts = value.map((entry: unknown) => JSON.stringify(entry));
    const twice = value.filter((_, place) => texts.indexOf(texts[place] ?? '') < place);
    if (twice.length > 0) return `Duplicate items in the list: '${twice.map(show).join(', ')}'`;
    return firstFault(value, item);
  };

/** What the first refused entry is refused for. */
export function firstFault(
  values: readonly unknown[],
  check: (value: unknown) => string | undefined,
): string | undefined {
  for (const value of values) {
    const why = check(value);
    if (why !== undefined) return why;
  }
  return undefined;
}

export const keysAre = (expected: readonly string[], value: unknown): string | undefined => {
  if (!isObject(value)) {
    return `Invalid input. '${show(value)}' must be a dictionary with keys: ${represent(expected)}`;
  }
  const keys = Object.keys(value);
  return keys.length === expected.length && expected.every((key) => keys.includes(key))
    ? undefined
    : `Validation of dictionary's keys failed. Expected keys: ${showSet(expected)} Provided keys: ${showSet(keys)}`;
};
const showSet = (keys: readonly string[]): string =>
  keys.length === 0 ? 'set()' : `{${keys.map((key) => `'${key}'`).join(', ')}}`;

export const dictionaryOrNone = (value: unknown): string | undefined =>
  value === null || isObject(value) ? undefined : `'${show(value)}' is not a dictionary`;

/** True, false, and the words and numbers that Neutron takes for them. */
export const toBoolean = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 0) return value === 1;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  throw neutronErrors.invalidInput(`'${show(value)}' cannot be converted to boolean`);
};

export const toInteger = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' && Number.isFinite(value)) return Math.trunc(value);
  if (typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value)) return Number(value);
  throw neutronErrors.invalidInput(`'${show(value)}' is not an integer`);
};
export const toIntegerOrNone = (value: unknown): unknown => (value === null ? null : toInteger(value));

export const noneToEmptyList = (value: unknown): unknown => value ?? [];
export const noneToEmptyDictionary = (value: unknown): unknown => value ?? {};
export const noneToEmptyString = (value: unknown): unknown => value ?? '';

/** The canonical text of an address; whatever is none is left for the validator to refuse. */
export const canonicalIp = (value: unknown): unknown => {
  const ip = typeof value === 'string' ? parseIp(value) : undefined;
  return ip === undefined ? value : formatIp(ip);
};

/** As `subnet` wants it, with a length; a block's host bits are cut off by whoever keeps it. */
export const canonicalCidr = (value: unknown): unknown => {
  if (value === null) return null;
  const text = show(value);
  const written = text.includes('/') ? text : alone(text);
  if (parseCidr(written) === undefined) throw neutronErrors.invalidInput(`${text} is not in a CIDR format`);
  return written;
};

export const canonicalMac = (value: unknown): unknown =>
  (typeof value === 'string' ? sanitizeMac(value) : undefined) ?? value;
