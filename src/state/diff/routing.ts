import type {Item} from '../change.ts';
import {routeWords} from '../route-words.ts';
import type {Route, RoutingRule} from '../snapshot.ts';
import {detailsOf, fieldChanges, itemAdded, itemRemoved, printed} from './items.ts';
import {differingPairs} from './pairs.ts';
import type {Sides} from './pairs.ts';

const fieldsOf = (route: Route) => ({
  via: route.via,
  dev: route.dev,
  source: route.source,
  metric: printed(route.metric),
  protocol: route.protocol,
  scope: route.scope,
  flags: route.flags.join(' '),
});

/**
 * Routes that came, went and changed. A route of protocol `kernel` came with an address; `lost` are the links that
 * took their routes with them.
 */
export const diffRoutes = (sides: Sides<Route>, lost: ReadonlySet<string>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const route = after ?? before;
    if (route === undefined) return [];
    const details = detailsOf({
      route: routeWords(route),
      family: route.family,
      table: route.table,
      destination: route.destination,
      dev: route.dev,
      protocol: route.protocol,
    });
    const about = {what: 'route', key, details} as const;
    const byKernel = route.protocol === 'kernel';
    if (before === undefined) return [itemAdded(about, byKernel)];
    const wentAlong = before.dev !== undefined && lost.has(before.dev);
    if (after === undefined) return [itemRemoved(about, byKernel || wentAlong)];
    return fieldChanges(about, fieldsOf(before), fieldsOf(after), (field) => field === 'flags');
  });

/** Every namespace is born with these, for both families: 0 local, 32766 main, 32767 default. */
export const isBornRule = (rule: RoutingRule) =>
  (rule.priority === 0 && rule.table === 'local') ||
  (rule.priority === 32_766 && rule.table === 'main') ||
  (rule.priority === 32_767 && rule.table === 'default');

export const diffRules = (sides: Sides<RoutingRule>): readonly Item[] =>
  differingPairs(sides.before, sides.after).flatMap(({key, before, after}) => {
    const rule = after ?? before;
    if (rule === undefined) return [];
    const details = detailsOf({
      family: rule.family,
      priority: String(rule.priority),
      selector: rule.selector,
      table: rule.table,
    });
    const about = {what: 'rule', key, details} as const;
    if (before === undefined) return [itemAdded(about)];
    if (after === undefined) return [itemRemoved(about)];
    return fieldChanges(about, {table: before.table}, {table: after.table});
  });
