import {hasHostBits, formatCidr, formatIp, parseCidr, parseIp} from '../addresses/ip.ts';
import {sanitizeMac} from '../addresses/mac.ts';
import {show} from './python-text.ts';
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
  return `'${show(value)}' is not a valid IP address`;
};
export const ipAddressOrNone = (value: unknown): string | undefined => (value === null ? undefined : ipAddress(value));

export const subnet = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || (parseCidr(value) ?? parseIp(value)) === undefined) {
    return `'${show(value)}' is not a valid IP subnet`;
  }
  if (value.includes('/') && (!hasHostBits(value) || value.includes(':'))) return undefined;
  const cidr = parseCidr(value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`);
  return `'${value}' isn't a recognized IP subnet cidr, '${cidr ? formatCidr(cidr) : ''}' is recommended`;
};

export const macAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && sanitizeMac(value) !== undefined
    ? undefined
    : `'${show(value)}' is not a valid MAC address`;

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
  if (!isObject(value)) return `'${show(value)}' is not a dictionary`;
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

export const canonicalMac = (value: unknown): unknown =>
  (typeof value === 'string' ? sanitizeMac(value) : undefined) ?? value;
