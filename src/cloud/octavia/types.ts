import {formatIp, parseIp} from '../addresses/ip.ts';
import {isObject, isUuid} from '../neutron/validators.ts';
import {represent} from '../neutron/python-text.ts';

/** Why a value is refused, in WSME's words; {@link readBody} says of which attribute. */
export class BadValue extends Error {
  override readonly name = 'BadValue';
}

/** What a value is kept as. Null stays null: it clears an attribute. @throws {BadValue} */
export type Type = (value: unknown) => unknown;

const wrongType = (expected: string, value: unknown): BadValue =>
  new BadValue(`Wrong type. Expected '<class '${expected}'>', got ${represent(value)}`);

export const text =
  (longest?: number, pattern?: RegExp): Type =>
  (value) => {
    if (typeof value !== 'string') throw new BadValue('Value should be string');
    if (longest !== undefined && value.length > longest)
      throw new BadValue(`Value should have a maximum character requirement of ${longest}`);
    if (pattern !== undefined && !pattern.test(value))
      throw new BadValue(`Value should match the pattern ${pattern.source}`);
    return value;
  };

/** A whole number; digits in a string are one, too (the client sends some so). */
export const integer =
  (smallest?: number, largest?: number): Type =>
  (value) => {
    const number = typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType('int', value);
    if (smallest !== undefined && number < smallest)
      throw new BadValue(`Value should be greater or equal to ${smallest}`);
    if (largest !== undefined && number > largest) throw new BadValue(`Value should be lower or equal to ${largest}`);
    return number;
  };

export const truth: Type = (value) => {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (word === 'true' || word === 1) return true;
  if (word === 'false' || word === 0) return false;
  throw wrongType('bool', value);
};

export const oneOf =
  (values: readonly (string | number)[]): Type =>
  (value) => {
    if (!values.some((known) => known === value)) throw new BadValue(`Value should be one of: ${values.join(', ')}`);
    return value;
  };

export const uuid: Type = (value) => {
  if (!isUuid(value)) throw new BadValue('Value should be UUID format');
  return value;
};

export const ipAddress: Type = (value) => {
  const ip = typeof value === 'string' ? parseIp(value) : undefined;
  if (ip === undefined) throw new BadValue('Value should be IPv4 or IPv6 format');
  return formatIp(ip);
};

export const listOf =
  (item: Type): Type =>
  (value) => {
    if (!Array.isArray(value)) throw wrongType('list', value);
    return value.map((entry: unknown) => item(entry));
  };

/** Names with a text each; what is no text is written as one. */
export const dictionary: Type = (value) => {
  if (!isObject(value)) throw wrongType('dict', value);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, typeof entry === 'string' ? entry : represent(entry)]),
  );
};

export const url: Type = (value) => {
  const whole = text(255)(value);
  const parsed = typeof whole === 'string' && !/\s/.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
    throw new BadValue(`Value must be a valid URL string`);
  return whole;
};

export const urlPath: Type = (value) => {
  if (typeof value !== 'string' || !/^\/[^\s"'\\#]*$/.test(value)) throw new BadValue('Value must be a valid URL Path');
  return value;
};

export const tags: Type = listOf(text(255));
