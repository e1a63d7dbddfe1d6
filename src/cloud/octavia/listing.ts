import {show} from '../neutron/python-text.ts';
import {octaviaErrors} from './errors.ts';
import type {View} from './views.ts';

const NO_FILTERS = new Set(['fields', 'limit', 'marker', 'sort', 'sort_key', 'sort_dir', 'page_reverse']);
const TAG_FILTERS: Readonly<Record<string, (has: readonly unknown[], wanted: readonly string[]) => boolean>> = {
  tags: (has, wanted) => wanted.every((tag) => has.includes(tag)),
  'tags-any': (has, wanted) => wanted.some((tag) => has.includes(tag)),
  'not-tags': (has, wanted) => !wanted.every((tag) => has.includes(tag)),
  'not-tags-any': (has, wanted) => !wanted.some((tag) => has.includes(tag)),
};

export interface Listing {
  readonly items: readonly View[];
  readonly links: readonly {readonly rel: 'next'; readonly href: string}[];
}

/** A list as the query asks for it (octavia/api/common/pagination.py): filtered, sorted, a page of it. */
export function listViews(views: readonly View[], url: URL): Listing {
  const query = url.searchParams;
  const keys = [...new Set(query.keys())].filter((key) => !NO_FILTERS.has(key));
  const matching = views.filter((view) => keys.every((key) => matches(view, key, query.getAll(key))));
  const sorted = sortViews(matching, query);
  const {items, links} = page(sorted, url);
  const fields = query.getAll('fields');
  return {items: fields.length === 0 ? items : items.map((view) => pick(view, fields)), links};
}

export const pick = (view: View, fields: readonly string[]): View =>
  Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));

function matches(view: View, key: string, values: readonly string[]): boolean {
  const ofTags = Object.hasOwn(TAG_FILTERS, key) ? TAG_FILTERS[key] : undefined;
  if (ofTags !== undefined) {
    const has = Array.isArray(view['tags']) ? view['tags'] : [];
    return ofTags(
      has,
      values.flatMap((value) => value.split(',')),
    );
  }
  // A name is asked of rules, too, which have none.
  if (!Object.hasOwn(view, key)) {
    if (key === 'name') return false;
    throw octaviaErrors.badFilter();
  }
  return values.some((value) => show(view[key]).toLowerCase() === value.toLowerCase());
}

function sortViews(views: readonly View[], query: URLSearchParams): readonly View[] {
  const keys = (query.get('sort') ?? query.get('sort_key') ?? '').split(',').filter((key) => key !== '');
  const orders = keys.map((entry) => {
    const [key = '', direction = query.get('sort_dir') ?? 'asc'] = entry.split(':');
    if (views.some((view) => !Object.hasOwn(view, key))) throw octaviaErrors.badSort(key);
    if (direction !== 'asc' && direction !== 'desc') throw octaviaErrors.badDirection(direction);
    return {key, sign: direction === 'asc' ? 1 : -1};
  });
  return views.toSorted((a, b) => {
    for (const {key, sign} of orders) {
      const [left, right] = [show(a[key]), show(b[key])];
      if (left !== right) return left < right ? -sign : sign;
    }
    return 0;
  });
}

function page(views: readonly View[], url: URL): Listing {
  const limit = url.searchParams.get('limit');
  const marker = url.searchParams.get('marker');
  const at = marker === null ? -1 : views.findIndex((view) => view['id'] === marker);
  if (marker !== null && at < 0) throw octaviaErrors.badMarker(marker);
  if (limit !== null && !/^\d{1,9}$/.test(limit)) throw octaviaErrors.badLimit(limit);
  const items = views.slice(at + 1, limit === null ? undefined : at + 1 + Number(limit));
  const last = items.at(-1);
  if (last === undefined || last === views.at(-1)) return {items, links: []};
  const next = new URL(url);
  next.searchParams.set('marker', String(last['id']));
  return {items, links: [{rel: 'next', href: next.href}]};
}
