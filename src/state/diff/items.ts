import type {Item, ItemKind} from '../change.ts';

/** Printable fields of a thing; undefined where it has none. */
export type Fields = Readonly<Record<string, string | undefined>>;
export type Details = Readonly<Record<string, string>>;

/** Leaves out what is undefined, so that details hold strings only. */
export const detailsOf = (fields: Fields): Details =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));

interface About {
  readonly what: ItemKind;
  readonly key: string;
  readonly details?: Details;
}

export const itemAdded = (about: About, incidental = false): Item => ({...about, how: 'added', incidental});
export const itemRemoved = (about: About, incidental = false): Item => ({...about, how: 'removed', incidental});

export const fieldChanged = (
  about: About,
  field: string,
  values: {readonly before: string | undefined; readonly after: string | undefined},
  incidental = false,
): Item => ({
  ...about,
  how: 'changed',
  field,
  ...(values.before === undefined ? {} : {before: values.before}),
  ...(values.after === undefined ? {} : {after: values.after}),
  incidental,
});

/** One change for each field that differs. */
export const fieldChanges = (
  about: About,
  before: Fields,
  after: Fields,
  incidental: (field: string) => boolean = () => false,
): readonly Item[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => before[field] !== after[field])
    .map((field) => fieldChanged(about, field, {before: before[field], after: after[field]}, incidental(field)));

export const yesNo = (value: boolean | undefined): string | undefined =>
  value === undefined ? undefined : value ? 'yes' : 'no';
export const printed = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);
