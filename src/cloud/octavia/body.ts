import {represent, show} from '../neutron/python-text.ts';
import {isObject} from '../neutron/validators.ts';
import {octaviaErrors} from './errors.ts';
import {BadValue} from './types.ts';
import type {Type} from './types.ts';

/** The attributes of one object of a request, read; what was left out and has no default is not there. */
export type Values = Readonly<Record<string, unknown>>;

export interface Field {
  readonly type: Type;
  /** May stand in a PUT as well as in a POST. */
  readonly put?: boolean;
  readonly mandatory?: boolean;
  /** Of a POST. */
  readonly default?: unknown;
}
export type Fields = Readonly<Record<string, Field>>;

/**
 * The object under `root` in a body.
 * @param argument what Octavia's code calls it, which its messages show
 */
export function readBody(
  fields: Fields,
  {root, argument}: {readonly root: string; readonly argument: string},
  body: unknown,
  method: 'post' | 'put',
): Values {
  const object = isObject(body) ? body[root] : undefined;
  if (!isObject(object)) throw octaviaErrors.invalidInput(root, show(object), 'Mandatory field missing.');
  return readObject(fields, `${argument}.${root}`, object, method);
}

export function readObject(
  fields: Fields,
  argument: string,
  object: Readonly<Record<string, unknown>>,
  method: 'post' | 'put',
): Values {
  const known = (name: string) => Object.hasOwn(fields, name) && (method === 'post' || fields[name]?.put === true);
  const unknown = Object.keys(object).filter((name) => !known(name));
  if (unknown.length > 0) throw octaviaErrors.unknownAttributes(argument, unknown);
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(object, name)) values[name] = readValue(name, field, object[name]);
    else if (method === 'put') continue;
    else if (field.mandatory === true) throw octaviaErrors.invalidInput(name, 'None', 'Mandatory field missing.');
    else if ('default' in field) values[name] = field.default;
  }
  return values;
}

function readValue(name: string, field: Field, value: unknown): unknown {
  if (value === null) {
    if (field.mandatory === true) throw octaviaErrors.invalidInput(name, 'None', 'Mandatory field missing.');
    return 'default' in field ? field.default : null;
  }
  try {
    return field.type(value);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    throw octaviaErrors.invalidInput(name, typeof value === 'string' ? value : represent(value), error.message);
  }
}

/** `protocol_port` → `protocolPort`: what records call it. */
export const camelKeys = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
