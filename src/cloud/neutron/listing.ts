import {parseIp, formatIp} from '../addresses/ip.ts';
import type {Resource} from './body.ts';
import {neutronErrors} from './errors.ts';
import {represent, show} from './python-text.ts';
import {isObject} from './validators.ts';
import type {View} from './views.ts';

/** A list as the query asks for it: filtered, sorted, a page of it, and of each object only the fields asked for. */
export interface Listing {
  readonly items: readonly View[];
  /** Where the next and the previous page are, in Neutron's form; empty without a limit. */
  readonly links: readonly {readonly rel: 'next' | 'previous'; readonly href: string}[];
}

/** What is in a query and filters nothing. */
const NO_FILTERS = ['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir'];
const TAG_FILTERS = ['tags', 'tags-any', 'not-tags', 'not-tags-any'];

export function listViews(resource: Resource, views: readonly View[], url: URL): Listing {
  const query = url.searchParams;
  const matching = views.filter(matcher(resource, query));
  const sorted = sortViews(resource, matching, query);
  const {items, links} = page(sorted, url);
  const fields = query.getAll('fields').filter((field) => field !== '');
  return {items: fields.length === 0 ? items : items.map((item) => pick(item, fields)), links};
}

export const pick = (view: View, fields: readonly string[]): View =>
  Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));

function matcher(resource: Resource, query: URLSearchParams): (view: View) => boolean {
  const keys = [...new Set(query.keys())].filter((key) => !NO_FILTERS.includes(key));
  const invalid = keys.filter((key) => !TAG_FILTERS.includes(key) && !isFilter(resource, key));
  if (invalid.length > 0) {
    throw neutronErrors.httpBadRequest(`${represent(invalid)} is invalid attribute for filtering`);
  }
  const tests = keys.map((key) => filterOf(resource, key, query.getAll(key)));
  return (view) => tests.every((matches) => matches(view));
}

const isFilter = (resource: Resource, key: string): boolean =>
  Object.hasOwn(resource.attributes, key) && resource.attributes[key]?.filter === true;

function filterOf(resource: Resource, key: string, values: readonly string[]): (view: View) => boolean {
  if (TAG_FILTERS.includes(key))
    return tagFilter(
      key,
      values.flatMap((value) => value.split(',')),
    );
  if (key === 'fixed_ips') return addressFilter(values);
  const {convert} = resource.attributes[key] ?? {};
  const wanted = values.map((value) => (convert === undefined || value === '' ? value : convert(value)));
  return (view) => wanted.some((value) => equals(view[key], value));
}

/** A query knows only text; what the attribute makes of a body's value it makes of a query's, too. */
function equals(found: unknown, value: unknown): boolean {
  if (Array.isArray(found)) return found.includes(value);
  if (found === null || found === undefined) return value === '' || value === 'None';
  if (typeof found === 'boolean') return typeof value === 'boolean' ? found === value : isTrue(value) === found;
  if (typeof found === 'number') return value !== '' && Number(value) === found;
  return found === value;
}
const isTrue = (value: unknown): boolean => ['true', '1'].includes(show(value).toLowerCase());

function tagFilter(key: string, wanted: readonly string[]): (view: View) => boolean {
  const tagsOf = (view: View): readonly unknown[] => (Array.isArray(view['tags']) ? view['tags'] : []);
  const any = (view: View) => wanted.some((tag) => tagsOf(view).includes(tag));
  const all = (view: View) => wanted.every((tag) => tagsOf(view).includes(tag));
  const matches = key.endsWith('-any') ? any : all;
  return key.startsWith('not-') ? (view) => !matches(view) : matches;
}

/** `fixed_ips=ip_address=10.0.0.3&fixed_ips=subnet_id=…`; parts of a kind are alternatives, kinds must all hold. */
function addressFilter(values: readonly string[]): (view: View) => boolean {
  const parts = values.map((value) => {
    const at = value.indexOf('=');
    if (at < 0) throw neutronErrors.invalidInput(`'${value}' is not of the form <key>=[value]`);
    return {key: value.slice(0, at), value: value.slice(at + 1)};
  });
  const of = (key: string) => parts.filter((part) => part.key === key).map((part) => part.value);
  const exact = of('ip_address').map((address) => {
    const ip = parseIp(address);
    return ip === undefined ? address : formatIp(ip);
  });
  const tests: readonly (readonly [string, readonly string[], (found: string, value: string) => boolean])[] = [
    ['ip_address', exact, (found, value) => found === value],
    ['subnet_id', of('subnet_id'), (found, value) => found === value],
    ['ip_address', of('ip_address_substr'), (found, value) => found.includes(value)],
  ];
  return (view) => {
    const ips = Array.isArray(view['fixed_ips']) ? view['fixed_ips'].filter(isObject) : [];
    return tests.every(
      ([name, wanted, holds]) =>
        wanted.length === 0 || ips.some((ip) => wanted.some((value) => holds(String(ip[name]), value))),
    );
  };
}

function sortViews(resource: Resource, views: readonly View[], query: URLSearchParams): readonly View[] {
  const keys = query.getAll('sort_key').filter((key) => key !== '');
  const dirs = query.getAll('sort_dir').filter((dir) => dir !== '');
  if (keys.length !== dirs.length) {
    throw neutronErrors.httpBadRequest('The number of sort_keys and sort_dirs must be same');
  }
  const unknown = keys.filter((key) => !Object.hasOwn(resource.attributes, key) || !resource.attributes[key]?.sort);
  if (unknown.length > 0) {
    throw neutronErrors.httpBadRequest(`${represent(unknown)} is invalid attribute for sort_keys`);
  }
  const badDirs = dirs.filter((dir) => dir !== 'asc' && dir !== 'desc');
  if (badDirs.length > 0) {
    throw neutronErrors.httpBadRequest(
      `${represent(badDirs)} is invalid value for sort_dirs, valid value is 'asc' and 'desc'`,
    );
  }
  if (keys.length === 0) return views;
  return views.toSorted((a, b) => {
    for (const [place, key] of keys.entries()) {
      const order = compare(a[key], b[key]) * (dirs[place] === 'desc' ? -1 : 1);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return show(a) < show(b) ? -1 : 1;
}

function page(views: readonly View[], url: URL): Listing {
  const text = url.searchParams.get('limit') ?? '0';
  if (!/^\d{1,9}$/.test(text)) {
    throw neutronErrors.badRequest('limit', `Limit must be an integer 0 or greater and not '${text}'`);
  }
  const limit = Number(text);
  if (limit === 0) return {items: views, links: []};
  const reverse = url.searchParams.get('page_reverse')?.toLowerCase() === 'true';
  const marker = url.searchParams.get('marker') ?? undefined;
  const at = marker === undefined ? (reverse ? views.length : -1) : views.findIndex((view) => view['id'] === marker);
  if (marker !== undefined && at < 0) return {items: [], links: []};
  const items = reverse ? views.slice(Math.max(at - limit, 0), at) : views.slice(at + 1, at + 1 + limit);
  return {items, links: linksOf(url, items, limit, reverse)};
}

function linksOf(url: URL, items: readonly View[], limit: number, reverse: boolean): Listing['links'] {
  const link = (rel: 'next' | 'previous', item: View | undefined) => {
    const target = new URL(url);
    target.searchParams.delete('marker');
    target.searchParams.delete('page_reverse');
    if (item !== undefined) target.searchParams.set('marker', String(item['id']));
    if (rel === 'previous') target.searchParams.set('page_reverse', 'True');
    return {rel, href: target.href};
  };
  return [
    ...(items.length < limit && !reverse ? [] : [link('next', items.at(-1))]),
    ...(items.length < limit && reverse ? [] : [link('previous', items[0])]),
  ];
}
